"""The HTML of a stepper. A script fills in the values of the line that the reader is at.

A place for a value says which series it shows in `data-of`, and in `data-what` which part of it;
docs/assets/stepper/values.js fills it. What the optimizer holds names a second series, which tells
whether that is the model's object.
"""

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from record.lines import Line, Lines
from record.roles import Role
from record.seen import SMALL, Gist

Places = dict[str, int]  # which series has a name


def code(source: str) -> str:
    """The script with a number before each line, coloured as code elsewhere on the site."""
    # Material would put a button on `pre > code` that copies the numbers too.
    coloured = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    rows = "".join(
        f'<span class="row" data-line="{n}"><span class="number">{n}</span>'
        f"<span>{text or ' '}</span></span>"
        for n, text in enumerate(coloured.rstrip("\n").split("\n"), start=1)
    )
    return (
        '<div class="highlight stepper-code" tabindex="0" role="region" aria-label="Code. '
        "Arrow keys go by lines, Page Up and Page Down by epochs, Home and End to the ends, "
        f'Space plays."><div class="stepper-lines"><div class="here"></div>'
        f"<pre>{rows}</pre></div></div>"
    )


def _button(move: str, keys: str, sign: str, label: str) -> str:
    return (
        f'<button type="button" data-go="{move}" data-keys="{keys}" '
        f'title="{label}" aria-label="{label}">'
        f'<span aria-hidden="true">{sign}</span></button>'
    )


def controls(epochs: int) -> str:
    """Buttons, a speed, and a slider over this many epochs."""
    return (
        '<div class="stepper-controls" role="group" aria-label="Walk through the run"><div>'
        + _button("first", "Home", "⇤", "First line")
        + _button("epochBack", "PageUp", "«", "Back an epoch")
        + _button("lineBack", "ArrowLeft ArrowUp", "‹", "Back a line")
        + _button("play", "Space", "", "Play")  # its sign is the style sheet's
        + _button("lineOn", "ArrowRight ArrowDown", "›", "On a line")
        + _button("epochOn", "PageDown", "»", "On an epoch")
        + _button("last", "End", "⇥", "Last line")
        + '</div><label>Speed <select><option value="1">1 line a second</option>'
        '<option value="3" selected>3 lines a second</option>'
        '<option value="15">15 lines a second</option></select></label>'
        f'<label>Epoch <input type="range" min="0" max="{epochs - 1}" value="0"> '
        '<span class="at"></span></label></div>'
    )


def sentence_room(lines: Lines, told: list[tuple[Line, str]]) -> str:
    """Where a sentence stands, or a question; with room for the longest, its verdict included."""
    choices, asked = _choices(lines), _asked(lines)
    said = [f"`{_statement(lines, line)}`: {text}" for line, text in told]
    for at, right in asked.items():
        said[at] = max(_verdicts(choices, right), key=len) + said[at]
    questions = "".join(
        _question(at, _statement(lines, lines.lines[at]), choices, right)
        for at, right in asked.items()
    )
    return (
        # Atomic, as the script changes only the words that differ from the last sentence's.
        '<div class="stepper-room"><p class="stepper-says" aria-live="polite" aria-atomic="true">'
        f'</p><p class="stepper-longest" aria-hidden="true">{_marked_up(max(said, key=len))}</p>'
        f"{questions}</div>"
    )


def _statement(lines: Lines, line: Line) -> str:
    known = line.number in lines.source.statements
    return lines.source.statement_text(line.number) if known else ""


def _asked(lines: Lines) -> dict[int, str]:
    """Three times to predict: before gradients appear, before parameters move, before they go.

    Returns:
        For each which choice is right, by its place among the lines that ran.
    """
    roles = lines.roles
    found: dict[str, int] = {}
    for at, line in enumerate(lines.lines):
        grads = [v for n, v in line.changed.items() if roles[n] == Role.GRADIENT]
        if any(roles[n] == Role.PARAMETER for n in line.changed):
            found.setdefault("step", at)
        elif grads:
            found.setdefault("gone" if all(g is None for g in grads) else "backward", at)
    rights = {"backward": "gradient", "step": "parameter", "gone": "gradient"}
    return {at: rights[kind] for kind, at in sorted(found.items(), key=lambda item: item[1])}


