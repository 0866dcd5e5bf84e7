"""What docs/not_learning/symptoms.md claims."""

import re

import pytest
from helpers.gallery import cases
from helpers.places import place
from helpers.runs import ROOT, run, twin_names

PAGE = (ROOT / "docs/not_learning/symptoms.md").read_text("utf-8")


# Whose message leads to them, or whose family does: a line that is missing, a way that is cut.
BY_THEIR_FAMILY = ("cut/", "order/", "unheld/")
SEEN = [
    case
    for case in cases()
    if not (case.raises or case.warns or case.name.startswith(BY_THEIR_FAMILY))
]


@pytest.mark.parametrize("case", SEEN, ids=str)
def test_each_loop_that_says_nothing_is_led_to_from_a_symptom(case):
    assert f"]({place(case)})" in PAGE


def test_each_symptom_has_causes_to_choose_from():
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:-1]  # the last is in short
    rows = {text.splitlines()[0]: text.count("\n| ") - 2 for text in sections}
    assert len(rows) >= 12
    assert {title: count for title, count in rows.items() if count < 4} == {}


BETWEEN = "not_learning/cut/tensor_between_two_layers_wrong.py"
PLAYERS = "not_learning/only_looks_bad/two_players_wrong.py"
SOONER = ("for step in range(", "for step in range(20) or range(")
AGAIN = ("fooled = loss_fn(critic(fake)", "fooled = loss_fn(critic(generator(yes))")
CUT = ("critic(fake.detach())", "critic(fake)")
LOOK = ("    steps[1].step()", "    steps[1].step()\n    left = generator.weight.grad.item()")


def test_without_detach_the_generator_gets_a_gradient_and_once_cleared_it_changes_nothing():
    before = ("yes, no =", "generator.weight.grad = torch.zeros(1, 1)\nyes, no =")
    clear = ("    steps[1].zero_grad()", "    [s.zero_grad(set_to_none=False) for s in steps]")
    known = twin_names(PLAYERS, SOONER, AGAIN, before, clear, LOOK)
    leaks = twin_names(PLAYERS, SOONER, AGAIN, before, clear, LOOK, CUT)
    assert known["left"] == 0
    assert leaks["left"] != 0
    assert leaks["generator"].weight.equal(known["generator"].weight)


def test_weights_that_start_at_0_answer_the_mean_of_the_targets_and_not_0():
    names = run("not_learning/numbers/all_weights_zero_wrong.py").globals
    (answer,) = names["model"](names["x"]).unique().tolist()
    assert answer == pytest.approx(names["y"].mean().item(), rel=0.01)
    assert answer != 0


def test_a_last_layer_learns_four_samples_by_heart_though_the_first_is_cut_off():
    few = ("torch.randn(64, 1)", "torch.randn(4, 1)")
    names = twin_names(BETWEEN, few, ("range(60)", "range(800)"))
    assert names["loss"].item() < 0.01
    assert all(p.grad is None for p in names["first"].parameters())
