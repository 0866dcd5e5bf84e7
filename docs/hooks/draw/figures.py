"""Which figures there are, and what draws each.

What draws is named here and imported by who asks for a figure, so that a figure needs, and is kept
under, the module that draws it and no other's.
"""

from record.errors import RecordingError

# Where the function of a kind is, in its module below draw/; `str()` of what it gives for a
# recording is the figure's HTML.
KINDS = {
    "output": "draw.output:output",
    "loss": "draw.loss_curve:loss_curve",
    "steps": "draw.step_table:step_table",
    "path": "draw.path:path",
    "predicted_path": "draw.path:predicted_path",
    "compass": "draw.compass:compass",
    "every_pair": "draw.every_pair:every_pair",
    "fan": "draw.fan:fan",
    "noise": "draw.noise:noise",
    "fit": "draw.fit:fit",
    "links": "draw.links:links",
    "lines_of_losses": "draw.lines_of_losses:lines_of_losses",
    "squares": "draw.squares:squares",
    "held_out": "draw.held_out:held_out",
    "graph": "draw.graph:graph",
    "alone": "draw.alone:alone",
    "apart": "draw.apart:apart",
    "ball": "draw.ball:on_page",
    "moments": "draw.moments:moments",
    "candidates": "draw.candidates:candidates",
    "changes": "draw.changes:changes",
    "moved": "draw.moved:moved",
    "update": "draw.update:update",
    "chain": "draw.chain:chain",
    "meeting": "draw.meeting:meeting",
    "plane": "draw.plane:plane",
    "pulls": "draw.pulls:pulls",
    "race": "draw.race:race",
    "rates": "draw.rates:rates",
    "relief": "draw.relief:relief",
    "sheet": "draw.sheet:sheet",
    "slope": "draw.slope:slope",
    "softmax": "draw.softmax:on_page",
    "staircase": "draw.staircase:staircase",
    "tangent": "draw.tangent:tangent",
    "ways": "draw.ways:ways",
    "explorer": "draw.explorer:on_page",
    "stepper": "draw.pictures:stepper",
    "boundary": "draw.boundary:on_page",
    "outlier": "draw.outlier:on_page",
    "worlds": "draw.worlds:on_page",
}


def drawer(kind: str) -> str:
    """Where the function is that draws figures of this kind.

    Raises:
        RecordingError: if there is no such kind.
    """
    if kind not in KINDS:
        raise RecordingError(f"no figure `{kind}`; choose from {', '.join(KINDS)}")
    return KINDS[kind]
