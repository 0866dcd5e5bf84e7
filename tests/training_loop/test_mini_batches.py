"""What docs/training_loop/mini_batches.md claims."""

import copy
import json
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from helpers.runs import ROOT, run, twin, twin_names
from torch import nn
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

EPOCHS = "training_loop/mini_batches/epochs.py"
FAN = "training_loop/mini_batches/each_batch_points_elsewhere.py"
MEANS = "training_loop/mini_batches/mean_of_means.py"
PARTS = "training_loop/mini_batches/accumulation.py"
TOKENS = "training_loop/mini_batches/shares_of_tokens.py"


def rises(recording):
    losses = [step.loss for step in recording.steps]
    return sum(after > before for before, after in pairwise(losses))


def test_batches_of_32_make_four_steps_an_epoch():
    assert len(run(EPOCHS).steps) == 10 * 4


def test_the_last_batch_has_the_four_samples_that_are_left():
    assert run(EPOCHS).globals["x_batch"].shape == (4, 1)


def test_gradients_of_batches_of_one_size_average_to_the_gradient_of_all_samples():
    script = run(FAN).globals
    torch.testing.assert_close(script["gradients"].mean(dim=0), script["of_all"])


def test_no_batch_s_gradient_is_the_gradient_of_all_samples():
    script = run(FAN).globals
    off = (script["gradients"] - script["of_all"]).norm(dim=1) / script["of_all"].norm()
    assert len(off) == 25
    assert off.min() > 0.05  # and float32 rounds to a millionth


def test_the_loss_of_the_batches_rises_at_many_steps():
    assert rises(run(EPOCHS)) >= 10


def test_with_all_samples_in_each_batch_the_loss_does_not_rise(tmp_path):
    assert rises(twin(EPOCHS, tmp_path, ("batch_size=32", "batch_size=100"))) == 0


def test_the_average_while_training_weighs_each_batch_by_its_size():
    last = [step.loss for step in run(EPOCHS).steps[-4:]]
    expected = sum(n * loss for n, loss in zip([32, 32, 32, 4], last, strict=True)) / 100
    assert run(EPOCHS).globals["average"] == pytest.approx(expected)


def test_the_average_while_training_is_above_the_loss_now_in_each_epoch():
    rows = [line.split() for line in run(EPOCHS).output.splitlines()]
    assert all(float(row[3]) > float(row[6]) for row in rows)


def test_if_the_weights_stand_still_the_average_while_training_is_the_loss_now():
    still = twin_names(EPOCHS, ("lr=0.05", "lr=0.0"))
    assert still["average"] == pytest.approx(still["now"], rel=1e-5)


def test_the_average_of_the_first_epoch_is_above_the_loss_on_held_out_samples_after_it():
    names = twin_names(EPOCHS, ("range(10)", "range(1)"))
    generator = torch.Generator().manual_seed(8)
    x, noise = torch.randn(2, 10_000, 1, generator=generator)
    held_out = names["loss_fn"](names["model"](x), 2 * x + 1 + 0.1 * noise)
    assert names["average"] > 1.5 * held_out.item()  # 1.39 and 0.79, which 10,000 tell to 2 %


def batches(loader):
    return [x_batch for x_batch, _ in loader]


def test_shuffle_makes_other_batches_in_each_epoch():
    loader = run(EPOCHS).globals["loader"]
    first, second = (torch.cat(batches(loader)) for _ in range(2))
    assert not torch.equal(first, second)
    assert torch.equal(first.sort(dim=0).values, second.sort(dim=0).values)


def test_with_drop_last_three_batches_of_32_are_left_and_each_epoch_leaves_out_others(tmp_path):
    dropped = twin(EPOCHS, tmp_path, ("shuffle=True", "shuffle=True, drop_last=True"))
    epochs = [batches(dropped.globals["loader"]) for _ in range(2)]
    assert [[len(batch) for batch in epoch] for epoch in epochs] == [[32] * 3] * 2
    first, second = (set(torch.cat(epoch)[:, 0].tolist()) for epoch in epochs)
    assert first != second


def test_the_mean_over_unequal_batches_is_not_the_data_s_loss():
    names = run(MEANS).globals
    assert names["sizes"] == [32, 32, 32, 4]
    assert names["mean"] != pytest.approx(names["weighted"], rel=0.05)


def test_the_mean_weighed_by_size_is_the_data_s_loss():
    names = run(MEANS).globals
    loss = names["loss_fn"](names["model"](names["x"]), names["y"]).item()
    assert names["weighted"] == pytest.approx(loss, rel=1e-5)


def test_the_mean_over_equal_batches_is_the_data_s_loss():
    equal = twin_names(MEANS, ("(25, 32)", "(32, 25)"))
    assert equal["sizes"] == [25, 25, 25, 25]
    assert equal["mean"] == pytest.approx(equal["weighted"], rel=1e-5)


def test_parts_of_one_size_divided_by_their_number_are_exact():
    gradient = run(PARTS).globals["gradient"]
    assert gradient(25, False) == pytest.approx(gradient(100, False), rel=1e-5)


def test_parts_of_unequal_size_divided_by_their_number_are_not_exact():
    gradient = run(PARTS).globals["gradient"]
    assert gradient(32, False) != pytest.approx(gradient(100, False), rel=0.05)


def test_parts_weighed_by_size_are_exact():
    gradient = run(PARTS).globals["gradient"]
    assert gradient(32, True) == pytest.approx(gradient(100, False), rel=1e-5)


