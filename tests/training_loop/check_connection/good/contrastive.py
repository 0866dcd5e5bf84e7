import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(32, 6)
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 8))
temperature = nn.Parameter(torch.tensor(1.0))
optimizer = torch.optim.Adam([*model.parameters(), temperature], lr=0.01)
for _ in range(40):
    a, b = (functional.normalize(model(x + 0.1 * torch.randn_like(x)), dim=1) for _ in range(2))
    logits = a @ b.T * temperature.exp()
    loss = functional.cross_entropy(logits, torch.arange(32)) + functional.cross_entropy(
        logits.T, torch.arange(32)
    )
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
