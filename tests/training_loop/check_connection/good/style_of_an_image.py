import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
features = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()).eval()
image = torch.rand(1, 3, 8, 8, requires_grad=True)
wanted = features(torch.rand(1, 3, 8, 8)).detach()
optimizer = torch.optim.Adam([image], lr=0.02)
for _ in range(40):
    optimizer.zero_grad()
    loss = functional.mse_loss(features(image), wanted)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        image.clamp_(0, 1)
