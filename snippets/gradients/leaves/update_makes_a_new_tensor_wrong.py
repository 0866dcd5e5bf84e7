"""Wrong: w = w - lr * w.grad makes a new w, which is no leaf."""

import warnings

import torch

w = torch.tensor(1.0, requires_grad=True)
lr = 0.1

loss = (w - 3) ** 2
loss.backward()
w = w - lr * w.grad
print(f"weight {w.item():.3f}  leaf {w.is_leaf}")
#> weight 1.400  leaf False

loss = (w - 3) ** 2
loss.backward()
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    gradient = w.grad
print(str(warned[0].message).split(". ")[0])
#> The .grad attribute of a Tensor that is not a leaf Tensor is being accessed
try:
    w = w - lr * gradient
except TypeError as error:
    print(error)
    #> unsupported operand type(s) for *: 'float' and 'NoneType'
