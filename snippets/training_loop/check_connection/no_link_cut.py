"""All three layers learn, and the loss falls to nearly 0."""

import torch
from torch import nn

torch.manual_seed(7)

x = torch.randn(64, 4)  # (sample=64, feature=4)
y = x.sum(1, keepdim=True)  # (sample=64, target=1)

encoder, middle = nn.Linear(4, 16), nn.Linear(16, 16)
model = nn.ModuleList([encoder, middle, nn.Linear(16, 1)])
model[1] = middle = nn.Linear(16, 16)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

for epoch in range(100):
    features = torch.tanh(encoder(x))
    y_pred = model[2](torch.tanh(middle(features)))
    loss = nn.functional.mse_loss(y_pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch in (0, 99):
        print(f"epoch {epoch:2}  loss {loss.item():.3f}")
        #> epoch  0  loss 3.369
        #> epoch 99  loss 0.018
