"""The meeting place: what each line of the loop wrote into a parameter, and what it read there."""

import pytest
import torch
from draw.meeting import TURNS, meeting, shown
from helpers.runs import run, twin
from record.errors import RecordingError
from torch import nn, optim

SCRIPTS = ["linear_regression.py", "classification.py", "custom_loss.py"]
ORDER = ["forward", "loss", "clear", "backward", "step"]


@pytest.fixture(scope="module", params=SCRIPTS)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return meeting(script)


def of_kind(drawn, kind):
    return [moment for moment in drawn.moments if moment.kind == kind]


def test_moments_are_the_five_lines_of_each_turn_in_the_script_s_order(script, drawn):
    source = script.path.read_text("utf-8")
    assert [moment.kind for moment in drawn.moments] == ORDER * TURNS
    places = [
        source.index(moment.code + "  #")
        if moment.kind == "forward"
        else source.index(f"    {moment.code}\n")
        for moment in drawn.moments[:5]
    ]
    assert places == sorted(places)


def test_cards_show_what_each_recorded_step_found_and_left(script, drawn):
    for moment, step in zip(of_kind(drawn, "backward"), script.steps, strict=False):
        for name in step.before:
            assert moment.values[name] == shown(step.before[name])
            assert moment.values[f"{name}.grad"] == shown(step.grad[name])
        assert moment.values["loss"] == shown(step.loss)
    for moment, step in zip(of_kind(drawn, "step"), script.steps, strict=False):
        assert {name: moment.values[name] for name in step.after} == {
            name: shown(value) for name, value in step.after.items()
        }


def test_a_value_differs_from_the_moment_before_only_where_it_is_marked_as_written(drawn):
    for before, after in zip(drawn.moments, drawn.moments[1:], strict=False):
        differ = {name for name in after.values if after.values[name] != before.values[name]}
        assert differ <= set(after.wrote)


def test_backward_writes_the_gradient_of_each_leaf_of_the_loss_and_moves_none(script, drawn):
    leaves = {d["label"] for _, d in script.graph.nodes(data=True) if d["kind"] == "leaf"}
    assert leaves == set(drawn.stage.parameters)
    for moment in of_kind(drawn, "backward"):
        assert set(moment.wrote) == {f"{name}.grad" for name in leaves}
        assert moment.says.endswith("No parameter moves.")


def test_step_moves_each_parameter_and_writes_no_gradient(drawn):
    for moment in of_kind(drawn, "step"):
        assert set(moment.wrote) == set(drawn.stage.parameters)
        assert "No parameter moves" not in moment.says


def test_the_optimizer_s_list_holds_the_cards_in_their_order(script, drawn):
    held = script.globals["optimizer"].param_groups[0]["params"]
    names = dict(script.globals["model"].named_parameters(prefix="model"))
    assert all(names[n] is p for n, p in zip(drawn.stage.parameters, held, strict=True))


def marked_as_read(kind):
    (moment, *_) = of_kind(meeting(run("linear_regression.py")), kind)
    return moment.read


def first_turn(change=lambda model: None):
    """The first turn of the line's loop by hand; `change` is made before step()."""
    names = run("linear_regression.py").globals
    start = run("linear_regression.py").steps[0].before
    model = nn.Linear(1, 1)
    model.load_state_dict({name.removeprefix("model."): value for name, value in start.items()})
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    nn.MSELoss()(model(names["x"]), names["y"]).backward()
    change(model)
    optimizer.step()
    return torch.cat([p.detach().flatten() for p in model.parameters()])


@pytest.mark.parametrize("name", marked_as_read("step"))
def test_step_reads_a_gradient_as_another_one_there_leads_elsewhere(name):
    def doubled(model):
        model.get_parameter(name.removeprefix("model.").removesuffix(".grad")).grad *= 2

    assert not torch.equal(first_turn(), first_turn(doubled))


@pytest.mark.parametrize("name", marked_as_read("forward"))
def test_forward_reads_a_parameter_as_another_value_there_predicts_otherwise(name):
    script = run("linear_regression.py")
    start = script.steps[0].before
    moved = start | {name: start[name] + 1}
    assert script.loss_of(**start) != script.loss_of(**moved)


def test_a_step_of_plain_sgd_is_told_as_minus_lr_times_the_gradient():
    (first, *_) = of_kind(meeting(run("linear_regression.py")), "step")
    step = run("linear_regression.py").steps[0]
    moved = step.after["model.weight"] - step.before["model.weight"]
    grad = shown(step.grad["model.weight"])
    assert f"−0.01 · ({grad}) = {shown(moved)}" in first.says


def test_a_step_with_momentum_is_told_by_what_it_added_alone(tmp_path):
    change = ("lr=0.01)", "lr=0.01, momentum=0.9)")
    first, second, _ = of_kind(meeting(twin("linear_regression.py", tmp_path, change)), "step")
    assert "·" not in first.says + second.says


def test_where_the_learning_rate_moves_a_step_is_told_by_what_it_added_alone(tmp_path):
    change = (
        "    optimizer.step()\n",
        '    optimizer.step()\n    optimizer.param_groups[0]["lr"] /= 2\n',
    )
    steps = of_kind(meeting(twin("linear_regression.py", tmp_path, change)), "step")
    assert all("·" not in moment.says for moment in steps)


def test_two_groups_of_parameters_have_no_single_list_to_show(tmp_path):
    groups = '[{"params": [model.weight]}, {"params": [model.bias]}]'
    broken = twin("linear_regression.py", tmp_path, ("model.parameters()", groups))
    with pytest.raises(RecordingError, match="has not one optimizer with one group"):
        meeting(broken)


def test_without_zero_grad_a_turn_has_four_lines_and_none_clears(tmp_path):
    change = ("    optimizer.zero_grad()\n", "")
    drawn = meeting(twin("linear_regression.py", tmp_path, change))
    assert [moment.kind for moment in drawn.moments] == ["forward", "loss", "backward", "step"] * 3


def test_the_first_zero_grad_clears_nothing_and_the_second_each_gradient(drawn):
    first, second, *_ = of_kind(drawn, "clear")
    assert not first.wrote
    assert "Nothing to throw away" in first.says
    assert set(second.wrote) == {f"{name}.grad" for name in drawn.stage.parameters}
    assert all(second.values[name] == "None" for name in second.wrote)


def test_a_script_that_never_steps_has_no_meeting_place(tmp_path):
    broken = twin("linear_regression.py", tmp_path, ("    optimizer.step()\n", ""))
    with pytest.raises(RecordingError, match="a line each for the loss, backward"):
        meeting(broken)


def test_a_loop_that_steps_at_every_second_turn_has_no_meeting_place(tmp_path):
    change = ("    optimizer.step()\n", "    if epoch % 2:\n        optimizer.step()\n")
    with pytest.raises(RecordingError, match="other lines in turn 2 than in turn 1"):
        meeting(twin("linear_regression.py", tmp_path, change))


def test_html_holds_every_value_of_every_moment(drawn):
    html = str(drawn)
    for moment in drawn.moments:
        for value in moment.values.values():
            assert f'"{value}"' in html
