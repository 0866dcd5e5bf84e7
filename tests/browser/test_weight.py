"""What a browser loads to show a page that a reader has not touched."""

import re

import pytest
from bench_bytes import load
from helpers.html_pages import weight
from helpers.modules import loaded_for
from helpers.runs import ROOT

pytestmark = [pytest.mark.site, pytest.mark.browser]

ASSETS = ROOT / "docs/assets"
# What one script loads when it is needed: a figure of a page, or what answers a hand in it.
LATER = sorted(
    {
        (script.parent / name).resolve().relative_to(ASSETS).as_posix()
        for script in ASSETS.rglob("*.js")
        for name in re.findall(r"""\bimport\("(\.[^"]+)"\)""", script.read_text("utf-8"))
    }
)
# The missions stand beside the explorer, whose scripts are there already.
THERE = {"missions/missions.js": "explorer/explorer.js"}


def test_all_that_the_home_page_loads_before_a_touch_weighs_at_most_110_kb(browser, site):
    loaded = load(browser, site, "")
    assert sum(loaded.values()) <= 110_000, loaded
    # What it is made of, so that nothing was missed.
    assert {path.rpartition(".")[2] for path in loaded} == {"/", "css", "js", "woff2"}


def test_scripts_that_are_loaded_when_they_are_needed_are_found():
    assert {"worlds/worlds.js", "worlds/taken.js", "stepper/stepper.js"} < {*LATER}
    assert len(LATER) >= 15


@pytest.mark.parametrize("script", [each for each in LATER if not each.startswith("search/")])
def test_a_script_that_is_loaded_when_it_is_needed_weighs_at_most_10_kb_with_all_that_it_imports(
    site, script
):
    files = loaded_for(site / "assets" / script)
    if script in THERE:
        files -= loaded_for(site / "assets" / THERE[script])
    assert weight(files) <= 10 * 1024
