"""What docs/index.md claims."""

from runs import run, twin

NAME = "index/the_same_object.py"


def test_the_optimizer_holds_the_model_s_own_parameter():
    names = run(NAME).globals
    assert names["optimizer"].param_groups[0]["params"][0] is names["model"].weight


def test_its_gradient_is_one_object_seen_from_both_sides():
    names = run(NAME).globals
    assert names["held"].grad is names["model"].weight.grad


def test_the_loss_moves_nothing_and_backward_moves_nothing():
    step = run(NAME).steps[0]
    printed = run(NAME).output.splitlines()
    start = f"weight {step.before['model.weight'].item():.4f}"
    assert [start in line for line in printed] == [False, True, True, False]


def test_the_step_is_lr_times_the_gradient():
    step = run(NAME).steps[0]
    moved = step.before["model.weight"] - 0.01 * step.grad["model.weight"]
    assert moved.equal(step.after["model.weight"])


def test_a_copy_of_the_parameter_breaks_the_tie(tmp_path):
    copied = ("model.parameters(),", "[p.detach().clone() for p in model.parameters()],")
    broken = twin(NAME, tmp_path, copied)
    names = broken.globals
    assert names["held"] is not names["model"].weight
    step = broken.steps[0]
    assert all(a.equal(b) for a, b in zip(step.before.values(), step.after.values(), strict=True))
