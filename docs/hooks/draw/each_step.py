"""What a loop with one weight computes once for each of its steps."""

import torch
from record.errors import RecordingError
from record.recorder import Recording
from record.seen import single
from torch import Tensor


def each_step(run: Recording, name: str) -> Tensor:
    """What a name was in each turn of the loop, (step,).

    Raises:
        RecordingError: if the script moves other than one weight, or gives the name a number less
            often than it steps, or more often.
    """
    found = [single(line.changed[name]) for line in run.lines.lines if name in line.changed]
    if len(found) != len(run.steps) or len(run.steps[0].before) != 1:
        raise RecordingError(
            f"{run.path.name} computes `{name}` {len(found)} times in {len(run.steps)} steps of "
            f"{', '.join(run.steps[0].before)}"
        )
    return torch.tensor(found, dtype=torch.float64)
