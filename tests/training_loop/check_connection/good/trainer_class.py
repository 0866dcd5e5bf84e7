from copy import deepcopy

import torch
from torch import nn

torch.manual_seed(1)


class Trainer:
    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        self.best = float("inf")

    def fit(self, x, y):
        for _ in range(30):
            self.optimizer.zero_grad(set_to_none=False)
            loss = nn.MSELoss()(self.model(x), y)
            loss.backward()
            self.optimizer.step()
            if loss.item() < self.best:
                self.best, self.kept = loss.item(), deepcopy(self.model.state_dict())
        self.model.load_state_dict(self.kept)


def main():
    x = torch.randn(64, 4)
    Trainer(nn.Linear(4, 1)).fit(x, x.sum(1, keepdim=True))


if __name__ == "__main__":
    main()
