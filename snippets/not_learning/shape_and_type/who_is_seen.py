"""The gradient of one output says which samples it was computed from."""

import torch
from torch import nn

torch.manual_seed(7)

x = torch.randn(4, 3, 1, requires_grad=True)  # (sample=4, time=3, feature=1)

for batch_first in (False, True):
    rnn = nn.RNN(1, 4, batch_first=batch_first)
    states, _ = rnn(x)
    output = states[2, -1].sum()  # of sample 2, at its end
    (gradient,) = torch.autograd.grad(output, x)
    seen = gradient.abs().sum(dim=(1, 2)).nonzero().flatten().tolist()
    print(f"batch_first={batch_first}: sample 2 sees {seen}")
    #> batch_first=False: sample 2 sees [0, 1, 2]
    #> batch_first=True: sample 2 sees [2]
