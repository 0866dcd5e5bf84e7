"""A chain's numbers are those of the run and of torch, and stand where a reader looks for them."""

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
import torch
from draw.chain import chain, digits
from helpers.marks import falsified_tests
from helpers.runs import run, twin
from helpers.sources import all_fences
from record.errors import RecordingError
from torch.testing import assert_close

ONE = "gradients/chain_rule/one_sample_by_hand.py"
TWICE = "gradients/chain_rule/a_weight_used_twice.py"
BATCH = "gradients/chain_rule/a_batch_averages.py"
LAYER = "gradients/backward/backward_needs_no_optimizer.py"
WHO = "gradients/backward/who_gets_a_gradient.py"

ASKED = [fence.info for fence in all_fences() if fence.info.endswith('show="chain"}')]
SHOWN = sorted({re.search(r'path="(.+?)"', info).group(1) for info in ASKED})


@pytest.fixture(scope="module", params=sorted({*SHOWN, ONE, TWICE, BATCH, LAYER, WHO}))
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return chain(script)


def nodes(drawn, kind):
    return [n for n, node in enumerate(drawn.chain.nodes) if node.kind == kind]


def named(drawn, name):
    (n,) = [n for n, node in enumerate(drawn.chain.nodes) if node.name == name]
    return n


def card(drawn, name):
    (found,) = [card for card in drawn.cards if card.name == name]
    return found


def test_pages_show_chains():
    assert SHOWN


def test_the_loss_of_a_chain_is_the_one_that_the_script_computed_first(script, drawn):
    first = script.first_pass.loss.detach().double()
    value = drawn.chain.numbers.values[-1]
    assert_close(value, first.reshape(value.shape), rtol=1e-5, atol=1e-6)


def test_each_operation_of_a_chain_has_the_value_that_the_run_computed(script, drawn):
    """In float32, so to some of its eps."""
    for n in nodes(drawn, "operation"):
        *_, result = drawn.chain.nodes[n].call
        recorded = result.detach().double()
        assert_close(drawn.chain.numbers.values[n], recorded, rtol=1e-5, atol=1e-5)


def test_each_operation_of_a_chain_is_called_what_its_grad_fn_is_called(script, drawn):
    for card in drawn.cards:
        if card.form and card.number not in drawn.chain.unrecorded:
            *_, result = drawn.chain.nodes[card.number].call
            assert card.made_by == result.grad_fn.name()


def test_each_slope_is_the_sum_of_what_comes_along_its_edges_times_their_local_derivatives(
    script, drawn
):
    held = drawn.chain
    for n, slope in enumerate(held.numbers.slopes[:-1]):
        if slope is None or not held.told_in_numbers:
            continue
        total = torch.zeros_like(slope).flatten()
        for above, k in held.edges:
            up = held.numbers.slopes[above]
            is_cut = (above, k) in held.cut or above in held.unrecorded
            if held.nodes[above].inputs[k] == n and up is not None and not is_cut:
                part = up.flatten() * held.local((above, k))
                total = total + (part.sum() if total.numel() == 1 else part)
        assert_close(total, slope.flatten())


def test_a_card_shows_the_value_and_the_slope_of_its_node(script, drawn):
    for card in drawn.cards:
        assert card.value == drawn.shown(drawn.chain.numbers.values[card.number])
        slope = drawn.chain.numbers.slopes[card.number]
        if slope is not None:
            assert card.slope == drawn.shown(slope)
        else:
            assert card.slope == ("" if card.form else "None")


def test_an_edge_shows_the_local_derivative_that_torch_gives(script, drawn):
    links = [link for card in drawn.cards for link in drawn.links_of(card.number)]
    assert [link.edge for link in links] == drawn.chain.edges
    for link in links:
        if link.slope:
            expected = drawn.chain.local(link.edge).unique(dim=0)
            texts = link.slope.split(", ")
            assert set(texts) == {digits(slope) for slope in expected.tolist()}


def test_an_edge_to_a_parameter_of_few_numbers_shows_a_local_derivative(script, drawn):
    for card in drawn.cards:
        for link in drawn.links_of(card.number):
            below = drawn.chain.nodes[drawn.chain.nodes[card.number].inputs[link.edge[1]]]
            if below.kind == "parameter" and drawn.chain.told_in_numbers:
                assert link.slope


def test_each_node_stands_above_all_that_it_is_computed_from(script, drawn):
    place = {card.number: card.place for card in drawn.cards}
    for n, k in drawn.chain.edges:
        assert place[n].y < place[drawn.chain.nodes[n].inputs[k]].y


def test_leaves_stand_in_one_row_at_the_bottom(script, drawn):
    leaves = {card.place.y for card in drawn.cards if not card.form}
    assert len(leaves) == 1
    assert max(card.place.y for card in drawn.cards) in leaves


def test_no_two_cards_of_a_row_overlap(script, drawn):
    slot = 100 / drawn._layout.wide
    for one, other in combinations(drawn.cards, 2):
        if one.place.y == other.place.y:
            apart = abs(one.place.x - other.place.x) / slot
            assert apart >= (one.room + other.room) / 2 - 1e-9


