"""A loss that no parameter is tied to has no gradient to give."""

import torch
from torch import nn

torch.manual_seed(0)

x = torch.randn(4, 2)  # (sample=4, feature=2)
y = torch.tensor([0, 1, 1, 0])  # (sample=4)
model = nn.Linear(2, 2)
loss_fn = nn.CrossEntropyLoss()

losses = {"as it should be": loss_fn(model(x), y)}
losses["a count of errors"] = (model(x).argmax(dim=1) != y).float().mean()
losses["logits detached"] = loss_fn(model(x).detach(), y)
with torch.no_grad():
    losses["under no_grad"] = loss_fn(model(x), y)
model.requires_grad_(False)
losses["all frozen"] = loss_fn(model(x), y)

for cause, loss in losses.items():
    print(f"{cause:17}", loss.grad_fn.name() if loss.grad_fn else None)
    #> as it should be   NllLossBackward0
    #> a count of errors None
    #> logits detached   None
    #> under no_grad     None
    #> all frozen        None

try:
    losses["under no_grad"].backward()
except RuntimeError as error:
    message = str(error)
    print(message)
    #> element 0 of tensors does not require grad and does not have a grad_fn
