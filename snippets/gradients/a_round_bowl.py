"""With inputs of mean 0 and spread 1, the way down leads to the minimum."""

import torch

measured = torch.tensor([20.0, 30.0, 40.0])  # (sample=3)
centred = measured - measured.mean()
inputs = {
    "as measured": measured,
    "mean 0": centred,
    "mean 0, spread 1": centred / centred.std(correction=0),
}

for name, x in inputs.items():
    y = 2 * x + 1  # so the minimum is at weight 2, bias 1
    w = torch.tensor(1.0, requires_grad=True)
    b = torch.tensor(3.5, requires_grad=True)
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        down = torch.atan2(-b.grad, -w.grad).rad2deg()
        to_minimum = torch.atan2(1 - b, 2 - w).rad2deg()
    print(f"{name:16}  down {down:+4.0f}°, to the minimum {to_minimum:+4.0f}°")
    #> as measured       down   +2°, to the minimum  -68°
    #> mean 0            down   -2°, to the minimum  -68°
    #> mean 0, spread 1  down  -68°, to the minimum  -68°
