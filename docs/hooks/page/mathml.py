"""LaTeX -> MathML, as text. Knows math_core."""

import html
import re
import xml.etree.ElementTree as ET

from math_core import LatexError, LatexToMathML
from mkdocs.exceptions import PluginError

# The four things that have a colour of their own everywhere have it in formulas too: `\loss{L}`.
# math_core knows colours but no classes: each takes one that no formula needs, and gives it back.
_COLOURED = {
    "loss": ("Maroon", "#BA3132"),
    "gradient": ("Plum", "#872996"),
    "parameter": ("RoyalBlue", "#0073C0"),
    "update": ("PineGreen", "#058D74"),
}
_CONVERTER = LatexToMathML(
    macros={name: rf"\textcolor{{{color}}}{{#1}}" for name, (color, _) in _COLOURED.items()},
    fancy_error=False,
)
# HTML would understand `&ApplyFunction;`, XML does not.
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot);)\w+;")


class FormulaError(PluginError):
    """A formula that math_core refuses. It stops the build."""


def to_mathml(latex: str, block: bool) -> str:
    r"""HTML that shows a formula, without a script in the page.

    Args:
        latex: the formula, without dollars. `\loss{…}`, `\gradient{…}`, `\parameter{…}` and
            `\update{…}` give what they hold the site's colour for it.
        block: whether it stands on a line of its own.

    Raises:
        FormulaError: if a command is unknown or the LaTeX is broken; names the formula.
    """
    try:
        mathml = _CONVERTER.convert_with_local_state(latex.strip(), displaystyle=block)
    except LatexError as error:
        raise FormulaError(
            f"The formula `{latex.strip()}` is broken. At character {error}"
        ) from None
    mathml = _NAMED.sub(lambda entity: html.unescape(entity[0]), mathml)
    text = html.escape(" ".join(_line(ET.fromstring(mathml)).split()), quote=False)
    for name, (_, color) in _COLOURED.items():
        mathml = mathml.replace(f'style="color:{color};"', f'class="{name}"')
    # Read from left to right, MathML's own text makes a half of `\frac{1}{2}` into 12. So search
    # gets a line of its own, which no reader is shown.
    mathml = mathml.replace("<math", "<math data-search-exclude", 1) + f"<span hidden>{text}</span>"
    return f'<div class="formula">{mathml}</div>' if block else mathml


_LINES = {
    "mfrac": "{}/{}",
    "mroot": "root({}, {})",
    "msub": "{}_{}",
    "msup": "{}^{}",
    "msubsup": "{}_{}^{}",
    "munder": "{}_{}",
    "mover": "{}{}",
    "munderover": "{}_{}^{}",
}


def _line(node: ET.Element) -> str:
    """A formula on one line, as one would type it into a mail: `θ_(t + 1) = θ_t − η g_t`."""
    parts = [_line(child) for child in node]
    if node.tag in _LINES:
        return _LINES[node.tag].format(*map(_group, parts))
    if node.tag == "msqrt":
        return f"√({''.join(parts)})"
    if node.tag in ("mspace", "mtd", "mtr"):
        return "".join(parts) + " "
    text = (node.text or "").strip("\u2061\u2062\u2063")  # signs that nobody sees
    return f" {text} " if text and text in "=<>≤≥≈≔∈→←+−" else text + "".join(parts)


def _group(part: str) -> str:
    """The same, in parentheses where it would fall apart without."""
    part = part.strip()
    return part if len(part) == 1 or re.fullmatch(r"[\w.]+|\([^()]*\)", part) else f"({part})"
