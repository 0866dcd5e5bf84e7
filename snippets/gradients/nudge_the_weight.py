"""The smaller a nudge, the better the gradient predicts the loss."""

import torch

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x  # so the weight to find is 2


def loss_at(weight):
    return ((weight * x - y) ** 2).mean()


w = torch.tensor(1.0, requires_grad=True)
loss = loss_at(w)
loss.backward()
gradient = w.grad.item()
print(f"at weight {w.item()}: loss {loss.item()}, gradient {gradient}")
#> at weight 1.0: loss 2.5, gradient -5.0

nudges = [1.0, 0.1, 0.01]
for nudge in nudges:
    change = loss_at(w.item() + nudge).item() - loss.item()
    promised = gradient * nudge
    print(f"nudge {nudge:<4}  change {change:+.5f}  promised {promised:+.5f}")
    #> nudge 1.0   change -2.50000  promised -5.00000
    #> nudge 0.1   change -0.47500  promised -0.50000
    #> nudge 0.01  change -0.04975  promised -0.05000
