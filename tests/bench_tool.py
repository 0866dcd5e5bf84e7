"""How much longer a training loop takes while check_connection.py watches it."""

from collections.abc import Callable
from functools import partial
from runpy import run_path

import torch
from helpers.ratios import Row, in_turns, ratio
from helpers.runs import SNIPPETS
from torch import Tensor, nn

STEPS = 200  # of which the tool reads the first 20 whole, and then each tenth


def rows() -> list[Row]:
    """A network of a million parameters on batches of 256, and a small transformer."""
    torch.set_num_threads(1)
    watcher = run_path(str(SNIPPETS / "training_loop/check_connection.py"))["_Watch"]
    return [
        Row(f"{name}, watched / unwatched", longer(partial(train, *parts()), watcher), at_most=1.2)
        for name, parts in {"MLP": mlp, "transformer": transformer}.items()
    ]


def longer(run: Callable[[], None], watcher: type) -> float:
    """How many times as long a run takes that is watched."""

    def watched() -> None:
        with watcher().watching():
            run()

    run()  # what torch loads at the first step
    taken = in_turns({"unwatched": run, "watched": watched}, rounds=5)
    return ratio(taken["watched"], taken["unwatched"])


def train(model: nn.Module, x: Tensor, y: Tensor) -> None:
    """A plain loop; the model's outputs and the labels are flattened over all but the classes."""
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(STEPS):
        loss = nn.functional.cross_entropy(model(x).flatten(0, -2), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def mlp() -> tuple[nn.Module, Tensor, Tensor]:
    """A million parameters, and a batch of 256."""
    layers = nn.Linear(256, 1024), nn.ReLU(), nn.Linear(1024, 700), nn.ReLU(), nn.Linear(700, 10)
    return nn.Sequential(*layers), torch.randn(256, 256), torch.randint(10, (256,))


def transformer() -> tuple[nn.Module, Tensor, Tensor]:
    """Two layers over 16 sequences of 32 tokens."""
    layer = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
    layers = nn.Embedding(100, 64), nn.TransformerEncoder(layer, 2), nn.Linear(64, 100)
    tokens = torch.randint(100, (16, 32))
    return nn.Sequential(*layers), tokens, tokens
