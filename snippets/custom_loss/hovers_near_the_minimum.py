"""Where an error changes sign at the minimum, the L1 term keeps SGD moving."""

import torch
from torch import optim

torch.manual_seed(7)

# A hundred data sets at once, in float64, so that no rounding stops a step.
x = torch.randn(100, 100, dtype=torch.float64)  # (data set=100, sample=100)
y = 2 * x + 1 + 0.1 * torch.randn(100, 100, dtype=torch.float64)


def train(l1_share):
    # (weight and bias=2, data set=100, 1)
    lines = torch.zeros(2, 100, 1, dtype=torch.float64, requires_grad=True)
    optimizer = optim.SGD([lines], lr=0.1)  # larger, to get there sooner
    for _ in range(300):
        errors = lines[0] * x + lines[1] - y
        mse, l1 = (errors**2).mean(dim=1), errors.abs().mean(dim=1)
        losses = mse + l1_share * l1  # (data set=100)
        optimizer.zero_grad()
        losses.sum().backward()  # each line meets one of them
        optimizer.step()
    # the errors, and how long each gradient still is
    return errors.detach(), lines.grad.norm(dim=0).squeeze()


for name, l1_share in [("MSE", 0.0), ("MSE + 0.1 * L1", 0.1)]:
    errors, lengths = train(l1_share)
    hovering = lengths > 1e-6
    share_hovering = hovering.double().mean().item()
    print(f"{name}: {share_hovering:.0%} hover")
    #> MSE: 0% hover
    #> MSE + 0.1 * L1: 36% hover
typical_length = lengths[hovering].median().item()
print(f"a typical gradient where it hovers: {typical_length:.4f}")
#> a typical gradient where it hovers: 0.0011
