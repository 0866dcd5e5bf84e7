"""Three worlds of a run: what a page's script is told of it is what was recorded."""

import dataclasses
import json
import math
import re

import pytest
import torch
from draw.terms import Terms
from draw.told import _finite
from draw.worlds import worlds
from helpers.runs import run, twin
from helpers.sources import all_fences
from record.errors import RecordingError
from torch.testing import assert_close

SCRIPTS = [
    "linear_regression.py",
    "custom_loss.py",
    "optimizers/learning_rate/above_the_limit_wrong.py",
    "optimizers/momentum/overshoots.py",
    "training_loop/never_zero_grad_wrong.py",
]
MSE = "loss_fn = nn.MSELoss()"
PATHS = sorted(
    {
        re.search(r'path="(.+?)"', fence.info)[1]
        for fence in all_fences()
        if fence.info.endswith('show="path"}')
    }
)


def shown(script):
    return worlds(script, still=["<svg/>", "<svg/>", "<svg/>"])


@pytest.fixture(scope="module", params=SCRIPTS)
def script(request):
    return run(request.param)


def places(script):
    """Weight and bias before each step and after the last."""
    found = [step.before for step in script.steps] + [script.steps[-1].after]
    return [[p.item() for p in parameters.values()] for parameters in found]


def loss_by(terms, x, y, weight, bias):
    """What the explorer's page computes, written once more."""
    r = (weight * x + bias - y).abs()
    far = r >= terms.delta
    square = torch.where(far, min(terms.delta, 1e9) * (2 * r - min(terms.delta, 1e9)), r**2)
    penalty = terms.l1 * abs(weight) + terms.l2 * weight**2
    return (terms.square * square + terms.absolute * r).mean() + penalty


def test_way_is_the_recorded_one_from_before_the_first_step_to_after_the_last(script):
    told = shown(script)
    assert [list(place) for place in zip(told.weight, told.bias, strict=True)] == places(script)


def test_loss_at_each_place_is_that_of_the_step_that_begins_there(script):
    assert shown(script).loss[:-1] == [step.loss for step in script.steps]


def test_last_loss_is_that_of_the_parameters_that_training_left(script):
    end = script.loss_of(**script.steps[-1].after).item()
    assert shown(script).loss[-1] == end


def test_gradients_are_those_that_each_step_found(script):
    told = shown(script)
    found = [[grad.item() for grad in step.grad.values()] for step in script.steps]
    assert [list(g) for g in zip(told.weight_grad, told.bias_grad, strict=True)] == found


def test_a_path_is_drawn_on_a_page():
    assert PATHS


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_stands_still_on_a_page_is_of_no_line(path):
    with pytest.raises(RecordingError):
        shown(run(path))


def test_no_place_beside_the_lowest_has_a_lower_loss(script):
    told = shown(script)
    names = [*script.steps[0].before]

    def loss(weight, bias):
        place = torch.tensor([weight, bias], dtype=torch.float64)
        shapes = [script.steps[0].before[name].shape for name in names]
        values = {n: v.reshape(s) for n, v, s in zip(names, place, shapes, strict=True)}
        return script.loss_of(**values).item()

    weight, bias = told.lowest.values()
    # A thousandth is less than a pixel of a map.
    around = [(dw, db) for dw in (-1e-3, 0, 1e-3) for db in (-1e-3, 0, 1e-3)]
    assert min(loss(weight + dw, bias + db) for dw, db in around) == loss(weight, bias)


def test_what_torch_computed_has_the_digits_of_float32_and_a_setting_has_all():
    exact = 1 / 3
    told = _finite({"lr": exact, "loss": [exact, math.inf], "steps": [3]})
    assert told == {"lr": exact, "loss": [0.333333333, None], "steps": [3]}


def test_terms_give_the_loss_of_the_script_anywhere(script):
    told = shown(script)
    x, y = (torch.tensor(values, dtype=torch.float64) for values in (told.x, told.y))
    names = list(script.steps[0].before)
    shapes = [script.steps[0].before[name].shape for name in names]
    # Other points than those that the terms were found by.
    for place in 4 * torch.rand(30, 2, generator=torch.Generator().manual_seed(1)).double() - 2:
        by_torch = script.loss_of(
            **{n: p.reshape(s) for n, p, s in zip(names, place, shapes, strict=True)}
        )
        by_terms = loss_by(told.terms, x, y, *place)
        # What a script writes as 0.1 it may compute with a float32 beside it.
        assert_close(by_terms, by_torch, rtol=1e-12, atol=0)


def test_the_file_that_the_html_names_says_the_same_as_the_data():
    told = shown(run("linear_regression.py"))
    name = re.search(r'class="worlds" data-facts="(.*?)"', str(told))[1]
    facts = json.loads(told.files[f"assets/worlds/data/{name}"])
    expected = dataclasses.asdict(told) | {"terms": dataclasses.asdict(told.terms)}
    del expected["still"]
    expected["terms"]["delta"] = None  # JSON has no inf
    assert as_float32(facts) == as_float32(expected)


def as_float32(facts):
    """The series as torch computed them, whatever digits they are written with."""
    return {
        name: torch.tensor(value, dtype=torch.float32).tolist()
        if isinstance(value, list)
        else value
        for name, value in facts.items()
    }


