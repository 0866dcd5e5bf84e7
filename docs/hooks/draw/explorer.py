"""What the explorer's scripts find on their page: the samples of a run, a form, a still picture."""

from pathlib import Path

from markupsafe import Markup
from record.errors import RecordingError
from record.recorder import Recording
from stepper.markup import templates

from draw.path import path

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)
_SCRIPT = Path(__file__).with_name("explorer_script.txt")
_TRUTH = {"weight": 2, "bias": 1}  # of which the script's samples are made


def explorer(run: Recording, still: str) -> str:
    """The explorer of a line's loss, which shows `still` until its scripts run.

    Args:
        run: a script that fits `y` from `x`, both (sample, 1), by one weight and one bias.
        still: an SVG of the run's path.
    """
    script = _SCRIPT.read_text("utf-8").replace("{data}", _data(run))
    return _TEMPLATES.get_template("explorer.html").render(
        facts={**_facts(run), "script": script}, truth=_TRUTH, still=Markup(still)
    )


def on_page(run: Recording) -> str:
    """As a page shows it, with what stands there until its script runs."""
    return explorer(run, still=str(path(run)))


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
