"""Three worlds of one run: its line among the samples, its parameters on the loss's map, its loss.

docs/assets/worlds/worlds.js leads one cursor through all three, and lets a reader turn the line.
Until it runs, and without it, three drawings stand in their places.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from markupsafe import Markup
from record.errors import RecordingError
from record.landscape import loss_at, lowest_point, point
from record.recorder import Recording, Step
from record.samples import line_samples
from stepper.markup import templates
from torch import Tensor, nn, optim

from draw.fit import fit
from draw.loss_curve import loss_curve
from draw.path import path
from draw.terms import Loss, Terms, terms_of
from draw.told import Told

_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)


@dataclass(frozen=True)
class Worlds(Told):
    """What a page's script is told of a run; its `str()` is HTML.

    Attributes:
        x, y: the samples.
        weight, bias, loss: before each step and after the last.
        weight_grad, bias_grad: what each step found in `.grad`; NaN for None.
        terms: the loss.
        lowest: the weight and bias where it is least.
        optimizer: the settings with which the explorer takes the same steps; None if it cannot.
    """

    x: list[float]
    y: list[float]
    weight: list[float]
    bias: list[float]
    loss: list[float]
    weight_grad: list[float]
    bias_grad: list[float]
    terms: Terms
    lowest: dict[str, float]
    optimizer: dict[str, float | str] | None

    def __str__(self) -> str:
        """The drawings, and where a script finds what it needs to take their place."""
        return _TEMPLATES.get_template("worlds.html").render(
            file=self.file,
            still=[Markup(drawing) for drawing in self.still],
            steps=len(self.weight) - 1,
            runs=self.optimizer is not None,
        )


def worlds(run: Recording, still: Sequence[str]) -> Worlds:
    """The three worlds of a run that fits a line to samples by steps on all of them.

    Args:
        run: of a script with samples `x` and `y` of one number each.
        still: what stands in the three places without a script.

    Raises:
        RecordingError: if it fits another thing than weight · x + bias, takes its steps on parts of
            the samples, or has a loss that the explorer does not know.
    """
    x, y = (values.double() for values in line_samples(run))
    loss = loss_at(run)
    way = torch.stack([point(parameters) for parameters in run.way])
    for step in run.steps:
        whole = run.loss_of(**step.before).item()
        # Both are float32 sums of so many terms; where one is inf or nan, so is the other.
        if math.isfinite(whole) and not math.isclose(whole, step.loss, rel_tol=1e-4, abs_tol=1e-9):
            raise RecordingError(
                f"three worlds are drawn of steps on all samples; {run.path.name} has a step whose "
                f"loss is {step.loss:.6g}, and {whole:.6g} on all of them"
            )
    weight, bias = way.T.tolist()
    weight_grad, bias_grad = torch.stack([_gradient(step) for step in run.steps]).T.tolist()
    return Worlds(
        x=x.tolist(),
        y=y.tolist(),
        weight=weight,
        bias=bias,
        loss=run.losses,
        weight_grad=weight_grad,
        bias_grad=bias_grad,
        terms=_terms(run, loss, x, y),
        lowest=dict(zip(("weight", "bias"), lowest_point(loss, way[-1]).tolist(), strict=True)),
        optimizer=_optimizer(run, loss),
        still=tuple(map(str, still)),
    )


def on_page(run: Recording) -> Worlds:
    """As a page shows it, with what stands there until its script runs."""
    return worlds(run, [drawn(run).html(within="worlds") for drawn in (fit, path, loss_curve)])


def _terms(run: Recording, loss: Loss, x: Tensor, y: Tensor) -> Terms:
    deltas = [m.delta for m in run.globals.values() if isinstance(m, nn.HuberLoss)]
    found = terms_of(loss, x, y, deltas)
    if found is None:
        raise RecordingError(f"the explorer does not know the loss of {run.path.name}")
    return found


def _optimizer(run: Recording, loss: Loss) -> dict[str, float | str] | None:
    """What docs/assets/engine/run.js is to be told to take the run's steps, if it can."""
    made = run.globals.get(run.steps[0].optimizer)
    rates = {lr for step in run.steps for lr in step.lr.values()}
    if not isinstance(made, optim.Optimizer) or len(made.param_groups) > 1 or len(rates) > 1:
        return None
    group = made.param_groups[0]
    cleared = _cleared(run, loss)
    if group["maximize"] or cleared is None:
        return None
    common = {"lr": rates.pop(), "weight_decay": group.get("weight_decay", 0), "zero_grad": cleared}
    if type(made) is optim.SGD and not group["dampening"]:
        kind = "nesterov" if group["nesterov"] else "momentum" if group["momentum"] else "sgd"
        return {**common, "optimizer": kind, "momentum": group["momentum"]}
    if type(made) is optim.Adam and not group["amsgrad"] and group["eps"] == 1e-8:
        beta1, beta2 = group["betas"]
        return {**common, "optimizer": "adam", "beta1": beta1, "beta2": beta2}
    return None


def _cleared(run: Recording, loss: Loss) -> str | None:
    """What becomes of a gradient after its step: "right", "never" cleared, or None of the two."""
    if any(grad is None for step in run.steps for grad in step.grad.values()):
        return None
    slope = torch.func.grad(loss)
    fresh = torch.stack([slope(point(step.before)) for step in run.steps])
    found = torch.stack([_gradient(step) for step in run.steps])
    # Of a run that flies apart, as far as there are numbers.
    known = (fresh.isfinite() & found.isfinite()).all(dim=1)
    near = 1e-4 * fresh[known].abs().max().item()  # a few roundings, of numbers that may cancel
    for kind, expected in [("right", fresh), ("never", fresh.cumsum(0))]:
        if torch.allclose(found[known], expected[known], rtol=1e-3, atol=near):
            return kind
    return None


def _gradient(step: Step) -> Tensor:
    """What a step found in `.grad` of weight and bias, (2,); NaN for None."""
    found = [math.nan if grad is None else grad.item() for grad in step.grad.values()]
    return torch.tensor(found, dtype=torch.float64)
