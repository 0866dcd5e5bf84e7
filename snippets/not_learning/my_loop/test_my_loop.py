"""Tests of a training loop: above the line, put yours in the place of mine."""

import copy
import math

import torch
from torch import nn, optim

STEPS = 25  # within which your loop learns a small batch by heart
FIRST_LOSS = math.log(3)  # ln C for C classes; None where no theory says
TRUE_PARAMETERS = None  # what made the data, by name, where you know it


def make():
    """A new model and its optimizer."""
    torch.manual_seed(7)
    model = nn.Sequential(
        nn.Linear(2, 32), nn.ReLU(), nn.Dropout(0.1), nn.Linear(32, 3)
    )
    return model, optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def batch(seed):
    """A small batch of inputs and targets, another one for another seed."""
    draw = torch.Generator().manual_seed(seed)
    y = torch.randint(3, (24,), generator=draw)  # (sample=24), a class each
    centres = torch.tensor([[0.0, 2.0], [2.0, -1.0], [-2.0, -1.0]])
    noise = 0.5 * torch.randn(24, 2, generator=draw)
    return centres[y] + noise, y  # inputs: (sample=24, feature=2)


def loss_of(model, x, y):
    return nn.functional.cross_entropy(model(x), y)


def train(model, optimizer, x, y):
    """One step of your loop."""
    model.train()
    optimizer.zero_grad()
    loss = loss_of(model, x, y)
    loss.backward()
    optimizer.step()


def evaluate(model, x, y):
    """The loss as you measure it on data that was held out."""
    model.eval()
    with torch.no_grad():
        return loss_of(model, x, y).item()


def save(model, optimizer):
    return copy.deepcopy([model.state_dict(), optimizer.state_dict()])


def load(model, optimizer, saved):
    model.load_state_dict(saved[0])
    optimizer.load_state_dict(saved[1])


# ------------- your part ends here; below nothing needs to change -------------


def test_the_loss_begins_where_theory_says():
    model, _ = make()
    if FIRST_LOSS is not None:
        first = evaluate(model, *batch(0))
        assert abs(first - FIRST_LOSS) < FIRST_LOSS / 2


def test_the_loss_reaches_every_parameter():
    model, _ = make()
    loss_of(model, *batch(0)).backward()
    for name, p in model.named_parameters():
        if p.requires_grad:
            assert p.grad is not None, f"{name} gets no gradient"
            assert p.grad.isfinite().all(), f"{name}: nan or inf"
            assert p.grad.any(), f"{name}: a gradient of 0"


def test_every_trainable_parameter_moves_and_no_other():
    model, optimizer = make()
    before = copy.deepcopy(dict(model.named_parameters()))
    for seed in range(5):
        train(model, optimizer, *batch(seed))
    for name, p in model.named_parameters():
        moved = not torch.equal(p, before[name])
        assert moved == p.requires_grad, name


def test_one_batch_is_learned_by_heart():
    model, optimizer = make()
    first = evaluate(model, *batch(0))
    for _ in range(STEPS):
        train(model, optimizer, *batch(0))
    assert evaluate(model, *batch(0)) < first / 10


def test_what_it_learns_holds_for_data_it_never_saw():
    model, optimizer = make()
    held_out = batch(STEPS)
    first = evaluate(model, *held_out)
    for seed in range(STEPS):
        train(model, optimizer, *batch(seed))
    assert evaluate(model, *held_out) < first / 3
    for name, true in (TRUE_PARAMETERS or {}).items():
        start = dict(make()[0].named_parameters())[name]
        end = dict(model.named_parameters())[name]
        assert (end - true).norm() < (start - true).norm() / 10, name


def test_no_sample_changes_the_output_of_another():
    model, _ = make()
    evaluate(model, *batch(0))  # leaves the mode in which you evaluate
    x, others = batch(0)[0], batch(1)[0].clone()
    others[0] = x[0]
    with torch.no_grad():
        torch.testing.assert_close(model(x)[0], model(others)[0])


def test_evaluating_twice_gives_the_same_and_changes_nothing():
    model, optimizer = make()
    before = save(model, optimizer)[0]
    assert evaluate(model, *batch(0)) == evaluate(model, *batch(0))
    after = save(model, optimizer)[0]
    assert all(torch.equal(after[name], before[name]) for name in before)


def test_after_an_evaluation_the_loop_trains_in_training_mode():
    model, optimizer = make()
    evaluate(model, *batch(0))
    train(model, optimizer, *batch(0))
    assert model.training


def test_a_resumed_run_equals_an_unbroken_one():
    def go_on(model, optimizer, seeds):
        for seed in seeds:
            torch.manual_seed(seed)  # of what is drawn, as by dropout
            train(model, optimizer, *batch(seed))

    unbroken, resumed = make(), make()
    go_on(*unbroken, range(3))
    saved = save(*unbroken)
    go_on(*unbroken, range(3, 6))
    load(*resumed, saved)
    go_on(*resumed, range(3, 6))
    end = resumed[0].state_dict()
    for name, value in unbroken[0].state_dict().items():
        assert torch.equal(value, end[name]), name
