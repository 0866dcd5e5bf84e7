"""The trainings of one start by several learning rates, a picture each."""

import pytest
import torch
from draw.rates import FRAME, rates
from draw.style import LOSS, PARAMETER, UPDATE
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run, twin
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "optimizers/learning_rate/two_axes.py"
PARABOLA = "optimizers/learning_rate/parabola.py"
STEPS = 20  # of each training
RATES = {NAME: [0.04, 0.1, 0.25, 0.4, 0.5, 0.53], PARABOLA: [0.1, 0.4, 0.5, 0.6, 0.9, 1.0, 1.1]}
CURVATURE = {NAME: [1.0, 4.0], PARABOLA: [2.0]}


@pytest.fixture(scope="module", params=[NAME, PARABOLA])
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return rates(script)


def name(script):
    return next(name for name in RATES if name.endswith(script.path.name))


def keeps(script):
    """What a step keeps of each axis, (training, axis)."""
    of_all = torch.tensor(RATES[name(script)], dtype=torch.float64)[:, None]
    return 1 - of_all * torch.tensor(CURVATURE[name(script)], dtype=torch.float64)


def first(script):
    (value,) = script.steps[0].before.values()
    return value.double().flatten()


def test_each_way_is_the_start_times_a_power_of_what_a_step_keeps(script, drawn):
    ways = lines(drawn, UPDATE)
    assert len(ways) == len(RATES[name(script)])
    for kept, way in zip(keeps(script), ways, strict=True):
        powers = kept ** torch.arange(len(way))[:, None]
        assert_close(way[:, : len(kept)], first(script) * powers)


def test_a_way_ends_with_its_training_or_where_it_leaves_the_picture(script, drawn):
    frame = FRAME * first(script).abs().max()
    for kept, way in zip(keeps(script), lines(drawn, UPDATE), strict=True):
        places = first(script) * kept ** torch.arange(STEPS + 1)[:, None]
        outside = (places.abs() > frame).any(dim=1).nonzero()
        assert len(way) == 1 + (outside[0].item() if len(outside) else STEPS)


def test_every_training_begins_at_the_square(script, drawn):
    for square, way in zip(lines(drawn, PARAMETER), lines(drawn, UPDATE), strict=True):
        assert_close(square[0], way[0])


def test_titles_tell_the_rates_and_what_a_step_keeps_of_each_axis(script, drawn):
    titles = [axes.get_title() for axes in drawn.figure.axes if axes.get_title()]
    for title, rate, kept in zip(titles, RATES[name(script)], keeps(script), strict=True):
        lr, told = title.replace("−", "-").splitlines()
        assert float(lr.removeprefix("lr ")) == rate
        shown = [float(number) for number in told.removeprefix("keeps ").split(", ")]
        assert_close(torch.tensor(shown).double(), kept, rtol=0, atol=0.0051)


def test_places_on_a_parabola_lie_on_it():
    drawn = rates(run(PARABOLA))
    for curve, way in zip(lines(drawn, LOSS), lines(drawn, UPDATE), strict=True):
        assert_close(curve[:, 1], curve[:, 0] ** 2)
        assert_close(way[:, 1], way[:, 0] ** 2)


def with_ways_moved(script):
    drawn = rates(script)
    for way in of_color(drawn, UPDATE):
        way.set_data(way.get_xydata().T + 0.1)
    return drawn


def with_ways_cut_short(script):
    drawn = rates(script)
    for way in of_color(drawn, UPDATE):
        way.set_data(way.get_xydata()[:-1].T)
    return drawn


def with_titles_exchanged(script):
    drawn = rates(script)
    one, other, *_ = drawn.figure.axes
    seen = one.get_title()
    one.set_title(other.get_title())
    other.set_title(seen)
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_ways_moved: [
            test_each_way_is_the_start_times_a_power_of_what_a_step_keeps,
            test_every_training_begins_at_the_square,
        ],
        with_ways_cut_short: [test_a_way_ends_with_its_training_or_where_it_leaves_the_picture],
        with_titles_exchanged: [test_titles_tell_the_rates_and_what_a_step_keeps_of_each_axis],
    },
    globals(),
)


def test_trainings_of_a_line_have_no_pictures_of_rates():
    with pytest.raises(RecordingError, match=r"moves model\.bias, model\.weight"):
        rates(run("linear_regression.py"))


def test_trainings_from_several_places_are_refused(tmp_path):
    change = ("torch.tensor([2.0, 2.0]", "torch.tensor([2.0, 2.0 + lr]")
    with pytest.raises(RecordingError, match="begin at several places"):
        rates(twin(NAME, tmp_path, change))