def _choices(lines: Lines) -> dict[str, str]:
    memory = ", and what the optimizer remembers" if Role.STATE in lines.roles.values() else ""
    return {
        "loss": "the loss",
        "gradient": "each .grad",
        "parameter": f"each parameter{memory}",
        "both": f"each .grad and each parameter{memory}",
        "nothing": "nothing",
    }


def _verdicts(choices: dict[str, str], right: str) -> list[str]:
    """What is said of each choice; short, as the line's sentence follows."""
    return [f"{'Right:' if kind == right else 'No,'} {choices[right]}. " for kind in choices]


def _question(at: int, statement: str, choices: dict[str, str], right: str) -> str:
    verdicts = dict(zip(choices.values(), _verdicts(choices, right), strict=True))
    buttons = "".join(
        f'<button type="button" data-verdict="{verdict}">{text}</button>'
        for text, verdict in [*verdicts.items(), ("Skip", "")]
    )
    return (
        f'<div class="stepper-question" data-at="{at}" role="group" aria-label="Predict" hidden>'
        f"<p>Predict: what will <code>{escape(statement)}</code> change?</p>{buttons}</div>"
    )


# First what the reader came for, so that it is in view together with the code.
_GROUPS = {
    "parameters": (Role.PARAMETER, Role.GRADIENT),
    "the loop’s values": (Role.VALUE, Role.RETURNED, Role.LOSS),
    "optimizer’s state": (Role.SETTING, Role.STATE),
}


def values(lines: Lines, series: dict[str, dict[str, Any]]) -> str:
    """Tables of each name, its value before the line and after it, and the difference."""
    tables = "".join(_group(title, roles, lines, series) for title, roles in _GROUPS.items())
    grids = (
        " A cell of a grid has a number’s sign; the larger the number, the stronger its colour."
        if 'data-what="signs"' in tables
        else ""
    )
    return (
        '<p class="stepper-note">Values around this line; Δ marks what it changed. A norm is the '
        f"length: the root of the sum of the squares.{grids}{_gist_note(lines)}</p>{tables}"
    )


