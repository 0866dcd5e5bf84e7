"""A chain rule that flows: numbers climb from the leaves to the loss, slopes come down.

Where each number stands is the still form; docs/assets/chain/chain.js lets them come one by one,
computes them anew when the reader moves a leaf, and cuts.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import torch
from record.chain import FEW, FORMS, Chain, Edge
from record.chain import chain as chain_of
from record.recorder import Recording
from stepper.markup import templates
from torch import Tensor

PITCH = 7.2  # from a row to the next, in em
WRAPPED = 2.2  # more, where several numbers take more lines
LOSS = 2.6  # from the top to the loss
NEAR = 0.4  # of an edge from a leaf, where lists make chips wide: above, edges meet
LONG = 16  # characters of a form that stands in no other
WAYS = 4  # to a parameter that are written out

FINE, COARSE = 4, 3  # digits of what a reader computes with; and beside shapes, in narrow cards
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_TEMPLATES = templates(Path(__file__).with_name("templates"), searched=True)


@dataclass(frozen=True)
class Place:
    """Where something stands: `x` in percent of the width, `y` in em from the top."""

    x: float
    y: float


@dataclass(frozen=True)
class Card:
    """A node as it is drawn.

    Attributes:
        number: of the node.
        kind: "parameter", "data", "operation" or "loss".
        name: what the script calls it, or "".
        form: how it is computed, or "".
        made_by: what torch calls the operation.
        value: as text.
        given: the numbers that the reader can change.
        slope: as text.
        stopped: whether it is computed under no_grad, or frozen.
        place: of its middle; of a leaf, of its name.
        room: how wide it may be, where a leaf is 1 wide.
    """

    number: int
    kind: str
    name: str
    form: str
    made_by: str
    value: str
    given: list[str]
    slope: str
    stopped: bool
    place: Place
    room: float


@dataclass(frozen=True)
class Link:
    """An edge as it is drawn.

    Attributes:
        edge: the node, and which of its inputs.
        above: what the node is called.
        below: what the input is called.
        slope: the local derivative as text; "" where a gradient is not asked for, or not told.
        cut: whether it is cut.
        passes: whether a slope comes down along it.
        way: where its line goes.
        chip: where the local derivative stands.
    """

    edge: Edge
    above: str
    below: str
    slope: str
    cut: bool
    passes: bool
    way: list[Place]
    chip: Place


@dataclass(frozen=True)
class Flow:
    """The picture of a chain; its `str()` is HTML."""

    chain: Chain
    script: str

    def __str__(self) -> str:
        """Both passes with their numbers, and what a script needs to let them come."""
        data = {
            "nodes": [self._told(n) for n in range(len(self.chain.nodes))],
            "cut": sorted(f"{n}.{k}" for n, k in self.chain.cut),
            "stopped": sorted(self.chain.unrecorded),
            "told": self.chain.told_in_numbers,
            "refused": _refused(),
        }
        return _TEMPLATES.get_template("chain.html").render(
            cards=self.cards,
            links={card.number: self.links_of(card.number) for card in self.cards},
            sums=self.sums,
            told=self.chain.told_in_numbers,
            few=FEW,
            height=f"{self.height:.4g}",
            row=100 / self._layout.wide,
            script=self.script,
            data=data,
        )

    @cached_property
    def cards(self) -> list[Card]:
        """Each node but the numbers, which stand in their operation."""
        return [self._card(n) for n in self._layout.place]

    def links_of(self, n: int) -> list[Link]:
        """The edges down from a node."""
        return [self._link(edge) for edge in self.chain.edges if edge[0] == n]

    @property
    def sums(self) -> dict[str, str]:
        """For each parameter its gradient, as the sum over ways of the products along them."""
        return {
            self.called(n): self._sum(n)
            for n, node in enumerate(self.chain.nodes)
            if node.kind == "parameter"
        }

    @property
    def height(self) -> float:
        """Of the picture, in em."""
        leaves = [n for n in self.chain.nodes if n.given is not None and n.kind != "number"]
        sizes = [node.given.numel() for node in leaves if node.given is not None]
        # Where shapes stand, the more leaves share the width, the more lines they take.
        lines = max(sizes) if self.chain.told_in_numbers else len(leaves) - 1
        return (
            LOSS + self._layout.pitch * self._layout.rows + 4 + 2.2 * max(2, lines)
        )  # a slider is one more

    def called(self, n: int) -> str:
        """A node by its name, or by how it is computed."""
        return self.chain.nodes[n].name or self._form(n)

    def shown(self, value: Tensor | None) -> str:
        """A number, or a few; of more their shape and norm."""
        return shown(value, FINE if self.chain.told_in_numbers else COARSE)

    def _told(self, n: int) -> list:
        """A node for the script: its op, inputs, numbers, form, name and kind."""
        node = self.chain.nodes[n]
        value = self.chain.numbers.values[n]
        slope = self.chain.numbers.slopes[n]
        if not self.chain.told_in_numbers:
            return [
                "",
                node.inputs,
                self.shown(value),
                self.shown(slope),
                self.called(n),
                node.kind,
            ]
        given = value.flatten().tolist() if node.given is not None else []
        return [node.op, node.inputs, given, self._pattern(n), self.called(n), node.kind]

    def _card(self, n: int) -> Card:
        node = self.chain.nodes[n]
        value, slope = self.chain.numbers.values[n], self.chain.numbers.slopes[n]
        last = n == len(self.chain.nodes) - 1
        is_given = node.given is not None and self.chain.told_in_numbers
        numbers = value.flatten().tolist() if is_given else []
        return Card(
            number=n,
            kind="loss" if last else node.kind,
            name=node.name,
            form=self._form(n) if node.inputs else "",
            made_by=node.made_by,
            value=self.shown(value),
            given=[digits(v).replace("−", "-") for v in numbers],
            slope="" if slope is None and node.inputs else self.shown(slope),
            stopped=n in self.chain.unrecorded,
            place=self._layout.place[n],
            room=self._layout.room[n],
        )

    def _link(self, edge: Edge) -> Link:
        n, k = edge
        below = self.chain.nodes[n].inputs[k]
        asked = self.chain.told_in_numbers and self._asks(below)
        is_cut = edge in self.chain.cut or n in self.chain.unrecorded
        slopes = self.chain.numbers.slopes
        return Link(
            edge=edge,
            above=self.called(n),
            below=self.called(below),
            slope=_alike(self.chain.local(edge)) if asked else "",
            cut=is_cut,
            passes=not is_cut and slopes[n] is not None and slopes[below] is not None,
            way=self._layout.ways[edge],
            chip=self._layout.chips[edge],
        )

    def _asks(self, n: int) -> bool:
        """Whether a parameter is in it, be it cut off or not."""
        node = self.chain.nodes[n]
        return node.kind == "parameter" or any(self._asks(below) for below in node.inputs)

    def _pattern(self, n: int) -> str:
        """How a node is computed, with {0}, {1} for its inputs."""
        node = self.chain.nodes[n]
        if node.kind != "operation":
            return ""
        if not node.op:
            return f"{node.function}({', '.join(f'{{{k}}}' for k in range(len(node.inputs)))})"
        pattern = FORMS[node.op]
        if node.op == "pow":
            exponent = digits(self.chain.numbers.values[node.inputs[1]].item())
            if exponent.lstrip("−").isdigit():
                return "{0}" + exponent.replace("−", "-").translate(_SUPERSCRIPTS)
        return pattern

    def _form(self, n: int) -> str:
        """How a node is computed, in the script's names."""
        return self._pattern(n).format(*(self._operand(n, b) for b in self.chain.nodes[n].inputs))

    def _operand(self, n: int, below: int) -> str:
        """An input in a form; what would need a form within a form within it is an ellipsis."""
        node = self.chain.nodes[below]
        if node.kind == "number":
            return digits(self.chain.numbers.values[below].item())
        if node.name or not node.inputs:
            return node.name or "data"
        if any(not self.chain.nodes[b].name and self.chain.nodes[b].inputs for b in node.inputs):
            return "…"
        form = self._form(below)
        if len(form) > LONG:
            return "…"
        return form if self.chain.nodes[n].op in ("add", "sub", "mean", "sum") else f"({form})"

    def _sum(self, n: int) -> str:
        slope = self.chain.numbers.slopes[n]
        if slope is None:
            return "None: no slope comes to it"
        if not self.chain.told_in_numbers or slope.numel() > 1:
            return self.shown(slope)
        ways = list(self._ways_to(n))
        total = digits(slope.item())
        if len(ways) > WAYS:
            return total
        terms = [_term(factors, number > 0) for number, factors in enumerate(ways)]
        written = " + ".join(terms)
        return total if written == total else f"{written} = {total}"

    def _ways_to(self, wanted: int) -> Iterator[list[Tensor]]:
        """For each way from the loss the local derivatives along it."""
        todo: list[tuple[int, list[Tensor]]] = [(len(self.chain.nodes) - 1, [])]
        while todo:
            n, factors = todo.pop()
            if n == wanted:
                yield factors or [torch.ones(1)]
            if n in self.chain.unrecorded:
                continue
            for edge in reversed([edge for edge in self.chain.edges if edge[0] == n]):
                below = self.chain.nodes[n].inputs[edge[1]]
                if edge not in self.chain.cut and self._asks(below):
                    todo.append((below, [*factors, self.chain.local(edge)]))

    @cached_property
    def _layout(self) -> "_Layout":
        return _Layout(self.chain)


