"""The drawn graph is the recorded one: its nodes, and an arrow for each edge, from the loss on."""

from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import networkx as nx
import pytest
from draw.graph import graph
from draw.style import GRID, LOSS, PARAMETER
from helpers.marks import arrows, falsified_tests
from helpers.runs import run
from matplotlib.colors import to_hex
from networkx.algorithms.isomorphism import categorical_node_match


@pytest.fixture(
    scope="module",
    params=[
        "linear_regression.py",
        "classification.py",
        "custom_loss.py",  # two ways from the loss
        "gradients/chain_rule/one_sample_by_hand.py",
        "gradients/backward/backward_needs_no_optimizer.py",
    ],
)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return graph(script)


COLORS = {"loss": LOSS, "operation": GRID, "leaf": PARAMETER}


def words(node: dict) -> str:
    shape = ", ".join(map(str, node["shape"]))
    return f"{node['label']} ({shape})" if shape else node["label"]


def as_drawn(drawn) -> nx.DiGraph:
    """A node wherever words stand, and an edge from where an arrow begins to where it points."""
    (axes,) = drawn.figure.axes
    found = nx.DiGraph()
    for text in axes.texts:
        if text.get_text():
            color = text.get_bbox_patch().get_edgecolor()
            found.add_node(text.get_position(), words=text.get_text(), color=to_hex(color))
    found.add_edges_from((tuple(tail), tuple(head)) for tail, head in arrows(drawn).tolist())
    return found


def as_recorded(script) -> nx.DiGraph:
    found = nx.DiGraph(script.graph.edges)
    for n, node in script.graph.nodes.items():
        found.add_node(n, words=words(node), color=COLORS[node["kind"]])
    return found


def test_nodes_are_the_recorded_ones_each_in_the_colour_of_its_kind(script, drawn):
    def said(nodes):
        return Counter((node["words"], node["color"]) for node in nodes.values())

    assert said(as_drawn(drawn).nodes) == said(as_recorded(script).nodes)


def test_each_edge_is_one_arrow_and_each_arrow_one_edge(script, drawn):
    assert len(arrows(drawn)) == script.graph.number_of_edges()
    alike = categorical_node_match("words", None)
    assert nx.is_isomorphic(as_drawn(drawn), as_recorded(script), node_match=alike)


def test_description_counts_the_nodes_and_names_the_parameters(script, drawn):
    nodes = script.graph.nodes.values()
    leaves = ", ".join(node["label"] for node in nodes if node["kind"] == "leaf")
    assert f": {len(nodes)} nodes lead from the loss to {leaves}." in drawn.description


def test_list_below_the_drawing_names_each_edge_once(script, drawn):
    items = ElementTree.fromstring(drawn.below).iter("li")
    listed = Counter(
        (item.find("code").text, below.text)
        for item in items
        for below in item.findall("ul/li/code")
    )
    nodes = script.graph.nodes
    edges = Counter(
        (words(nodes[above]), words(nodes[below])) for above, below in script.graph.edges
    )
    assert listed == edges


def annotations(drawn) -> list:
    return [text for text in drawn.figure.axes[0].texts if not text.get_text()]


def with_one_arrow(script):
    drawn = graph(script)
    for arrow in annotations(drawn)[1:]:
        arrow.remove()
    return drawn


def with_arrows_upside_down(script):
    drawn = graph(script)
    for arrow in annotations(drawn):
        arrow.xy, arrow.xyann = arrow.xyann, arrow.xy
    return drawn


def with_heads_at_the_tails(script):
    drawn = graph(script)
    for arrow in annotations(drawn):
        arrow.arrow_patch.set_arrowstyle("<|-")
    return drawn


def with_an_arrow_twice(script):
    drawn = graph(script)
    (first, *_) = annotations(drawn)
    props = {"arrowstyle": "-|>"}
    drawn.figure.axes[0].annotate("", first.xy, first.xyann, arrowprops=props)
    return drawn


def with_the_loss_in_the_colour_of_a_parameter(script):
    drawn = graph(script)
    loss = next(text for text in drawn.figure.axes[0].texts if text.get_text() == "loss")
    loss.get_bbox_patch().set_edgecolor(PARAMETER)
    return drawn


def with_a_list_that_lacks_its_last_item(script):
    drawn = graph(script)
    start, _, end = drawn.below.rpartition("<li>")
    return replace(drawn, below=start + end[end.index("</li>") + len("</li>") :])


def with_the_description_of_operations(script):
    labels = [n["label"] for n in script.graph.nodes.values() if n["kind"] == "operation"]
    drawn = graph(script)
    begin, _, _ = drawn.description.partition("the loss to ")
    return replace(drawn, description=f"{begin}the loss to {', '.join(labels)}.")


EDGES = test_each_edge_is_one_arrow_and_each_arrow_one_edge

TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        with_one_arrow: [EDGES],
        with_arrows_upside_down: [EDGES],
        with_heads_at_the_tails: [EDGES],
        with_an_arrow_twice: [EDGES],
        with_the_loss_in_the_colour_of_a_parameter: [
            test_nodes_are_the_recorded_ones_each_in_the_colour_of_its_kind
        ],
        with_the_description_of_operations: [
            test_description_counts_the_nodes_and_names_the_parameters
        ],
        with_a_list_that_lacks_its_last_item: [test_list_below_the_drawing_names_each_edge_once],
    },
    globals(),
)
