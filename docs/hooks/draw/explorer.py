"""What the explorer's scripts find on their page: the samples of a run, a form, a still picture."""

import json
from pathlib import Path

from record.errors import RecordingError
from record.recorder import Recording

_FORM = Path(__file__).with_name("explorer.html")
_SCRIPT = Path(__file__).with_name("explorer_script.txt")
_TRUTH = {"weight": 2, "bias": 1}  # of which the script's samples are made
_LEGEND = f"""<li><span class="parameter">path of weight and bias</span></li>
<li><span class="gradient">−gradient: it fades as the slope does</span></li>
<li><span class="update">the step that was taken</span></li>
<li>× lowest point of this loss</li>
<li>+ the weight and bias that made the samples, ({_TRUTH["weight"]}, {_TRUTH["bias"]})</li>"""


def explorer(run: Recording, still: str) -> str:
    """The explorer of a line's loss, which shows `still` until its scripts run.

    Args:
        run: a script that fits `y` from `x`, both (sample, 1), by one weight and one bias.
        still: an SVG of the run's path.
    """
    script = _SCRIPT.read_text("utf-8").replace("{data}", _data(run))
    form = _FORM.read_text("utf-8").replace("{legend}", _LEGEND)
    return (
        f'<div class="explorer">{_for_scripts({**_facts(run), "script": script})}'
        f'<div class="still">{still}<p>This is a still picture of one run. To choose the loss, the '
        "optimizer and the start yourself, and to drag the samples, your browser must run the "
        "page’s JavaScript; it does not, or it is too old.</p></div>"
        f'<div class="live">{form}</div></div>'
    )


def explorer_small(run: Recording, still: str) -> str:
    """A picture of the run's path that plays it once when asked; until then, and else, `still`."""
    return (
        f'<div class="explorer-small">{_for_scripts(_facts(run))}<div class="still">{still}</div>'
        '<div class="view" hidden><canvas class="ground" aria-hidden="true"></canvas>'
        '<canvas role="img" aria-label="The loss over weight and bias, with the path of the run">'
        '</canvas></div><p class="buttons" hidden><button type="button">Play</button>'
        f'<output aria-live="off"></output></p><ul class="legend" hidden>{_LEGEND}</ul></div>'
    )


def _for_scripts(facts: dict) -> str:
    """JSON that no `</script>` can end."""
    text = json.dumps(facts).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def _facts(run: Recording) -> dict:
    """The run's samples, start and settings."""
    try:
        columns = {name: run.globals[name].flatten().tolist() for name in ("x", "y")}
        first = run.steps[0]
        start = {name: first.before[f"model.{name}"].item() for name in ("weight", "bias")}
    except (KeyError, RuntimeError, AttributeError) as error:
        raise RecordingError(
            f"the explorer needs x, y, model.weight and model.bias of one number; {error}"
        ) from error
    lr = next(iter(first.lr.values()))
    return {**columns, **start, "truth": _TRUTH, "lr": lr, "steps": len(run.steps)}


def _data(run: Recording) -> str:
    """The lines of the script that make the samples."""
    source = run.source.text
    return source[source.index("torch.manual_seed") : source.index("\nmodel =")].strip()