def test_a_line_leads_from_each_input_to_its_node(script, drawn):
    place = {card.number: card.place for card in drawn.cards}
    for card in drawn.cards:
        for link in drawn.links_of(card.number):
            below = drawn.chain.nodes[card.number].inputs[link.edge[1]]
            assert (link.way[0], link.way[-1]) == (place[below], place[card.number])
            assert all(low.y >= high.y for low, high in pairwise(link.way))


def test_chips_of_one_chain_stand_apart(script, drawn):
    chips = [link.chip for c in drawn.cards for link in drawn.links_of(c.number) if link.slope]
    slot = 100 / drawn._layout.wide
    for one, other in combinations(chips, 2):
        assert abs(one.x - other.x) >= 0.35 * slot or abs(one.y - other.y) >= 2


# What a reader would work out by hand.


def test_a_gradient_is_written_as_the_product_along_its_way():
    assert chain(run(ONE)).sums == {"w": "−6 · 1 · 1 · 2 = −12", "b": "−6 · 1 · 1 = −6"}


def test_the_gradient_of_a_weight_used_twice_is_written_as_the_sum_of_two_products():
    assert chain(run(TWICE)).sums == {"w": "4 · 1 · 6 + 4 · 1 · 2 · 3 = 48"}


def test_a_way_that_the_script_cut_is_in_no_sum(tmp_path):
    drawn = chain(twin(TWICE, tmp_path, ("w * hidden", "w * hidden.detach()")))
    assert drawn.sums["w"] == "4 · 1 · 6 = 24"


def test_the_gradient_of_a_batch_is_written_as_what_its_samples_add():
    assert chain(run(BATCH)).sums["b"] == "−1.333 + (−2) + (−2.667) = −6"


@pytest.mark.parametrize("name", ["w", "b"])
def test_the_slope_of_a_leaf_is_what_backward_wrote(name):
    drawn = chain(run(ONE))
    grad = run(ONE).globals[name].grad
    assert_close(drawn.chain.numbers.slopes[named(drawn, name)], grad.double())


def test_the_slopes_of_a_layer_are_what_backward_wrote():
    script = run(LAYER).globals
    drawn = chain(run(LAYER))
    for name in ("weight", "bias"):
        slope = drawn.chain.numbers.slopes[named(drawn, f"model.{name}")]
        assert_close(slope, getattr(script["model"], name).grad.double(), rtol=1e-5, atol=1e-5)


def test_of_a_loop_the_first_pass_is_shown():
    script = run("linear_regression.py")
    drawn = chain(script)
    for name, grad in script.steps[0].grad.items():
        slope = drawn.chain.numbers.slopes[named(drawn, name)]
        assert_close(slope, grad.double(), rtol=1e-5, atol=1e-5)


def test_a_script_s_own_detach_is_a_cut_edge_and_its_leaf_says_none():
    drawn = chain(run(WHO))
    links = [link for c in drawn.cards for link in drawn.links_of(c.number)]
    assert [link.below for link in links if link.cut] == ["detached"]
    assert card(drawn, "detached").slope == "None"


def test_a_parameter_that_a_script_froze_is_marked_and_says_none():
    drawn = chain(run(WHO))
    assert [c.name for c in drawn.cards if c.stopped] == ["frozen"]
    assert card(drawn, "frozen").slope == "None"


def test_what_a_script_computes_under_no_grad_is_marked_and_gets_no_slope(tmp_path):
    change = ("hidden = w * x", "with torch.no_grad():\n    hidden = w * x")
    drawn = chain(twin(TWICE, tmp_path, change))
    assert [c.name for c in drawn.cards if c.stopped] == ["hidden"]
    assert card(drawn, "hidden").slope == ""
    assert card(drawn, "w").slope == digits(run(TWICE).globals["direct"])


def test_of_large_tensors_shapes_and_norms_are_shown():
    script = run("linear_regression.py")
    drawn = chain(script)
    assert not drawn.chain.told_in_numbers
    norm = digits(script.globals["x"].double().norm().item(), 3)
    assert card(drawn, "x").value == f"100 × 1, norm {norm}"
    assert "more than 4 numbers" in str(drawn)


def test_labels_without_an_axis_are_told_by_how_many_they_are():
    assert card(chain(run("classification.py")), "y").value == "100 numbers"


def test_what_a_browser_cannot_compute_is_called_as_torch_calls_its_function():
    forms = [card.form for card in chain(run("classification.py")).cards if card.form]
    assert forms == ["linear(x, model.weight, model.bias)", "cross_entropy(y_pred, y)"]


def test_in_a_loss_of_your_own_slopes_come_down_two_ways_one_of_them_through_a_tenth():
    held = chain(run("custom_loss.py")).chain
    means = [n for n, node in enumerate(held.nodes) if node.op == "mean"]
    slopes = sorted(held.numbers.slopes[n].item() for n in means)
    assert slopes == pytest.approx([0.1, 1])
    (y_pred,) = [n for n, node in enumerate(held.nodes) if node.name == "y_pred"]
    assert sum(held.nodes[n].inputs[k] == y_pred for n, k in held.edges) == 2


