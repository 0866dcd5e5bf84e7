"""The links of loss and optimizer to each parameter, held against the script's own objects."""

import pytest
import torch
from draw.links import links
from draw.style import GRADIENT, GRID, PARAMETER, UPDATE
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError

NAME = "training_loop/check_connection/two_links_cut_wrong.py"


@pytest.fixture(scope="module", params=[NAME, "optimizers/param_groups/replaced_layer_wrong.py"])
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return links(script)


def parameters(script):
    return list(script.globals["model"].named_parameters())


def with_a_gradient(script):
    return [row for row, (_, p) in enumerate(parameters(script)) if p.grad is not None]


def held(script):
    (group,) = script.globals["optimizer"].param_groups
    return [
        row
        for row, (_, p) in enumerate(parameters(script))
        if any(p is other for other in group["params"])
    ]


def rows_reached(drawn, color):
    """The rows that lines of a colour lead to, in the middle of the picture."""
    ends = [line[-1] for line in lines(drawn, color) if len(line) == 2]
    assert all(end[0] == 0 for end in ends)
    return [int(end[1]) for end in ends]


def test_lines_of_the_loss_lead_to_the_parameters_that_have_a_gradient(script, drawn):
    assert rows_reached(drawn, GRADIENT) == with_a_gradient(script)


def test_lines_of_the_optimizer_lead_to_the_parameters_that_it_holds(script, drawn):
    assert rows_reached(drawn, UPDATE) == held(script)


def test_a_link_that_is_not_there_is_broken_off_before_the_parameter(script, drawn):
    broken = [line for line in lines(drawn, GRID) if len(line) == 2]
    missing = 2 * len(parameters(script)) - len(with_a_gradient(script)) - len(held(script))
    assert len(broken) == missing > 0
    for start, end in broken:
        assert abs(start[0]) == 1
        assert 0.3 < abs(end[0]) < 0.7


def test_a_square_is_full_where_both_links_meet(script, drawn):
    full = [mark.get_markerfacecolor() == PARAMETER for mark in of_color(drawn, PARAMETER)]
    both = [n in with_a_gradient(script) and n in held(script) for n in range(len(full))]
    assert full == both
    assert len(full) == len(parameters(script))


def test_each_row_has_the_name_of_its_parameter(script, drawn):
    texts = {text.get_text(): text.xy for text in drawn.figure.axes[0].texts[:-2]}
    for row, (name, _) in enumerate(parameters(script)):
        assert torch.equal(torch.tensor(texts[f"model.{name}"]), torch.tensor((0, row)))


def upside_down(script):
    drawn = links(script)
    last = len(parameters(script)) - 1
    for color in (GRADIENT, UPDATE, GRID):
        for line in of_color(drawn, color):
            across, up = line.get_xydata().T
            line.set_data(across * (2 if color == GRID else 1), last - up)
    for mark, fill in zip(of_color(drawn, PARAMETER), [True, False] * 3, strict=True):
        mark.set_markerfacecolor(PARAMETER if fill else "none")
    for text in drawn.figure.axes[0].texts[:-4]:
        text.xy = (0, last - text.xy[1])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        upside_down: [
            test_lines_of_the_loss_lead_to_the_parameters_that_have_a_gradient,
            test_lines_of_the_optimizer_lead_to_the_parameters_that_it_holds,
            test_a_link_that_is_not_there_is_broken_off_before_the_parameter,
            test_a_square_is_full_where_both_links_meet,
            test_each_row_has_the_name_of_its_parameter,
        ],
    },
    globals(),
)


def test_a_script_without_a_model_has_no_links():
    with pytest.raises(RecordingError, match="has no model and optimizer"):
        links(run("gradients/nudge_the_weight.py"))
