"""In float16 a small gradient becomes 0, unless the loss is scaled first."""

import torch
from torch import nn, optim

x = torch.ones(100, 1)  # (sample=100, feature=1)
y = torch.zeros(100, 1)


def train_one_step(dtype, scaled):
    """The loss has small slopes, so that the gradient is small."""
    torch.manual_seed(7)
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", enabled=scaled)

    with torch.autocast("cpu", dtype=dtype):  # around these two lines only
        y_pred = model(x)
        loss = 1e-6 * nn.functional.mse_loss(y_pred, y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
    scaler.update()
    return y_pred, model.weight


for dtype in (torch.bfloat16, torch.float16):
    for scaled in (False, True):
        y_pred, weight = train_one_step(dtype, scaled)
        grad = f"{weight.grad.dtype} {weight.grad.item():.0e}"
        print(f"y_pred {y_pred.dtype}  scaled {scaled!s:5}  grad {grad}")
        #> y_pred torch.bfloat16  scaled False  grad torch.float32 -1e-06
        #> y_pred torch.bfloat16  scaled True   grad torch.float32 -1e-06
        #> y_pred torch.float16  scaled False  grad torch.float32 0e+00
        #> y_pred torch.float16  scaled True   grad torch.float32 -1e-06
