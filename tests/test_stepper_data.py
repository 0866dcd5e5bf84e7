"""What a stepper's script reads of a run is what was recorded of it, to the last bit."""

import json
from itertools import count

import pytest
import torch
from helpers.runs import run
from helpers.statements import statement_on
from helpers.unpacking import float_at, unmixed, unpacked
from markupsafe import Markup
from record.recorder import record
from record.roles import Role
from record.seen import GONE, Gist
from stepper.formulas import formulas
from stepper.packing import packed_floats, size
from stepper.questions import questions
from stepper.reads import reads
from stepper.stepper import stepper


def served(script) -> dict:
    """What the page's script reads."""
    (text,) = stepper(script, lambda run, places: (Markup(), {})).files.values()
    return json.loads(text)


def told(value) -> tuple:
    """What is kept of a value: its letter, its shape, its numbers in a row."""
    match value:
        case None:
            return ("n",)
        case _ if value is GONE:
            return ("-",)
        case Gist():
            numbers = [value.norm, value.minimum, value.maximum, *value.first]
            return "g", [*value.shape], numbers
        case torch.Tensor():
            return "v", [*value.shape], value.flatten().tolist()
    return "v", [], [value]


def recorded(recording) -> dict[str, list[tuple]]:
    """Each name's values, with the place of each: 0 is before the first line."""
    lines = recording.lines
    found = {name: [] for name in lines.roles}
    for at, changed in enumerate([lines.start, *(line.changed for line in lines.lines)]):
        for name, value in changed.items():
            found[name].append((at, *told(value)))
    return found


def read(series: list[dict]) -> dict[str, list[tuple]]:
    """The same, from what is packed."""
    found, rows = {}, []
    for one in series:
        rows.append(rows_of(one, rows))
        of = count()
        found[one["name"]] = [
            (at, what) if what in "n-" else (at, what, *shape_and_row(one, rows[-1], next(of)))
            for at, what in zip(unpacked(one["at"]), one["what"], strict=True)
        ]
    return found


def shape_and_row(one: dict, rows: list, place: int) -> tuple:
    shapes = one["shapes"]
    return shapes[place] if len(shapes) > 1 else shapes[0], rows[place]


def rows_of(one: dict, earlier: list) -> list[list]:
    if "list" in one:
        return one["list"]
    if "mix" not in one:
        columns = [[*map(float_at, unpacked(text))] for text in one["bits"]]
    else:
        source, power, weight = one["mix"]
        goals = zip(*earlier[source], strict=True)
        columns = [unmixed(*pair, power, weight) for pair in zip(one["bits"], goals, strict=True)]
    return [[*row] for row in zip(*columns, strict=True)]


# A tensor whose shape changes, one that is a name no more, numbers that are no float32.
ODD = """
import torch
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
def loss_of(part):
    several = part * 2
    return several.sum().double()
for epoch in range(3):
    part = w[: 1 + epoch % 2]
    loss = loss_of(part)
    loss.backward()
    optimizer.step()
"""


@pytest.fixture(scope="module", params=["linear_regression.py", "classification.py", "odd"])
def script(request, tmp_path_factory):
    if request.param != "odd":
        return run(request.param)
    path = tmp_path_factory.mktemp("odd") / "odd.py"
    path.write_text(ODD, "utf-8")
    return record(path)


@pytest.fixture(scope="module")
def data(script):
    return served(script)


def test_each_value_that_a_stepper_reads_is_the_recorded_one(script, data):
    kept = recorded(script)
    unmoved = {
        name
        for name, values in kept.items()
        if script.lines.roles[name] == Role.VALUE and [at for at, *_ in values] == [0]
    }
    assert read(data["series"]) == {n: v for n, v in kept.items() if n not in unmoved}


def test_lines_and_epochs_that_a_stepper_reads_are_the_recorded_ones(script, data):
    lines = script.lines.lines
    assert unpacked(data["lines"]) == [line.number for line in lines]
    begins = unpacked(data["epochs"])
    assert [lines[at].epoch for at in begins] == sorted({line.epoch for line in lines})
    assert all(at == 0 or lines[at - 1].epoch < lines[at].epoch for at in begins)


def test_code_that_a_stepper_tells_of_a_line_is_the_statement_or_the_header_on_it(script, data):
    ran = {line.number for line in script.lines.lines}
    written = {n: statement_on(script.source.text, n).removesuffix(":") for n in ran}
    assert {int(number): text for number, text in data["code"].items()} == written


def test_an_average_is_packed_with_its_gradient_where_that_is_shorter():
    series = served(run("classification.py"))["series"]
    rows = []
    for one in series:
        rows.append(rows_of(one, rows))
    mixed = [(one, row) for one, row in zip(series, rows, strict=True) if "mix" in one]
    assert {one["name"] for one, _ in mixed} == {
        f'optimizer.state[model.{name}]["{key}"]'
        for name in ("weight", "bias")
        for key in ("exp_avg", "exp_avg_sq")
    }
    assert [
        one["name"] for one, row in mixed if size(one["bits"]) >= size(packed_floats(row))
    ] == []


def statements_read(lines) -> dict[str, list[str]]:
    """What `reads` says of each statement."""
    return {lines.source.statement_text(number): names for number, names in reads(lines).items()}


def test_a_line_reads_what_stands_on_it_and_what_its_call_is_known_to_read():
    read_by = statements_read(run("linear_regression.py").lines)
    parameters = ["model.weight", "model.bias"]
    assert set(read_by["y_pred = model(x)"]) == {"x", *parameters}
    assert set(read_by["loss = loss_fn(y_pred, y)"]) == {"y_pred", "y"}
    assert read_by["optimizer.zero_grad()"] == []
    assert set(read_by["optimizer.step()"]) == {f"{name}.grad" for name in parameters}


def test_a_reader_is_asked_of_the_first_line_of_each_kind_and_told_what_is_right():
    asked = questions(run("linear_regression.py").lines)
    rights = {q.statement: [v for v in q.verdicts.values() if v.startswith("Right")] for q in asked}
    assert rights == {
        "loss.backward()": ["Right: each .grad. "],
        "optimizer.step()": ["Right: each parameter. "],
        "optimizer.zero_grad()": ["Right: each .grad. "],
    }
    epochs = [run("linear_regression.py").lines.lines[question.at].epoch for question in asked]
    assert epochs == [0, 0, 1]  # in the first there is no gradient that could go


TWO_NUMBERS = """
import torch
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for epoch in range(2):
    loss = (w**2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


def test_a_formula_of_several_numbers_names_the_first(tmp_path):
    (tmp_path / "script.py").write_text(TWO_NUMBERS, "utf-8")
    lines = record(tmp_path / "script.py").lines
    assert [one.name for one in formulas(lines, {name: 0 for name in lines.roles})] == ["w[0]"]
    alone = run("linear_regression.py").lines
    names = [one.name for one in formulas(alone, {name: 0 for name in alone.roles})]
    assert names == ["model.weight", "model.bias"]
