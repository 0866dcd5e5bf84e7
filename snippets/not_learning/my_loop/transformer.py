"""The part above the line of test_my_loop.py for a small transformer."""

import copy
import math

import torch
from torch import nn, optim

STEPS = 60  # within which your loop learns a small batch by heart
FIRST_LOSS = math.log(4)  # ln C for C classes; None where no theory says
TRUE_PARAMETERS = None  # a transformer has no true weights


def make():
    """A new model and its optimizer."""
    torch.manual_seed(7)
    layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
    model = nn.Sequential(nn.Embedding(4, 16), layer, nn.Linear(16, 4))
    return model, optim.AdamW(model.parameters(), lr=0.01)


def batch(seed):
    """A small batch of inputs and targets, another one for another seed."""
    draw = torch.Generator().manual_seed(seed)
    x = torch.randint(4, (16, 8), generator=draw)  # (sample=16, token=8)
    return x, x.mode(dim=1).values  # the token that comes most often


def loss_of(model, x, y):
    return nn.functional.cross_entropy(model(x).mean(dim=1), y)


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
