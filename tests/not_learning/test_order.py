"""What docs/not_learning/order.md claims besides the fingerprints of its cases."""

from itertools import pairwise

import pytest
import torch
from helpers.runs import twin, twin_names

OLD = "not_learning/order/second_backward_wrong.py"
RETAIN = ("loss.backward()", "loss.backward(retain_graph=True)")


def test_with_retain_graph_the_loop_runs_along_the_gradient_of_one_old_loss(tmp_path):
    old = twin(OLD, tmp_path, RETAIN)
    weights = [step.before["model.weight"] for step in old.steps]
    assert len({step.loss for step in old.steps}) == 1
    ways = [(b - a).item() for a, b in pairwise(weights)]
    assert ways == pytest.approx([ways[0]] * len(ways), rel=1e-3)


CLIPPED = "not_learning/order/clipped_before_unscale_wrong.py"


def test_adam_hides_that_scaled_gradients_were_clipped():
    adam = ("optim.SGD(model.parameters(), lr=0.1)", "optim.Adam(model.parameters(), lr=0.1)")
    longer = ("range(100)", "range(300)")
    assert twin_names(CLIPPED)["loss"].item() > 5
    assert twin_names(CLIPPED, adam, longer)["loss"].item() < 0.01


def test_what_clipping_returns_before_unscale_is_in_the_hundred_thousands():
    told = ("    nn.utils.clip_grad_norm_", "    length = nn.utils.clip_grad_norm_")
    assert twin_names(CLIPPED, told)["length"] > 100_000


@pytest.mark.parametrize("set_back", [True, False])
def test_a_second_forward_pass_of_a_step_adds_to_a_total_only_if_that_was_set_back(set_back):
    weight = torch.tensor(2.0, requires_grad=True)
    total = weight**2
    total.backward()
    total = (0 if set_back else total) + weight**2
    if set_back:
        total.backward()
        assert weight.grad == 2 * (2 * 2.0)
    else:
        with pytest.raises(RuntimeError, match="backward through the graph a second time"):
            total.backward()
