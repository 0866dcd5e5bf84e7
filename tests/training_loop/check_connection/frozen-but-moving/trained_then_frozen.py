import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
encoder = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU())
model = nn.Sequential(encoder, nn.Linear(16, 1))


def train(parameters, x):
    optimizer = torch.optim.SGD(parameters, lr=0.05)
    for _ in range(15):
        loss = functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


train(model.parameters(), x)
encoder.requires_grad_(False)
train(model[1].parameters(), 3 * x)  # and no encoder.eval()
