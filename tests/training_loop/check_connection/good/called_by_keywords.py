from copy import deepcopy

import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
x = torch.randn(64, 4)
y = x.sum(1, keepdim=True)
model = nn.Linear(in_features=4, out_features=1)
model.load_state_dict(state_dict=deepcopy(model.state_dict()), strict=True)
optimizer = torch.optim.SGD(params=model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer=optimizer, step_size=5)
for _ in range(4):
    model.train(mode=True)
    for inputs, targets in DataLoader(dataset=TensorDataset(x, y), batch_size=16):
        loss = functional.mse_loss(input=model(input=inputs), target=targets, reduction="mean")
        share = functional.binary_cross_entropy_with_logits(
            input=model(input=inputs), target=(targets > 0).float()
        )
        optimizer.zero_grad(set_to_none=False)
        torch.autograd.backward(tensors=loss + 0.1 * share)
        nn.utils.clip_grad_norm_(parameters=model.parameters(), max_norm=1.0)
        optimizer.step(closure=None)
    scheduler.step()
