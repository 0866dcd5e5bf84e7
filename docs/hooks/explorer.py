"""What the explorer's scripts find on their page: the samples of a run, a form, a still picture."""

import json
from pathlib import Path

from recorder import Recording, RecordingError

_FORM = Path(__file__).with_name("explorer.html")


def explorer(run: Recording, still: str) -> str:
    """The explorer of a line's loss, which shows `still` until its scripts run.

    Args:
        run: a script that fits `y` from `x`, both (sample, 1), by one weight and one bias.
        still: an SVG of the run's path.
    """
    return (
        f'<div class="explorer"><script type="application/json">{_facts(run)}</script>'
        f'<div class="still">{still}<p>This is a still picture of one run. To choose the loss, the '
        "optimizer and the start yourself, and to drag the samples, your browser must run the "
        "page’s JavaScript; it does not, or it is too old.</p></div>"
        f'<div class="live">{_FORM.read_text("utf-8")}</div></div>'
    )


def _facts(run: Recording) -> str:
    """The run's samples, start and settings, as JSON that no `</script>` can end."""
    try:
        columns = {name: run.globals[name].flatten().tolist() for name in ("x", "y")}
        first = run.steps[0]
        start = {name: first.before[f"model.{name}"].item() for name in ("weight", "bias")}
    except (KeyError, RuntimeError, AttributeError) as error:
        raise RecordingError(
            f"the explorer needs x, y, model.weight and model.bias of one number; {error}"
        ) from error
    source = run.path.read_text("utf-8")
    facts = {
        **columns,
        **start,
        "lr": next(iter(first.lr.values())),
        "steps": len(run.steps),
        "data": source[source.index("torch.manual_seed") : source.index("\nmodel =")].strip(),
    }
    return json.dumps(facts).replace("<", "\\u003c")