def chain(run: Recording) -> Flow:
    """The chain of a script's first loss, with its numbers.

    Raises:
        RecordingError: if the script never called `backward()`, or its loss is not made of what a
            chain can show.
    """
    return Flow(chain_of(run.first_pass), run.path.name)


def digits(number: float, places: int = FINE) -> str:
    """Four significant digits, as docs/assets/chain/chain.js writes them, or other ones."""
    as_javascript = Context(prec=places, rounding=ROUND_HALF_UP)  # its toPrecision
    rounded = as_javascript.create_decimal_from_float(number)
    text = f"{rounded.normalize():f}" if rounded else "0"
    return text.replace("-", "−")


def shown(value: Tensor | None, places: int = FINE) -> str:
    """A number, or a few; of more their shape and norm."""
    if value is None:
        return "None"
    if value.numel() > FEW:
        shape = " × ".join(map(str, value.shape))
        if value.is_floating_point():
            return f"{shape}, norm {digits(value.norm().item(), places)}"
        return shape if value.dim() > 1 else f"{shape} numbers"
    return ", ".join(digits(number, places) for number in value.flatten().tolist())


def _alike(slopes: Tensor) -> str:
    """The local derivatives of an edge; one of them, if they are the same for each element."""
    return shown(slopes[:1] if (slopes == slopes[0]).all() else slopes)


