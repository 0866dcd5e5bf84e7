import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
model = nn.Sequential(nn.Embedding(11, 16, padding_idx=0), layer, nn.Linear(16, 11))
tokens = torch.randint(1, 11, (16, 6))
target = tokens.roll(1, 1)
target[:, 0] = -100
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, step / 10))
for _ in range(60):
    loss = functional.cross_entropy(model(tokens).flatten(0, 1), target.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
