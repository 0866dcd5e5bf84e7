"""An empty plot in the site's look, and a drawing that tests can look at and pages can show."""

import hashlib
import io
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from draw.style import STYLE, WIDTH, inline

# Around each function that draws: who imports one keeps the settings that matplotlib has.
in_style = matplotlib.rc_context(STYLE)


def empty_plot(height: float) -> tuple[Figure, Axes]:
    """An empty plot, `height` inches high."""
    figure = Figure(figsize=(WIDTH, height))
    return figure, figure.subplots()


@dataclass(frozen=True, eq=False)
class Drawing:
    """What was drawn: its marks, for a test to look at; its `str()` is the part of a page.

    Attributes:
        figure: the marks, at what they show, each in the colour of what it is.
        description: what they show, for those who cannot see it.
        below: HTML that belongs to it.
    """

    figure: Figure
    description: str
    below: str = ""

    def __str__(self) -> str:
        """The SVG, and what stands below it."""
        return self.html()

    @in_style
    def html(self, within: str = "") -> str:
        """The same. As part of another figure it shares no id with itself elsewhere on the page."""
        file = io.StringIO()
        self.figure.savefig(file, format="svg", metadata={"Date": None})
        # Named by what it shows, so that two builds are alike and two figures on a page are not.
        name = f"f{hashlib.sha256((within + self.description).encode()).hexdigest()[:6]}"
        return inline(file.getvalue(), name, self.description) + self.below
