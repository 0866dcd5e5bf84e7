"""What docs/losses/landscape.md claims."""

from copy import deepcopy

import pytest
import torch
from helpers.printed_numbers import table
from helpers.runs import run, twin
from helpers.series import parameters
from torch.func import grad, hessian, vmap
from torch.testing import assert_close

BOWL = "losses/landscape/bowl.py"
ONE = "losses/landscape/one_minimum.py"
NO_LOWEST = "losses/landscape/no_lowest_point.py"
SADDLE = "losses/landscape/saddle.py"
MANY = "losses/landscape/many_minima.py"
TRADE = "losses/landscape/neurons_trade_places.py"

# torch.func.hessian runs forward over reverse, whose set-up uses what torch itself has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


@pytest.fixture
def bowl():
    loss_of = run(BOWL).loss_of  # recorded here: a script cannot run inside torch.func
    return lambda point: loss_of(weight=point[0], bias=point[1])


@pytest.fixture
def saddle():
    loss_of = run(SADDLE).loss_of
    return lambda point: loss_of(first=point[0], second=point[1])


@pytest.fixture
def wave():
    x, y = run(MANY).globals["x"].double(), run(MANY).globals["y"].double()
    return lambda weight: ((torch.sin(weight * x) - y) ** 2).mean()


@pytest.fixture
def anywhere():
    torch.manual_seed(7)
    return 10 * torch.randn(50, 2, dtype=torch.float64)


def test_hessian_of_the_bowl_is_the_formula_everywhere(anywhere, bowl):
    x = run(BOWL).globals["x"].double()
    formula = 2 / 3 * torch.tensor([[(x * x).sum(), x.sum()], [x.sum(), 3.0]]).double()
    assert_close(vmap(hessian(bowl))(anywhere), formula.expand(50, 2, 2))


def test_hessian_of_the_saddle_differs_from_place_to_place(anywhere, saddle):
    curves = vmap(hessian(saddle))(anywhere)
    assert (curves[0] - curves[1]).abs().max() > 1


def test_both_curvatures_of_the_bowl_are_positive():
    script = run(BOWL).globals
    assert 0 < script["small"] < script["large"]


def test_curvatures_are_the_eigenvalues_of_the_formula():
    script = run(BOWL).globals
    root = 10**0.5
    assert_close(script["small"], 2 / 3 * (4 - root), atol=1e-5, rtol=0)
    assert_close(script["large"], 2 / 3 * (4 + root), atol=1e-5, rtol=0)


def test_the_steepest_way_is_not_the_way_to_the_minimum(bowl):
    start = torch.tensor([-1.0, 4.0], dtype=torch.float64)
    down, there = -grad(bowl)(start), torch.tensor([2.0, 1.0]).double() - start
    assert torch.cosine_similarity(down, there, dim=0) < 0.9


def test_each_step_in_the_bowl_keeps_what_its_curvature_leaves_of_the_way():
    script = run(BOWL).globals
    columns = torch.stack([script["x"], torch.ones(3)], dim=1).double()
    best = torch.linalg.lstsq(columns, script["y"].double()[:, None]).solution[:, 0]
    keeps = torch.eye(2) - 0.1 * 2 / 3 * columns.T @ columns
    way = parameters(run(BOWL)) - best  # (step + 1, 2)
    assert_close(way[1:], way[:-1] @ keeps, rtol=0, atol=1e-6)
    assert way[-1].norm() < 0.1 * way[0].norm()


def test_each_step_in_the_bowl_is_shorter_than_the_one_before():
    steps = parameters(run(BOWL)).diff(dim=0).norm(dim=1)
    assert (steps.diff() < 0).all()


def test_three_starts_end_at_one_place():
    ends = table(ONE)[:, 2:4]
    assert_close(ends, torch.tensor([[2.0, 1.0]]).double().expand(3, 2))


