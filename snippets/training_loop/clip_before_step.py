"""Clipping limits the step only between backward() and step()."""

import torch
from torch import nn, optim


def length_of_step(clip):
    """How far a step with lr 1 goes; clipping is to length 1."""
    torch.manual_seed(7)
    model = nn.Linear(2, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = optim.SGD(model.parameters(), lr=1.0)
    x, y = torch.tensor([[3.0, 4.0]]), torch.tensor([[100.0]])

    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    if clip == "before step":
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    if clip == "after step":
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    return (model.weight - before).norm().item()


for clip in ("never", "after step", "before step"):
    print(f"clip {clip:11}  weights move by {length_of_step(clip):6.1f}")
    #> clip never        weights move by 1015.6
    #> clip after step   weights move by 1015.6
    #> clip before step  weights move by    1.0
