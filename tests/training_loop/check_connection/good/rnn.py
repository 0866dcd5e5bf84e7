import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(1)
x = torch.randn(32, 10, 1)
y = x.sum(1)
rnn, head = nn.LSTM(1, 8, batch_first=True), nn.Linear(8, 1)
optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=0.02)
state = None
for _ in range(40):
    output, state = rnn(x, state)
    state = tuple(s.detach() for s in state)
    loss = functional.mse_loss(head(output[:, -1]), y)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(rnn.parameters(), 1.0)
    optimizer.step()
