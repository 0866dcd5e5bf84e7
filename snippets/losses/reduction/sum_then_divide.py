"""Each batch's loss times its size, divided at the end, is the data's."""

import torch
from torch import nn

y = torch.tensor([0.0] * 8 + [3.0] * 2)  # (sample=10)
y_pred = torch.zeros(10)  # right eight times, wrong by 3 twice
loss_fn = nn.MSELoss()

of_the_data = loss_fn(y_pred, y).item()

total = 0.0
batches = list(zip(y_pred.split(4), y.split(4), strict=True))  # 4, 4, 2
for y_pred_batch, y_batch in batches:
    loss = loss_fn(y_pred_batch, y_batch).item()
    print(f"batch of {len(y_batch)}  loss {loss:.2f}")
    #> batch of 4  loss 0.00
    #> batch of 4  loss 0.00
    #> batch of 2  loss 9.00
    total += loss * len(y_batch)

weighted = total / len(y)
print(f"weighted by size  {weighted:.2f}")
#> weighted by size  1.80
print(f"of the data       {of_the_data:.2f}")
#> of the data       1.80
