"""A run goes on as it was only if all that it remembers is restored."""

import io

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1 + 0.1 * torch.randn(100, 1)  # a line, and noise


def start():
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.5)
    return {"model": model, "optimizer": optimizer, "scheduler": scheduler}


def train(parts, epochs):
    model, optimizer, scheduler = parts.values()
    for epoch in range(epochs):
        for batch in torch.randperm(100).split(25):  # shuffled
            loss = nn.functional.mse_loss(model(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return model.weight.item()


parts = start()
train(parts, epochs=4)
saved = {name: part.state_dict() for name, part in parts.items()}
saved["random"] = torch.get_rng_state()
file = io.BytesIO()  # a path such as "checkpoint.pt" does as well
torch.save(saved, file)
print(f"without a break       weight {train(parts, epochs=4):.3f}")
#> without a break       weight 2.112

for missing in ("nothing", "optimizer", "scheduler", "random"):
    parts = start()
    file.seek(0)
    saved = torch.load(file)
    for name in parts.keys() - {missing}:
        parts[name].load_state_dict(saved[name])
    if missing != "random":
        torch.set_rng_state(saved["random"])
    print(f"{missing:9} not restored  weight {train(parts, epochs=4):.3f}")
    #> nothing   not restored  weight 2.112
    #> optimizer not restored  weight 1.943
    #> scheduler not restored  weight 2.128
    #> random    not restored  weight 2.111
