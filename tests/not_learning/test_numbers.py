"""What docs/not_learning/numbers.md claims besides the fingerprints of its cases."""

import numpy as np
import pytest
import torch
from helpers.runs import run, twin, twin_names
from torch import nn, optim


def test_exp_is_finite_for_88_and_infinite_for_89():
    assert torch.tensor([88.0, 89.0]).exp().isfinite().tolist() == [True, False]


def test_above_1_the_numbers_of_bfloat16_are_a_128th_apart():
    one = torch.tensor(1.0, dtype=torch.bfloat16)
    assert one.nextafter(2 * one).item() == 1 + 1 / 128


def test_a_step_below_half_of_what_parts_two_numbers_is_lost_however_often_it_comes():
    weight = torch.tensor(1.0, dtype=torch.bfloat16)
    for _ in range(1000):
        weight += 0.99 / 256
    assert weight.item() == 1


@pytest.mark.parametrize(
    "keep", [lambda each, known: each[known], lambda each, known: each * known]
)
def test_a_mask_after_the_square_leaves_a_gradient_of_nan(keep):
    scale = torch.tensor(1.0, requires_grad=True)
    y = torch.tensor([1.0, torch.nan])
    keep((scale - y) ** 2, ~y.isnan()).sum().backward()
    assert scale.grad.isnan()


@pytest.mark.parametrize("steps", [1, 20])
def test_below_its_kink_a_relu_gives_a_gradient_of_0_and_a_leaky_one_does_not(steps):
    for relu, moves in ((nn.ReLU(), False), (nn.LeakyReLU(), True)):
        bias = torch.tensor(-1.0, requires_grad=True)
        optimizer = optim.SGD([bias], lr=0.1)
        for _ in range(steps):
            optimizer.zero_grad()
            ((relu(bias) - 1) ** 2).backward()
            optimizer.step()
        assert (bias.item() != -1) == moves


def test_the_slope_of_a_sigmoid_is_at_most_one_quarter():
    x = torch.linspace(-8, 8, 161, requires_grad=True)
    x.sigmoid().sum().backward()
    assert x.grad.max() == x.grad[80] == 0.25


