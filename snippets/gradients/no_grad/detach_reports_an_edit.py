"""An edit through detach() is noticed, and backward() says so."""

import torch


def gradient_after(edit):
    x = torch.tensor(2.0, requires_grad=True)
    square = x * x  # 4
    loss = square * square  # 16; backward() will need square
    edit(square)
    loss.backward()
    return x.grad.item()


def edit_detached(square):
    square.detach().fill_(10.0)


true_gradient = gradient_after(lambda square: None)
print("no edit:        ", true_gradient)
#> no edit:         32.0
try:
    gradient_after(edit_detached)
except RuntimeError as error:
    message = str(error)
    print("through detach():", message.split(" been ")[1].split(":")[0])
    #> through detach(): modified by an inplace operation
