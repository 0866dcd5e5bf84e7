import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(12, 8), nn.Linear(4, 12)

    def forward(self, x):
        mean, logvar = self.encoder(x).chunk(2, 1)
        z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
        return self.decoder(z), mean, logvar


x = (torch.rand(64, 12) > 0.5).float()
model = Vae()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for _ in range(50):
    logits, mean, logvar = model(x)
    fit = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    loss = fit - 0.5 * (1 + logvar - mean**2 - logvar.exp()).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
