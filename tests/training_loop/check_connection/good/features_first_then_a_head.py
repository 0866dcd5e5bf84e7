import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
encoder, decoder, head = nn.Linear(6, 3), nn.Linear(3, 6), nn.Linear(3, 2)
model = nn.ModuleDict({"encoder": encoder, "decoder": decoder, "head": head})
x = torch.randn(64, 6)
label = (x[:, 0] > 0).long()
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=0.01)
for _ in range(30):
    loss = functional.mse_loss(decoder(torch.tanh(encoder(x))), x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
with torch.no_grad():
    features = torch.tanh(encoder(x))
optimizer = torch.optim.Adam(head.parameters(), lr=0.05)
for _ in range(30):
    loss = functional.cross_entropy(head(features), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
