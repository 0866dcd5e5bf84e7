"""What docs/linear_regression.md claims about how far seeds differ."""

import pytest
import torch
from helpers.many_seeds import by_loop, by_vmap
from helpers.runs import run
from helpers.series import ROUNDED, parameters
from torch.testing import assert_close

NAME = "linear_regression/many_seeds.py"


def test_each_of_20_seeds_ends_where_the_script_with_this_seed_does(names):
    weight, bias = by_loop("linear_regression.py", range(20))
    assert_close(names["weight"][:20], weight, rtol=0, atol=ROUNDED)
    assert_close(names["bias"][:20], bias, rtol=0, atol=ROUNDED)


@pytest.mark.parametrize("name", ["weight", "bias"])
def test_what_is_printed_are_the_ends_and_the_median_of_200_seeds(name, names):
    ends = getattr(by_vmap("linear_regression.py", range(200)), name)[:, -1].flatten()
    seen = torch.stack([names[f"{name}_{which}"] for which in ("low", "median", "high")])
    expected = torch.stack([ends.min(), ends.median(), ends.max()])
    assert_close(seen, expected, rtol=0, atol=ROUNDED)


def test_another_seed_moves_the_end_by_more_than_another_loss(names):
    seeds = names["weight_high"] - names["weight_low"]
    line, custom = (
        parameters(run(f"{which}.py"))[-1, 0] for which in ("linear_regression", "custom_loss")
    )
    assert seeds > 10 * abs(custom - line)
