"""Wrong: a sentence without a word leaves a softmax over nothing."""

import torch
from torch import nn, optim

torch.manual_seed(7)

words = torch.randn(20, 5, 8)  # (sentence=20, place=5, feature=8)
lengths = torch.randint(1, 6, (20,))
lengths[3] = 0  # an empty text
y = words.sum(dim=(1, 2)).unsqueeze(1)
masked = torch.arange(5) >= lengths.unsqueeze(1)  # (sentence=20, place=5)

attention = nn.MultiheadAttention(8, 2, batch_first=True)
head = nn.Linear(8, 1)
model = nn.ModuleList([attention, head])
optimizer = optim.Adam(model.parameters(), lr=0.01)

for epoch in range(200):
    read, _ = attention(words, words, words, key_padding_mask=masked)
    loss = nn.functional.mse_loss(head(read[:, 0]), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"finite: {loss.isfinite().item()}")
#> finite: False