class Skip(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


def linear():
    return nn.Linear(16, 16)


LAYERS = {
    "sigmoid": (lambda: nn.Sequential(linear(), nn.Sigmoid()), False),
    "relu": (lambda: nn.Sequential(linear(), nn.ReLU()), False),
    "skip": (lambda: Skip(linear(), nn.Sigmoid()), True),
    "normalized": (lambda: nn.Sequential(linear(), nn.BatchNorm1d(16), nn.Sigmoid()), True),
}


@pytest.mark.parametrize("kind", LAYERS)
def test_through_thirty_layers_a_gradient_lives_by_skips_or_norms_and_not_by_relu_alone(kind):
    layer, lives = LAYERS[kind]
    torch.manual_seed(7)
    x = torch.randn(100, 16)
    model = nn.Sequential(*[layer() for _ in range(30)], nn.Linear(16, 1))
    nn.functional.mse_loss(model(x), x[:, :1]).backward()
    first, *_, last, _ = model.parameters()
    # Of ten seeds the shares lie below 1e-10, or above 1e-3.
    assert (first.grad.norm() / last.grad.norm() > 1e-6) == lives


@pytest.mark.parametrize("step", [1, 10])
def test_a_first_step_of_adam_is_as_long_as_lr_however_far_the_target_is(step):
    weight = torch.tensor(0.0, requires_grad=True)
    optimizer = optim.Adam([weight], lr=0.01)
    for _ in range(step):
        optimizer.zero_grad()
        ((weight - 300_000) ** 2).backward()
        optimizer.step()
    assert weight.item() == pytest.approx(step * 0.01, rel=0.01)


def test_a_nan_that_is_added_to_a_loss_leaves_its_gradient_finite():
    weight = torch.tensor(1.0, requires_grad=True)
    (2 * weight + torch.nan).backward()
    assert weight.grad == 2


@pytest.mark.parametrize(
    ("spread", "is_nan"),
    [
        (lambda x: x.var().sqrt(), True),
        (lambda x: ((x - 1) ** 2).sum().sqrt(), True),
        (lambda x: x.std(), False),
        (lambda x: (x - 1).norm(), False),
    ],
    ids=["var().sqrt()", "a norm by hand", "std()", "norm()"],
)
def test_of_equal_numbers_a_root_by_hand_has_a_slope_of_nan_and_torch_s_own_has_0(spread, is_nan):
    x = torch.ones(3, requires_grad=True)
    spread(x).backward()
    assert x.grad.isnan().all() if is_nan else (x.grad == 0).all()


ALL_ZERO = "not_learning/numbers/all_weights_zero_wrong.py"
ZEROS = """for parameter in model.parameters():
    nn.init.zeros_(parameter)
"""


@pytest.mark.parametrize("layers", [[0], [2], [0, 2]], ids=str)
def test_one_layer_may_start_with_weights_of_0_and_two_may_not_without_their_biases(layers):
    zeros = "".join(f"for p in model[{n}].parameters():\n    nn.init.zeros_(p)\n" for n in layers)
    learned = twin_names(ALL_ZERO, (ZEROS, zeros))["loss"].item() < 0.1
    assert learned == (len(layers) == 1)


ALL_ALIKE = "not_learning/numbers/one_answer_for_all_wrong.py"
FAR_AWAY = "not_learning/numbers/targets_not_scaled_wrong.py"


def test_with_one_answer_for_all_the_loss_is_that_of_the_shares_of_the_classes():
    names = run(ALL_ALIKE).globals
    share = names["label"].bincount() / len(names["label"])
    assert names["loss"].item() == pytest.approx(-(share * share.log()).sum().item(), rel=0.01)


def test_where_adam_puts_the_relus_to_sleep_plain_sgd_of_the_same_lr_learns(tmp_path):
    other = twin(ALL_ALIKE, tmp_path, ("optim.Adam", "optim.SGD"))
    assert other.globals["loss"].item() < 0.1


def test_adam_with_too_large_an_lr_puts_a_whole_layer_of_relus_to_sleep():
    names = run(ALL_ALIKE).globals
    h, awake = names["x"], []
    for layer in names["model"]:
        h = layer(h)
        if isinstance(layer, nn.ReLU):
            awake.append(bool(h.any()))
    assert awake[0]
    assert not all(awake)
    assert len(h.unique(dim=0)) == 1


@pytest.mark.parametrize(("steps", "asleep"), [(1, False), (2, True), (200, True)])
def test_two_steps_of_sgd_towards_far_targets_put_each_relu_to_sleep(steps, asleep):
    names = twin_names(FAR_AWAY, ("optim.Adam", "optim.SGD"), ("range(200)", f"range({steps})"))
    assert (not names["model"][:2](names["x"]).any()) == asleep


def test_far_targets_let_sgd_learn_the_mean_alone():
    names = twin_names(FAR_AWAY, ("optim.Adam", "optim.SGD"))
    assert names["loss"].item() == pytest.approx(names["y"].var(correction=0).item(), rel=0.05)


def ctc(steps: int, label: list[int], **how) -> torch.Tensor:
    """The loss of one sample that gives each of three labels and the blank alike."""
    log_p = torch.zeros(steps, 1, 4).log_softmax(2)
    lengths = torch.tensor([steps]), torch.tensor([len(label)])
    return nn.functional.ctc_loss(log_p, torch.tensor([label]), *lengths, **how)


def test_ctc_takes_a_step_for_each_label_and_one_more_between_two_equal_ones():
    assert [ctc(steps, [1, 2, 3]).isfinite().item() for steps in (2, 3)] == [False, True]
    assert [ctc(steps, [1, 1, 3]).isfinite().item() for steps in (3, 4)] == [False, True]


def test_where_every_sample_is_too_short_zero_infinity_leaves_a_ctc_loss_of_0():
    assert ctc(2, [1, 2, 3], zero_infinity=True) == 0


def test_the_gradient_of_a_weight_is_a_multiple_of_its_input():
    lengths = []
    for scale in (1, 255):
        torch.manual_seed(7)
        x, label = torch.rand(20, 4) / scale, torch.arange(20) % 2
        model = nn.Linear(4, 2, bias=False)
        nn.init.zeros_(model.weight)
        nn.functional.cross_entropy(model(x), label).backward()
        lengths.append(model.weight.grad.norm())
    torch.testing.assert_close(lengths[0], 255 * lengths[1])


def test_adams_eps_is_0_in_float16():
    eps = optim.Adam([nn.Parameter(torch.ones(1))]).defaults["eps"]
    assert torch.tensor(eps).item() > 0
    assert torch.tensor(eps, dtype=torch.float16) == 0


@pytest.mark.parametrize(("gradient", "finite"), [(0.003, False), (0.1, True)])
def test_in_float16_a_gradient_of_a_few_thousandths_makes_adam_divide_by_0(gradient, finite):
    weight = nn.Parameter(torch.ones(1, dtype=torch.float16))
    weight.grad = torch.full_like(weight, gradient)
    optim.Adam([weight], lr=0.01).step()
    assert weight.isfinite().item() == finite


def test_acos_is_infinitely_steep_at_1_and_nan_beyond_and_so_is_a_fraction_s_power_below_0():
    x = torch.tensor(1.0, requires_grad=True)
    x.acos().backward()
    assert x.grad.isinf()
    assert torch.tensor(1.01).acos().isnan()
    assert torch.tensor(-0.5).pow(0.5).isnan()


@pytest.mark.parametrize("reads", [False, True])
def test_true_masks_in_multihead_attention_and_lets_read_in_scaled_dot_product_attention(reads):
    torch.manual_seed(7)
    x, attention = torch.randn(1, 2, 4), nn.MultiheadAttention(4, 1, batch_first=True)
    seen = torch.tensor([[True, reads]])
    _, shares = attention(x, x, x, key_padding_mask=~seen)
    assert (shares[0, 0, 1] > 0) == reads
    alone = nn.functional.scaled_dot_product_attention(x, x, x[:, :1].expand_as(x))
    read = nn.functional.scaled_dot_product_attention(x, x, x, attn_mask=seen)
    assert torch.allclose(read, alone) == (not reads)


def test_minus_a_billion_is_minus_inf_in_float16():
    assert torch.tensor(-1e9, dtype=torch.float16) == -torch.inf


def test_a_relu_before_a_sigmoid_leaves_no_probability_below_one_half():
    assert torch.linspace(-9, 9, 19).relu().sigmoid().min() == 0.5


def test_a_cast_to_whole_numbers_leaves_0_of_a_small_input():
    assert (torch.tensor([0.03, 0.4, 0.99]).to(torch.uint8) == 0).all()


@pytest.mark.parametrize("cast", ["long", "int", "numpy", "uint8", "astype"])
def test_what_is_below_1_is_0_as_an_integer(cast):
    state = torch.tensor([0.9, 0.02])
    kept = {
        "long": state.long(),
        "int": state.int(),
        "numpy": np.zeros(2, dtype=int),
        "uint8": state.to(torch.uint8),
        "astype": state.numpy().astype(int),
    }[cast]
    if cast == "numpy":
        kept[:] = state.numpy()
    assert kept.tolist() == [0, 0]


@pytest.mark.parametrize(
    "logarithm",
    [lambda x: torch.log(x + 1e-6), lambda x: x.clamp(min=1e-6).log()],
    ids=["added", "clamped"],
)
def test_a_small_number_before_a_logarithm_keeps_it_and_its_gradient_finite_at_0(logarithm):
    x = torch.zeros(1, requires_grad=True)
    found = logarithm(x)
    (slope,) = torch.autograd.grad(found, x)
    assert found.isfinite()
    assert slope.isfinite()
    assert torch.log(x).isinf()
    assert torch.log(x - 1).isnan()


def test_a_clamp_below_its_bound_has_a_gradient_of_0_before_a_logarithm():
    x = torch.zeros(1, requires_grad=True)
    x.clamp(min=1e-6).log().backward()
    assert x.grad == 0


@pytest.mark.parametrize("seed", range(5))
def test_a_sum_of_n_products_with_weights_of_randn_spreads_root_n_as_far_and_so_do_gradients(seed):
    torch.manual_seed(seed)
    n = 400
    x = torch.randn(100, n, requires_grad=True)
    answers = x @ torch.randn(n, n)
    (back,) = torch.autograd.grad(answers, x, torch.randn_like(answers))
    # Of 40,000 such sums the spread is known to about a half of one hundredth.
    assert answers.std().item() == pytest.approx(n**0.5, rel=0.05)
    assert back.std().item() == pytest.approx(n**0.5, rel=0.05)


@pytest.mark.parametrize("n", [4, 100, 1000])
def test_linear_draws_its_weights_between_plus_and_minus_1_over_root_n(n):
    torch.manual_seed(7)
    weight = nn.Linear(n, 10_000 // n).weight
    assert 0.95 < weight.abs().max() * n**0.5 <= 1 + 1e-6


@pytest.mark.parametrize(("mode", "axis"), [("fan_in", 1), ("fan_out", 0)])
def test_kaiming_takes_the_inputs_of_x_times_w_for_outputs_unless_it_is_fan_out(mode, axis):
    torch.manual_seed(7)
    w = nn.init.kaiming_normal_(torch.empty(100, 900), mode=mode)  # (feature=100, hidden=900)
    assert w.std().item() == pytest.approx((2 / w.shape[axis]) ** 0.5, rel=0.05)
    assert nn.Linear(100, 900).weight.shape == (900, 100)


TOO_LARGE = "not_learning/numbers/weights_too_large_wrong.py"


def first_and_last_loss(*changes: tuple[str, str]) -> tuple[float, float]:
    begins = twin_names(TOO_LARGE, ("range(100)", "range(1)"), *changes)["loss"].item()
    return begins, twin_names(TOO_LARGE, *changes)["loss"].item()


def test_a_smaller_lr_stops_the_nan_of_too_large_weights_and_the_loss_begins_as_high():
    begins, ends = first_and_last_loss()
    begins_small, ends_small = first_and_last_loss(("lr=0.03", "lr=0.00003"))
    assert not np.isfinite(ends)
    assert ends_small < begins_small == begins


@pytest.mark.parametrize("flat", [torch.tanh, torch.sigmoid])
@pytest.mark.parametrize("seed", range(5))
def test_weights_of_randn_put_most_hidden_units_where_a_tanh_or_a_sigmoid_is_flat(flat, seed):
    torch.manual_seed(seed)
    x, w = torch.randn(60, 100), torch.randn(100, 100)
    for scale, mostly_flat in ((1, True), (10, False)):
        into = (x @ w / scale).requires_grad_()
        (slope,) = torch.autograd.grad(flat(into).sum(), into)
        steepest = 1 if flat is torch.tanh else 0.25
        assert ((slope < 0.1 * steepest).float().mean() > 0.5).item() == mostly_flat


@pytest.mark.parametrize("draw", [nn.init.xavier_uniform_, nn.init.kaiming_normal_])
def test_a_batch_norm_s_weight_begins_at_1_and_xavier_and_kaiming_stop_there(draw):
    weight = nn.BatchNorm1d(8).weight
    assert (weight == 1).all()
    with pytest.raises(ValueError, match="Fan in and fan out can not be computed"):
        draw(weight)
