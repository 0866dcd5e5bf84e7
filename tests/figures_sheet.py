"""Puts every figure that a page asks for on one sheet, for a person to compare before and after.

`python tests/figures_sheet.py before` writes `.cache/before.html`, which needs nothing beside it,
and a picture of it, `.cache/before.png`; without a name both are called `figures`.
"""

import os
import re
import sys
from html import escape
from pathlib import Path

# As make and pytest set it.
os.environ |= {"OMP_NUM_THREADS": "1"}
sys.path.append(str(Path(__file__).parents[1] / "docs/hooks"))

from browser.chromium import launch
from draw.figures import KINDS, drawer
from draw.fingerprint import fingerprints
from helpers.gallery import run as seen
from helpers.runs import ROOT, run
from helpers.sources import all_fences
from page.measured import figure
from playwright.sync_api import sync_playwright

FINGERPRINT = "fingerprint"  # of two scripts; the other kinds are of one recording
SCHEMES = ("default", "slate")  # Material's names for light and dark
STYLE = """
body { margin: 0; font: 14px sans-serif; }
section { columns: 4; column-gap: 1rem; padding: 1rem; background: var(--paper); color: var(--ink) }
figure { margin: 0 0 1rem; break-inside: avoid; }
figcaption { border-bottom: 1px solid var(--hairline); font-weight: 600; overflow-wrap: anywhere; }
svg { width: 100%; }
figure > * { overflow: hidden; font-size: 11px; max-height: 40rem; }
.steps { font-size: 8px; } /* so that its last column fits */
.live, .stepper-live, .view { display: none; } /* waits for a script */
"""


def asked_for() -> list[tuple[str, str]]:
    """Each figure of the site once, as its kind and the path of its snippet, kind by kind."""
    infos = [fence.info for fence in all_fences() if fence.language == "run"]
    found = {re.search(r'path="(.+?)" show="(.+?)"', info).group(2, 1) for info in infos}
    return sorted(found, key=lambda one: ([*KINDS, FINGERPRINT].index(one[0]), one[1]))


def drawn(show: str, path: str) -> str:
    """The HTML of a figure of a snippet."""
    if show != FINGERPRINT:
        return str(figure.drawn(run(path), drawer(show)))
    twins = [seen(name).seen.packed() for name in (path, path.replace("_wrong.py", ".py"))]
    return fingerprints(path, *twins)


def sheet(figures: list[tuple[str, str]]) -> str:
    """The HTML of a sheet with these figures, in light and below it in dark."""
    all_drawn = "".join(
        f"<figure><figcaption>{show} · {escape(path)}</figcaption>{drawn(show, path)}</figure>"
        for show, path in figures
    )
    colours = (ROOT / "docs/assets/colours.css").read_text("utf-8")
    sections = [
        f'<section data-md-color-scheme="{scheme}">{all_drawn}</section>' for scheme in SCHEMES
    ]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>'
        f"<style>{colours}{STYLE}</style>{''.join(sections)}</html>"
    )


def photograph(page: Path, picture: Path) -> None:
    """The whole page as a PNG."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        opened = browser.new_page(viewport={"width": 1600, "height": 900})
        opened.goto(page.as_uri())
        opened.screenshot(path=picture, full_page=True)
        browser.close()


def main(name: str = "figures") -> None:
    """Write the sheet and its picture, and say where they are."""
    figures = asked_for()
    page = ROOT / ".cache" / f"{name}.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text(sheet(figures), "utf-8")
    photograph(page, page.with_suffix(".png"))
    print(f"{len(figures)} figures: {page}, {page.with_suffix('.png')}")


if __name__ == "__main__":
    main(*sys.argv[1:])
