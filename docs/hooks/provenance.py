"""Who measured what a page's figures show: said once, at the page's foot.

Where figures are from several scripts, a caption names its own. A fingerprint's stands above it.
"""

import re
from collections.abc import Iterator
from importlib.metadata import version

_FIGURE = re.compile(
    r'<figure class="run"(?: data-show="(?P<show>\w+)")? data-of="(?P<of>[^"]*)"'
    r'(?: data-seed="(?P<seed>\d+)")?'
)
_MOST = 4  # scripts that are named; of more it is said where they stand
_TORCH = version("torch").split("+")[0]  # `+cpu` and the like change no number here


def on_page_content(html: str, **kwargs: object) -> str:
    """Name a page's scripts below all that it says."""
    seeds = {found["of"]: found["seed"] for found in _FIGURE.finditer(html)}
    if not seeds:
        return html
    if len(seeds) > 1:
        html = "".join(_named(html))
    said = f"Measured by {_scripts(seeds)}, torch {_TORCH}."
    return f'{html}\n<p class="measured" data-search-exclude>{said}</p>\n'


def _named(html: str) -> Iterator[str]:
    """The page in pieces, with figures whose captions say which script each is of."""
    done = 0
    for figure in _FIGURE.finditer(html):
        if figure["show"] != "fingerprint":
            whole = html[done : html.index("</figure>", figure.end())]
            end = done + len(whole.removesuffix("</figcaption>"))
            path = figure["of"].replace("/", "/<wbr>")  # it may stand in a narrow column
            yield f"{html[done:end]} From <code>{path}</code>."
            done = end
    yield html[done:]


def _scripts(seeds: dict[str, str | None]) -> str:
    """The scripts, and the seeds that they set."""
    known = sorted({seed for seed in seeds.values() if seed})
    alike = len(known) == 1 and None not in seeds.values()
    if len(seeds) > _MOST:
        return "the scripts that stand on this page" + (f", seed {known[0]}" if alike else "")
    if alike:
        return f"{_listed([f'<code>{of}</code>' for of in seeds])}, seed {known[0]}"
    return _listed(
        [f"<code>{of}</code>" + (f" (seed {seed})" if seed else "") for of, seed in seeds.items()]
    )


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
