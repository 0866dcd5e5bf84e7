import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU())
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        return self.head(self.backbone(x))


x = torch.randn(64, 4)
label = (x[:, 0] > 0).long()
model = Net()
model.backbone.requires_grad_(False)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
for _ in range(30):
    model.train()
    model.backbone.eval()
    loss = functional.cross_entropy(model(x), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
