"""The explorer's engine in Chromium against torch in float64: paths, lowest points, limits."""

import base64
import itertools
import math

import pytest
import torch
from browser.torch_path import (
    LOSSES,
    OPTIMIZERS,
    THOUSAND,
    settings,
    torch_loss,
    torch_path,
)
from helpers.runs import run
from torch import nn, optim

pytestmark = pytest.mark.browser

# Far beyond the limit of the first three; RMSprop's lr is small for it is CHAOTIC beyond.
ELSEWHERE = {
    "sgd": {"lr": 1.3, "batch": 100},
    "momentum": {"lr": 1.3, "batch": 100},
    "nesterov": {"lr": 1.3, "batch": 100},
    "rmsprop": {"lr": 0.003, "batch": 100},
    "adagrad": {"lr": 1.3, "batch": 32},
    "adam": {"lr": 0.3, "batch": 32},
    "adamw": {"lr": 0.3, "batch": 32},
}
LOOPS = {
    "never_zero_grad": {"zero_grad": "never"},
    "target_broadcasts": {"broadcast": True},
}
BATCHES = pytest.mark.parametrize("batch", [100, 32], ids=["full_batch", "batches_of_32"])

# (1 + ε)² - (1 + 2 ε) is ε² if it is rounded once. The explorer rounds as such a torch does, which
# every processor of x86-64 with AVX2 makes of it; by how much another differs, chaos decides.
EPSILON = 2.0**-30
FUSED = pytest.mark.skipif(
    torch.tensor(-1 - 2 * EPSILON, dtype=torch.float64).add(1 + EPSILON, alpha=1 + EPSILON) == 0,
    reason="on this processor torch rounds a product before it adds it, the explorer does not",
)


@pytest.fixture(scope="module")
def samples() -> tuple[torch.Tensor, torch.Tensor]:
    """The linear script's 100 samples, their float32 values in float64."""
    names = run("linear_regression.py").globals
    return names["x"].double(), names["y"].double()


