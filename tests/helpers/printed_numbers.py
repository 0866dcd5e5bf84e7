"""The numbers that a snippet printed."""

import re

import torch
from torch import Tensor

from helpers.runs import run

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]\d+)?(?!\w)")


def table(name: str, begin: str = "") -> Tensor:
    """The numbers of each printed line that begins so and has any, float64; all rows alike long."""
    lines = [line for line in run(name).output.splitlines() if line.startswith(begin)]
    rows = [[float(number) for number in _NUMBER.findall(line)] for line in lines]
    return torch.tensor([row for row in rows if row], dtype=torch.float64)
