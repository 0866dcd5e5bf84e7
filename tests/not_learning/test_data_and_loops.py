"""What docs/not_learning/data_and_loops.md claims besides the fingerprints of its cases."""

import os
import subprocess
import sys

import torch
from helpers.runs import run
from torch import nn, optim
from torch.nn.utils.rnn import pack_padded_sequence
from torch.utils.data import DistributedSampler

RUN_OUT = "not_learning/data_and_loops/schedule_run_out_wrong.py"
BATCHES = 10  # in an epoch


def test_once_a_schedule_has_run_out_each_batch_has_the_same_loss_in_every_epoch():
    losses = [step.loss for step in run(RUN_OUT).steps]
    epochs = [losses[first : first + BATCHES] for first in range(0, len(losses), BATCHES)]
    assert all(epoch == epochs[-1] for epoch in epochs[2:])
    assert epochs[1] != epochs[-1]
    assert len(set(epochs[-1])) == BATCHES


def test_a_step_schedule_with_a_gamma_of_0_ends_at_an_lr_of_0():
    optimizer = optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0)
    seen = []
    for _ in range(4):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    assert seen == [0.1, 0.1, 0, 0]


def order(sampler: DistributedSampler, epoch: int | None) -> list[int]:
    if epoch is not None:
        sampler.set_epoch(epoch)
    return list(sampler)


def test_without_set_epoch_a_distributed_sampler_gives_the_same_order_again():
    sampler = DistributedSampler(range(100), num_replicas=2, rank=0)
    assert order(sampler, None) == order(sampler, None)
    assert order(sampler, 0) != order(sampler, 1)


def test_packed_sentences_come_out_as_sorted_unless_they_are_not_to_be_sorted_by_hand():
    torch.manual_seed(7)
    x, lengths, rnn = torch.randn(3, 4, 2), torch.tensor([2, 4, 3]), nn.RNN(2, 2, batch_first=True)
    alone = torch.cat([rnn(x[i : i + 1, :n])[1] for i, n in enumerate(lengths)], dim=1)
    sizes, order = lengths.sort(descending=True)
    by_hand = rnn(pack_padded_sequence(x[order], sizes, batch_first=True))[1]
    by_torch = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    torch.testing.assert_close(by_hand, alone[:, order])
    torch.testing.assert_close(by_hand[:, order.argsort()], alone)
    torch.testing.assert_close(rnn(by_torch)[1], alone)


def said_by_a_new_start(seed: int, expression: str) -> str:
    """What a new Python makes of an expression; the seed is that of its strings' hashes."""
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", f"print({expression})"]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode()


def test_a_set_of_strings_may_have_another_order_after_a_restart_and_a_sorted_one_has_not():
    names = "{'ant', 'bee', 'cat', 'dog', 'elk', 'fox'}"
    assert len({said_by_a_new_start(seed, f"list({names})") for seed in range(4)}) > 1
    assert len({said_by_a_new_start(seed, f"sorted({names})") for seed in range(4)}) == 1


def test_at_the_last_word_the_backward_half_of_a_bidirectional_rnn_has_read_that_word_alone():
    rnn = nn.RNN(1, 3, batch_first=True, bidirectional=True)
    x = torch.randn(1, 5, 1, requires_grad=True)
    out, h_n = rnn(x)
    seen = [
        (torch.autograd.grad(half.sum(), x, retain_graph=True)[0] != 0).flatten().tolist()
        for half in (out[0, -1, 3:], out[0, 0, 3:])
    ]
    assert seen == [[False] * 4 + [True], [True] * 5]
    torch.testing.assert_close(h_n[1], out[:, 0, 3:])


def test_of_packed_sentences_h_n_holds_the_state_at_each_last_word_and_at_each_first():
    rnn = nn.RNN(1, 3, batch_first=True, bidirectional=True)
    x = torch.randn(2, 5, 1)
    packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor([5, 2]), batch_first=True)
    short, (_, h_n) = rnn(x[1:, :2])[0], rnn(packed)
    torch.testing.assert_close(h_n[:, 1], torch.stack([short[0, -1, :3], short[0, 0, 3:]]))
