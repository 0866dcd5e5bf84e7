"""detect_anomaly stops where a slope becomes nan, and names the line."""

import warnings

import torch

x = torch.tensor([1.0, 2.0])  # (sample=2)
y = 2 * x
weight = torch.tensor(2.0, requires_grad=True)

with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    try:
        with torch.autograd.detect_anomaly():
            error = weight * x - y
            loss = torch.sqrt(error**2).mean()
            loss.backward()
    except RuntimeError as message:
        print(message)
        #> Function 'PowBackward0' returned nan values in its 0th output.

forward = str(warned[-1].message).splitlines()  # the warning has the way to it
print(next(line for line in forward if "sqrt" in line).strip())
#> loss = torch.sqrt(error**2).mean()
