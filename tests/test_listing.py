"""What a page shows first of a script, and what it folds."""

from itertools import pairwise

import pytest
from helpers.runs import SNIPPETS
from helpers.sources import all_fences
from page.listing import Listing, difference, printed

BASE = '''"""A line finds its weight."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)
y = 2 * x + 1

model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()

for epoch in range(100):
    loss = loss_fn(model(x), y)
    loss.backward()

    if epoch % 10 == 0:
        print(f"loss {loss.item():.4f}")
        #> loss 1.6997
        #> loss 1.1726

print(f"weight {model.weight.item():.2f}")
#> weight 1.75
'''

FILES = [fence for fence in all_fences() if fence.language == "python" and fence.embedded]


def read(name: str) -> str:
    return (SNIPPETS / name).read_text("utf-8")


def listing(fence) -> Listing:
    """What stands on the page, by the fence's own options."""
    like = fence.options.get("like") or fence.options.get("right")
    other = read(like) if like else None
    return Listing(read(fence.embedded), other, start=fence.options.get("start", ""))


def changed(*changes: tuple[str, str]) -> str:
    source = BASE
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


def shown(of: Listing) -> list[str]:
    numbers = [n for part in of.parts if not part.folded for n in part.numbers]
    return [of.lines[n - 1].strip() for n in numbers if of.lines[n - 1].strip()]


def marked(of: Listing) -> list[str]:
    return [of.lines[n - 1].strip() for n in sorted(of.marked)]


# Of hundreds of files each question takes a moment: a test asks it of all.


def test_each_line_of_a_file_is_shown_or_folded_once_and_in_its_place(subtests):
    for fence in FILES:
        with subtests.test(fence.embedded):
            parts = listing(fence).parts
            numbers = [number for part in parts for number in part.numbers]
            assert numbers == list(range(1, len(read(fence.embedded).splitlines()) + 1))
            assert all(bool(a.folded) is not bool(b.folded) for a, b in pairwise(parts))


def test_what_is_not_marked_stands_in_the_other_script_in_the_same_order(subtests):
    for fence in FILES:
        with subtests.test(fence.embedded):
            of = listing(fence)
            same = [line for n, line in enumerate(of.lines, 1) if n not in of.differing]
            lines = [line for line in same if not line.lstrip().startswith("#>")]
            if of.other is None:
                assert of.marked == set()
            else:
                theirs = iter(of.other.splitlines())  # `in` goes on where it stopped
                assert [line for line in lines if line.strip() and line not in theirs] == []


def test_no_result_is_shown_twice(subtests):
    for fence in FILES:
        with subtests.test(fence.embedded):
            assert [line for line in shown(listing(fence)) if line.startswith("#>")] == []


def test_what_is_printed_stands_below_the_code_as_it_stands_in_the_file(subtests):
    for fence in FILES:
        with subtests.test(fence.embedded):
            text = read(fence.embedded)
            lines = [line.strip() for line in text.splitlines() if line.strip().startswith("#>")]
            assert [f"#> {line}".rstrip() for line in printed(text)] == lines


def test_there_are_more_than_a_hundred_files_on_the_pages():
    assert len(FILES) > 100


def test_a_script_by_itself_folds_its_docstring_imports_seed_and_prints():
    of = Listing(BASE)
    assert [(part.count, part.kinds) for part in of.parts if part.folded] == [
        (4, ["docstring", "imports", "seed"]),
        (3, ["print"]),
    ]
    assert shown(of)[0] == "x = torch.randn(100, 1)"
    assert shown(of)[-1] == "loss.backward()"


def test_a_script_that_varies_another_shows_what_differs_and_the_head_above_it():
    of = Listing(changed(("loss.backward()", "(2 * loss).backward()")), BASE)
    head, *_, differs = shown(of)
    assert (head, differs) == ("for epoch in range(100):", "(2 * loss).backward()")
    assert marked(of) == ["(2 * loss).backward()"]
    assert sum(part.same for part in of.parts) > 3


def test_a_script_that_differs_in_nothing_has_no_mark():
    assert Listing(BASE, BASE).marked == set()


@pytest.mark.parametrize("line", ["y = 2 * x + 1", "loss_fn = nn.MSELoss()", "    loss.backward()"])
def test_each_line_that_is_changed_is_marked_and_no_other(line):
    new = line.replace("=", "= 3 +") if "=" in line else line + "  # changed"
    assert marked(Listing(changed((line, new)), BASE)) == [new.strip()]


def test_a_line_that_is_left_out_marks_no_line():
    assert marked(Listing(changed(("    loss.backward()\n", "")), BASE)) == []


def test_a_page_may_begin_with_a_line_further_down_and_then_shows_the_heads_above_it():
    of = Listing(BASE, start="loss.backward")
    assert "setup" in of.parts[0].kinds
    assert "x = torch.randn(100, 1)" not in shown(of)
    assert "for epoch in range(100):" in shown(of)


def test_a_page_cannot_begin_with_a_line_that_is_not_there():
    with pytest.raises(ValueError, match="no line begins with 'optimizer'"):
        _ = Listing(BASE, start="optimizer").parts


@pytest.mark.parametrize(
    ("statement", "folds"),
    [
        ('print(f"loss {loss.item():.4f}")', True),
        ('print("weight", weight.tolist())', True),
        ('if step % 10 == 0:\n    print(f"loss {loss:.4f}")', True),
        ("print(why_refused(torch.tensor([0.0, 1.0])))", False),
        ('print("same", a is b)', False),
        ('if step % 10 == 0:\n    print(f"loss {loss:.4f}")\n    steps += 1', False),
    ],
)
def test_a_print_that_only_shows_what_has_a_name_is_folded(statement, folds):
    source = f'"""A sentence."""\n\nimport torch\n\nsteps = 0\n{statement}\n'
    assert ("print(" not in "".join(shown(Listing(source)))) is folds


def test_the_difference_has_the_wrong_line_and_the_right_one_with_what_is_around():
    wrong = changed(("    loss = loss_fn(model(x), y)\n", "    loss = loss_fn(y, y)\n"))
    (piece,) = difference(wrong, BASE)
    assert [(sign, line.strip()) for sign, line in piece if sign != " "] == [
        ("-", "loss = loss_fn(y, y)"),
        ("+", "loss = loss_fn(model(x), y)"),
    ]
    assert (" ", "    loss.backward()") in piece


def test_what_a_difference_takes_and_gives_makes_one_script_of_the_other():
    wrong = changed(("2 * x", "3 * x"), ("    loss.backward()\n", ""))
    (piece,) = difference(wrong, BASE, around=100)
    kept = [[line for sign, line in piece if sign in signs] for signs in (" -", " +")]
    code = [line for line in BASE.splitlines()[2:] if "#>" not in line]
    assert kept[1] == code
    assert kept[0] == [
        line.replace("2 * x", "3 * x") for line in code if line != "    loss.backward()"
    ]


def test_a_docstring_and_a_result_are_no_difference():
    other = changed(("A line finds", "Another line finds"), ("#> loss 1.6997", "#> loss 2.0000"))
    assert difference(other, BASE) == []
