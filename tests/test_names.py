"""One thing has one name in the scripts that readers copy."""

import ast

import pytest
from helpers.runs import SNIPPETS

TREES = {
    path.relative_to(SNIPPETS).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted(SNIPPETS.rglob("*.py"))
}
# Their loss is no more than w², as the formula beside them has it.
SQUARES = {"optimizers/learning_rate/parabola.py", "optimizers/momentum/rolls_past.py"}
TOOL = "training_loop/check_connection.py"  # which knows no names


def tensors(tree: ast.AST) -> set[str]:
    """What a script assigns to by one name."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def counts(tree: ast.AST) -> set[str]:
    """What a script calls the number of a round of each loop in which it computes gradients."""
    return {
        ast.unparse(node.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.For) and ast.unparse(node.iter).startswith("range(")
        if any(getattr(inner, "attr", "") == "backward" for inner in ast.walk(node))
    }


def test_a_weight_is_called_w_in_the_chapter_whose_formulas_call_it_so_and_weight_elsewhere():
    called = {name: tensors(tree) & {"w", "weight"} for name, tree in TREES.items()}
    called = {name: found for name, found in called.items() if found and name != TOOL}
    assert len(called) > 50
    in_formulas = {name for name in called if name.startswith("gradients/")} | SQUARES
    assert {name for name, found in called.items() if "w" in found} == in_formulas
    assert {name for name, found in called.items() if "weight" in found} == {*called} - in_formulas


def test_a_loop_that_trains_counts_epochs_or_steps_and_of_an_epoch_batches():
    counted = {name: found for name, tree in TREES.items() if (found := counts(tree))}
    assert len(counted) > 250
    odd = {name: found for name, found in counted.items() if not found <= {"epoch", "step"}}
    assert odd == {
        "custom_loss/hovers_near_the_minimum.py": {"_"},  # many trainings at once, none counted
        "optimizers/learning_rate/what_schedulers_ask_for.py": {"epoch", "batch"},
    }


@pytest.mark.parametrize(
    "wrong", [n for n in TREES if n.endswith("_wrong.py") and n.replace("_wrong", "") in TREES]
)
def test_a_wrong_script_and_its_right_twin_count_alike(wrong):
    here, there = counts(TREES[wrong]), counts(TREES[wrong.replace("_wrong", "")])
    assert here == there or not (here and there)
