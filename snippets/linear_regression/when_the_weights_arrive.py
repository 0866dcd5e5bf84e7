"""Each step keeps a fraction of the error: you can tell when weights arrive."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)

# Without a step of training: this data's best line, and the loss's curvature.
features = torch.cat([x, torch.ones(100, 1)], dim=1)  # (sample=100, 2)
best = torch.linalg.lstsq(features, y).solution.squeeze()
best_weight, best_bias = best.tolist()
print(f"best weight {best_weight:.4f}  bias {best_bias:.4f}")
#> best weight 1.9798  bias 0.9948
eigenvalues, directions = torch.linalg.eigh(2 * features.T @ features / 100)
curvature_low, curvature_high = eigenvalues.tolist()
print(f"eigenvalues {curvature_low:.4f} and {curvature_high:.4f}")
#> eigenvalues 1.5624 and 2.2803
kept = 1 - 0.01 * eigenvalues  # of the error, by a step, in each direction
kept_high, kept_low = kept.tolist()
left_high, left_low = (kept**100).tolist()
print(f"a step keeps {kept_high:.4f} and {kept_low:.4f} of the error")
#> a step keeps 0.9844 and 0.9772 of the error
print(f"100 steps keep {left_high:.2f} and {left_low:.2f}")
#> 100 steps keep 0.21 and 0.10

start = torch.cat([model.weight[0], model.bias]).detach()
predicted = best + directions @ (kept**100 * (directions.T @ (start - best)))
predicted_weight, predicted_bias = predicted.tolist()
print("after 100 steps")
#> after 100 steps
print(f"predicted  weight {predicted_weight:.4f}  bias {predicted_bias:.4f}")
#> predicted  weight 1.7494  bias 0.9110

steps_to_truth = None
for step in range(1, 1001):
    optimizer.zero_grad()
    loss_fn(model(x), y).backward()
    optimizer.step()
    weight, bias = model.weight.item(), model.bias.item()
    if step == 100:
        print(f"measured   weight {weight:.4f}  bias {bias:.4f}")
        #> measured   weight 1.7494  bias 0.9110
    from_truth = max(abs(weight - 2), abs(bias - 1))
    if steps_to_truth is None and from_truth < 0.05:
        steps_to_truth = step
print(f"within 0.05 of 2 and 1 after {steps_to_truth} steps")
#> within 0.05 of 2 and 1 after 222 steps
