import torch
from torch import nn

torch.manual_seed(1)
model = nn.Linear(2, 2)
nn.init.eye_(model.weight)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_fn = nn.TripletMarginLoss(margin=0.5)
for _ in range(30):
    anchor = torch.randn(16, 2)
    loss = loss_fn(model(anchor), model(anchor + 0.01), model(anchor + 9))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
