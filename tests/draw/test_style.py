"""A figure's SVG as a page holds it: shorter, and the same."""

import importlib
import importlib.util
import inspect
import pkgutil
import random
import sys
from xml.etree import ElementTree

import draw
import matplotlib
import pytest
import torch
from draw.fit import fit
from draw.loss_curve import loss_curve
from draw.path import path as drawn_path
from draw.style import _by_differences
from draw.svg import Drawing
from helpers.runs import run
from helpers.svg_plots import points

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("path", "shorter"),
    [
        ("M 0 0 L 10.5 -2.25 L 10.5 0.05", "m0 0l10.5-2.25l0 2.3"),
        ("M 1 1 L 2 1 z M -3 3 L 3 -3", "m1 1l1 0zm-4 2l6-6"),  # z leads back to where it began
        ("M 0 3 C 1 1 2 2 3.07 3", "m0 3c1-2 2-1 3.07 0"),
    ],
    ids=["line", "two parts", "curve"],
)
def test_a_way_is_told_by_its_differences(path, shorter):
    assert _by_differences(path) == shorter


def test_a_way_of_a_thousand_points_ends_where_it_ended():
    source = random.Random(0)
    places = [
        (source.randrange(-(10**5), 10**5) / 100, source.random() // 0.01 / 100) for _ in "x" * 1000
    ]
    path = " ".join(f"{'L' if n else 'M'} {x:g} {y:g}" for n, (x, y) in enumerate(places))
    expected = torch.tensor(places, dtype=torch.float64)
    torch.testing.assert_close(points(_by_differences(path)), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", [name for _, name, _ in pkgutil.iter_modules(draw.__path__)])
def test_who_imports_what_draws_keeps_matplotlib_s_settings(name, monkeypatch):
    found = importlib.util.find_spec(f"draw.{name}")
    fresh = importlib.util.module_from_spec(found)
    monkeypatch.setitem(sys.modules, found.name, fresh)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        before = dict(matplotlib.rcParams)
        found.loader.exec_module(fresh)
        assert dict(matplotlib.rcParams) == before


def test_who_draws_keeps_matplotlib_s_settings():
    before = dict(matplotlib.rcParams)
    str(loss_curve(run("linear_regression.py")))
    assert dict(matplotlib.rcParams) == before


def test_a_figure_looks_the_same_whatever_matplotlib_is_set_to():
    as_it_is = str(loss_curve(run("linear_regression.py")))
    others = {"font.size": 30, "lines.linewidth": 9, "axes.spines.top": True}
    with matplotlib.rc_context(others):
        assert str(loss_curve(run("linear_regression.py"))) == as_it_is


def test_every_function_that_gives_a_drawing_draws_in_the_site_s_style():
    unstyled, styled = [], 0
    for module in pkgutil.iter_modules(draw.__path__, "draw."):
        for name, made in vars(importlib.import_module(module.name)).items():
            if getattr(made, "__module__", "") != module.name or name.startswith("_"):
                continue
            if inspect.isfunction(made) and made.__annotations__.get("return") is Drawing:
                styled += hasattr(made, "__wrapped__")
                unstyled += [] if hasattr(made, "__wrapped__") else [f"{module.name}.{name}"]
    assert unstyled == []
    assert styled > 20


@pytest.fixture(scope="module", params=[fit, drawn_path], ids=["fit", "path"])
def root(request) -> ElementTree.Element:
    return ElementTree.fromstring(str(request.param(run("linear_regression.py"))))


def test_many_marks_that_look_alike_say_once_how(root):
    groups = [group for group in root.iter(f"{SVG}g") if len(group.findall(f"{SVG}use")) > 99]
    assert groups  # the samples, or the places of a way
    assert all("stroke: var(--" in group.attrib["style"] for group in groups)
    assert not [mark for group in groups for mark in group if "style" in mark.attrib]


def test_no_group_of_a_plot_is_empty(root):
    assert not [
        part for part in root.iter() if part.tag in {f"{SVG}g", f"{SVG}defs"} and not len(part)
    ]
