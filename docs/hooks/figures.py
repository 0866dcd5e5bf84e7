"""What happened in a run, as HTML: a table, text, or a plot as inline SVG."""

import hashlib
import io
from html import escape
from itertools import chain, product

import matplotlib
import networkx as nx
import torch
from contourpy import contour_generator
from explorer import explorer, explorer_small
from landscape import landscape, two_parameters
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from plots import GRADIENT, GRID, INK, LOSS, PAPER, PARAMETER, STYLE, UPDATE, WIDTH, inline
from recorder import Recording, RecordingError, Step
from stepper import stepper
from torch import Tensor

matplotlib.rcParams.update(STYLE)


def output(run: Recording) -> str:
    """What the script printed, then what it was warned of."""
    lines = [run.output.rstrip("\n"), *run.warnings]
    return f'<pre class="run-output"><code>{escape(chr(10).join(filter(None, lines)))}</code></pre>'


def loss_curve(run: Recording) -> str:
    """The loss that each step started from, over the steps; log scale if it falls by a decade."""
    losses = [step.loss for step in run.steps]
    log = min(losses) > 0 and losses[0] > 10 * min(losses)
    figure, axes = _plot(height=2.6)
    axes.plot(losses, color=LOSS, marker=None if len(losses) > 30 else "o", markersize=4)
    axes.set(xlabel="step", ylabel="loss, log scale" if log else "loss")
    if log:
        axes.set_yscale("log")
        axes.minorticks_off()
        _plain_log_ticks(axes, min(losses), max(losses))
    else:
        axes.set_ylim(bottom=min(0, *losses))
    return _svg(
        figure,
        f"Loss of {run.path.name} over {len(losses)} steps: {losses[0]:.4g} before the first, "
        f"{losses[-1]:.4g} before the last, {min(losses):.4g} at its lowest.",
    )


def step_table(run: Recording, first: int = 5, last: int = 2) -> str:
    """The first steps and the last: loss, gradients, and the parameters that the step found."""
    names = list(dict.fromkeys(name for step in run.steps for name in step.before))
    several = len({step.optimizer for step in run.steps}) > 1
    sizes = {n: p.numel() for step in run.steps for n, p in step.before.items()}
    heads = [_head("step"), *([_head("optimizer")] if several else []), _head("loss", "loss")]
    heads += [_head(_code(f"{name}.grad", sizes[name]), "gradient") for name in names]
    heads += [_head(_code(name, sizes[name]), "parameter") for name in names]

    def row(number: int, step: Step) -> list[str]:
        cells = [str(number), *([escape(step.optimizer)] if several else []), f"{step.loss:.4f}"]
        cells += [_number(step.grad[n], "+") if n in step.grad else "" for n in names]
        return cells + [_number(step.before[n]) if n in step.before else "" for n in names]

    rows = [row(number, step) for number, step in enumerate(run.steps)]
    if len(rows) > first + last + 1:
        rows[first:-last] = [["⋮"] * len(heads)]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in rows)
    # A group, as regions are landmarks, and two of one name on a page lead nowhere.
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Steps">'
        f'<table class="steps"><thead><tr>{"".join(heads)}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def path(run: Recording) -> str:
    """The way of two parameters over the contours of this loss on this data."""
    return _path(run, predict=False)


def predicted_path(run: Recording) -> str:
    """The recorded way, and on top of it where each step keeping 1 - lr · λ of the error leads."""
    return _path(run, predict=True)


def slope(run: Recording) -> str:
    """The loss over a single parameter, with the tangent at each step that the run took.

    Raises:
        RecordingError: if the run has other parameters than one of one number.
    """
    name, way = _single_way(run)
    low, high = way.min(), way.max()
    margin = 0.6 * (high - low)

    def loss(value: Tensor) -> Tensor:
        return run.loss_of(**{name: value.reshape(run.steps[0].before[name].shape)})

    def heights(values: Tensor) -> Tensor:
        return torch.func.vmap(loss)(values)

    figure, axes = _plot(height=3.6)
    x = torch.linspace(low - margin, high + margin, 120, dtype=way.dtype)
    axes.plot(x, heights(x), color=LOSS, label="loss")
    reach = 0.16 * (x[-1] - x[0]) * torch.tensor([-1.0, 1.0])
    slopes = torch.func.vmap(torch.func.grad(loss))(way[:-1])
    for here, there, height, steep in zip(way, way[1:], heights(way), slopes, strict=False):
        tangent = (here + reach).tolist(), (height + steep * reach).tolist()
        axes.plot(*tangent, color=GRADIENT, linewidth=1, linestyle="--")
        update = {"arrowstyle": "-|>", "color": UPDATE, "shrinkA": 4, "shrinkB": 0}
        axes.annotate("", (there, height), (here, height), arrowprops=update)
    axes.plot(way, heights(way), color=PARAMETER, marker="s", linestyle="none", label=name)
    axes.plot([], color=GRADIENT, linewidth=1, linestyle="--", label=f"slope: {name}.grad")
    axes.plot([], color=UPDATE, marker=">", label="update")
    axes.legend(loc="best")
    axes.set(xlabel=name, ylabel="loss", ylim=(min(0, heights(x).min()), None))
    return _svg(
        figure,
        f"The loss of {run.path.name} over {name}, with a tangent at each of {len(slopes)} steps: "
        + "; ".join(f"slope {s:.4g} at {w:.4g}" for w, s in zip(way, slopes, strict=False)),
    )


