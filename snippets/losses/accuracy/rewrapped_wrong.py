"""Wrong: a loss that is made to require a gradient trains nothing."""

import torch
from torch import optim

x = torch.tensor([1.0, 2.0, 4.0, 5.0])  # (sample=4)
y = torch.tensor([0.0, 0.0, 1.0, 1.0])  # (sample=4), 1 for yes
bias = torch.tensor(-1.5, requires_grad=True)
optimizer = optim.SGD([bias], lr=0.1)

for step in range(3):
    mistakes = 1 - ((x + bias > 0) == (y > 0)).float().mean()
    # wrong: a new leaf, without a graph behind it
    loss = torch.tensor(mistakes.item(), requires_grad=True)

    optimizer.zero_grad()
    loss.backward()  # fills loss.grad and nothing else
    optimizer.step()

    values = f"loss {loss.item():.2f}  bias {bias.item():.2f}"
    print(f"{values}  bias.grad {bias.grad}")
    #> loss 0.25  bias -1.50  bias.grad None
    #> loss 0.25  bias -1.50  bias.grad None
    #> loss 0.25  bias -1.50  bias.grad None

mistakes.requires_grad = True  # wrong: there is no graph behind it, either
mistakes.backward()
print(f"bias.grad {bias.grad}")
#> bias.grad None
