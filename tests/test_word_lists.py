"""What the browser gets of the sections spells each word once, and lacks none that one may type."""

import pytest
from helpers.word_lists import spelled
from page.sections import Section
from page.word_lists import packed


def section(text: str, **more) -> Section:
    return Section(at="a/", title="A", text=text, **more)


def test_each_word_of_a_text_is_in_its_section_s_list():
    given = packed([section("the loss rests"), section("a model and the loss")])
    assert [*spelled(given)[0]] == ["loss", "the", "rests"]
    assert {*spelled(given)[1]} == {"a", "model", "and", "the", "loss"}


def test_words_and_names_of_all_sections_are_spelled_once():
    given = packed([section("loss, loss", names="loss nn.Linear"), section("nn.Linear")])
    assert given["words"].split(" ") == ["loss", "nn.Linear"]


def test_what_stands_in_most_sections_has_the_smallest_number():
    given = packed([section("zebra apple"), section("zebra"), section("zebra apple pear")])
    assert given["words"] == "zebra apple pear"


def test_a_word_that_stands_often_counts_as_three():
    given = packed([section("step " * 9 + "loss " * 2)])
    assert spelled(given)[0] == {"step": 3, "loss": 2}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Loss", "loss"),
        ("(MSELoss),", "MSELoss"),
        ("loss.backward()", "loss.backward"),
        ("zero_grad_", "zero_grad"),
        ("don’t.", "don’t"),
        ("lr=1e-3", "1e"),
        ("0.0,", "0.0"),
        ("1", "1"),
        ("100%", "100%"),
        ("L1", "l1"),
    ],
)
def test_a_word_is_freed_of_signs_around_it_and_a_name_keeps_its_letters(text, word):
    assert word in spelled(packed([section(text)]))[0]


@pytest.mark.parametrize("text", ["1.6997", "−2.4909,", "0.25", "255", "→", "=", "12.5%", "..."])
def test_a_sign_alone_and_a_number_that_is_neither_0_nor_1_are_left_out(text):
    assert spelled(packed([section(f"before {text} after")]))[0] == {"before": 1, "after": 1}


def test_all_but_text_and_names_stays_as_it_is():
    whole = section("loss", names="lr", says=["a message"], asked=["How? Why?"], sentence="It is.")
    (given,) = packed([whole])["sections"]
    rest = {key: value for key, value in whole.packed().items() if key not in {"text", "names"}}
    assert {key: value for key, value in given.items() if key not in {"text", "names"}} == rest
