import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.out = nn.Embedding(9, 8), nn.Linear(8, 9, bias=False)
        self.out.weight = self.embedding.weight

    def forward(self, x):
        return self.out(self.embedding(x))


x = torch.randint(9, (64,))
model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(30):
    loss = functional.cross_entropy(model(x), (x + 1) % 9)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
