"""The part above the line of test_my_loop.py for a straight line."""

import copy

import torch
from torch import nn, optim

STEPS = 300  # within which your loop learns a small batch by heart
FIRST_LOSS = None  # ln C for C classes; None where no theory says
TRUE_PARAMETERS = {"weight": 2.0, "bias": 1.0}  # what made the data


def make():
    """A new model and its optimizer."""
    torch.manual_seed(7)
    model = nn.Linear(1, 1)
    return model, optim.SGD(model.parameters(), lr=0.01)


def batch(seed):
    """A small batch of inputs and targets, another one for another seed."""
    draw = torch.Generator().manual_seed(seed)
    x = torch.randn(100, 1, generator=draw)  # (sample=100, feature=1)
    return x, 2 * x + 1 + 0.1 * torch.randn(100, 1, generator=draw)


def loss_of(model, x, y):
    return nn.functional.mse_loss(model(x), y)


def train(model, optimizer, x, y):
    """One step of your loop."""
    model.train()
    optimizer.zero_grad()
    loss = loss_of(model, x, y)
    loss.backward()
    optimizer.step()


def evaluate(model, x, y):
    """The loss as you measure it on data that was held out."""
    model.eval()
    with torch.no_grad():
        return loss_of(model, x, y).item()


def save(model, optimizer):
    return copy.deepcopy([model.state_dict(), optimizer.state_dict()])


def load(model, optimizer, saved):
    model.load_state_dict(saved[0])
    optimizer.load_state_dict(saved[1])
