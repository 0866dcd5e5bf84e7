"""The trainings of a script that trains more than once."""

import torch
from record.recorder import Recording, Step
from torch import Tensor


def trainings(run: Recording) -> list[list[Step]]:
    """The steps of each training.

    One begins where a step finds other parameters than the step before it left, or other learning
    rates than that had.
    """
    found: list[list[Step]] = []
    for step in run.steps:
        last = found[-1][-1] if found else None
        if last is None or step.lr != last.lr or not _goes_on(last, step):
            found.append([])
        found[-1].append(step)
    return found


def way(steps: list[Step]) -> Tensor:
    """All parameters in a row before each step and after the last, (step + 1, number)."""
    places = [*(step.before for step in steps), steps[-1].after]
    return torch.stack(
        [torch.cat([value.double().flatten() for value in place.values()]) for place in places]
    )


def _goes_on(last: Step, step: Step) -> bool:
    return last.after.keys() == step.before.keys() and all(
        torch.equal(last.after[name], found) for name, found in step.before.items()
    )
