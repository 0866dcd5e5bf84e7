import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.pooler = nn.Linear(4, 8), nn.Linear(8, 8)
        self.experts = nn.ModuleList(nn.Linear(8, 1) for _ in range(3))

    def forward(self, x, expert):
        hidden = torch.relu(self.body(x))
        return self.experts[expert](hidden), torch.tanh(self.pooler(hidden))


model = Net()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
for step in range(40):
    x = torch.randn(16, 4)
    y_pred, _ = model(x, step % 2)  # the third one is never asked
    loss = functional.mse_loss(y_pred, x[:, :1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
