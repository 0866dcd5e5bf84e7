"""A loss over a single parameter, and a run's way on its curve."""

from collections.abc import Callable

import torch
from record.errors import RecordingError
from record.recorder import Recording
from torch import Tensor

from draw.style import GRADIENT, LOSS, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot, in_style


@in_style
def slope(run: Recording) -> Drawing:
    """The loss over a single parameter, with the tangent at each step that the run took.

    Raises:
        RecordingError: if the run has other parameters than one of one number.
    """
    name, way = single_way(run)
    low, high = way.min(), way.max()
    margin = 0.6 * (high - low)

    loss = loss_over(run, name)
    figure, axes = empty_plot(height=3.6)
    x = torch.linspace(low - margin, high + margin, 120, dtype=way.dtype)
    curve, heights = torch.func.vmap(loss)(x), torch.func.vmap(loss)(way)
    axes.plot(x, curve, color=LOSS, label="loss")
    reach = 0.16 * (x[-1] - x[0]) * torch.tensor([-1.0, 1.0])
    slopes = torch.func.vmap(torch.func.grad(loss))(way[:-1])
    for here, there, height, steep in zip(way, way[1:], heights, slopes, strict=False):
        tangent = (here + reach).tolist(), (height + steep * reach).tolist()
        axes.plot(*tangent, color=GRADIENT, linewidth=1, linestyle="--")
        update = {"arrowstyle": "-|>", "color": UPDATE, "shrinkA": 4, "shrinkB": 0}
        axes.annotate("", (there, height), (here, height), arrowprops=update)
    axes.plot(way, heights, color=PARAMETER, marker="s", linestyle="none", label=name)
    axes.plot([], color=GRADIENT, linewidth=1, linestyle="--", label=f"slope: {name}.grad")
    axes.plot([], color=UPDATE, marker=">", label="update")
    axes.legend(loc="best")
    axes.set(xlabel=name, ylabel="loss", ylim=(min(0, curve.min()), None))
    return Drawing(
        figure,
        f"The loss of {run.path.name} over {name}, with a tangent at each of {len(slopes)} steps: "
        + "; ".join(f"slope {s:.4g} at {w:.4g}" for w, s in zip(way, slopes, strict=False)),
    )


def loss_over(run: Recording, name: str) -> Callable[[Tensor], Tensor]:
    """The last loss as a function of its only parameter, given and giving a number each."""
    shape = run.steps[0].before[name].shape
    return lambda value: run.loss_of(**{name: value.reshape(shape)})


def single_way(run: Recording) -> tuple[str, Tensor]:
    """The name of the run's only parameter, and its value before each step and after the last."""
    names = {name for step in run.steps for name in step.before}
    if len(names) != 1 or run.steps[0].before[min(names)].numel() != 1:
        raise RecordingError(
            f"a slope is drawn over one parameter of one number; {run.path.name} has {names}"
        )
    (name,) = names
    return name, torch.stack([place[name].double().reshape(()) for place in run.way])