@pytest.mark.parametrize(
    ("norm", "exact"),
    [(nn.Identity(), True), (nn.BatchNorm1d(3), False)],
    ids=["without batch norm", "with batch norm"],
)
def test_equal_parts_are_the_large_batch_only_without_batch_norm(norm, exact):
    torch.manual_seed(7)
    model = nn.Sequential(nn.Linear(1, 3), norm, nn.Linear(3, 1))
    x, y = run(PARTS).globals["x"], run(PARTS).globals["y"]

    def gradient(size):
        model.zero_grad()
        for x_part, y_part in zip(x.split(size), y.split(size), strict=True):
            (size / 100 * nn.functional.mse_loss(model(x_part), y_part)).backward()
        # Behind the norm: before it, a norm leaves next to no gradient.
        return model[2].weight.grad.clone()

    assert torch.allclose(gradient(25), gradient(100), rtol=1e-4) == exact


def test_padded_parts_weighed_by_tokens_are_exact():
    names = run(TOKENS).globals
    loss = names["loss_fn"](names["logits"], names["y"]).item()
    assert names["weighted"] / sum(names["tokens"]) == pytest.approx(loss, rel=1e-5)


def test_padded_parts_of_as_many_sentences_divided_by_their_number_are_not_exact():
    names = run(TOKENS).globals
    assert [len(labels) for _, labels in names["parts"]] == [2, 2]
    loss = names["loss_fn"](names["logits"], names["y"]).item()
    assert sum(names["losses"]) / 2 != pytest.approx(loss, rel=0.05)


def test_with_class_weights_the_share_is_the_weight_of_the_part_s_labels():
    generator = torch.Generator().manual_seed(7)
    logits = torch.randn(100, 3, generator=generator, dtype=torch.float64)
    labels = torch.randint(0, 3, (100,), generator=generator)
    weight = torch.tensor([1.0, 5.0, 20.0], dtype=torch.float64)
    loss_fn = nn.CrossEntropyLoss(weight=weight)
    parts = list(zip(logits.split(25), labels.split(25), strict=True))
    shares = [weight[part].sum() / weight[labels].sum() for _, part in parts]
    summed = sum(share * loss_fn(*part) for share, part in zip(shares, parts, strict=True))
    torch.testing.assert_close(summed, loss_fn(logits, labels))
    assert not torch.isclose(sum(loss_fn(*part) for part in parts) / 4, summed, rtol=1e-3)


@cache
def under_ddp():
    """What each of four processes finds, from accumulation.py's start and parts of its samples.

    Its gradients are those of parts of 25, 25, 25 and 25, then of 32, 32, 32 and 4.
    """
    names = run(PARTS).globals
    batches = [zip(*(names[data].split(size) for data in "xy"), strict=True) for size in (25, 32)]
    asked = {
        "start": {name: value.tolist() for name, value in names["model"].state_dict().items()},
        "batches": [[(x.tolist(), y.tolist()) for x, y in parts] for parts in batches],
    }
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("four_processes.py"))],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    assert len(found) == 4
    return found


@pytest.mark.parametrize(("batch", "size"), [(0, 25), (1, 32)], ids=["equal", "unequal"])
def test_ddp_gives_each_process_what_dividing_by_the_number_of_parts_gives(batch, size):
    mean = run(PARTS).globals["gradient"](size, False)
    assert [process["gradients"][batch] for process in under_ddp()] == [
        pytest.approx(mean, rel=1e-5)
    ] * 4


def test_under_ddp_equal_parts_give_the_gradient_of_all_samples_and_unequal_parts_do_not():
    of_all = run(PARTS).globals["gradient"](100, False)
    equal, unequal = under_ddp()[0]["gradients"]
    assert equal == pytest.approx(of_all, rel=1e-5)
    assert unequal != pytest.approx(of_all, rel=0.05)


def test_past_the_wrapper_of_ddp_each_process_keeps_the_gradient_of_its_own_samples():
    names = run(PARTS).globals
    own = []
    for x, y in zip(names["x"].split(25), names["y"].split(25), strict=True):
        model = copy.deepcopy(names["model"])
        model.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        own.append(model.weight.grad.item())
    found = [process["gradients past the wrapper"][0] for process in under_ddp()]
    assert found == [pytest.approx(each, rel=1e-5) for each in own]
    assert max(own) - min(own) > 0.05 * max(map(abs, own))


def test_under_ddp_a_parameter_that_was_not_used_stops_the_next_forward_pass():
    said = "Expected to have finished reduction in the prior iteration"
    assert all(process["unused"].startswith(said) for process in under_ddp())


def test_the_message_of_ddp_counts_the_parameters_that_were_not_used_from_0():
    said = "Parameter indices which did not receive grad for rank {}: 2 3"
    page = (ROOT / "docs/training_loop/mini_batches.md").read_text("utf-8")
    assert f"> {said.format(0)}\n" in page
    assert all(said.format(rank) in process["unused"] for rank, process in enumerate(under_ddp()))


def test_under_ddp_a_parameter_may_be_unused_if_ddp_is_told_to_find_it():
    assert {process["unused, told to find it"] for process in under_ddp()} == {""}


def test_four_processes_with_one_process_s_batch_size_take_a_quarter_of_the_steps():
    data = TensorDataset(torch.zeros(400, 1))
    alone = DataLoader(data, batch_size=20)
    of_four = DataLoader(data, batch_size=20, sampler=DistributedSampler(data, 4, rank=0))
    divided = DataLoader(data, batch_size=5, sampler=DistributedSampler(data, 4, rank=0))
    assert (len(alone), len(of_four), len(divided)) == (20, 5, 20)


def test_what_forward_gives_to_self_in_a_copy_of_data_parallel_goes_with_the_copy():
    class Counts(nn.Module):
        seen = 0

        def forward(self, x):
            self.seen += len(x)
            return x

    model = Counts()
    copied = model._replicate_for_data_parallel()  # what DataParallel does for each GPU
    copied(torch.ones(4))
    assert (copied.seen, model.seen) == (4, 0)
