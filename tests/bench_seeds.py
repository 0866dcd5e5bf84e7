"""How long a thousand trainings take, one after the other and all at once."""

from functools import partial
from statistics import median

import torch
from helpers.many_seeds import by_loop, by_vmap
from helpers.ratios import Row, in_turns

SCRIPT = "linear_regression.py"


def rows() -> list[Row]:
    """The linear script's trainings: all thousand at once, ten times, and a hundred in between."""
    torch.set_num_threads(1)
    by_loop(SCRIPT, [0])  # both ways import what they need before they are timed
    by_vmap(SCRIPT, [0])
    hundreds = (range(begin, begin + 100) for begin in range(0, 1000, 100))
    taken = in_turns(
        {
            "loop": lambda: by_loop(SCRIPT, next(hundreds)),
            "vmap": partial(by_vmap, SCRIPT, range(1000)),
        },
        rounds=10,
    )
    measured = sum(taken["loop"]) / median(taken["vmap"])
    return [Row("1,000 seeds in a loop / by vmap", measured, at_least=100)]