def graph(run: Recording) -> str:
    """The graph from the loss to each parameter, drawn, and as a list for who can't see it."""
    nodes = run.graph.nodes
    place = _layers(run.graph)
    depth = 1 - min(y for _, y in place.values())
    wide = 0.75 + max(abs(x) for x, _ in place.values())
    figure = Figure(figsize=(WIDTH, 0.62 * depth), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    axes.set(xlim=(-wide, wide), ylim=(-depth + 0.5, 0.5))
    for parent, child in run.graph.edges:
        axes.annotate(
            "",
            xy=place[child],
            xytext=place[parent],
            arrowprops={"arrowstyle": "-|>", "color": GRADIENT, "shrinkA": 14, "shrinkB": 14},
        )
    for n, (x, y) in place.items():
        color = {"loss": LOSS, "leaf": PARAMETER, "operation": GRID}[nodes[n]["kind"]]
        box = {
            "boxstyle": "round,pad=0.35",
            "facecolor": PAPER,
            "edgecolor": color,
            "linewidth": 1.4,
        }
        axes.text(x, y, _node(nodes[n]), ha="center", va="center", fontsize=9, bbox=box)
    leaves = ", ".join(nodes[n]["label"] for n in nodes if nodes[n]["kind"] == "leaf")
    drawn = _svg(
        figure,
        f"The autograd graph of the last loss of {run.path.name}: {len(nodes)} nodes lead from the "
        f"loss to {leaves}. The list below says the same.",
    )
    return f"{drawn}<details><summary>The graph as a list</summary>{_as_list(run.graph)}</details>"


def _layers(autograd: nx.DiGraph) -> dict[int, tuple[float, float]]:
    """Where each node stands: below all that it is computed into, neighbours 1 apart or more."""
    place = {}
    for depth, layer in enumerate(nx.topological_generations(autograd)):
        above = {n: [place[p][0] for p in autograd.predecessors(n)] or [0.0] for n in layer}
        wanted = {n: sum(above[n]) / len(above[n]) for n in layer}
        row = []
        for n in sorted(layer, key=wanted.get):
            row.append(max(wanted[n], row[-1] + 1) if row else wanted[n])
        # Where there is less room than wanted, all give way alike.
        shift = (sum(row) - sum(wanted.values())) / len(row)
        for n, x in zip(sorted(layer, key=wanted.get), row, strict=True):
            place[n] = (x - shift, -float(depth))
    return place


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


def _as_list(autograd: nx.DiGraph) -> str:
    seen: set[int] = set()

    def item(n: int) -> str:
        text = f"<code>{escape(_node(autograd.nodes[n]))}</code>"
        below = list(autograd.successors(n))
        if n in seen and below:
            return f"<li>{text}, as above</li>"
        seen.add(n)
        inner = f"<ul>{''.join(map(item, below))}</ul>" if below else ""
        return f"<li>{text}{inner}</li>"

    return f"<ul>{item(0)}</ul>"


def _node(node: dict) -> str:
    shape = ", ".join(map(str, node["shape"]))
    return f"{node['label']} ({shape})" if shape else node["label"]


def _path(run: Recording, predict: bool) -> str:
    names = two_parameters(run)
    land = landscape(run)
    figure, axes = _plot(height=4.0)
    contours = contour_generator(land.x.numpy(), land.y.numpy(), land.height.numpy())
    for line in chain.from_iterable(map(contours.lines, land.levels)):
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
    return _svg(
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


def _head(text: str, kind: str = "") -> str:
    """A column's head, in the colour of the kind of thing that it holds."""
    of_kind = f' class="{kind}"' if kind else ""
    return f'<th scope="col"{of_kind}>{text}</th>'


def _code(name: str, size: int) -> str:
    code = f"<code>{escape(name)}</code>"
    return code if size == 1 else f'<abbr title="norm of all {size} numbers">‖{code}‖</abbr>'


def _number(tensor: Tensor | None, sign: str = "") -> str:
    """A single number; of several their norm; None where there is no gradient."""
    if tensor is None:
        return "None"
    return f"{tensor.item():{sign}.4f}" if tensor.numel() == 1 else f"{tensor.norm().item():.4f}"


def _plot(height: float) -> tuple[Figure, Axes]:
    """An empty plot, `height` inches high."""
    figure = Figure(figsize=(WIDTH, height))
    return figure, figure.subplots()


def _plain_log_ticks(axes: Axes, low: float, high: float) -> None:
    """Ticks at powers of ten, written out; over few of them also at 2 and 5 times: 0.1, 0.2."""
    digits = (1, 2, 5) if high < 2000 * low else (1,)
    decades = range(-12, 13)
    ticks = [d * 10.0**e for e in decades for d in digits if low <= d * 10.0**e <= high]
    axes.set_yticks(ticks, labels=[f"{tick:g}" for tick in ticks])


def _svg(figure: Figure, description: str) -> str:
    """The figure as a part of a page, with a description for those who cannot see it."""
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    # Named by what it shows, so that two builds are alike and two figures on a page are not.
    name = f"f{hashlib.sha256(description.encode()).hexdigest()[:6]}"
    return inline(file.getvalue(), name, description)


KINDS = {
    "output": output,
    "loss": loss_curve,
    "steps": step_table,
    "path": path,
    "predicted_path": predicted_path,
    "graph": graph,
    "slope": slope,
    "explorer": lambda run: explorer(run, still=path(run)),
    "explorer_small": lambda run: explorer_small(run, still=path(run)),
    "stepper": stepper,
}
