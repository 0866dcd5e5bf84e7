import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(64, 4)
label = (x[:, 0] > 0).long()
model = nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
loss_fn = nn.CrossEntropyLoss(label_smoothing=0.1, weight=torch.tensor([1.0, 2.0]))
for _ in range(30):
    mixed = functional.one_hot(label, 2) * 0.7 + 0.15
    loss = loss_fn(model(x), label) + functional.cross_entropy(model(x), mixed)
    loss = loss + functional.nll_loss(functional.log_softmax(model(x), 1), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
