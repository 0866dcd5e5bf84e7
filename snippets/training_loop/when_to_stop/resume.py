"""A resumed run needs the optimizer's state to go on as it was."""

import io

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)


def start():
    torch.manual_seed(1)
    model = nn.Linear(1, 1)
    return model, optim.SGD(model.parameters(), lr=0.01, momentum=0.9)


def train(model, optimizer, epochs):
    for epoch in range(epochs):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item()


model, optimizer = start()
train(model, optimizer, 20)
file = io.BytesIO()  # a path such as "checkpoint.pt" does as well
saved = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
torch.save(saved, file)
print(f"no break            weight {train(model, optimizer, 20):.4f}")
#> no break            weight 2.0713

for restore_optimizer in (True, False):
    model, optimizer = start()
    file.seek(0)
    saved = torch.load(file)
    model.load_state_dict(saved["model"])
    if restore_optimizer:
        optimizer.load_state_dict(saved["optimizer"])
    which = "restored" if restore_optimizer else "new"
    print(f"optimizer {which:8}  weight {train(model, optimizer, 20):.4f}")
    #> optimizer restored  weight 2.0713
    #> optimizer new       weight 1.9580
