"""The numbers that a snippet printed."""

import re

import torch
from runs import run
from torch import Tensor

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]\d+)?(?!\w)")


def table(name: str, begin: str = "") -> Tensor:
    """Each printed line that begins so as a row of its numbers, float64; all rows alike long."""
    lines = [line for line in run(name).output.splitlines() if line.startswith(begin)]
    return torch.tensor([[float(n) for n in _NUMBER.findall(line)] for line in lines]).double()
