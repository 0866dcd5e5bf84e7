"""The samples of a script that fits a line to them."""

import torch
from torch import Tensor

from record.errors import RecordingError
from record.recorder import Recording


def line_samples(run: Recording) -> tuple[Tensor, Tensor]:
    """The `x` and `y` to which a script fits a line, (sample,).

    Raises:
        RecordingError: if the script has no samples `x` and `y` of one number each, or predicts
            them otherwise than by weight · x + bias or weight · x.
    """
    x, y = (_column(run, name) for name in ("x", "y"))
    _check(run, x)
    return x, y


def _column(run: Recording, name: str) -> Tensor:
    found = run.globals.get(name)
    if not isinstance(found, Tensor) or found.shape[1:] not in ((), (1,)):
        shown = tuple(found.shape) if isinstance(found, Tensor) else found
        raise RecordingError(
            "a fit is drawn of samples `x` and `y` of one number each; "
            f"in {run.path.name} `{name}` is {shown}"
        )
    return found.detach().flatten()


def line_at(parameters: dict[str, Tensor]) -> tuple[float, float]:
    """Weight and bias of a line's parameters; a script with one parameter has no bias."""
    if len(parameters) > 2 or any(value.numel() != 1 for value in parameters.values()):
        raise RecordingError(
            f"a fit is drawn of a line; these are no weight and bias: {list(parameters)}"
        )
    weight, *bias = (value.item() for value in parameters.values())
    return weight, bias[0] if bias else 0.0


def _check(run: Recording, x: Tensor) -> None:
    """See that the script's own prediction, for the last parameters that are numbers, is a line."""
    places = reversed(run.way)
    last = next(p for p in places if all(torch.isfinite(value).all() for value in p.values()))
    weight, bias = line_at(last)
    line = weight * x + bias
    if not any(
        result.shape.numel() == len(x) and torch.allclose(result.flatten(), line, atol=1e-5)
        for result in run.loss_of.results(**last)
    ):
        raise RecordingError(f"{run.path.name} predicts nothing that is weight · x + bias")
