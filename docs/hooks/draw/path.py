"""A run's way over its loss: of one parameter on a curve, of two on contours."""

from itertools import product

import torch
from matplotlib.axes import Axes
from record.errors import RecordingError
from record.landscape import landscape, two_parameters
from record.recorder import Recording, Step
from torch import Tensor

from draw.style import GRADIENT, GRID, INK, LOSS, PARAMETER, UPDATE
from draw.svg import Drawing, empty_plot


def path(run: Recording) -> Drawing:
    """The way of two parameters over the contours of this loss on this data."""
    return _path(run, predict=False)


def predicted_path(run: Recording) -> Drawing:
    """The recorded way, and on top of it where each step keeping 1 - lr · λ of the error leads."""
    return _path(run, predict=True)


def slope(run: Recording) -> Drawing:
    """The loss over a single parameter, with the tangent at each step that the run took.

    Raises:
        RecordingError: if the run has other parameters than one of one number.
    """
    name, way = _single_way(run)
    low, high = way.min(), way.max()
    margin = 0.6 * (high - low)

    def loss(value: Tensor) -> Tensor:
        return run.loss_of(**{name: value.reshape(run.steps[0].before[name].shape)})

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


def _path(run: Recording, predict: bool) -> Drawing:
    names = two_parameters(run)
    land = landscape(run)
    figure, axes = empty_plot(height=4.0)
    for line in land.contours():
        axes.plot(*line.T, color=GRID, linewidth=0.9)  # simplified, unlike those of axes.contour
    axes.plot(
        *land.way.T, color=PARAMETER, linewidth=0.6, marker=".", markersize=4, label="recorded"
    )
    if predict:
        every = max(1, len(run.steps) // 10)
        axes.plot(
            *_contraction(land.loss, land.lowest, land.way[0], run.steps)[::every].T,
            color=UPDATE, marker="o", markerfacecolor="none", linestyle="none", label="predicted",
        )  # fmt: skip
    marks = [
        (land.way[0], "start", "s"),
        (land.way[-1], "end", "o"),
        (land.lowest, "minimum", "x"),
    ]
    for point, _, marker in marks:
        axes.plot(*point, color=INK, marker=marker, markersize=6, linestyle="none")
    axes.set(xlim=land.x[[0, -1]].tolist(), ylim=land.y[[0, -1]].tolist())
    _label(axes, marks, land.way)
    if predict:
        axes.legend(loc="best")
    axes.set(xlabel=names[0], ylabel=names[1])
    described = [f"{label} at ({point[0]:.3f}, {point[1]:.3f})" for point, label, _ in marks]
    return Drawing(
        figure,
        f"{names[0]} (across) and {names[1]} (up) during {run.path.name}, over the contours of its "
        f"loss: {', '.join(described)}.{' Circles: where it was predicted to be.' * predict}",
    )


def _label(axes: Axes, marks: list[tuple[Tensor, str, str]], way: Tensor) -> None:
    """Name each mark, at that corner of it which has most room between way, marks and names."""
    low, high = torch.tensor([axes.get_xlim(), axes.get_ylim()], dtype=way.dtype).T
    size = 72 * torch.tensor(axes.figure.get_size_inches())  # in points; the axes take most of it
    places = (torch.stack([point for point, *_ in marks]) - low) / (high - low) * size
    taken = torch.cat([(way - low) / (high - low) * size, places])
    for (point, label, _), place in zip(marks, places, strict=True):
        half = torch.tensor([3.0 * len(label), 5.0])  # of the word's box
        words = torch.tensor([*product((1, -1), repeat=2)]) * (half + 5)  # its middle, from place
        gaps = ((taken - (place + words)[:, None]).abs() - half).clamp(min=0)
        word = words[gaps.norm(dim=2).min(dim=1).values.argmax()]
        axes.annotate(
            label, point, xytext=word.tolist(), textcoords="offset points", ha="center", va="center"
        )
        ends = torch.tensor([[-1, 0], [0, 0], [1, 0]]) * half
        taken = torch.cat([taken, place + word + ends])


def _contraction(loss, lowest: Tensor, start: Tensor, steps: list[Step]) -> Tensor:
    """Where plain gradient descent on a quadratic is, before each step and after the last.

    Each step multiplies the error by I - lr · H, H being the Hessian. Shape (steps + 1, 2).
    """
    # torch.func.hessian warns of torch.jit, deprecated in torch 2.13.
    hessian = torch.func.jacrev(torch.func.grad(loss))(lowest)
    errors = [start - lowest]
    for step in steps:
        lr = torch.tensor(list(step.lr.values()), dtype=torch.float64)
        errors.append(errors[-1] - lr * (hessian @ errors[-1]))
    return lowest + torch.stack(errors)


def _single_way(run: Recording) -> tuple[str, Tensor]:
    """The name of the run's only parameter, and its value before each step and after the last."""
    names = {name for step in run.steps for name in step.before}
    if len(names) != 1 or run.steps[0].before[min(names)].numel() != 1:
        raise RecordingError(
            f"a slope is drawn over one parameter of one number; {run.path.name} has {names}"
        )
    (name,) = names
    values = [step.before[name] for step in run.steps] + [run.steps[-1].after[name]]
    return name, torch.stack([value.double().reshape(()) for value in values])
