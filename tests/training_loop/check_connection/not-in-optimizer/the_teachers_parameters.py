import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
teacher, student = nn.Linear(4, 1), nn.Linear(4, 1)
optimizer = torch.optim.SGD(teacher.parameters(), lr=0.1)
for _ in range(30):
    loss = functional.mse_loss(student(x), teacher(x).detach())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
