"""What docs/training_loop/when_to_stop.md claims."""

from itertools import pairwise

import pytest
from runs import run, twin
from torch import nn

HELD = "training_loop/when_to_stop/held_out.py"
SEED = "training_loop/when_to_stop/seed.py"
RESUME = "training_loop/when_to_stop/resume.py"


def held_out_loss(recording, model):
    names = recording.globals
    return names["loss_fn"](model(names["x_held"]), names["y_held"]).item()


def printed(recording):
    """The last word of each line."""
    return [line.split()[-1] for line in recording.output.splitlines()]


def test_the_training_loss_falls_at_every_step():
    losses = [step.loss for step in run(HELD).steps]
    assert all(after < before for before, after in pairwise(losses))


def test_the_held_out_loss_ends_far_above_its_best():
    names = run(HELD).globals
    assert names["held_out"] > 2 * names["best_loss"]
    assert 5 < names["best_epoch"] < 50


def test_with_the_one_feature_that_matters_the_held_out_loss_does_not_turn(tmp_path):
    names = twin(HELD, tmp_path, ("(240, 30)", "(240, 1)"), ("Linear(30", "Linear(1")).globals
    assert names["held_out"] < 1.05 * names["best_loss"]


def test_the_copy_is_the_model_at_its_best():
    names = run(HELD).globals
    assert held_out_loss(run(HELD), names["best_model"]) == pytest.approx(names["best_loss"])


def test_a_second_name_is_not_the_model_at_its_best(tmp_path):
    alias = twin(HELD, tmp_path, ("copy.deepcopy(model)", "model"))
    best = alias.globals["best_loss"]
    assert held_out_loss(alias, alias.globals["best_model"]) > 2 * best


def test_state_dict_hands_out_the_memory_of_the_parameters():
    model = nn.Linear(1, 1)
    assert model.state_dict()["weight"].data_ptr() == model.weight.data_ptr()


def test_the_same_seed_gives_the_same_weight():
    first, again, _ = printed(run(SEED))
    assert first == again


def test_one_draw_more_gives_another_weight():
    first, _, other = printed(run(SEED))
    assert first != other


def test_a_run_resumed_with_the_optimizer_s_state_goes_on_as_it_was():
    without_break, restored, _ = printed(run(RESUME))
    assert restored == without_break


def test_a_run_resumed_with_a_new_optimizer_does_not():
    without_break, _, new = printed(run(RESUME))
    assert abs(float(new) - float(without_break)) > 0.01


def test_an_optimizer_without_memory_needs_no_state(tmp_path):
    without_break, _, new = printed(twin(RESUME, tmp_path, (", momentum=0.9", "")))
    assert new == without_break
