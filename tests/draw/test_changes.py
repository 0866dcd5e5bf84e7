"""What each line of a loop writes, held against what the script printed after each line."""

import pytest
from draw.changes import changes
from draw.style import GRADIENT, PARAMETER
from helpers.marks import falsified_tests, of_color
from helpers.runs import run
from record.errors import RecordingError

NAME = "training_loop/what_each_line_changes.py"
LINES = [
    "y_pred = model(x)",
    "loss = loss_fn(y_pred, y)",
    "optimizer.zero_grad()",
    "loss.backward()",
    "optimizer.step()",
]


@pytest.fixture(scope="module", name="script")
def two_turns():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return changes(script)


def printed(script):
    """What the script printed after each line: the weight, and the gradient or None."""
    rows = [line.split() for line in script.output.splitlines()]
    assert len(rows) == 10
    return [(float(row[2]), None if row[4] == "None" else float(row[4])) for row in rows]


def track(drawn, color):
    """The value at each row, None where nothing is drawn; and the rows with a mark."""
    values, marked = [None] * 10, set()
    for line in of_color(drawn, color):
        value, row = line.get_xydata().mean(axis=0)
        values[round(row)] = value
        if len(line.get_xydata()) == 1:
            marked.add(round(row))
    return values, marked


def test_rows_are_the_five_lines_of_the_loop_twice(script, drawn):
    labels = [label.get_text() for label in drawn.figure.axes[0].get_yticklabels()]
    assert labels == 2 * LINES


def test_weight_and_gradient_at_each_row_are_what_was_printed_after_its_line(script, drawn):
    weights, _ = track(drawn, PARAMETER)
    gradients, _ = track(drawn, GRADIENT)
    assert [round(weight, 4) for weight in weights] == [weight for weight, _ in printed(script)]
    shown = [None if gradient is None else round(gradient, 4) for gradient in gradients]
    assert shown == [gradient for _, gradient in printed(script)]


def test_marks_of_the_weight_stand_at_step_alone(script, drawn):
    _, marked = track(drawn, PARAMETER)
    assert marked == {4, 9}


def test_marks_of_the_gradient_stand_at_backward_alone(script, drawn):
    _, marked = track(drawn, GRADIENT)
    assert marked == {3, 8}


def test_none_is_written_where_there_is_no_gradient(script, drawn):
    nones = [text for text in drawn.figure.axes[1].texts if text.get_text() == "None"]
    assert [text.get_position()[1] for text in nones] == [0, 1, 2, 7]
    assert [text.get_color() == GRADIENT for text in nones] == [False, False, False, True]


def a_row_lower(script):
    drawn = changes(script)
    for color in (PARAMETER, GRADIENT):
        for line in of_color(drawn, color):
            line.set_ydata((line.get_ydata() + 1) % 10)
    for text in drawn.figure.axes[1].texts:
        if text.get_text() == "None":
            text.set_y(text.get_position()[1] + 1)
    left, _ = drawn.figure.axes
    labels = [label.get_text() for label in left.get_yticklabels()]
    left.set_yticks(range(10), labels=labels[1:] + labels[:1])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        a_row_lower: [
            test_rows_are_the_five_lines_of_the_loop_twice,
            test_weight_and_gradient_at_each_row_are_what_was_printed_after_its_line,
            test_marks_of_the_weight_stand_at_step_alone,
            test_marks_of_the_gradient_stand_at_backward_alone,
            test_none_is_written_where_there_is_no_gradient,
        ],
    },
    globals(),
)


def test_a_weight_of_several_numbers_has_no_track():
    with pytest.raises(RecordingError, match="of one number"):
        changes(run("classification.py"))
