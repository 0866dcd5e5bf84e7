"""Wrong: a softmax before the loss keeps it above a floor."""

import torch
from torch import nn, optim

x = torch.eye(3)  # (sample=3, feature=3), one sample of each class
y = torch.tensor([0, 1, 2])  # (sample=3)
loss_fn = nn.CrossEntropyLoss()  # does log-softmax itself

# softmax is often a model's last layer
heads = {"logits": nn.Identity(), "softmax": nn.Softmax(dim=1)}
for name, head in heads.items():
    weight = torch.zeros(3, 3, requires_grad=True)
    optimizer = optim.SGD([weight], lr=10.0)
    for step in range(101):
        loss = loss_fn(head(x @ weight), y)
        if step in (0, 1, 10, 100):
            print(f"{name:7}  step {step:3d}  loss {loss.item():.4f}")
            #> logits   step   0  loss 1.0986
            #> logits   step   1  loss 0.0689
            #> logits   step  10  loss 0.0162
            #> logits   step 100  loss 0.0019
            #> softmax  step   0  loss 1.0986
            #> softmax  step   1  loss 0.8479
            #> softmax  step  10  loss 0.5720
            #> softmax  step 100  loss 0.5534

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

floor = (torch.tensor(1.0).exp() + 2).log().item() - 1
print(f"log(e + 2) - 1 = {floor:.4f}")
#> log(e + 2) - 1 = 0.5514
