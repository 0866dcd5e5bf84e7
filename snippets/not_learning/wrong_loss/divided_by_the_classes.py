"""Divided by the samples alone, the teacher is heard above the labels."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(200, 10)  # (sample=200, feature=10)
taught = x @ torch.randn(10, 100)  # (sample=200, class=100): a teacher's logits
label = torch.randint(100, (200,))  # wrong nearly always

student = nn.Linear(10, 100)
optimizer = optim.Adam(student.parameters(), lr=0.05)
kl = nn.KLDivLoss(reduction="batchmean")

for epoch in range(300):
    logits = student(x)
    from_labels = nn.functional.cross_entropy(logits, label)
    from_teacher = kl(logits.log_softmax(1), taught.softmax(1))
    loss = 0.1 * from_labels + 0.9 * from_teacher
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

agrees = (logits.argmax(1) == taught.argmax(1)).float().mean().item()
print(f"agrees with its teacher in more than half: {agrees > 0.5}")
#> agrees with its teacher in more than half: True
