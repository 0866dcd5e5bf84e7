"""Points of two classes and the line between them: what is drawn and told is what was recorded."""

import pytest
import torch
from draw.boundary import boundary, boundary_drawn
from draw.style import INK, LOSS, PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError
from torch import nn
from torch.testing import assert_close

BLOBS = "classification/two_blobs.py"


@pytest.fixture(scope="module")
def script():
    return run(BLOBS)


@pytest.fixture(scope="module")
def drawn(script):
    return boundary_drawn(script)


def logits(script, parameters):
    """What the model makes of its points, (sample, class)."""
    weight, bias = parameters.values()
    return script.globals["x"].double() @ weight.double().T + bias.double()


def wrong(script, parameters):
    x, y = script.globals["x"].double(), script.globals["y"]
    return x[logits(script, parameters).argmax(1) != y]


def test_points_are_the_samples_of_each_class(script, drawn):
    x, y = script.globals["x"].double(), script.globals["y"]
    for kind, points in enumerate(lines(drawn, INK)):
        assert_close(points, x[y == kind])


def test_ringed_points_are_those_that_the_first_step_found_on_the_wrong_side(script, drawn):
    (ringed,) = lines(drawn, LOSS)
    assert_close(ringed, wrong(script, script.steps[0].before))


@pytest.mark.parametrize("at", [0, 1], ids=["start", "end"])
def test_on_the_line_both_scores_are_equal(script, drawn, at):
    parameters = [script.steps[0].before, script.steps[-1].after][at]
    weight, bias = (p.double() for p in parameters.values())
    scores = lines(drawn, PARAMETER)[at] @ weight.T + bias
    # In float64, of numbers near 1.
    assert_close(scores[:, 0], scores[:, 1], rtol=0, atol=1e-12)


def with_classes_exchanged(script):
    drawn = boundary_drawn(script)
    one, other = of_color(drawn, INK)
    points = one.get_xydata().T.copy()
    one.set_data(*other.get_xydata().T)
    other.set_data(*points)
    return drawn


def with_a_ring_left_out(script):
    drawn = boundary_drawn(script)
    (rings,) = of_color(drawn, LOSS)
    rings.set_data(*rings.get_xydata()[1:].T)
    return drawn


def with_lines_moved_aside(script):
    drawn = boundary_drawn(script)
    for line in of_color(drawn, PARAMETER):
        line.set_xdata(line.get_xdata() + 0.01)
    return drawn


TestFalsified = falsified_tests(
    BLOBS,
    {
        with_classes_exchanged: [test_points_are_the_samples_of_each_class],
        with_a_ring_left_out: [
            test_ringed_points_are_those_that_the_first_step_found_on_the_wrong_side
        ],
    },
    globals(),
)


@pytest.mark.parametrize("at", [0, 1], ids=["start", "end"])
def test_on_a_line_moved_aside_the_scores_differ(script, at):
    with pytest.raises(AssertionError):
        test_on_the_line_both_scores_are_equal(script, with_lines_moved_aside(script), at)


def test_told_line_is_the_difference_of_the_recorded_logits(script):
    told = boundary(script, still=[])
    places = [step.before for step in script.steps] + [script.steps[-1].after]
    x = script.globals["x"].double()
    for k, parameters in enumerate(places):
        line = torch.tensor([told.across[k], told.up[k]], dtype=torch.float64)
        scores = logits(script, parameters)
        assert_close(x @ line + told.offset[k], scores[:, 1] - scores[:, 0], rtol=0, atol=1e-12)


def test_told_losses_are_the_recorded_ones_and_that_of_the_end(script):
    told = boundary(script, still=[])
    end = script.loss_of(**script.steps[-1].after).item()
    assert told.loss == [*(step.loss for step in script.steps), end]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("torch.arange(100) % 2", "torch.arange(100) % 2 * 2"), "has others"),
        (("loss_fn = nn.CrossEntropyLoss()", "loss_fn = nn.MultiMarginLoss()"), "another loss"),
        (("    y_pred = model(x)", "    y_pred = model(2 * x)"), "another loss"),
    ],
)
def test_another_kind_of_script_is_refused(tmp_path, change, why):
    old, new = change
    changes = [(old, new)]
    if "* 2" in new and "arange" in new:
        changes += [("middles[y]", "middles[y // 2]"), ("nn.Linear(2, 2)", "nn.Linear(2, 3)")]
    with pytest.raises(RecordingError, match=why):
        boundary(twin(BLOBS, tmp_path, *changes), still=[])


SGD = "optim.SGD(model.parameters(), lr=0.1)"


@pytest.mark.parametrize(
    ("optimizer", "lr"),
    [(SGD, 0.1), (SGD[:-1] + ", momentum=0.5)", None), (SGD.replace("SGD", "Adam"), None)],
)
def test_another_run_is_offered_where_the_steps_are_plain_sgd(tmp_path, optimizer, lr):
    told = boundary(twin(BLOBS, tmp_path, (SGD, optimizer)), still=[])
    assert told.lr == lr
    assert ('data-go="run"' in str(told)) == (lr is not None)


def test_cross_entropy_sees_the_difference_of_two_logits_alone():
    draw = torch.Generator().manual_seed(0)
    scores = torch.randn(50, 2, generator=draw).double()
    y = torch.randint(2, (50,), generator=draw)
    both = nn.functional.cross_entropy(scores, y)
    moved = nn.functional.cross_entropy(scores + torch.randn(50, 1, generator=draw).double(), y)
    assert_close(both, moved, rtol=1e-12, atol=0)
