"""Four questions to each parameter find the broken link from loss to step."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.ModuleDict({name: nn.Linear(1, 1) for name in "abcd"})
optimizer = optim.SGD(model.parameters(), lr=0.1)
model["b"].requires_grad_(False)  # three faults: frozen,
model["d"] = nn.Linear(1, 1)  # replaced after the optimizer was made,

y_pred = model["a"](x) + model["b"](x) + model["d"](x)
y_pred = y_pred + model["c"](x).detach()  # and cut off
loss = nn.functional.mse_loss(y_pred, y)


def ask(model, optimizer, loss):
    """Make one step, and answer of each parameter what happened to it."""
    before = {p: p.detach().clone() for p in model.parameters()}
    held = {p for group in optimizer.param_groups for p in group["params"]}

    model.zero_grad()  # the optimizer's would leave d's gradient
    loss.backward()
    optimizer.step()

    answers = {}
    for name, p in model.named_parameters():
        moved = not torch.equal(p, before[p])
        answers[name] = p.requires_grad, p.grad is not None, p in held, moved
    return answers


print("requires_grad  .grad  held  moved")
#> requires_grad  .grad  held  moved
for name, answers in ask(model, optimizer, loss).items():
    needs, has, held, moved = ["yes" if yes else "-" for yes in answers]
    print(f"{needs:13}  {has:5}  {held:4}  {moved:5}  {name}")
    #> yes            yes    yes   yes    a.weight
    #> yes            yes    yes   yes    a.bias
    #> -              -      yes   -      b.weight
    #> -              -      yes   -      b.bias
    #> yes            -      yes   -      c.weight
    #> yes            -      yes   -      c.bias
    #> yes            yes    -     -      d.weight
    #> yes            yes    -     -      d.bias