def explorer_path(engine, setting: dict, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The same five columns from run.js in Chromium, every bit of them."""
    columns = engine.evaluate(
        """async ([setting, x, y]) => {
            const { run } = await import("/engine/run.js");
            const made = run(setting, { x: Float64Array.from(x), y: Float64Array.from(y) });
            return ["weight", "bias", "loss", "weightGrad", "biasGrad"].map((name) => {
                const bytes = new Uint8Array(made[name].buffer);
                return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
            });
        }""",
        [setting, x.flatten().tolist(), y.flatten().tolist()],
    )
    as_tensor = [
        torch.frombuffer(bytearray(base64.b64decode(column)), dtype=torch.float64)
        for column in columns
    ]
    return torch.stack(as_tensor, dim=1)[1:]  # entry 0 is the start


def size(columns: torch.Tensor) -> torch.Tensor:
    """The largest number so far where numbers have outgrown the first, else 1: (step, 1)."""
    largest = columns.abs().amax(dim=1, keepdim=True).cummax(dim=0).values
    return torch.where(largest > largest[0], largest, 1.0).clamp(min=1)


def steps_until_overflow(path: torch.Tensor) -> int:
    """How many steps a path has before parameters or loss are no finite numbers."""
    return int(path[:, :3].isfinite().all(dim=1).long().cumprod(0).sum())


def gaps(found: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
    """By how much two paths differ at each step, relative to what has grown: (step, column=5)."""
    sizes = torch.cat([size(expected[:, columns]) for columns in ([0, 1], [2], [3, 4])], dim=1)
    sizes = sizes[:, [0, 0, 1, 2, 2]]
    torch.testing.assert_close(found.isnan(), expected.isnan())
    return ((found - expected) / sizes).nan_to_num(0).abs()


def torch_s_own_gaps(setting: dict, samples, expected: torch.Tensor) -> torch.Tensor:
    """How far torch comes, up to each step, from its own path when sums are added otherwise."""
    orders = [reordered(samples, setting["batch"], by) for by in (-1, 1, 5, 9)]
    apart = [gaps(torch_path(setting, *order)[: len(expected)], expected) for order in orders]
    return torch.stack(apart).amax(dim=(0, 2)).cummax(dim=0).values[:, None]


def assert_same_path(engine, setting: dict, samples) -> None:
    """Equal at each step within 1e-12, or within ten times what torch differs by from itself.

    RMSprop divides by the root of a gradient's mean square. Near the minimum that root falls
    towards ε, and the quotient makes a rounding error a million times larger. How large a sum's
    own rounding was, differs from processor to processor.
    """
    expected = torch_path(setting, *samples)
    steps = steps_until_overflow(expected)
    assert steps > 100
    expected = expected[:steps]
    apart = gaps(explorer_path(engine, setting, *samples)[:steps], expected)
    if apart.max() > 1e-12:
        own = torch_s_own_gaps(setting, samples, expected)
        assert own.max() < 1e-9  # else it would allow another path
        assert (apart <= 1e-12 + 10 * own).all()


@BATCHES
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_path_is_torchs(engine, samples, loss, optimizer, batch):
    setting = settings(loss=loss, optimizer=optimizer, batch=batch)
    assert_same_path(engine, setting, samples)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_path_of_a_thousand_steps_is_torchs(engine, samples, optimizer):
    setting = settings(loss="custom", optimizer=optimizer, batch=32, steps=THOUSAND)
    assert_same_path(engine, setting, samples)


@pytest.mark.parametrize("optimizer", ELSEWHERE)
@pytest.mark.parametrize("loss", LOSSES)
def test_path_is_torchs_from_elsewhere_at_another_lr(engine, samples, loss, optimizer):
    setting = settings(loss=loss, optimizer=optimizer, w=5.0, b=-2.0, **ELSEWHERE[optimizer])
    assert_same_path(engine, setting, samples)


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.filterwarnings("ignore:Using a target size")  # torch's word on the second mistake
def test_path_is_torchs_with_a_mistake_in_the_loop(engine, samples, loss, optimizer, loop):
    setting = settings(loss=loss, optimizer=optimizer, batch=32, **loop)
    assert_same_path(engine, setting, samples)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_zero_grad_before_step_moves_nothing_as_in_torch(engine, samples, optimizer):
    setting = settings(optimizer=optimizer, zero_grad="between", weight_decay=0.1)
    assert_same_path(engine, setting, samples)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_path_is_torchs_with_other_hyperparameters(engine, samples, optimizer):
    setting = settings(
        loss="huber",
        optimizer=optimizer,
        delta=0.3,
        momentum=0.5,
        beta1=0.4,
        beta2=0.9,
        weight_decay=0.05,
        batch=7,
    )
    assert_same_path(engine, setting, samples)


def nearest_root(number: torch.Tensor) -> torch.Tensor:
    """The square root of one number; torch's own is not always the nearest there is."""
    return torch.full_like(number, math.sqrt(number.item()))


@FUSED
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_path_is_torchs_to_the_last_bit_where_no_sum_has_an_order(
    engine, samples, monkeypatch, optimizer
):
    """Sample by sample, and in runs so chaotic that one other rounding would change them."""
    chosen = {"loss": "huber", "lr": 1.3, "weight_decay": 0.001, "batch": 1, "zero_grad": "never"}
    setting = settings(optimizer=optimizer, **chosen)
    monkeypatch.setattr(torch.Tensor, "sqrt", nearest_root)
    assert torch.equal(explorer_path(engine, setting, *samples), torch_path(setting, *samples))


CHAOTIC = {
    "rmsprop_at_a_large_lr": {"optimizer": "rmsprop", "lr": 0.05},
    "huber_never_zero_grad": {"loss": "huber", "lr": 1.3, "zero_grad": "never"},
    "huber_never_zero_grad_in_batches": {
        "loss": "huber",
        "lr": 0.3,
        "zero_grad": "never",
        "batch": 16,
    },
}


@FUSED
@pytest.mark.parametrize("chosen", CHAOTIC.values(), ids=CHAOTIC)
def test_some_runs_amplify_what_the_order_of_a_sum_rounds_away(samples, chosen):
    """Why no test asks for the whole of these paths: torch does not agree with torch either."""
    setting = settings(**chosen, steps=THOUSAND)
    expected = torch_path(setting, *samples)
    backward = torch_path(setting, *reordered(samples, setting["batch"], -1))
    assert (backward - expected).abs().max() > 1e-3


def assert_same_path_until_torch_disagrees_with_itself(engine, samples, setting: dict) -> None:
    """The exception is no wider: it begins where reordered samples make torch another path."""
    expected, batch = torch_path(setting, *samples), setting["batch"]
    orders = [torch_path(setting, *reordered(samples, batch, by)) for by in (-1, 1, 5, 9)]
    apart = (torch.stack(orders) - expected)[..., :2].abs().amax(dim=(0, 2)) > 1e-14
    steps = int(apart.long().argmax()) if apart.any() else len(expected)
    found = explorer_path(engine, setting, *samples)
    steps = min(steps, steps_until_overflow(expected))
    assert steps > 20
    assert gaps(found[:steps], expected[:steps]).max() <= 1e-12


@FUSED
@pytest.mark.parametrize("chosen", CHAOTIC.values(), ids=CHAOTIC)
def test_a_chaotic_run_is_torchs_as_long_as_torch_agrees_with_itself(engine, samples, chosen):
    setting = settings(**chosen, steps=THOUSAND)
    assert_same_path_until_torch_disagrees_with_itself(engine, samples, setting)


@FUSED
@pytest.mark.parametrize(("lr", "batch"), [(0.02, 100), (0.05, 32)])
@pytest.mark.parametrize("loss", LOSSES)
def test_rmsprop_at_a_large_lr_is_torchs_as_long_as_torch_agrees_with_itself(
    engine, samples, loss, lr, batch
):
    setting = settings(loss=loss, optimizer="rmsprop", lr=lr, batch=batch)
    assert_same_path_until_torch_disagrees_with_itself(engine, samples, setting)


def reordered(samples, batch: int, by: int) -> list[torch.Tensor]:
    """The samples of each batch begun elsewhere, or for -1 listed backwards."""
    return [
        torch.cat([part.flip(0) if by < 0 else part.roll(by, 0) for part in column.split(batch)])
        for column in samples
    ]


def landscape(engine, expression: str, setting: dict, x: torch.Tensor, y: torch.Tensor):
    """What an expression over the functions of landscape.js and minimum.js comes to."""
    return engine.evaluate(
        """async ([expression, setting, x, y]) => {
            const landscape = await import("/engine/landscape.js");
            const minimum = await import("/engine/minimum.js");
            const { losses } = await import("/engine/losses.js");
            const { run, lossAt } = await import("/engine/run.js");
            const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
            const names = { ...landscape, ...minimum, run, lossAt, setting, samples };
            names.loss = losses[setting.loss](setting);
            const made = new Function(...Object.keys(names), `return ${expression}`);
            return made(...Object.values(names));
        }""",
        [expression, setting, x.flatten().tolist(), y.flatten().tolist()],
    )


def closed_form(ridge: float, x: torch.Tensor, y: torch.Tensor, pull: float = 0.0):
    """Weight and bias of least squares with ridge · weight² + pull · |weight| for a weight > 0."""
    dx, dy = x - x.mean(), y - y.mean()
    weight = ((dx * dy).mean() - pull / 2) / ((dx * dx).mean() + ridge)
    return weight.item(), (y.mean() - weight * x.mean()).item()


def lbfgs(setting: dict, x: torch.Tensor, y: torch.Tensor):
    """Weight and bias where torch.optim.LBFGS comes to rest; for losses without a kink."""
    model = nn.Linear(1, 1).double()
    loss_fn = torch_loss(setting, model)
    optimizer = optim.LBFGS(
        model.parameters(),
        max_iter=500,
        tolerance_grad=1e-15,
        tolerance_change=0,
        line_search_fn="strong_wolfe",
    )

    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    optimizer.step(closure)
    return model.weight.item(), model.bias.item()


def lines_through_two(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Weight and bias of each line through two samples, (pair, 2); L1 is least on one of them."""
    i, j = torch.combinations(torch.arange(len(x))).unbind(dim=1)
    weight = (y[i] - y[j]) / (x[i] - x[j])
    return torch.stack([weight, y[i] - weight * x[i]], dim=1)


@pytest.fixture
def bent(samples):
    """The samples with two of them dragged far away, so that the losses disagree."""
    x, y = (column.clone() for column in samples)
    y[3], y[40] = -9.0, 14.0
    return x, y


@pytest.mark.parametrize(
    ("loss", "ridge", "pull"),
    [("mse", 0, 0), ("mse_l2_penalty", 0.1, 0), ("mse_l1_penalty", 0, 0.1)],
    ids=["mse", "mse_l2_penalty", "mse_l1_penalty"],
)
def test_minimum_is_the_closed_form(engine, bent, loss, ridge, pull):
    found = landscape(engine, "minimum(loss, samples)", settings(loss=loss), *bent)
    expected = closed_form(ridge, *(column.flatten() for column in bent), pull=pull)
    assert (found["weight"], found["bias"]) == pytest.approx(expected, abs=1e-12)


def test_minimum_of_a_strong_l1_penalty_is_a_weight_of_zero(engine, bent):
    setting = settings(loss="mse_l1_penalty", factor=50.0)
    found = landscape(engine, "minimum(loss, samples)", setting, *bent)
    assert (found["weight"], found["bias"]) == pytest.approx((0, bent[1].mean().item()), abs=1e-12)


@pytest.mark.parametrize("delta", [0.1, 1.0, 5.0])
def test_minimum_of_huber_is_lbfgs_s(engine, bent, delta):
    setting = settings(loss="huber", delta=delta)
    found = landscape(engine, "minimum(loss, samples)", setting, *bent)
    # LBFGS itself stops some roundings of the loss away, by kernel; torch's slope there does not.
    assert (found["weight"], found["bias"]) == pytest.approx(lbfgs(setting, *bent), abs=1e-8)
    model = nn.Linear(1, 1).double()
    nn.init.constant_(model.weight, found["weight"])
    nn.init.constant_(model.bias, found["bias"])
    torch_loss(setting, model)(model(bent[0]), bent[1]).backward()
    # A mean of 100 slopes, each of at most delta times its x, added in any order.
    bound = 100 * 2**-53 * delta * bent[0].abs().max().item()
    assert max(model.weight.grad.abs().item(), model.bias.grad.abs().item()) <= bound < 1e-12


def test_minimum_of_l1_is_the_best_line_through_two_samples(engine, bent):
    x, y = (column.flatten() for column in bent)
    lines = lines_through_two(x, y)
    losses = (lines[:, :1] * x + lines[:, 1:] - y).abs().mean(dim=1)
    found = landscape(engine, "minimum(loss, samples)", settings(loss="l1"), *bent)
    expected = tuple(lines[losses.argmin()].tolist())
    assert (found["weight"], found["bias"]) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("factor", [0.1, 1.0, 10.0])
def test_no_step_leads_below_the_minimum_of_the_custom_loss(engine, bent, factor):
    x, y = bent
    setting = settings(loss="custom", factor=factor)
    found = landscape(engine, "minimum(loss, samples)", setting, *bent)
    turn = torch.linspace(0, 2 * math.pi, 361, dtype=torch.float64)
    # From a minimum off by 1e-8 one of these steps of 1e-8 would lead down.
    steps = 1e-8 * torch.stack([turn.cos(), turn.sin()])  # (parameter=2, direction=361)
    slope = kinked_slope(found["weight"], found["bias"], *steps, x, y, factor)
    assert slope.min() > 0


def kinked_slope(weight, bias, dw, db, x, y, factor):
    """How fast MSE + factor · L1 rises at the end of each step, along the step: (direction,)."""
    r = (weight + dw) * x + bias + db - y
    dr = dw * x + db
    return ((2 * r + factor * r.sign()) * dr).mean(dim=0)


@pytest.mark.parametrize("loss", ["mse", "mse_l2_penalty"])
def test_lambda_max_is_the_hessians(engine, samples, loss):
    model = nn.Linear(1, 1).double()
    loss_fn = torch_loss(settings(loss=loss), model)

    def loss_of(parameters):
        model.weight, model.bias = parameters[0].view(1, 1), parameters[1].view(1)
        return loss_fn(model(samples[0]), samples[1])

    del model._parameters["weight"], model._parameters["bias"]  # plain tensors take their place
    hessian = torch.autograd.functional.hessian(loss_of, torch.zeros(2, dtype=torch.float64))
    found = landscape(engine, "lambdaMax(loss, samples)", settings(loss=loss), *samples)
    assert found == pytest.approx(torch.linalg.eigvalsh(hessian).max().item(), abs=1e-12)


@pytest.mark.parametrize("loss", ["mse", "mse_l2_penalty"])
@pytest.mark.parametrize(
    ("share", "diverges"), [(0.99, False), (1.01, True)], ids=["below", "above"]
)
def test_gradient_descent_diverges_just_above_the_marked_rate(
    engine, samples, loss, share, diverges
):
    limit = 2 / landscape(engine, "lambdaMax(loss, samples)", settings(loss=loss), *samples)
    setting = settings(loss=loss, lr=share * limit)
    weights = torch_path(setting, *samples)[:, 0]
    start, end = weights[:100].diff().abs().max(), weights[-100:].diff().abs().max()
    assert (end > start) == diverges


@pytest.mark.parametrize("loss", LOSSES)
def test_heights_are_the_loss_at_each_point(engine, bent, loss):
    setting = settings(loss=loss)
    expression = (
        "Array.from(heights(loss, samples, {left: -2, right: 5, bottom: -3, top: 4}, 15, 8))"
    )
    found = landscape(engine, expression, setting, *bent)
    model = nn.Linear(1, 1).double()
    loss_fn = torch_loss(setting, model)
    expected = []
    for bias, weight in itertools.product(torch.linspace(-3, 4, 8), torch.linspace(-2, 5, 15)):
        nn.init.constant_(model.weight, weight)
        nn.init.constant_(model.bias, bias)
        expected.append(loss_fn(model(bent[0]), bent[1]).item())
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_contour_lines_lie_at_their_levels(engine, samples, loss):
    """Each end of each piece of line, put into the loss itself, gives the line's level."""
    expression = """(() => {
        const frame = { left: -2, right: 6, bottom: -2, top: 4 };
        const surface = heights(loss, samples, frame, 200, 150);
        const levels = contourLevels(Math.min(...surface), Math.max(...surface), 12);
        const worst = levels.map(() => -Infinity);
        contours(surface, 200, 150, levels, (k, column, row) => {
            const height = lossAt(loss, samples, -2 + (8 * column) / 199, -2 + (6 * row) / 149);
            worst[k] = Math.max(worst[k], Math.abs(height / levels[k] - 1));
        });
        return worst;
    })()"""
    worst = landscape(engine, expression, settings(loss=loss), *samples)
    assert len(worst) == 12
    assert 0 <= min(worst) <= max(worst) < 0.02
