"""A weight with momentum as a ball: what its arrows are, held against torch's own steps."""

import pytest
import torch
from draw.ball import Bowl, ball, roll
from draw.style import GRADIENT, LOSS, PARAMETER, UPDATE
from helpers.marks import falsified_tests
from helpers.runs import run, twin
from matplotlib.text import Annotation
from record.errors import RecordingError
from torch import nn, optim
from torch.testing import assert_close

NAME = "optimizers/momentum/rolls_past.py"
SHOWN = [0, 2, 4, 6, 8, 10]
SEEN = 0.01  # a shorter arrow would be no more than its head
NEAR = {"rtol": 1e-4, "atol": 1e-6}  # of float32, after some steps


@pytest.fixture(scope="module", name="script")
def rolls_past():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return ball(script)


def by_torch():
    """Where a weight of float64 is before each of torch's steps, its gradient and its buffer."""
    w = nn.Parameter(torch.tensor(1.0, dtype=torch.float64))
    optimizer = optim.SGD([w], lr=0.1, momentum=0.9)
    found = []
    for _ in range(50):
        optimizer.zero_grad()
        (w**2).backward()
        at = w.item()
        optimizer.step()
        found.append([at, w.grad.item(), optimizer.state[w]["momentum_buffer"].item()])
    return torch.tensor(found, dtype=torch.float64)


def arrows(drawn, color):
    """Of each panel, tail and head of its arrows of a colour."""
    found = []
    for axes in drawn.figure.axes:
        every = [text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch]
        own = [arrow for arrow in every if arrow.arrowprops["color"] == color]
        found.append([(arrow.xyann[0], arrow.xy[0]) for arrow in own])
    return found


def moved(k):
    """By torch: from where to where the buffer carries a weight, the slope adds, and it steps."""
    steps = by_torch()
    here, gradient, buffer = steps[k].tolist()
    carried = here - 0.1 * (buffer - gradient)
    return (here, carried), (carried, steps[k + 1, 0].item()), (here, steps[k + 1, 0].item())


def test_what_the_slope_adds_is_plain_sgd_s_step(script, drawn):
    for k, found in zip(SHOWN, arrows(drawn, GRADIENT), strict=True):
        _, adds, _ = moved(k)
        expected = [adds] if abs(adds[1] - adds[0]) > SEEN else []
        assert found == [pytest.approx(arrow, rel=1e-4, abs=1e-6) for arrow in expected]


def test_what_the_buffer_carries_on_and_what_the_slope_adds_make_the_step(script, drawn):
    for k, found in zip(SHOWN, arrows(drawn, UPDATE), strict=True):
        carries, _, step = moved(k)
        expected = [arrow for arrow in (carries, step) if abs(arrow[1] - arrow[0]) > SEEN]
        assert found == [pytest.approx(arrow, rel=1e-4, abs=1e-6) for arrow in expected]


def marks(drawn, color):
    return [
        torch.tensor(line.get_xydata())
        for axes in drawn.figure.axes
        for line in axes.lines
        if line.get_color() == color and len(line.get_xydata())
    ]


def test_ball_is_on_the_curve_where_the_weight_is(script, drawn):
    way = by_torch()[SHOWN, 0]
    places = torch.cat(marks(drawn, PARAMETER))
    assert_close(places, torch.stack([way, way**2], dim=1), **NEAR)
    for curve in marks(drawn, LOSS):
        assert_close(curve[:, 1], curve[:, 0] ** 2, rtol=1e-6, atol=1e-9)


def with_arrows_of_half_their_length(script):
    drawn = ball(script)
    for axes in drawn.figure.axes:
        for text in axes.texts:
            if isinstance(text, Annotation):
                text.xy = ((text.xy[0] + text.xyann[0]) / 2, text.xy[1])
    return drawn


def with_the_ball_elsewhere(script):
    drawn = ball(script)
    for axes in drawn.figure.axes:
        for line in axes.lines:
            if line.get_color() == PARAMETER:
                line.set_xdata([0.1])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_arrows_of_half_their_length: [
            test_what_the_slope_adds_is_plain_sgd_s_step,
            test_what_the_buffer_carries_on_and_what_the_slope_adds_make_the_step,
        ],
        with_the_ball_elsewhere: [test_ball_is_on_the_curve_where_the_weight_is],
    },
    globals(),
)


def test_of_all_steps_the_page_is_told_torch_s_numbers(script):
    told, steps = roll(script), by_torch()
    before = torch.cat([torch.zeros(1).double(), steps[:-1, 2]])
    assert_close(torch.tensor(told.at[:-1]).double(), steps[:, 0], **NEAR)
    assert_close(torch.tensor(told.slope).double(), -0.1 * steps[:, 1], **NEAR)
    assert_close(torch.tensor(told.carried).double(), -0.1 * 0.9 * before, **NEAR)
    assert_close(torch.tensor(told.loss).double(), torch.tensor(told.at).double() ** 2)


def test_bowl_of_a_square_is_told_with_its_lowest_point_and_curvature(script):
    assert roll(script).bowl == Bowl(lowest=0.0, least=0.0, curvature=2.0)
    assert (roll(script).lr, roll(script).momentum) == (0.1, 0.9)


def test_loss_that_is_no_parabola_has_no_bowl(tmp_path):
    script = twin(NAME, tmp_path, ("loss = w**2", "loss = w**2 + 0.1 * w**4"))
    assert roll(script).bowl is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((", momentum=0.9", ""), "computes|momentum"),
        (("momentum=0.9", "momentum=0.9, nesterov=True"), "SGD with momentum"),
        (("momentum=0.9", "momentum=0.9, dampening=0.5"), "SGD with momentum"),
        ((']["momentum_buffer"].item()', ']["momentum_buffer"].item() / 2'), "not what its steps"),
        (("buffer = optim", "other = optim", "{buffer", "{other"), "computes `buffer` 0 times"),
    ],
    ids=["plain", "nesterov", "dampening", "half", "no buffer"],
)
def test_another_script_is_refused(tmp_path, change, why):
    if change[0] == ", momentum=0.9":
        change = (*change, 'optimizer.state[w]["momentum_buffer"].item()', "w.grad.item()")
    pairs = zip(change[::2], change[1::2], strict=True)
    with pytest.raises(RecordingError, match=why):
        roll(twin(NAME, tmp_path, *pairs))


def test_without_steps_to_show_nothing_is_drawn(tmp_path):
    other = twin(NAME, tmp_path, ("range(0, 12, 2)", "range(0, 99, 9)"))
    with pytest.raises(RecordingError, match="no `shown`"):
        ball(other)