def test_the_place_where_all_starts_end_is_the_least_squares_line():
    x, y = (run(ONE).globals[name].double() for name in "xy")
    features = torch.stack([x, torch.ones(3)], dim=1)
    best = torch.linalg.lstsq(features, y[:, None]).solution.T
    # Four decimals are printed.
    assert_close(table(ONE)[:, 2:4], best.expand(3, 2), rtol=0, atol=6e-5)


def test_with_copied_features_one_curvature_is_0():
    features = torch.tensor([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    small, large = torch.linalg.eigvalsh(2 / 3 * features.T @ features)
    assert_close(small, torch.tensor(0.0), atol=1e-5, rtol=0)
    assert large > 1


def trough(samples, parameters):
    """Features, targets, and the directions in which their mean squared error is flat."""
    torch.manual_seed(7)
    features, y = torch.randn(samples, parameters).double(), torch.randn(samples).double()
    curvatures, directions = torch.linalg.eigh(2 / samples * features.T @ features)
    # Rounding leaves about parameters * eps = 1e-15 of a 0; the other curvatures are above 0.08.
    return features, y, directions[:, curvatures < 1e-9]


@pytest.mark.parametrize(("samples", "parameters"), [(5, 6), (3, 5), (15, 21)])
def test_a_curvature_is_0_for_each_parameter_beyond_the_samples(samples, parameters):
    _, _, flat = trough(samples, parameters)
    assert flat.shape == (parameters, parameters - samples)


def test_along_every_curvature_of_0_the_loss_stays_the_same():
    features, y, flat = trough(3, 5)
    start = torch.randn(5).double()
    # (way=100, parameter=5), each a mix of the two flat directions
    there = start + torch.randn(100, 2).double() @ flat.T
    losses = ((there @ features.T - y) ** 2).mean(dim=1)
    assert_close(losses, ((features @ start - y) ** 2).mean().expand(100))


@pytest.mark.parametrize(
    "loss",
    [
        torch.nn.functional.l1_loss,
        torch.nn.functional.huber_loss,
        lambda z, y: torch.nn.functional.binary_cross_entropy_with_logits(z, (y > 0).double()),
    ],
    ids=["L1", "Huber", "cross-entropy"],
)
def test_loss_of_a_line_is_convex(loss, anywhere):
    x, y = torch.randn(20).double(), torch.randn(20).double()
    one, other = anywhere[:25], anywhere[25:]

    def height(point):
        return loss(point[0] * x + point[1], y)

    between = vmap(height)((one + other) / 2)
    assert (between <= (vmap(height)(one) + vmap(height)(other)) / 2 + 1e-12).all()


def test_loss_of_a_wave_is_not_convex(wave):
    # The control: between two of its minima this one rises above both.
    _, lower, higher = table(MANY)[:, 1]
    assert wave((lower + higher) / 2) > max(wave(lower), wave(higher)) + 0.1


def test_the_weight_grows_at_every_step():
    weight = torch.stack([step.after["weight"] for step in run(NO_LOWEST).steps])
    assert (weight.diff() > 0).all()


def test_ten_times_the_steps_leave_about_a_tenth_of_the_loss():
    losses = [run(NO_LOWEST).steps[step].loss for step in [10, 100, 1000]]
    assert losses[1] / losses[0] == pytest.approx(0.1, rel=0.1)
    assert losses[2] / losses[1] == pytest.approx(0.1, rel=0.1)


def test_where_no_line_separates_the_weight_settles(tmp_path):
    mixed = twin(
        NO_LOWEST, tmp_path, ("[-1.0, 1.0]", "[-1.0, 1.0, 1.0]"), ("[0.0, 1.0]", "[0.0, 1.0, 0.0]")
    )
    assert abs(mixed.steps[-1].after["weight"] - mixed.steps[-2].after["weight"]) < 1e-6


def test_slope_at_the_saddle_is_0(saddle):
    assert_close(grad(saddle)(torch.zeros(2).double()), torch.zeros(2).double())


def test_the_saddle_curves_up_one_way_and_down_the_other(saddle):
    script = run(SADDLE).globals
    curvatures = torch.linalg.eigvalsh(hessian(saddle)(torch.zeros(2).double()))
    assert_close(curvatures, torch.tensor([-4.0, 4.0]).double())
    assert_close(torch.tensor([script["down"], script["up"]]), torch.tensor([-4.0, 4.0]))


def test_a_walk_from_the_saddle_itself_never_leaves(tmp_path):
    still = twin(SADDLE, tmp_path, ("tensor(-0.60", "tensor(0.0"), ("tensor(0.62", "tensor(0.0"))
    assert still.steps[-1].after == {"first": torch.tensor(0.0), "second": torch.tensor(0.0)}


def test_the_walk_first_comes_closer_to_the_saddle_then_leaves():
    way = torch.stack([torch.stack(list(step.before.values())) for step in run(SADDLE).steps])
    distance = way.norm(dim=1)
    assert distance.min() < 0.25 * distance[0]
    assert distance[-1] > distance[0]


def test_the_loss_lingers_at_the_height_of_the_saddle():
    losses = torch.tensor([step.loss for step in run(SADDLE).steps])
    assert ((losses - 4).abs() < 0.4).sum() > len(losses) / 3


def test_the_walk_ends_in_the_valley_of_product_2():
    assert run(SADDLE).globals["product"] == pytest.approx(2, abs=0.01)


def test_changing_the_sign_of_both_weights_leaves_the_loss_the_same(anywhere, saddle):
    assert_close(vmap(saddle)(-anywhere), vmap(saddle)(anywhere))


@pytest.mark.parametrize("first", [0.5, 1.0, -4.0])
def test_every_pair_of_product_2_is_a_minimum(first, saddle):
    assert saddle(torch.tensor([first, 2 / first]).double()) < 1e-20


def test_every_end_of_the_wave_has_slope_0_to_four_digits():
    assert (table(MANY)[:, 3] == 0).all()


def test_after_half_the_steps_one_end_of_the_wave_still_has_a_slope(tmp_path):
    half = twin(MANY, tmp_path, ("range(200)", "range(100)"))
    assert half.output.splitlines()[-1].endswith("slope 0.0002")


def test_only_one_end_of_the_wave_is_the_lowest():
    losses = table(MANY)[:, 2]
    assert (losses < 1e-4).tolist() == [False, True, False]


def test_the_ends_of_the_wave_are_minima_not_saddles(wave):
    curvature = vmap(grad(grad(wave)))(table(MANY)[:, 1])
    assert (curvature > 0).all()


def test_one_constant_has_minima_of_different_depth_under_a_loss_that_is_not_convex():
    y = torch.tensor([0.0, 0.1, 10.0, 10.1, 10.2]).double()
    answers = torch.linspace(-2, 13, 1501).double()
    losses = (1 + (answers[:, None] - y) ** 2).log().mean(dim=1)
    lower_than_both = (losses[1:-1] < losses[:-2]) & (losses[1:-1] < losses[2:])
    first, second = losses[1:-1][lower_than_both]
    assert first > second + 0.5


def test_two_neurons_that_trade_places_leave_every_prediction_the_same():
    model = deepcopy(run(TRADE).globals["model"]).double()
    x = 10 * torch.randn(100, 1).double()
    before = model(x)
    swapped = [0, 3, 2, 1]
    with torch.no_grad():
        for values in (model[0].weight, model[0].bias, model[2].weight.T):
            values.copy_(values[swapped])
    # Five numbers, none above 1, add up in another order.
    assert_close(model(x), before, rtol=0, atol=5 * 5 * 2.3e-16)


def test_the_neurons_that_trade_places_are_other_parameters():
    before, after = table(TRADE)
    assert before[0] != after[0]
    assert before[1:].tolist() == after[1:].tolist()


def test_trading_the_first_layer_alone_changes_the_predictions(tmp_path):
    change = ("    last.weight[:] = last.weight[:, order]", "    ")
    before, after = twin(TRADE, tmp_path, change).output.splitlines()
    assert before.split("says")[1] != after.split("says")[1]
