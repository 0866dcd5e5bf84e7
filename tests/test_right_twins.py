"""Each right twin does what its wrong script does not.

A claim holds for the right script and fails for the wrong one, which is its broken twin.
"""

import math
import re

import pytest
import torch
from helpers.gallery import cases
from helpers.runs import run
from helpers.series import gradients, losses
from helpers.sources import all_fences
from torch.testing import assert_close

# Those of the gallery have their fingerprints: tests/not_learning/test_fingerprints.py.
GALLERY = {case.wrong for case in cases()}
FENCES = [f for f in all_fences() if f.options.get("right") and f.embedded not in GALLERY]
FLOOR = math.log(math.e + 2) - 1  # what a second softmax leaves under a loss of three classes


def falls_below_the_floor_of_a_second_softmax(script):
    assert script.globals["loss"].item() < FLOOR


def begins_with_the_gradient_of_both_terms(script):
    assert_close(gradients(script)[0], gradients(run("custom_loss.py"))[0])


def computes_the_loss_of_the_weight_in_each_epoch(script):
    # On these samples a step with lr 0.1 halves the distance, so the loss is quartered.
    assert_close(losses(script), 10 / 4 ** torch.arange(8.0, dtype=torch.float64))


def gives_the_weight_a_gradient(script):
    assert script.globals["model"].weight.grad is not None


def leaves_the_weight_a_leaf(script):
    assert script.globals["w"].is_leaf


def computes_no_gradient_but_the_true_one(script):
    found = {v for name, v in script.globals.items() if name.endswith("_gradient")}
    assert found == {8 * 4.0}  # 2 s · 2 x, with s = 4 and x = 2


def has_a_slope_other_than_0(script):
    assert script.globals["bias"].grad.abs() > 0


def prints_a_loss_for_each_of_five_targets(script):
    said = script.output.splitlines()
    assert len(said) == 5
    # Equal logits give each of three classes a third.
    assert all(re.fullmatch(r"\d\.\d{4}", line) and float(line) == 1.0986 for line in said)


def ends_nearer_to_the_bias_of_the_data_than_it_began(script):
    steps = script.steps
    off = [abs(at["model.bias"].item() - 1) for at in (steps[0].before, steps[-1].after)]
    assert off[1] < off[0]


def has_one_error_a_sample(script):
    assert script.globals["error"].numel() == len(script.globals["x"])


def ends_lower_than_it_began(script):
    assert losses(script)[-1] < losses(script)[0]


def begins_with_two_epochs_of_the_first_lr(script):
    assert script.output.count("lr 0.4000") == 2


def leaves_the_frozen_weight_in_place(script):
    before = [step.before["model.weight"] for step in script.steps]
    after = [step.after["model.weight"] for step in script.steps]
    assert_close(after, before, rtol=0, atol=0)


def hands_the_new_layer_to_the_optimizer(script):
    assert script.globals["holds"]


def reaches_and_holds_each_parameter(script):
    optimizer = script.globals["optimizer"]
    held = {p for group in optimizer.param_groups for p in group["params"]}
    parameters = list(script.globals["model"].parameters())
    assert all(p in held and p.grad is not None for p in parameters)


def keeps_the_weight_finite(script):
    names = script.globals
    weight = names["model"].weight if "model" in names else names["weight"]
    # In the wrong script the name stands for a second weight at the end; the first is what stepped.
    stepped = [value for step in script.steps for value in step.after.values()]
    assert all(value.isfinite().all() for value in [weight, *stepped])


def falls_at_each_step(script):
    assert (losses(script).diff() < 0).all()


CLAIMS = {
    "classification/softmax_before_the_loss": falls_below_the_floor_of_a_second_softmax,
    "custom_loss/one_term_detached": begins_with_the_gradient_of_both_terms,
    "gradients/backward/retain_graph_hides_an_old_loss": (
        computes_the_loss_of_the_weight_in_each_epoch
    ),
    "gradients/leaves/requires_grad_on_a_cut_loss": gives_the_weight_a_gradient,
    "gradients/leaves/rewrapped_loss": gives_the_weight_a_gradient,
    "gradients/leaves/update_makes_a_new_tensor": leaves_the_weight_a_leaf,
    "gradients/no_grad/data_hides_an_edit": computes_no_gradient_but_the_true_one,
    "losses/accuracy/no_slope": has_a_slope_other_than_0,
    "losses/cross_entropy/softmax_before_the_loss": falls_below_the_floor_of_a_second_softmax,
    "losses/cross_entropy/targets_refused": prints_a_loss_for_each_of_five_targets,
    "losses/falls_without_learning": ends_nearer_to_the_bias_of_the_data_than_it_began,
    "losses/reduction/row_against_column": has_one_error_a_sample,
    "optimizers/learning_rate/above_the_limit": ends_lower_than_it_began,
    "optimizers/learning_rate/scheduler_before_step": begins_with_two_epochs_of_the_first_lr,
    "optimizers/param_groups/frozen_but_moved": leaves_the_frozen_weight_in_place,
    "optimizers/param_groups/replaced_layer": hands_the_new_layer_to_the_optimizer,
    "training_loop/check_connection/two_links_cut": reaches_and_holds_each_parameter,
    "not_learning/nan_from_a_slope": keeps_the_weight_finite,
    "not_learning/nan_in_the_data": keeps_the_weight_finite,
    "training_loop/never_zero_grad": falls_at_each_step,
    "training_loop/zero_grad_before_step": falls_at_each_step,
}


def claim_of(fence):
    return CLAIMS[fence.embedded.removesuffix("_wrong.py")]


def _id(fence) -> str:
    return f"{fence.options['right']} {claim_of(fence).__name__.replace('_', ' ')}"


@pytest.mark.parametrize("fence", FENCES, ids=_id)
def test_a_right_script_does_what_its_wrong_twin_does_not(fence):
    claim_of(fence)(run(fence.options["right"]))
    with pytest.raises(AssertionError):
        claim_of(fence)(run(fence.embedded))


def test_each_wrong_script_on_a_page_has_such_a_claim():
    assert {f"{name}_wrong.py" for name in CLAIMS} == {fence.embedded for fence in FENCES}
