"""What docs/not_learning/index.md claims."""

import math
import re
import warnings
from itertools import pairwise

import pytest
import torch
from helpers.gallery import cases
from helpers.runs import ROOT, run, twin
from torch import nn, optim

LINKS = "not_learning/which_link_is_broken.py"
MISSING = "not_learning/nan_in_the_data_wrong.py"
NAN = "not_learning/nan_from_a_slope_wrong.py"
ANOMALY = "not_learning/anomaly_names_the_line.py"
PAGE = (ROOT / "docs/not_learning/index.md").read_text("utf-8")


def answers(recording):
    """What was said of each name: requires_grad, .grad, held, moved."""
    lines = recording.output.splitlines()[1:]
    # Each answer has a column, as wide as its head.
    return {
        line[35:]: [line[a:b].strip() for a, b in pairwise((0, 15, 22, 28, 35))] for line in lines
    }


YES = ["yes"] * 4


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.weight", YES),
        ("b.weight", ["-", "-", "yes", "-"]),
        ("c.weight", ["yes", "-", "yes", "-"]),
        ("d.weight", ["yes", "yes", "-", "-"]),
        ("norm.running_mean", ["buffer", "", "", "yes"]),
        ("others", ["no parameter", "", "", ""]),
    ],
    ids=["whole", "frozen", "cut off", "replaced", "in training mode", "in a list"],
)
def test_four_questions_find_the_broken_link(name, expected):
    assert answers(run(LINKS))[name] == expected


REPLACED = 'model["d"] = nn.Linear(1, 1, bias=False)'


@pytest.mark.parametrize(
    ("layer", "fix"),
    [
        ("b", ('model["b"].requires_grad_(False)', "")),
        ("c", ('model["c"](x).detach()', 'model["c"](x)')),
        ("d", (REPLACED, "")),
    ],
    ids=["thawed", "joined", "not replaced"],
)
def test_a_layer_whose_broken_link_is_fixed_moves(layer, fix, tmp_path):
    assert answers(twin(LINKS, tmp_path, fix))[f"{layer}.weight"] == YES


def test_in_evaluation_mode_a_buffer_stays_and_is_not_told(tmp_path):
    quiet = twin(LINKS, tmp_path, ("model.others =", "model.eval(); model.others ="))
    assert not any("running" in name for name in answers(quiet))
    norm = quiet.globals["model"]["norm"]
    assert (norm.running_mean.item(), norm.running_var.item()) == (0, 1)
    assert norm.num_batches_tracked == 0


def test_a_list_that_the_module_knows_of_is_no_finding_and_its_layer_moves(tmp_path):
    listed = ("[nn.Linear(1, 1)]", "nn.ModuleList([nn.Linear(1, 1)])")
    late = ("optimizer = optim.SGD(model.parameters(), lr=0.1)\n", "")
    made = (
        "def compute_loss",
        "optimizer = optim.SGD(model.parameters(), lr=0.1)\n\n\ndef compute_loss",
    )
    says = answers(twin(LINKS, tmp_path, listed, late, made))
    assert says["others.0.weight"] == YES
    assert "others" not in says


def test_with_its_faults_the_loss_falls_all_the_same():
    names = run(LINKS).globals
    (before,) = [step.loss for step in run(LINKS).steps]
    assert names["compute_loss"]() < before


def test_a_gradient_left_over_from_before_is_not_taken_for_one_of_this_loss(tmp_path):
    left_over = f'{REPLACED}; model["d"].weight.grad = torch.ones(1, 1)'
    cut_off = ('+ model["d"](x)', '+ model["d"](x).detach()')
    says = answers(twin(LINKS, tmp_path, (REPLACED, left_over), cut_off))
    assert says["d.weight"] == ["yes", "-", "-", "-"]


def test_a_parameter_that_becomes_nan_is_not_said_to_have_moved(tmp_path):
    says = answers(twin(LINKS, tmp_path, ("y = 2 * x + 1", "y = x / 0")))
    assert says["a.weight"] == ["yes", "nan", "yes", "nan"]


def test_a_gradient_of_0_is_not_taken_for_one_that_moves(tmp_path):
    says = answers(twin(LINKS, tmp_path, ('model["a"](x)', 'model["a"](x).round()')))
    assert says["a.weight"] == ["yes", "0", "yes", "-"]


