"""Wrong: accuracy and recall have no graph; rounding has one, of slope 0."""

import torch

x = torch.tensor([1.0, 2.0, 4.0, 5.0])  # (sample=4)
y = torch.tensor([0.0, 0.0, 1.0, 1.0])  # (sample=4), 1 for yes
bias = torch.tensor(-1.5, requires_grad=True)
y_pred = x + bias  # (sample=4), logits: above 0 means yes

# a comparison ends the graph
accuracy = ((y_pred > 0) == (y > 0)).float().mean()
recall = ((y_pred > 0) & (y > 0)).sum() / (y > 0).sum()
print(f"accuracy {accuracy.item()}  requires_grad {accuracy.requires_grad}")
#> accuracy 0.75  requires_grad False
print(f"recall {recall.item()}  requires_grad {recall.requires_grad}")
#> recall 1.0  requires_grad False
try:
    (1 - accuracy).backward()
except RuntimeError as error:
    print(error)
    #> element 0 of tensors does not require grad and does not have a grad_fn

# rounding keeps the graph, but flat
mistakes = (y_pred.sigmoid().round() - y).abs().mean()
print(f"mistakes {mistakes.item()}  requires_grad {mistakes.requires_grad}")
#> mistakes 0.25  requires_grad True
mistakes.backward()
print(f"bias.grad {bias.grad.item():.4f}")
#> bias.grad 0.0000
