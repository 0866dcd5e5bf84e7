"""What the explorer says of a finished run is what the run did."""

import re

import pytest
from browser.torch_path import settings
from helpers.runs import run

pytestmark = pytest.mark.browser

# Past these a plain step overshoots: 2 / λmax of the script's samples is between the two.
BELOW, BEYOND = 0.86, 0.9

# It goes away from the lowest point, but not yet twice as far.
LEAVES = {
    "loss": "huber",
    "optimizer": "adam",
    "zero_grad": "never",
    "broadcast": True,
    "w": 0.61,
    "b": 0.91,
    "steps": 100,
}

# It hovers about a flat line, far from ×.
ELSEWHERE = {"lr": 0.2, "batch": 5, "broadcast": True}
# It has gone by once, and not come back.
GOES_BY = {"lr": 0.01, "zero_grad": "never", "w": 0.6, "b": 0.9, "steps": 15}

RUNS = {
    "diverges": [
        {"lr": 1.2, "steps": 60},
        {"lr": BEYOND, "steps": 60},
        {"lr": 3.0, "optimizer": "momentum", "steps": 60},
    ],
    "zig-zags": [
        {"lr": BELOW, "w": 3.0, "b": 0.0, "steps": 12},
        {"lr": 0.1, "loss": "mse_l1_penalty", "factor": 100.0},
    ],
    "swings": [
        {"zero_grad": "never", "steps": 200},
        {"zero_grad": "never", "steps": 200, "loss": "huber"},
        {"optimizer": "momentum", "momentum": 0.99, "steps": 200},
    ],
    "hovers": [
        {"lr": 0.1, "loss": "l1", "steps": 300},
        {"lr": 0.2, "batch": 5, "w": 1.85, "b": 1.1},
        {"lr": 0.2, "batch": 5},
    ],
    "ignores x": [
        {"lr": 0.1, "broadcast": True, "steps": 200},
        {"lr": 0.1, "broadcast": True, "steps": 400, "loss": "huber"},
    ],
    "stops elsewhere": [{"lr": 0.1, "weight_decay": 0.5}],
    "arrives": [
        {"lr": 0.1},
        {"lr": 0.4, "steps": 30},
        {"lr": 0.1, "loss": "mse_l2_penalty", "factor": 0.5},
        {"lr": 0.1, "optimizer": "adam", "steps": 600},
        {"optimizer": "momentum", "steps": 300},
    ],
    "rolls past": [{"lr": 0.02, "optimizer": "momentum", "steps": 40}],
    "crawls": [
        {"lr": 0.001},
        {"lr": 0.001, "broadcast": True, "w": 0.001},
        {"lr": 0.001, "batch": 5},
        {"lr": 0.001, "loss": "l1"},
        {"lr": 0.001, "optimizer": "adam"},
        ELSEWHERE,
    ],
    "is on its way": [GOES_BY, {"lr": 0.01, "w": 0.6, "b": 0.9, "steps": 100}],
    "stands still": [{"zero_grad": "between"}, {"lr": 0.0}],
    "": [{"steps": 0}, {"lr": 0.4, "steps": 7}, LEAVES, {**ELSEWHERE, "w": 1.85, "b": 1.1}],
}


@pytest.fixture
def said(engine):
    """The verdict on a run of the linear script's samples."""
    names = run("linear_regression.py").globals
    columns = [names[name].double().flatten().tolist() for name in "xy"]

    def of(**chosen) -> str:
        return engine.evaluate(
            """async ([settings, x, y]) => {
                const { run } = await import("/engine/run.js");
                const { losses } = await import("/engine/losses.js");
                const { minimum } = await import("/engine/minimum.js");
                const { verdict } = await import("/explorer/verdict.js");
                const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
                const lowest = minimum(losses[settings.loss](settings), samples);
                return verdict(run(settings, samples), lowest);
            }""",
            [settings(**chosen), *columns],
        )

    return of


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        pytest.param(name, chosen, id=f"{name or 'too short'}-{i}")
        for name, runs in RUNS.items()
        for i, chosen in enumerate(runs)
    ],
)
def test_a_run_is_called_what_it_does(said, name, chosen):
    assert said(**chosen) == name


def test_of_a_run_that_ends_on_the_lowest_point_it_is_not_said_that_it_stays(said, engine):
    # RMSprop divides by a mean of squares that fades there, so its steps grow again.
    leaves = {"optimizer": "rmsprop", "lr": 0.3, "w": -1.0, "b": 3.0}
    assert said(**leaves, steps=100) == "arrives"
    assert said(**leaves, steps=300) != "arrives"
    says = engine.evaluate("async () => (await import('/explorer/verdict.js')).SAYS")
    assert not re.search("rest|stay", says["arrives"] + says["ignores x"])