def test_asking_after_a_backward_of_one_s_own_tells_the_same():
    ask = run(LINKS).globals["ask"]
    model = nn.Linear(1, 1)

    def compute_loss():
        return model(torch.ones(1, 1)).square().mean()

    compute_loss().backward()
    says = [*ask(model, optim.SGD(model.parameters(), lr=0.1), compute_loss)]
    assert says == [(*YES, "weight"), (*YES, "bias")]


def test_a_step_can_be_too_small_to_change_a_digit():
    weight = torch.tensor(1.0, requires_grad=True)
    optimizer = optim.SGD([weight], lr=1e-9)
    weight.backward()
    optimizer.step()
    assert weight.grad == 1
    assert weight == 1


LOSSES = {
    "mse_loss": nn.functional.mse_loss,
    "l1_loss": nn.functional.l1_loss,
    "binary_cross_entropy_with_logits": nn.functional.binary_cross_entropy_with_logits,
    "cross_entropy": nn.functional.cross_entropy,
    "by hand": lambda y_pred, y: ((y_pred - y) ** 2).mean(),
}


@pytest.mark.parametrize("name", LOSSES)
def test_under_autocast_torch_s_losses_have_32_bits_and_one_by_hand_need_not(name):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y_pred = nn.Linear(3, 3)(torch.ones(4, 3))
        loss = LOSSES[name](y_pred, torch.eye(4, 3, dtype=torch.bfloat16))
    assert y_pred.dtype == torch.bfloat16
    assert loss.dtype == (torch.bfloat16 if name == "by hand" else torch.float32)


def is_nan(parameters):
    return [bool(value.isnan().all()) for value in parameters.values()]


def test_one_nan_in_the_data_makes_the_first_loss_nan():
    first, second = run(MISSING).steps
    assert math.isnan(first.loss)
    assert math.isnan(second.loss)


def test_one_nan_in_the_data_makes_each_parameter_nan_in_one_step():
    first = run(MISSING).steps[0]
    assert is_nan(first.before) == [False, False]
    assert is_nan(first.after) == [True, True]


def test_isfinite_finds_the_sample_and_the_feature():
    assert (~run(MISSING).globals["x"].isfinite()).nonzero().tolist() == [[41, 1]]


def test_with_finite_data_the_same_steps_are_finite(tmp_path):
    finite = twin(MISSING, tmp_path, ('float("nan")', "0.0"))
    assert all(math.isfinite(step.loss) for step in finite.steps)
    assert finite.globals["model"].weight.isfinite().all()


@pytest.mark.parametrize("place", ["x[41, 1]", "y[41, 0]"], ids=["an input", "a target"])
def test_one_inf_in_the_data_makes_the_first_loss_inf_and_the_next_nan(place, tmp_path):
    infinite = twin(MISSING, tmp_path, ('x[41, 1] = float("nan")', f'{place} = float("inf")'))
    first, second = (step.loss for step in infinite.steps)
    assert first == math.inf
    assert math.isnan(second)


@pytest.mark.parametrize(
    ("error", "dtype", "finite"),
    [
        (255.875, torch.float16, True),  # the float16 before 256
        (256.0, torch.float16, False),
        (256.0, torch.bfloat16, True),
        (1e19, torch.bfloat16, True),
    ],
)
def test_the_square_of_an_error_of_256_is_inf_in_float16_only(error, dtype, finite):
    assert torch.tensor(error, dtype=dtype).square().isfinite() == finite


def test_under_autocast_a_loss_of_float16_predictions_has_32_bits():
    weight = torch.tensor([[256.0]], requires_grad=True)
    with torch.autocast("cpu", dtype=torch.float16):
        y_pred = nn.functional.linear(torch.ones(1, 1), weight)
        loss = nn.functional.mse_loss(y_pred, torch.zeros(1, 1))
    assert y_pred.dtype == torch.float16
    assert loss == 65536


def test_a_loss_of_0_can_have_a_gradient_of_nan():
    step = run(NAN).steps[0]
    assert step.loss == 0
    assert step.grad["weight"].isnan()


def test_one_step_along_nan_makes_the_weight_nan():
    assert run(NAN).steps[0].after["weight"].isnan()


def test_the_absolute_value_has_a_slope_of_0_at_its_kink():
    assert run(NAN).globals["weight"].grad == 0


