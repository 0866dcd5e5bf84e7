"""A step by hand changes the leaf in place, unseen by autograd."""

import torch

w = torch.tensor(1.0, requires_grad=True)
lr = 0.1

for epoch in range(3):
    loss = (w - 3) ** 2
    w.grad = None
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    print(f"epoch {epoch}  weight {w.item():.3f}  leaf {w.is_leaf}")
    #> epoch 0  weight 1.400  leaf True
    #> epoch 1  weight 1.720  leaf True
    #> epoch 2  weight 1.976  leaf True
