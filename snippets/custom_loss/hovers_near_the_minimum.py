"""Where an error is 0 at the minimum, the L1 term keeps SGD moving."""

import torch
from torch import optim

torch.manual_seed(7)

# A hundred data sets at once, in float64, so that no rounding stops a step.
x = torch.randn(100, 100, dtype=torch.float64)  # (data set=100, sample=100)
y = 2 * x + 1 + 0.1 * torch.randn(100, 100, dtype=torch.float64)


def train(start, l1_share, lr):
    """Lines after 300 steps; the last errors, and how long the gradients."""
    lines = start.clone().requires_grad_()
    optimizer = optim.SGD([lines], lr=lr)
    for _ in range(300):
        errors = lines[0] * x + lines[1] - y
        mse, l1 = (errors**2).mean(dim=1), errors.abs().mean(dim=1)
        losses = mse + l1_share * l1  # (data set=100)
        optimizer.zero_grad()
        losses.sum().backward()  # each line meets one of them
        optimizer.step()
    return lines.detach(), errors.detach(), lines.grad.norm(dim=0).squeeze()


start = torch.zeros(2, 100, 1, dtype=torch.float64)  # (weight and bias=2, ...)
_, _, mse_lengths = train(start, l1_share=0.0, lr=0.1)
print(f"MSE: {(mse_lengths > 1e-6).sum()} of 100 hover")
#> MSE: 0 of 100 hover

lines, errors, lengths = train(start, l1_share=0.1, lr=0.1)
hovering = lengths > 1e-6
how_many = hovering.sum().item()
typical_length = lengths[hovering].median().item()
step_length = 0.1 * typical_length
nearest_at_rest = errors[~hovering].abs().min().item()
print(f"MSE + 0.1 * L1: {how_many} of 100 hover")
#> MSE + 0.1 * L1: 36 of 100 hover
print(f"gradient {typical_length:.4f}, step {step_length:.5f}")
#> gradient 0.0011, step 0.00011
print(f"smallest error where one rests {nearest_at_rest:.6f}")
#> smallest error where one rests 0.000004

_, _, later_lengths = train(lines, l1_share=0.1, lr=0.01)
later_step = 0.01 * later_lengths[hovering].median().item()
print(f"then at a tenth of the learning rate: step {later_step:.5f}")
#> then at a tenth of the learning rate: step 0.00001
