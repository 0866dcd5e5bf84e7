"""Two neurons trade places: other parameters, the same predictions."""

import torch
from torch import nn

torch.manual_seed(7)

x = torch.tensor([[-2.0], [0.5], [3.0]])  # (sample=3, feature=1)
model = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
hidden, last = model[0], model[2]


def predictions():
    return "  ".join(f"{y_pred:+.3f}" for y_pred in model(x).flatten().tolist())


print(f"first weight {hidden.weight[0].item():+.3f}, says {predictions()}")
#> first weight +0.070, says -0.175  -0.422  -0.340

order = [1, 0, 2, 3]  # the first two neurons trade places
with torch.no_grad():
    hidden.weight[:] = hidden.weight[order]  # (neuron=4, feature=1)
    hidden.bias[:] = hidden.bias[order]  # (neuron=4)
    last.weight[:] = last.weight[:, order]  # (output=1, neuron=4)

print(f"first weight {hidden.weight[0].item():+.3f}, says {predictions()}")
#> first weight -0.602, says -0.175  -0.422  -0.340