def test_away_from_0_the_root_of_the_square_has_the_slope_of_the_absolute_value(tmp_path):
    off = twin(NAN, tmp_path, ("torch.tensor(2.0, req", "torch.tensor(3.0, req"))
    assert off.steps[0].grad["weight"] == off.globals["weight"].grad != 0


def test_a_learning_rate_that_is_too_large_gives_inf_before_nan():
    weight = torch.tensor(1.0, requires_grad=True)
    optimizer = optim.SGD([weight], lr=10.0)
    losses = []
    for _ in range(60):
        loss = weight**2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    finite = [value for value in losses if value < float("inf")]
    assert finite == sorted(finite)
    assert losses[len(finite)] == float("inf")
    assert losses[-1] != losses[-1]


def test_detect_anomaly_names_the_operation_and_its_line():
    operation, line = run(ANOMALY).output.splitlines()
    assert operation.startswith("Function 'PowBackward0' returned nan values")
    assert "sqrt(error**2)" in line


@pytest.mark.filterwarnings("ignore:Anomaly Detection")  # that it is slow
@pytest.mark.parametrize("looks", [True, False])
def test_detect_anomaly_keeps_a_stack_trace_for_each_operation(looks):
    weight = scalar()
    with torch.autograd.set_detect_anomaly(looks):
        operations = [(weight * 2).grad_fn, weight.exp().grad_fn]
    assert [*operations[0].metadata] == [*operations[1].metadata] == ["traceback_"] * looks


def test_without_detect_anomaly_torch_says_nothing(tmp_path):
    quiet = ("with torch.autograd.detect_anomaly():", "if True:")
    with pytest.raises(Exception, match="IndexError"):  # there is no warning to read
        twin(ANOMALY, tmp_path, quiet)


def scalar():
    return torch.tensor(1.0, requires_grad=True)


def several_numbers():
    (scalar() * torch.ones(2)).backward()


def unequal_shapes():
    nn.functional.mse_loss(torch.zeros(3, 1), torch.zeros(3))


def scheduler_first():
    optimizer = optim.SGD([scalar()], lr=0.1)
    optim.lr_scheduler.StepLR(optimizer, 1).step()


def scaler_without_gradients():
    scaler = torch.amp.GradScaler("cpu")
    optimizer = optim.SGD([scalar()], lr=0.1)
    scaler.scale(scalar()).backward()
    scaler.step(optimizer)


def scaler_not_updated(call="step"):
    scaler, weight = torch.amp.GradScaler("cpu"), scalar()
    optimizer = optim.SGD([weight], lr=0.1)
    for _ in range(2):
        scaler.scale(weight**2).backward()
        getattr(scaler, call)(optimizer)


def no_backward():
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return 2 * x

    Double.apply(scalar()).backward()


MESSAGES = {
    "grad can be implicitly created only for scalar outputs": several_numbers,
    "that is different to the input size": unequal_shapes,
    "lr_scheduler.step()": scheduler_first,
    "No inf checks were recorded for this optimizer": scaler_without_gradients,
    "since the last update()": scaler_not_updated,
    "must implement either the backward or vjp method": no_backward,
}


# test_mini_batches.py has the processes in which torch says it.
UNDER_DDP = "Expected to have finished reduction in the prior iteration"


@pytest.mark.parametrize("message", MESSAGES)
def test_the_likely_cause_makes_torch_say_so(message):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Exception, match=re.escape(message)):
            MESSAGES[message]()


@pytest.mark.parametrize("call", ["step", "unscale_"])
def test_a_scaler_that_is_not_updated_refuses_its_next_call(call):
    with pytest.raises(RuntimeError, match=r"already been called .*since the last update"):
        scaler_not_updated(call)


def test_the_table_has_the_messages_that_are_provoked_here_and_under_ddp():
    table = PAGE[PAGE.index("| torch says") : PAGE.index("## A parameter")]
    rows = re.findall(r"^\| `(.*?)`", table, flags=re.MULTILINE)
    assert rows == [*MESSAGES, UNDER_DDP]


def test_no_message_of_that_table_is_one_that_a_loop_of_the_gallery_leads_to():
    said = [saying for case in cases() for saying in case.shows]
    assert [message for message in MESSAGES if any(message in saying for saying in said)] == []
