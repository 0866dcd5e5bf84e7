"""Each batch's gradient points elsewhere; their mean is that of all data."""

import torch

torch.manual_seed(7)

x = torch.randn(100)  # (sample=100)
y = 2 * x + 1 + torch.randn(100)  # a line, and as much noise
start = torch.tensor([0.0, 0.0], requires_grad=True)  # weight and bias
lr = 0.3


def gradient_of(samples):
    loss = ((start[0] * x[samples] + start[1] - y[samples]) ** 2).mean()
    start.grad = None
    loss.backward()
    return start.grad


batches = torch.arange(100).split(4)
gradients = torch.stack([gradient_of(batch) for batch in batches])  # (25, 2)
of_all = gradient_of(slice(None))  # of all 100 samples

for name, gradient in [("mean of 25", gradients.mean(dim=0)), ("all", of_all)]:
    print(f"{name:10}  {gradient[0].item():.3f} {gradient[1].item():.3f}")
    #> mean of 25  -2.980 -1.267
    #> all         -2.980 -1.267
lengths = lr * gradients.norm(dim=1)
shortest, longest = lengths.min().item(), lengths.max().item()
print(f"a step by one batch: {shortest:.1f} to {longest:.1f} long")
#> a step by one batch: 0.2 to 2.6 long
