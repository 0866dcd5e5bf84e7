"""What docs/not_learning/data_and_loops.md claims besides the fingerprints of its cases."""

from helpers.runs import run

RUN_OUT = "not_learning/data_and_loops/schedule_run_out_wrong.py"
BATCHES = 10  # in an epoch


def test_once_a_schedule_has_run_out_each_batch_has_the_same_loss_in_every_epoch():
    losses = [step.loss for step in run(RUN_OUT).steps]
    epochs = [losses[first : first + BATCHES] for first in range(0, len(losses), BATCHES)]
    assert all(epoch == epochs[-1] for epoch in epochs[2:])
    assert epochs[1] != epochs[-1]
    assert len(set(epochs[-1])) == BATCHES
