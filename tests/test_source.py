"""A script's text is parsed once, and each statement is found by its line."""

import ast
from pathlib import Path

import pytest
from draw.pictures import stepper
from helpers.runs import SNIPPETS
from record.recorder import record
from record.source import Source

LOOP = """\
for x in [  # two
    1,
    2,
]:
    try: print(x)  # each
    except ValueError: f(
        x)
"""


def source(text: str) -> Source:
    return Source(Path("script.py"), text)


def test_a_script_is_parsed_once_for_its_recording_and_its_stepper(monkeypatch):
    path, parsed, parse = SNIPPETS / "linear_regression.py", [], ast.parse

    def noted(text, *args, **kwargs):
        parsed.append(text)
        return parse(text, *args, **kwargs)

    monkeypatch.setattr(ast, "parse", noted)
    stepper(record(path))
    assert parsed.count(path.read_text("utf-8")) == 1  # torch parses its own as it is imported


def test_each_line_of_a_statement_leads_to_its_first():
    assert source(LOOP).first_lines == {1: 1, 2: 1, 3: 1, 4: 1, 5: 5, 6: 6, 7: 6}


@pytest.mark.parametrize(
    ("line", "text"),
    [(1, "for x in [1, 2]"), (5, "try"), (6, "except ValueError")],
)
def test_of_a_statement_with_a_body_the_header_is_told(line, text):
    assert source(LOOP).statement_text(line) == text


def test_a_statement_over_several_lines_is_told_on_one():
    assert source("f(\n    1,  \n    2,\n)  # why\n").statement_text(1) == "f( 1, 2, )"


@pytest.mark.parametrize("name", ["linear_regression.py", "classification.py", "custom_loss.py"])
def test_a_simple_statement_is_told_as_python_finds_it_in_the_text(name):
    text = (SNIPPETS / name).read_text("utf-8") + "x = '½'; y = [\n    '½', 1\n]; z = 2\n"
    script = source(text)
    simple = {n: node for n, node in script.statements.items() if not hasattr(node, "body")}
    assert {n: script.statement_text(n) for n in simple} == {
        n: " ".join(map(str.strip, ast.get_source_segment(text, node).splitlines()))
        for n, node in simple.items()
    }


def test_what_runs_is_what_the_text_says():
    assert source(LOOP).code == compile(LOOP, "script.py", "exec")
