"""Logits go into the loss as they are, and the loss falls towards 0."""

import torch
from torch import nn, optim

x = torch.eye(3)  # (sample=3, feature=3), one sample of each class
y = torch.tensor([0, 1, 2])  # (sample=3)
loss_fn = nn.CrossEntropyLoss()  # does log-softmax itself

heads = {"logits": nn.Identity()}
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

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
