"""detach() is at the teacher, so the student gets the gradient."""

import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(64, 2)

teacher, student = nn.Linear(2, 1), nn.Linear(2, 1)
optimizer = optim.SGD(student.parameters(), lr=0.1)

for epoch in range(30):
    loss = nn.functional.mse_loss(student(x), teacher(x).detach())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
