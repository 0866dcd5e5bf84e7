"""The graph from a loss to its parameters, drawn, and as a list."""

import math
from html import escape

import networkx as nx
from matplotlib.figure import Figure
from record.recorder import Recording

from draw.style import GRADIENT, GRID, LOSS, PAPER, PARAMETER, WIDTH
from draw.svg import Drawing, in_style


@in_style
def graph(run: Recording) -> Drawing:
    """The graph from the loss to each parameter, drawn, and as a list for who can't see it."""
    nodes = run.graph.nodes
    place = _layers(run.graph)
    depth = 1 - min(y for _, y in place.values())
    wide = 0.75 + max(abs(x) for x, _ in place.values())
    figure = Figure(figsize=(WIDTH, 0.62 * depth))
    figure.set_layout_engine("none")
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
    return Drawing(
        figure,
        f"The autograd graph of the last loss of {run.path.name}: {len(nodes)} nodes lead from the "
        f"loss to {leaves}. The list below says the same.",
        f"<details><summary>The graph as a list</summary>{_as_list(run.graph)}</details>",
    )


def _layers(autograd: nx.DiGraph) -> dict[int, tuple[float, float]]:
    """Where each node stands: below all that it is computed into, neighbours 1 apart or more."""
    place: dict[int, tuple[float, float]] = {}
    for depth, layer in enumerate(nx.topological_generations(autograd)):
        above = {n: [place[p][0] for p in autograd.predecessors(n)] or [0.0] for n in layer}
        wanted = {n: sum(above[n]) / len(above[n]) for n in layer}
        row = {}
        left = -math.inf
        for n in sorted(layer, key=wanted.__getitem__):
            row[n] = left = max(wanted[n], left + 1)
        # Where there is less room than wanted, all give way alike.
        shift = (sum(row.values()) - sum(wanted.values())) / len(row)
        place |= {n: (x - shift, -float(depth)) for n, x in row.items()}
    return place


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
