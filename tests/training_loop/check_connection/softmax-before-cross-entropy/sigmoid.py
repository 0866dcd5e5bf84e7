import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
label = (x[:, 0] > 0).long()
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for _ in range(30):
    loss = functional.binary_cross_entropy_with_logits(
        torch.sigmoid(model(x)).squeeze(1), label.float()
    )
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
