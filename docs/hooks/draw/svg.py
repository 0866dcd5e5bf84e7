"""An empty plot in the site's look, and the SVG of what was drawn into it."""

import hashlib
import io

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from draw.style import STYLE, WIDTH, inline

matplotlib.rcParams.update(STYLE)


def empty_plot(height: float) -> tuple[Figure, Axes]:
    """An empty plot, `height` inches high."""
    figure = Figure(figsize=(WIDTH, height))
    return figure, figure.subplots()


def svg_of(figure: Figure, description: str) -> str:
    """The figure as a part of a page, with a description for those who cannot see it."""
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    # Named by what it shows, so that two builds are alike and two figures on a page are not.
    name = f"f{hashlib.sha256(description.encode()).hexdigest()[:6]}"
    return inline(file.getvalue(), name, description)
