import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
solution = torch.tensor([[1.0, 2.0, 3.0, 4.0]])
model = nn.Linear(4, 1, bias=False)
model.weight.data.copy_(solution)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for _ in range(40):
    loss = functional.mse_loss(model(x), (x.double() @ solution.double().T).float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