def _group(
    title: str, roles: tuple[Role, ...], lines: Lines, series: dict[str, dict[str, Any]]
) -> str:
    """A table of its own for each group, as a browser does not paint one that is out of view."""
    rows = "".join(
        _row(place, name, lines)
        for place, name in enumerate(series)
        if lines.roles[name] in roles and (lines.roles[name] != Role.SETTING or _moves(lines, name))
    )
    return rows and (
        '<div class="stepper-values"><table class="lined"><thead><tr>'
        f'<th scope="col">{title}</th><th scope="col">before</th>'
        '<th scope="col">after this line</th><th scope="col">difference</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(place: int, name: str, lines: Lines) -> str:
    every = [lines.start.get(name), *(line.changed.get(name) for line in lines.lines)]
    shape = next((tuple(v.shape) for v in every if getattr(v, "ndim", 0)), ())
    grid = more = ""
    if any(isinstance(value, Gist) for value in every):
        told = f'<div data-of="{place}" data-what="gist"></div>'
        more = f'<tr class="gist"><td colspan="4">{told}</td></tr>'
    elif math.prod(shape) > 1:
        grid = _grid(place, name, shape)
    return (
        f'<tr><th scope="row"><span class="{lines.roles[name]}">{_breakable(name)}</span></th>'
        f"<td>{_output(place, f'{name} before', 'before')}</td>"
        f"<td>{_output(place, name)}{grid}</td>"
        f"<td>{_output(place, f'{name} difference', 'gap')}</td></tr>{more}"
    )


def _grid(place: int, name: str, shape: Sequence[int]) -> str:
    """A drawing of each number's sign and size, which opens to the numbers."""
    cells = ""
    for n in range(math.prod(shape)):
        rest, at = n, []
        for side in reversed(shape):
            rest, index = divmod(rest, side)
            at.insert(0, str(index))
        cells += _named(f"{name}[{', '.join(at)}]")
    label = escape(f"The numbers in {name}", quote=True)
    # Few and long rows, opened, stand as columns: a row of ten would break somewhere.
    turned = " turned" if len(shape) == 2 and shape[0] <= 3 < shape[1] else ""
    columns, rows = shape[-1], math.prod(shape[:-1])
    sizes = "".join(f'<path fill-opacity="{8 * size}%"/>' for size in range(5))
    of = f'data-of="{place}" data-what='
    return (
        f'<div class="numbers{turned}" style="--columns:{columns};--rows:{rows}">'
        f'<button type="button" aria-expanded="false" aria-label="{label}">numbers</button>'
        # A path for each size from none on and one for all signs, as few are changed fast; a cell
        # is 1 high and 1 wide. The frame stays, else a layer would come and go with the signs.
        f'<svg {of}"signs" viewBox="0 0 {columns} {rows}" aria-hidden="true">'
        f'{sizes}<path class="signs"/><rect width="100%" height="100%"/></svg>'
        f'<div class="grid" {of}"cells">{cells}</div></div>'
    )


def _output(
    place: int, name: str, what: str = "after", link: int | None = None, before: str = ""
) -> str:
    """A place for a value, on a line of its own."""
    of = f"{place} {link}" if link is not None else place
    output = _named(name, f' data-of="{of}" data-what="{what}"')
    return f'<div class="value">{before}{output}</div>'


def _named(name: str, more: str = "") -> str:
    """An output. It is quiet: a screen reader hears the sentence, not each number."""
    return f'<output aria-live="off" data-name="{escape(name, quote=True)}"{more}></output>'


def links(lines: Lines, places: Places) -> str:
    """Each parameter as its model and as its optimizer has it."""
    if not lines.links:
        return ""
    rows = ""
    for link in lines.links:
        same = places[link.name]
        own, grad = places[link.parameter], places[f"{link.parameter}.grad"]
        name, held = link.parameter, link.held_as
        # The table above has it too if the model, at some line, has another one.
        of, of_grad = (
            f"{n} of the optimizer" if n in places else n for n in (held, f"{held}.grad")
        )
        ours, theirs = (_output(places[n], n, before="object ") for n in link.identities)
        rows += (
            f"<tr><td>{_side(name, _output(own, f'{name} of the model'))}"
            f"{_side(f'{name}.grad', _output(grad, f'{name}.grad of the model'))}"
            f"{ours}</td>"
            f"<td>{_output(same, link.name, before='<code>is</code> → ')}</td>"
            f"<td>{_side(held, _output(own, of, link=same))}"
            f"{_side(f'{held}.grad', _output(grad, of_grad, link=same))}"
            f"{theirs}</td></tr>"
        )
    return (
        '<div class="stepper-link"><table class="lined"><caption>One object, seen from two sides. '
        "An object’s number here stands for what <code>id()</code> tells, which differs from run "
        "to run: one number, one object</caption>"
        '<thead><tr><th scope="col">the model has</th><th scope="col">the same?</th>'
        f'<th scope="col">the optimizer has</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _side(name: str, place: str) -> str:
    return f"<code>{_breakable(name)}</code>{place}"


def epoch_table(lines: Lines, epoch: int, told: list[tuple[Line, str]]) -> str:
    """One whole epoch, line by line, for who reads on paper or without scripts."""
    rows = "".join(
        f'<tr><th scope="row">{line.number}</th>'
        f"<td><code>{escape(_statement(lines, line))}</code></td>"
        f"<td>{_marked_up(sentence)}</td></tr>"
        for line, sentence in told
        if line.epoch == epoch and line.number in lines.source.statements
    )
    return (
        '<div class="stepper-epoch scroll" tabindex="0" role="region" aria-label="One epoch">'
        f'<table class="lined"><caption>Epoch {epoch}, counted from 0, line by line</caption>'
        "<thead><tr>"
        '<th scope="col">line</th><th scope="col">code</th><th scope="col">what it did</th></tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )


def _breakable(name: str) -> str:
    """A name that may break before a dot or a bracket."""
    return escape(name).replace(".", "<wbr>.").replace("[", "<wbr>[")


def _marked_up(sentence: str) -> str:
    """Code between backticks as code."""
    parts = escape(sentence.strip()).split("`")
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))


def _moves(lines: Lines, name: str) -> bool:
    return any(name in line.changed for line in lines.lines)


def _gist_note(lines: Lines) -> str:
    if not any(isinstance(v, Gist) for line in lines.lines for v in line.changed.values()):
        return ""
    return (
        f" Of a tensor with more than {SMALL} numbers its shape, norm, smallest, largest and first "
        "few numbers are kept."
    )
