"""The sheet: the script's own lines, and beside those of its loop what was read and written."""

import re
from html import unescape

import pytest
from draw.sheet import sheet
from helpers.runs import run, twin
from record.errors import RecordingError

SCRIPTS = ["linear_regression.py", "classification.py"]
WAYS = {
    "y_pred = model(x)": ["reads", "writes", "", ""],
    "loss = loss_fn(y_pred, y)": ["", "reads", "writes", ""],
    "optimizer.zero_grad()": ["", "", "", "writes"],
    "loss.backward()": ["", "", "reads", "writes"],
    "optimizer.step()": ["writes", "passes", "passes", "reads"],
}


@pytest.fixture(scope="module", params=SCRIPTS)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return sheet(script)


def of_line(drawn, code):
    (row,) = [row for row in drawn.rows if row.text.split("  #")[0].strip() == code]
    return row


def test_lines_of_the_sheet_are_the_script_s_without_its_results(script, drawn):
    lines = script.path.read_text("utf-8").splitlines()
    assert [row.text for row in drawn.rows] == [line for line in lines if "#>" not in line]


def test_html_of_the_sheet_holds_each_line_as_it_stands(drawn):
    shown = re.findall(r'<code class="highlight">(.*?)</code>', str(drawn))
    text = [unescape(re.sub(r"<[^>]+>", "", line)) for line in shown]
    assert text == [row.text for row in drawn.rows]


@pytest.mark.parametrize("code", WAYS)
def test_a_line_of_the_loop_leads_from_what_it_reads_to_what_it_writes(drawn, code):
    row = of_line(drawn, code)
    assert list(row.cells) == WAYS[code]
    assert row.way == {"optimizer.zero_grad()": "", "optimizer.step()": "back"}.get(code, "on")


def test_a_line_writes_just_what_the_second_turn_saw_it_change(script, drawn):
    for line in script.lines.lines:
        code = script.source.line(line.number).split("  #")[0]
        if line.epoch == 1 and code in WAYS:
            cells = zip(drawn.columns, of_line(drawn, code).cells, strict=True)
            written = {name for column, does in cells if does == "writes" for name in column.names}
            assert written == {n for n in line.changed if n in all_names(drawn)}


def all_names(drawn):
    return {name for column in drawn.columns for name in column.names}


def test_lines_outside_the_loop_read_and_write_nothing_that_is_shown(drawn):
    assert sum(bool(row.cells) for row in drawn.rows) == len(WAYS)


def test_shapes_on_the_sheet_are_those_of_the_run_s_own_tensors(script, drawn):
    names = script.globals
    tensors = {"y_pred": names["y_pred"], "loss": names["loss"]}
    for name, parameter in names["model"].named_parameters(prefix="model"):
        tensors |= {name: parameter, f"{name}.grad": parameter.grad}
    shown = {name: shape for column in drawn.columns for name, shape in column.names.items()}
    assert shown == {name: str(tuple(tensor.shape)) for name, tensor in tensors.items()}


def test_a_script_that_never_steps_has_no_sheet(tmp_path):
    broken = twin("linear_regression.py", tmp_path, ("    optimizer.step()\n", ""))
    with pytest.raises(RecordingError, match="a line each for the loss, backward"):
        sheet(broken)
