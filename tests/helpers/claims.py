"""What more than one of the three scripts does, by the names under which their test files claim it.

A test file imports the claims that its page makes, and pytest runs them there. It says which script
is meant as `NAME`; the fixtures are in fixtures.py. A claim that asks for `script` alone can be put
to the script's broken twins too.
"""

import pytest
import torch
from torch.testing import assert_close

from helpers.broken_twins import again
from helpers.least_squares import all_approach, distances, ends
from helpers.many_seeds import all_fall, alone, by_loop, by_vmap, thousand
from helpers.runs import twin
from helpers.series import ROUNDED, gradients, losses, parameters


def test_loss_falls_at_each_of_100_steps(script):
    assert len(script.steps) == 100
    assert (losses(script).diff() < 0).all()


def test_loss_ends_below_a_tenth_of_where_it_began(script):
    assert losses(script)[-1] < losses(script)[0] / 10


def test_each_step_comes_closer_to_the_best_line_of_the_data(script):
    assert (distances(script).diff() < 0).all()


def test_end_is_within_what_1000_seeds_never_left(script):
    seen = thousand(script.path.name).parameters[:, -1]
    end = parameters(script)[-1]
    assert (end >= seen.amin(0)).all()
    assert (end <= seen.amax(0)).all()


def test_1000_more_steps_lead_within_a_twentieth_of_2_and_1(script):
    end = ends(again(script, ("range(100)", "range(1100)"))["model"])
    assert_close(end, torch.tensor([2.0, 1.0]).double(), rtol=0, atol=0.05)


def test_each_step_is_the_learning_rate_times_the_gradient_downhill(script):
    moves = parameters(script).diff(dim=0)
    # A move is a difference of two numbers below 2 in float32: it is off by 1.2e-7 at most.
    assert_close(moves, -0.01 * gradients(script), rtol=1e-5, atol=2e-7)


def test_data_and_start_are_to_the_bit_what_the_many_seeds_draw(script):
    drawn = alone(script.path.name, script.seed)
    assert torch.equal(script.globals["x"], drawn.x[0])
    assert torch.equal(script.globals["y"], drawn.y[0])
    assert torch.equal(script.steps[0].before["model.weight"], drawn.weight[0, 0])
    assert torch.equal(script.steps[0].before["model.bias"], drawn.bias[0, 0])


def test_path_is_the_one_of_the_many_seeds(script):
    path = alone(script.path.name, script.seed).parameters[0].double()
    assert_close(parameters(script), path, rtol=0, atol=ROUNDED)


DRAWS = test_data_and_start_are_to_the_bit_what_the_many_seeds_draw
PATH = test_path_is_the_one_of_the_many_seeds


# Many seeds at once.


@pytest.mark.parametrize("seed", [0, 8, 1234])
@pytest.mark.parametrize("claim", [DRAWS, PATH], ids=["data and start", "path"])
def test_many_seeds_are_the_scripts_own(claim, seed, script, tmp_path):
    claim(twin(script.path.name, tmp_path, ("manual_seed(7)", f"manual_seed({seed})")))


def test_5_of_1000_seeds_end_where_the_bare_script_ends(script, trainings):
    weight, bias = by_loop(script.path.name, range(1000, 1005))
    assert_close(trainings.weight[:5, -1], weight, rtol=0, atol=ROUNDED)
    assert_close(trainings.bias[:5, -1], bias, rtol=0, atol=ROUNDED)


def test_1000_seeds_all_fall_at_each_step(trainings):
    assert all_fall(trainings)


def test_1000_seeds_all_end_below_a_tenth(trainings):
    assert (trainings.loss[:, -1] < trainings.loss[:, 0] / 10).all()


def test_1000_seeds_all_come_closer_to_their_best_line_at_each_step(trainings):
    assert all_approach(trainings)


@pytest.mark.parametrize("holds", [all_fall, all_approach])
def test_a_large_learning_rate_is_noticed_in_a_few_of_many_seeds(holds, script):
    assert not holds(by_vmap(script.path.name, range(1000, 1100), lr=0.9))
