"""What docs/not_learning/order.md claims besides the fingerprints of its cases."""

from itertools import pairwise

import pytest
from helpers.runs import twin

OLD = "not_learning/order/second_backward_wrong.py"
RETAIN = ("loss.backward()", "loss.backward(retain_graph=True)")


def test_with_retain_graph_the_loop_runs_along_the_gradient_of_one_old_loss(tmp_path):
    old = twin(OLD, tmp_path, RETAIN)
    weights = [step.before["model.weight"] for step in old.steps]
    assert len({step.loss for step in old.steps}) == 1
    ways = [(b - a).item() for a, b in pairwise(weights)]
    assert ways == pytest.approx([ways[0]] * len(ways), rel=1e-3)
