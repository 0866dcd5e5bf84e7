"""The autograd graph of a loss, walked from its `grad_fn` to the parameters."""

from collections.abc import Callable
from typing import Any

import networkx as nx
from torch import Tensor


def autograd_graph(loss: Tensor, name: Callable[[Tensor], str]) -> nx.DiGraph:
    """The way from a loss to each leaf: nodes 0 (the loss), 1, 2, … in the order of a walk.

    Each node has `label` (for an operation its class name in torch, for a leaf what `name` says),
    `kind` ("loss", "operation" or "leaf") and `shape` (of what the operation computed on the way
    forward). An edge leads from a result to what it was computed from, as `backward()` goes.
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(0, label="loss", kind="loss", shape=tuple(loss.shape))
    # torch makes a new Python object at each look at a node, but equal ones hash alike.
    numbers: dict[Any, int] = {}
    todo: list[tuple[int, Any]] = [(0, loss.grad_fn)]
    while todo:
        parent, node = todo.pop(0)
        if node not in numbers:
            numbers[node] = len(graph)
            leaf = getattr(node, "variable", None)
            graph.add_node(
                numbers[node],
                label=node.name() if leaf is None else name(leaf),
                kind="operation" if leaf is None else "leaf",
                # torch 2.13 has no public name for the shape of what an operation made: in
                # `metadata` is what hooks put there, and `_saved_…` differ by operation.
                shape=tuple(node._input_metadata[0].shape if leaf is None else leaf.shape),
            )
            todo += [(numbers[node], below) for below, _ in node.next_functions if below]
        graph.add_edge(parent, numbers[node])
    return graph


def leaves(loss: Tensor) -> list[Tensor]:
    """The leaf tensors whose `.grad` a backward pass from this loss writes."""
    seen: set[Any] = set()
    found: list[Tensor] = []
    todo: list[Any] = [loss.grad_fn]
    while todo:
        node = todo.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if (leaf := getattr(node, "variable", None)) is not None:
            found.append(leaf)
        todo += [below for below, _ in node.next_functions]
    return found
