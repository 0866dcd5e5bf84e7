"""A lab's cells and what they put out -> Markdown, and a notebook to download.

Knows Jupyter's data, not MkDocs. A cell that draws says what is to be seen, in comments
as Quarto has them:

    # %%
    #| fig-cap: What to look for; stands under the figure.
    #| fig-alt: What the figure shows, for those who cannot see it.
"""

import html
import re
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath
from typing import Any

import yaml
from draw.style import inline

from page.code import results

# Jupyter's packages are imported where they work: a build that finds all kept needs none of them.

OPTION = "#| "
Notebook = dict[str, Any]  # as nbformat has it; what was kept is no more than its JSON


class LabError(Exception):
    """What is wrong with a lab, and how to fix it."""


def read(source: str) -> Notebook:
    """The notebook of a `# %%` script; its first cell is the title and what the lab is about."""
    import jupytext

    return jupytext.reads(source, fmt="py:percent")


def code(lab: Notebook) -> list[str]:
    """What each code cell runs, without the comments that describe its figure."""
    return [split(cell["source"])[1] for cell in lab["cells"] if cell["cell_type"] == "code"]


def split(source: str) -> tuple[dict, str]:
    """A cell's options, and the code below them."""
    lines = source.splitlines()
    options = "\n".join(line.removeprefix(OPTION) for line in lines if line.startswith(OPTION))
    rest = "\n".join(line for line in lines if not line.startswith(OPTION))
    return yaml.safe_load(options) or {}, rest


def put_out(executed: dict) -> list[list[dict]]:
    """What each code cell of an executed notebook put out, in order.

    Raises:
        LabError: a warning or anything else on stderr; or an error that stopped no cell, as one
            while a plot is drawn.
    """
    from nbconvert.preprocessors import CoalesceStreamsPreprocessor
    from nbformat import from_dict

    # A busy kernel may send one print in several parts.
    whole, _ = CoalesceStreamsPreprocessor().preprocess(from_dict(executed), {})
    ran = [cell for cell in whole["cells"] if cell["cell_type"] == "code"]
    for cell in ran:
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                raise LabError(f"{output['ename']}: {output['evalue']}{_quoted(cell)}")
            if output.get("name") == "stderr":
                raise LabError(f"{output['text'].strip()}{_quoted(cell)}")
    return [cell["outputs"] for cell in ran]


def to_markdown(lab: Notebook, outputs: list[list[dict]], note: str, of: str) -> str:
    """The page: prose as it stands, code and text as fences, figures as inline SVG.

    Args:
        lab: the notebook, as `read` gives it.
        outputs: what each code cell put out, in order, as nbformat has it.
        note: Markdown that goes below the first cell.
        of: what measured what the figures show.

    Raises:
        LabError: a figure without a description or a caption, or an output that no page shows.
    """
    first, *rest = lab["cells"]
    parts = [first["source"], note]
    left = iter(outputs)
    names = (f"figure-{number}" for number in count(1))
    for cell in rest:
        if cell["cell_type"] == "markdown":
            parts.append(cell["source"])
            continue
        options, source = split(cell["source"])
        parts.append(fence(source, "python"))
        for output in next(left):
            try:
                parts.append(shown(output, options, of, names))
            except LabError as error:
                raise LabError(f"{error}{_quoted(cell)}") from None
    return "\n\n".join(parts) + "\n"


def shown(output: dict, options: dict, of: str, names: Iterator[str]) -> str:
    """One output as Markdown."""
    if output["output_type"] == "stream":
        return results(output["text"].rstrip("\n"))
    data = output["data"]
    if "image/svg+xml" in data:
        if missing := [name for name in ("fig-alt", "fig-cap") if not options.get(name)]:
            raise LabError(
                f"A figure without {' and '.join(missing)}. Begin its cell with `#| fig-cap: ` "
                "(what to look for) and `#| fig-alt: ` (what it shows, for who cannot see it)."
            )
        svg = inline(data["image/svg+xml"], next(names), " ".join(options["fig-alt"].split()))
        caption = html.escape(" ".join(options["fig-cap"].split()))
        return (
            f'<figure class="run" data-of="{html.escape(of)}">{svg}'
            f"<figcaption>{caption}</figcaption></figure>"
        )
    if list(data) == ["text/plain"]:
        return results(data["text/plain"])
    raise LabError(f"A cell put out {', '.join(data)}; a page shows text and SVG.")


def _quoted(cell: dict) -> str:
    return f"\nThe cell:\n------------------\n{cell['source']}\n------------------"


def fence(text: str, language: str) -> str:
    """A fenced block, whatever backticks the text has."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def download(lab: Notebook, snippets: dict[str, str], note: str) -> str:
    """The notebook as JSON, not run, that writes the snippets beside itself.

    Raises:
        LabError: a snippet in a folder; `%%writefile` would not make it.
    """
    import jupytext
    from nbformat import from_dict
    from nbformat.v4 import new_code_cell, new_markdown_cell

    first, *rest = lab["cells"]
    if nested := [name for name in snippets if PurePosixPath(name).name != name]:
        raise LabError(f"It runs {nested[0]}; its download carries no snippet in a folder.")
    carried = [new_code_cell(f"%%writefile {name}\n{text}") for name, text in snippets.items()]
    cells = [first, new_markdown_cell(note), *carried, *rest]
    copy = from_dict({**lab, "cells": cells})
    for number, cell in enumerate(copy.cells):
        cell.id = f"cell-{number}"  # nbformat's own are random: no two builds would be alike
    return jupytext.writes(copy, fmt="ipynb")
