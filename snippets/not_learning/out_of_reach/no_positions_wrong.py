"""Wrong: attention sees which tokens there are, and not where they stand."""

import torch
from torch import nn, optim

torch.manual_seed(7)


class Reader(nn.Module):
    """Is the first token the larger one?"""

    def __init__(self):
        super().__init__()
        self.token = nn.Embedding(9, 16)
        self.place = nn.Embedding(2, 16)
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
        self.head = nn.Linear(16, 2)

    def forward(self, tokens):
        h = self.token(tokens)
        h = h + self.attention(h, h, h)[0]
        return self.head(h.relu().mean(1))


tokens = torch.cartesian_prod(torch.arange(9), torch.arange(9))
tokens = tokens[tokens[:, 0] != tokens[:, 1]]  # (sample=72, token=2)
label = (tokens[:, 0] > tokens[:, 1]).long()
model = Reader()
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(100):
    loss = nn.functional.cross_entropy(model(tokens), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f"loss {loss.item():.2f}")
#> loss 0.69
