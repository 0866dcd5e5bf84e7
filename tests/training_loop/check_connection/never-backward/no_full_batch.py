import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
data = TensorDataset(torch.randn(48, 5), torch.randn(48, 1))
loader = DataLoader(data, batch_size=64, drop_last=True)
model = nn.Linear(5, 1)
optimizer = torch.optim.Adam(model.parameters())
for _ in range(20):
    for x, y in loader:
        loss = functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
