"""Two fingerprints as a table: what is said of them, and what stands out."""

import math

import pytest
from draw.fingerprint import fingerprints, loss, rows, sentence
from helpers.gallery import run


@pytest.fixture(scope="module")
def pair():
    names = ["not_learning/order/zero_grad_of_another_wrong.py"]
    names += [names[0].replace("_wrong", "")]
    return [run(name).seen.packed() for name in names]


def test_what_twins_share_does_not_stand_out(pair):
    differs = {", ".join(row.names) or row.about: row.differs for row in rows(*pair)}
    assert differs == {
        "loss": True,
        "backward(), step()": False,
        "model.weight, model.bias": True,
        "best.weight, best.bias": False,
    }


def test_each_row_has_a_cell_for_either_script(pair):
    html = fingerprints("wrong.py", *pair)
    assert html.count("<tr") == 1 + len(rows(*pair))
    assert html.count('<tr class="differs">') == 2
    assert html.count("<td>moved, .grad growing</td>") == 1


def row(pair, about):
    return [row.seen for row in rows(*pair) if row.about == about]


def test_what_twins_print_is_told_by_its_last_line_where_it_differs(pair):
    wrong, right = pair
    told = {**wrong, "printed": "1\nstill 6.1\n"}, {**right, "printed": "1\nnow 0.1\n"}
    assert row(told, "prints") == [("still 6.1", "now 0.1")]
    assert row(({**wrong, "printed": ""}, told[1]), "prints") == [("nothing", "now 0.1")]
    assert row((told[0], told[0]), "prints") == []


def test_what_a_twin_raises_is_told_by_its_type_and_first_sentence(pair):
    wrong, right = pair
    raised = {**wrong, "raised": "RuntimeError", "message": "No way. Try another."}
    assert row((raised, right), "raises") == [("RuntimeError: No way", "nothing")]
    assert row(pair, "raises") == []


def test_what_a_twin_warns_of_is_told_by_its_first_sentence(pair):
    wrong, right = pair
    warned = {**wrong, "warned": ["UserWarning: No way. Try another.", "UserWarning: Nor this"]}
    assert row((warned, right), "warns") == [("No way; Nor this", "nothing")]
    assert row(pair, "warns") == []


def test_a_held_out_loss_that_was_measured_more_than_once_has_a_row(pair):
    wrong, right = pair
    told = {**wrong, "held_out": [2.0, 1.0, 3.0]}, {**right, "held_out": [2.0, 1.0]}
    assert row(told, "held-out loss") == [("2 → 3", "2 → 1")]
    assert row(({**wrong, "held_out": [2.0]}, right), "held-out loss") == []


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([], "none"),
        ([2.0], "2, once"),
        ([0.5, 0.5], "0.5, to the last digit"),
        ([math.nan, math.nan], "nan from the start"),
        ([math.nan, float("nan")], "nan from the start"),  # as read from a file: two objects
        ([2.0, 1.0, 0.25], "2 → 0.25"),
        ([2.0, float("nan")], "2 → nan"),
        ([2.0, float("-inf")], "2 → −inf"),
        ([2.0, 0.0000412], "2 → 4e−5"),
    ],
)
def test_losses_are_told_by_the_first_and_the_last(losses, said):
    assert loss({"losses": losses}) == said


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("Can't call numpy() on Tensor. Use detach().", "Can't call numpy() on Tensor"),
        ("a second time (or directly). Saved values", "a second time"),
        ("by an inplace operation: [torch.FloatTensor]", "by an inplace operation"),
        ("no end", "no end"),
        ("std(): degrees of freedom is <= 0. Correction", "std(): degrees of freedom is <= 0"),
        ("got input size torch.Size([1, 2])", "got input size torch.Size([1, 2])"),
        ("", ""),
        (
            "reduction: 'mean' divides by both.'batchmean' does not",
            "reduction: 'mean' divides by both",
        ),
    ],
)
def test_of_a_message_its_first_sentence_is_told(message, first):
    assert sentence(message) == first
