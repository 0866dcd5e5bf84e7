"""Parts of a loop that are known to work, and a reader's among them, over many seeds."""

import pytest
import torch
from helpers.runs import SNIPPETS
from torch import nn, optim

FOLDER = SNIPPETS / "not_learning/one_part"
SEEDS = range(3)


def names_of(script: str, seed: int, *changes: tuple[str, str]) -> dict:
    """What the script leaves behind that begins by another seed, some of its text changed."""
    source = (FOLDER / script).read_text("utf-8")
    for old, new in [("manual_seed(0)", f"manual_seed({seed})"), *changes]:
        assert old in source
        source = source.replace(old, new)
    names: dict = {}
    exec(source, names)
    return names


@pytest.fixture(scope="module", params=SEEDS)
def right(request):
    return names_of("yours_among_known.py", request.param)["right"]


# Of 200 answers of even odds, the standard deviation is 7: 0.70 is more than five of them from 0.5.
# Over 40 seeds the shuffled images reached 0.61 at most, and what works 0.96 at least.
FAR = 0.7


def test_parts_that_are_known_to_work_learn(right):
    assert right["none"][1] > 0.9


@pytest.mark.parametrize("part", ["model", "loss", "optimizer"])
def test_part_without_a_mistake_learns_among_parts_that_work(right, part):
    assert right[part][1] > 0.9


def test_shuffled_images_are_not_learned_by_parts_that_work(right):
    assert right["data"][1] < FAR


def test_step_that_clears_the_gradients_first_changes_no_answer(right):
    before, after = right["step"]
    assert before == after


def test_loop_of_the_reader_s_parts_alone_does_not_learn(right):
    before, after = right["all"]
    assert before == after


@pytest.mark.parametrize("known", ["data", "model", "loss", "optimizer", "step"])
@pytest.mark.parametrize("seed", SEEDS)
def test_with_two_mistakes_no_one_part_that_is_replaced_lets_the_loop_learn(seed, known):
    one_run = ('["all", "none", *KNOWN]', '["all"]')
    the_other_way = ('yours in ("all", name)', f'name != "{known}"')
    names = names_of("yours_among_known.py", seed, one_run, the_other_way)
    assert names["right"]["all"][1] < FAR


def test_noise_with_a_rule_is_learned_by_one_linear_layer_for_classes():
    for seed in SEEDS:
        assert names_of("known_to_work.py", seed)["right"] > 0.97


NUMBERS = [
    ("y = x.flatten(1)[:, :4].argmax(1)", "y = x.flatten(1)[:, :1]"),
    (".numel(), 4)", ".numel(), 1)"),
    ("nn.CrossEntropyLoss()", "nn.MSELoss()"),
]


def test_noise_with_a_rule_is_learned_by_one_linear_layer_for_numbers():
    for seed in SEEDS:
        names = names_of("known_to_work.py", seed, *NUMBERS)
        assert names["loss"] < 0.01 * names["y"].var()


def losses(scale: float, optimizer_of) -> list[float]:
    """Of a linear layer on data as large as `scale`, before each of 200 steps."""
    torch.manual_seed(0)
    x = scale * torch.randn(200, 2)
    y = x[:, :1] / scale
    model = nn.Linear(2, 1)
    optimizer = optimizer_of(model.parameters())
    found = []
    for _ in range(200):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def sgd(parameters):
    return optim.SGD(parameters, lr=0.1)


def adam(parameters):
    return optim.Adam(parameters, lr=0.1)


def test_two_parts_that_learn_alone_may_not_learn_together():
    for first, *_, last in (losses(100, adam), losses(1, sgd)):
        assert last < first / 10
    together = losses(100, sgd)
    assert not together[-1] < together[0]  # inf or nan
