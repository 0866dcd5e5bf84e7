"""Samples and a line: points at the data, lines by the recorded parameters, strokes for errors."""

import pytest
import torch
from draw.fit import fit
from draw.style import INK, LOSS, PARAMETER
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError
from torch.testing import assert_close

SCRIPTS = ["linear_regression.py", "custom_loss.py", "losses/mse/outlier_drags_the_line.py"]
FLOAT32 = {"rtol": 2e-6, "atol": 2e-6}  # a few roundings of what the script computed


@pytest.fixture(scope="module", params=SCRIPTS)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return fit(script)


def samples(script):
    return torch.stack([script.globals[name].flatten() for name in ("x", "y")], dim=1)


def predicted(parameters, x):
    """weight · x + bias, or weight · x where there is no bias."""
    weight, *bias = parameters.values()
    return weight.flatten() * x + (bias[0] if bias else 0)


def test_points_are_the_samples_of_the_script(script, drawn):
    (points,) = lines(drawn, INK)
    assert_close(points.float(), samples(script))


def test_broken_line_is_the_one_that_the_first_step_found(script, drawn):
    line = lines(drawn, PARAMETER)[0].float()
    assert_close(line[:, 1], predicted(script.steps[0].before, line[:, 0]), **FLOAT32)


def test_full_line_is_the_one_that_the_last_step_left(script, drawn):
    line = lines(drawn, PARAMETER)[1].float()
    assert_close(line[:, 1], predicted(script.steps[-1].after, line[:, 0]), **FLOAT32)


def test_both_lines_reach_from_the_first_sample_to_the_last(script, drawn):
    x = samples(script)[:, 0]
    for line in lines(drawn, PARAMETER):
        assert_close(line[:, 0].float(), torch.stack([x.min(), x.max()]))


def test_stroke_of_each_sample_leads_from_the_first_line_to_the_sample(script, drawn):
    (strokes,) = lines(drawn, LOSS)
    strokes = strokes.float().reshape(-1, 3, 2)  # (sample, its two ends and a gap, axis)
    places = samples(script)
    found = predicted(script.steps[0].before, places[:, 0])
    assert_close(strokes[:, 0], torch.stack([places[:, 0], found], dim=1), **FLOAT32)
    assert_close(strokes[:, 1], places)
    assert strokes[:, 2].isnan().any(dim=1).all()


def of_the_lines_exchanged(script):
    drawn = fit(script)
    first, last = of_color(drawn, PARAMETER)
    ends = first.get_ydata().copy()
    first.set_ydata(last.get_ydata())
    last.set_ydata(ends)
    return drawn


def of_errors_that_are_halved(script):
    drawn = fit(script)
    (strokes,) = of_color(drawn, LOSS)
    ends = torch.as_tensor(strokes.get_ydata()).reshape(-1, 3).clone()
    ends[:, 1] = (ends[:, 0] + ends[:, 1]) / 2
    strokes.set_ydata(ends.flatten())
    return drawn


def of_a_sample_left_out(script):
    drawn = fit(script)
    (points,) = of_color(drawn, INK)
    points.set_data(points.get_xdata()[1:], points.get_ydata()[1:])
    return drawn


def of_lines_cut_short(script):
    drawn = fit(script)
    for line in of_color(drawn, PARAMETER):
        line.set_data(line.get_xdata() / 2, line.get_ydata())
    return drawn


TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        of_the_lines_exchanged: [
            test_broken_line_is_the_one_that_the_first_step_found,
            test_full_line_is_the_one_that_the_last_step_left,
        ],
        of_lines_cut_short: [test_both_lines_reach_from_the_first_sample_to_the_last],
        of_errors_that_are_halved: [
            test_stroke_of_each_sample_leads_from_the_first_line_to_the_sample
        ],
        of_a_sample_left_out: [test_points_are_the_samples_of_the_script],
    },
    globals(),
)


def test_a_script_that_predicts_no_line_is_refused(tmp_path):
    change = ("loss_fn(weight * x, y)", "loss_fn(weight * x.exp(), y)")
    bent = twin("losses/mse/outlier_drags_the_line.py", tmp_path, change)
    with pytest.raises(RecordingError, match=r"predicts nothing that is weight · x \+ bias"):
        fit(bent)


def test_a_script_of_more_than_a_line_is_refused():
    with pytest.raises(RecordingError, match=r"samples `x` and `y` of one number each"):
        fit(run("classification.py"))