def _term(factors: list[Tensor], later: bool) -> str:
    """The product of the factors along a way; of several numbers, those that it adds up to."""
    if all(factor.numel() == 1 for factor in factors):
        texts = [digits(factor.item()) for factor in factors]
        first, *others = texts
        return " · ".join([_in_brackets(first) if later else first, *map(_in_brackets, others)])
    product = math.prod(factors[1:], start=factors[0])
    first, *others = map(digits, product.flatten().tolist())
    return " + ".join([_in_brackets(first) if later else first, *map(_in_brackets, others)])


def _in_brackets(text: str) -> str:
    return f"({text})" if text.startswith("−") else text


def _refused() -> str:
    """What torch says to a `backward()` without a way."""
    try:
        torch.zeros(()).backward()
    except RuntimeError as error:
        return str(error)
    raise AssertionError("a loss without a graph was walked")


class _Layout:
    """Leaves in a row at the bottom, each operation above all that it is computed from."""

    def __init__(self, chain: Chain):
        self._chain = chain
        self._row = self._rows()
        self.rows = max(self._row.values())
        has_lists = any(value.numel() > 1 for value in chain.numbers.values)
        self.pitch = PITCH + WRAPPED * has_lists
        x = self._across()
        low, high = min(x.values()), max(x.values())
        self.wide = high - low + 1

        def at(key: tuple) -> Place:
            *_, row = key
            across = 100 * (x[key] - low + 0.5) / self.wide
            return Place(across, LOSS + self.pitch * (self.rows - row))

        self.place = {n: at((n, row)) for n, row in self._row.items()}
        self.room = {n: _room((n, row), x, low, high) for n, row in self._row.items()}
        twins = Counter((n, chain.nodes[n].inputs[k]) for n, k in chain.edges)
        seen: Counter = Counter()
        self.ways: dict[Edge, list[Place]] = {}
        self.chips: dict[Edge, Place] = {}
        for edge in chain.edges:
            below = chain.nodes[edge[0]].inputs[edge[1]]
            keys = self._keys(edge)
            way = [at(key) for key in keys]
            pair = (edge[0], below)
            if twins[pair] > 1:  # else one would lie upon the other
                shift = (seen[pair] - (twins[pair] - 1) / 2) * 60 / self.wide
                seen[pair] += 1
                middle = _between(way[0], way[-1])
                way = [way[0], Place(middle.x + shift, middle.y), way[-1]]
            if has_lists and len(way) == 2 and _is_between(x, *keys):
                # Those cards are high: a straight line would pass behind one.
                way.insert(1, Place(way[1].x, _between(way[0], way[1]).y))
            self.ways[edge] = way
            share = NEAR if has_lists and self._row[below] == 0 else 0.5
            chip = _between(way[0], way[-1], share)
            self.chips[edge] = way[len(way) // 2] if len(way) > 2 else chip

    def _rows(self) -> dict[int, int]:
        """How far each node is from the leaves below it."""
        row: dict[int, int] = {}
        for n, node in enumerate(self._chain.nodes):
            below = [row[b] for b in node.inputs if b in row]
            if node.kind != "number":
                row[n] = 1 + max(below) if below else 0
        return row

    def _keys(self, edge: Edge) -> list[tuple]:
        """From the input up to the node: both, and a bend in each row between."""
        n, k = edge
        below = self._chain.nodes[n].inputs[k]
        bends = [(n, k, row) for row in range(self._row[below] + 1, self._row[n])]
        return [(below, self._row[below]), *bends, (n, self._row[n])]

    def _across(self) -> dict[tuple, float]:
        """Above the middle of what each is computed from, and away from its neighbours."""
        under: dict[tuple, list[tuple]] = {}
        for edge in self._chain.edges:
            keys = self._keys(edge)
            for low, high in pairwise(keys):
                under.setdefault(high, []).append(low)
        x: dict[tuple, float] = {}
        leaves = [n for n, row in self._row.items() if row == 0]
        for at, n in enumerate(leaves):
            x[n, 0] = float(at)
        for row in range(1, self.rows + 1):
            keys = [(n, row) for n, its in self._row.items() if its == row]
            keys += [key for key in under if len(key) == 3 and key[-1] == row]
            wanted = {key: sum(x[low] for low in under[key]) / len(under[key]) for key in keys}
            left: tuple[float, tuple] | None = None
            placed: dict[tuple, float] = {}
            for key in sorted(keys, key=wanted.__getitem__):
                room = 0.0 if left is None else _apart(left[1], key)
                placed[key] = wanted[key] if left is None else max(wanted[key], left[0] + room)
                left = placed[key], key
            x |= placed
        return x


def _apart(left: tuple, right: tuple) -> float:
    """How far two neighbours in a row are to be apart; of a bend only its chip is seen."""
    return {0: 1.0, 1: 0.8, 2: 0.5}[(len(left) == 3) + (len(right) == 3)]


def _is_between(x: dict[tuple, float], low: tuple, high: tuple) -> bool:
    """Whether another card stands in the upper one's row, on the way to it."""
    first, last = sorted([x[low], x[high]])
    return any(
        len(key) == 2 and key[1] == high[1] and key != high and first <= place <= last
        for key, place in x.items()
    )


def _room(key: tuple, x: dict[tuple, float], low: float, high: float) -> float:
    """How wide a card may be that lies on no other, on no line and not beyond the edges."""
    *_, row = key
    if row == 0:
        return 1.0
    edges = [x[key] - low + 0.5, high - x[key] + 0.5]
    beside = [
        abs(x[other] - x[key]) - (0.5 if len(other) == 2 else 0.35)
        for other in x
        if other[-1] == row and other != key
    ]
    return 2 * min(edges + beside)


def _between(low: Place, high: Place, share: float = 0.5) -> Place:
    return Place(low.x + share * (high.x - low.x), low.y + share * (high.y - low.y))
