"""The best pair of lr and momentum arrives sooner than the best lr alone."""

import torch

curvature = torch.tensor([1.0, 20.0], dtype=torch.float64)  # λ of two axes
rates = torch.arange(1, 41, dtype=torch.float64) * 0.005  # (lr=40)
momenta = torch.arange(20, dtype=torch.float64) * 0.05  # (momentum=20)

# All pairs at once: (momentum=20, lr=40, axis=2)
place = torch.ones(20, 40, 2, dtype=torch.float64)
buffer = torch.zeros_like(place)
steps = torch.ones(20, 40)
for step in range(1, 201):
    buffer = momenta[:, None, None] * buffer + curvature * place
    place = place - rates[:, None] * buffer
    far = (place.abs() > 0.01).any(dim=2)  # a hundredth of the way is left
    steps[far] = step + 1
steps[far] = torch.inf

for row in (0, 8, 18):
    fewest, best = steps[row].min(dim=0)
    said = f"momentum {momenta[row]:.1f}  best lr {rates[best]:.3f}"
    print(f"{said}  {fewest:.0f} steps")
    #> momentum 0.0  best lr 0.095  47 steps
    #> momentum 0.4  best lr 0.130  15 steps
    #> momentum 0.9  best lr 0.010  85 steps
