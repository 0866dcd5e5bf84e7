"""Adam's first step is lr, whatever the size of the gradient."""

import torch
from torch import nn, optim

gradients = torch.tensor([10000.0, -5.0, 1.0, 0.0001, 0.0])
by_sgd = nn.Parameter(torch.zeros(5))
by_adam = nn.Parameter(torch.zeros(5))

by_sgd.grad = gradients.clone()
by_adam.grad = gradients.clone()
optim.SGD([by_sgd], lr=0.001).step()
optim.Adam([by_adam], lr=0.001).step()

print("  gradient   SGD moves  Adam moves")
#>   gradient   SGD moves  Adam moves
for i, gradient in enumerate(gradients):
    print(f"{gradient:10.4f} {by_sgd[i]:11.7f} {by_adam[i]:11.7f}")
    #> 10000.0000 -10.0000000  -0.0010000
    #>    -5.0000   0.0050000   0.0010000
    #>     1.0000  -0.0010000  -0.0010000
    #>     0.0001  -0.0000001  -0.0009999
    #>     0.0000   0.0000000   0.0000000