@pytest.mark.parametrize(
    ("loss", "terms"),
    [
        ("nn.MSELoss()", Terms(square=1)),
        ("nn.MSELoss(reduction='sum')", Terms(square=100)),
        ("nn.L1Loss()", Terms(absolute=1)),
        ("nn.HuberLoss()", Terms(square=0.5, delta=1)),
        ("nn.HuberLoss(delta=0.3)", Terms(square=0.5, delta=0.3)),
        ("lambda p, t: ((p - t) ** 2).mean() + 0.25 * (p - t).abs().mean()", Terms(1, 0.25)),
        ("lambda p, t: ((p - t) ** 2).mean() + 0.5 * model.weight.abs().sum()", Terms(1, l1=0.5)),
        ("lambda p, t: ((p - t) ** 2).mean() + 0.5 * (model.weight ** 2).sum()", Terms(1, l2=0.5)),
    ],
)
def test_a_loss_is_told_by_its_terms(tmp_path, loss, terms):
    other = twin("linear_regression.py", tmp_path, (MSE, f"loss_fn = {loss}"))
    assert shown(other).terms == terms


def test_a_loss_that_the_explorer_has_not_is_refused(tmp_path):
    other = twin(
        "linear_regression.py",
        tmp_path,
        (MSE, "loss_fn = lambda p, t: (p - t).cosh().log().mean()"),
    )
    with pytest.raises(
        RecordingError, match=r"the explorer does not know the loss of linear_regression"
    ):
        shown(other)


def test_a_run_by_parts_of_the_samples_is_refused(tmp_path):
    other = twin(
        "linear_regression.py",
        tmp_path,
        ("y_pred = model(x)", "y_pred = model(x[:9])"),
        ("(y_pred, y)", "(y_pred, y[:9])"),
    )
    with pytest.raises(RecordingError, match=r"weight · x \+ bias|on all"):
        shown(other)


SGD = "optim.SGD(model.parameters(), lr=0.01)"


@pytest.mark.parametrize(
    ("optimizer", "told"),
    [
        (SGD, {"optimizer": "sgd", "momentum": 0}),
        (SGD[:-1] + ", momentum=0.5)", {"optimizer": "momentum", "momentum": 0.5}),
        (
            SGD[:-1] + ", momentum=0.5, nesterov=True, weight_decay=0.1)",
            {"optimizer": "nesterov", "momentum": 0.5, "weight_decay": 0.1},
        ),
        (
            "optim.Adam(model.parameters(), lr=0.01, betas=(0.8, 0.9))",
            {"optimizer": "adam", "beta1": 0.8, "beta2": 0.9},
        ),
    ],
)
def test_optimizer_is_told_by_its_settings(tmp_path, optimizer, told):
    other = twin("linear_regression.py", tmp_path, (SGD, optimizer))
    common = {"lr": 0.01, "weight_decay": 0, "zero_grad": "right"}
    assert shown(other).optimizer == common | told


@pytest.mark.parametrize(
    "optimizer",
    [
        SGD[:-1] + ", momentum=0.5, dampening=0.1)",
        SGD[:-1] + ", maximize=True)",
        "optim.Adam(model.parameters(), lr=0.01, eps=0.1)",
        "optim.Rprop(model.parameters(), lr=0.01)",
        "optim.SGD([{'params': [model.weight]}, {'params': [model.bias]}], lr=0.01)",
    ],
)
def test_where_the_explorer_has_not_the_optimizer_no_other_run_is_offered(tmp_path, optimizer):
    other = twin("linear_regression.py", tmp_path, (SGD, optimizer))
    assert shown(other).optimizer is None
    assert "data-go=run" not in str(shown(other)).replace('"', "")


def test_a_gradient_that_is_never_cleared_is_told():
    told = shown(run("training_loop/never_zero_grad_wrong.py"))
    assert told.optimizer["zero_grad"] == "never"


def test_a_gradient_that_is_cleared_now_and_then_is_no_run_of_the_explorer(tmp_path):
    clear = "    optimizer.zero_grad()"
    other = twin("linear_regression.py", tmp_path, (clear, f"    if epoch % 2:\n    {clear}"))
    assert shown(other).optimizer is None


def test_a_loss_that_is_no_number_any_more_is_told_as_none(tmp_path):
    other = twin("linear_regression.py", tmp_path, ("lr=0.01", "lr=1e3"))
    told = shown(other)
    assert not all(map(math.isfinite, told.loss))
    assert "NaN" not in str(told)
    assert "Infinity" not in str(told)


# A twin of each: what would be told of a run that is not the page's.


@pytest.mark.parametrize(
    "claim",
    [
        test_way_is_the_recorded_one_from_before_the_first_step_to_after_the_last,
        test_loss_at_each_place_is_that_of_the_step_that_begins_there,
        test_last_loss_is_that_of_the_parameters_that_training_left,
        test_gradients_are_those_that_each_step_found,
        test_terms_give_the_loss_of_the_script_anywhere,
    ],
    ids=lambda claim: claim.__name__,
)
def test_worlds_of_another_run_break_the_claim(monkeypatch, claim):
    other = shown(run("custom_loss.py"))
    monkeypatch.setattr(f"{__name__}.worlds", lambda script, still: other)
    with pytest.raises(AssertionError):
        claim(run("linear_regression.py"))
