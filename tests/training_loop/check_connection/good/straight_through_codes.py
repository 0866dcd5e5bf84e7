import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
encoder, decoder, codes = nn.Linear(4, 2), nn.Linear(2, 4), nn.Embedding(8, 2)
model = nn.ModuleList([encoder, decoder, codes])
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
x = torch.randn(64, 4)
for _ in range(40):
    z = encoder(x)
    nearest = codes(torch.cdist(z, codes.weight).argmin(1))
    y_pred = decoder(z + (nearest - z).detach())
    loss = functional.mse_loss(y_pred, x) + functional.mse_loss(nearest, z.detach())
    loss = loss + 0.25 * functional.mse_loss(z, nearest.detach())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