def test_in_a_network_each_parameter_gets_a_gradient_of_its_own_shape():
    drawn = chain(run("optimizers/param_groups/two_learning_rates.py"))
    found = nodes(drawn, "parameter")
    assert len(found) == 4
    for n in found:
        assert drawn.chain.numbers.slopes[n].shape == drawn.chain.numbers.values[n].shape


def test_in_a_network_slopes_pass_the_second_layer_to_reach_the_first(tmp_path):
    change = ("model(x), y)", "model[2](model[1](model[0](x)).detach()), y)")
    drawn = chain(twin("optimizers/param_groups/two_learning_rates.py", tmp_path, change))
    assert [card(drawn, f"model.{n}.weight").slope == "None" for n in (0, 2)] == [True, False]


def test_a_loss_that_was_changed_in_place_has_no_chain(tmp_path):
    change = ("loss.backward()", "loss += 1\nloss.backward()")
    with pytest.raises(RecordingError, match="changed in place: loss"):
        chain(twin(ONE, tmp_path, change))


def test_a_script_without_backward_has_no_chain(tmp_path):
    change = ("loss.backward()\n", "w.grad = b.grad = loss.detach()\n")
    with pytest.raises(RecordingError, match="never calls backward"):
        chain(twin(ONE, tmp_path, change))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-12.0, "−12"),
        (-40 / 3, "−13.33"),
        (12345.0, "12350"),
        (0.0001234, "0.0001234"),
    ],
)
def test_a_number_is_written_in_four_significant_digits(number, text):
    assert digits(number) == text


# Twins of a drawing with one thing wrong.


def with_cards(script, **wrong):
    drawn = chain(script)
    vars(drawn)["cards"] = [
        replace(card, **{key: change(card) for key, change in wrong.items()})
        for card in drawn.cards
    ]
    return drawn


def with_slopes_in_the_place_of_values(script):
    return with_cards(script, value=lambda card: card.slope)


def with_each_node_called_a_sum(script):
    return with_cards(script, made_by=lambda card: "AddBackward0")


def with_cards_upside_down(script):
    return with_cards(script, place=lambda card: replace(card.place, y=-card.place.y))


def with_cards_on_one_spot(script):
    return with_cards(script, place=lambda card: replace(card.place, x=50))


class Relinked:
    """A drawing whose edges are drawn wrong."""

    def __init__(self, script, change):
        self._drawn = chain(script)
        self._change = change

    def __getattr__(self, name):
        return getattr(self._drawn, name)

    def links_of(self, n):
        return [self._change(link) for link in self._drawn.links_of(n)]


def with_each_local_derivative_1(script):
    return Relinked(script, lambda link: replace(link, slope="1" if link.slope else ""))


def with_no_local_derivative(script):
    return Relinked(script, lambda link: replace(link, slope=""))


def with_lines_upside_down(script):
    return Relinked(script, lambda link: replace(link, way=link.way[::-1]))


def with_chips_on_one_spot(script):
    spot = chain(script).cards[0].place
    return Relinked(script, lambda link: replace(link, chip=spot))


def with_numbers(script, **changed):
    drawn = chain(script)
    vars(drawn.chain)["numbers"] = replace(drawn.chain.numbers, **changed)
    return drawn


def with_values_of_a_nudged_weight(script):
    nudged = {0: torch.tensor(1.001, dtype=torch.float64)}
    return with_numbers(script, values=chain(script).chain.computed(nudged).values)


def with_the_slope_of_another_leaf(script):
    slopes = chain(script).chain.numbers.slopes
    return with_numbers(script, slopes=[slopes[3], *slopes[1:]])


TestFalsified = falsified_tests(
    ONE,
    {
        with_slopes_in_the_place_of_values: [test_a_card_shows_the_value_and_the_slope_of_its_node],
        with_each_node_called_a_sum: [
            test_each_operation_of_a_chain_is_called_what_its_grad_fn_is_called
        ],
        with_cards_upside_down: [
            test_each_node_stands_above_all_that_it_is_computed_from,
            test_leaves_stand_in_one_row_at_the_bottom,
        ],
        with_cards_on_one_spot: [test_no_two_cards_of_a_row_overlap],
        with_each_local_derivative_1: [test_an_edge_shows_the_local_derivative_that_torch_gives],
        with_no_local_derivative: [
            test_an_edge_to_a_parameter_of_few_numbers_shows_a_local_derivative
        ],
        with_lines_upside_down: [test_a_line_leads_from_each_input_to_its_node],
        with_chips_on_one_spot: [test_chips_of_one_chain_stand_apart],
        with_values_of_a_nudged_weight: [
            test_the_loss_of_a_chain_is_the_one_that_the_script_computed_first,
            test_each_operation_of_a_chain_has_the_value_that_the_run_computed,
        ],
        with_the_slope_of_another_leaf: [
            test_each_slope_is_the_sum_of_what_comes_along_its_edges_times_their_local_derivatives
        ],
    },
    globals(),
)
