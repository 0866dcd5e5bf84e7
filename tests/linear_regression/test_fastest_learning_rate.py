"""What docs/linear_regression.md claims about the learning rate that arrives first."""

import torch
from helpers.least_squares import hessian
from helpers.many_seeds import Trainings, thousand
from helpers.printed_numbers import table
from helpers.runs import run
from torch import Tensor

NAME = "linear_regression/fastest_learning_rate.py"


def kept(curvatures: Tensor, lr: Tensor) -> Tensor:
    """What a step keeps of the error along the slower axis."""
    return (1 - lr[..., None] * curvatures).abs().amax(dim=-1)


def printed() -> tuple[Tensor, Tensor]:
    """The learning rates of the table, and after how many steps each arrives."""
    lr, _, steps = table(NAME, "lr").T
    return lr, steps


def test_slower_axis_keeps_least_at_two_over_the_sum_of_both_curvatures(names):
    curvatures = torch.linalg.eigvalsh(hessian(run(NAME)))
    others = torch.linspace(0, names["limit"], 1001).double()
    least = kept(curvatures, torch.tensor(names["fastest"]))
    assert (kept(curvatures, others) >= least - 1e-6).all()  # the snippet's is a float32's


def test_at_the_fastest_learning_rate_both_axes_keep_the_same_share_of_their_error(names):
    shares = 1 - names["fastest"] * torch.linalg.eigvalsh(hessian(run(NAME)))
    torch.testing.assert_close(shares[0], -shares[1], rtol=1e-5, atol=0)


def test_a_larger_learning_rate_arrives_sooner_up_to_the_fastest(names):
    lr, steps = printed()
    assert (steps[lr <= round(names["fastest"], 2)].diff() < 0).all()


def test_a_rate_above_the_fastest_arrives_later_though_it_is_below_the_limit(names):
    lr, steps = printed()
    beyond = lr >= round(names["fastest"], 2)
    assert (lr[beyond] < names["limit"]).all()
    assert (steps[beyond].diff() > 0).all()


def test_a_step_at_the_limit_keeps_all_of_the_error_along_the_steeper_axis(names):
    curvatures = torch.linalg.eigvalsh(hessian(run(NAME)))
    at_the_limit = kept(curvatures, torch.tensor(names["limit"]))
    torch.testing.assert_close(at_the_limit.item(), 1.0, rtol=1e-5, atol=0)


# Many data sets and starts: those of a thousand seeds, each by the recursion in its own bowl.


def bowls(trainings: Trainings) -> tuple[Tensor, Tensor]:
    """Each seed's curvatures, and its start as offsets from its best line along both axes."""
    x = torch.cat([trainings.x, torch.ones_like(trainings.x)], dim=2).double()
    curvatures, axes = torch.linalg.eigh(2 * x.mT @ x / 100)
    best = torch.linalg.lstsq(x, trainings.y.double()).solution  # (seed, 2, 1)
    start = trainings.parameters[:, 0, :, None] - best
    return curvatures, (axes.mT @ start)[:, :, 0]


def arrival(fraction_of_fastest: float, of_the_rest: float = 0.0) -> Tensor:
    """Steps until a hundredth of the start's distance is left, for each seed; 401 if longer.

    Args:
        fraction_of_fastest: the learning rate, as a fraction of 2 / (λmin + λmax).
        of_the_rest: how far from there it is on the way to 2 / λmax.
    """
    curvatures, start = bowls(thousand("linear_regression.py"))
    fastest = 2 / curvatures.sum(dim=1)
    lr = fraction_of_fastest * fastest + of_the_rest * (2 / curvatures[:, 1] - fastest)
    powers = (1 - lr[:, None] * curvatures)[:, None] ** torch.arange(401)[:, None]
    left = (powers * start[:, None]).norm(dim=2) / start.norm(dim=1, keepdim=True)
    return (left > 0.01).sum(dim=1)


def test_half_the_fastest_rate_arrives_later_from_1000_seeds():
    assert (arrival(0.5) > arrival(1)).all()


def test_a_rate_just_below_the_limit_arrives_later_from_1000_seeds_that_start_off_the_flat_axis():
    _, start = bowls(thousand("linear_regression.py"))
    # Without an error along the steeper axis there is none that a large rate could keep.
    off = start[:, 1].abs() > 0.05 * start.norm(dim=1)
    assert (arrival(1, of_the_rest=0.99) > arrival(1))[off].all()
