"""How a lab's kernel runs: beside the snippets, its plots as the site's are."""

import os
import sys

# A lab names a snippet as its download does, by a file beside it.
os.chdir(os.environ["LAB_SNIPPETS"])

sys.path.append(os.environ["LAB_HOOKS"])
from draw.style import GRADIENT, LOSS, PARAMETER, STYLE, UPDATE  # noqa: E402

sys.path.pop()  # a lab finds what its download finds

c = globals()["get_config"]()  # IPython puts it here

c.InteractiveShell.xmode = "Plain"  # a traceback for the build's log, without ten lines around each
c.HistoryManager.enabled = False

c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "metadata": {"Date": None}}
c.InlineBackend.rc = STYLE | {
    # In a lab C0 is the loss, C1 a gradient, C2 a parameter, C3 an update; in its download, tab10.
    "axes.prop_cycle": f"cycler('color', {[LOSS, GRADIENT, PARAMETER, UPDATE]})",
    "svg.hashsalt": "lab",  # else two builds differ in their ids
}
