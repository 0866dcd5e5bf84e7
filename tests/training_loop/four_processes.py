"""Prints as JSON what each of four processes finds under DDP, from its own samples."""

import json
import sys
import tempfile

import torch
import torch._dynamo  # DDP does, and it takes seconds: once here, not once in each process
from torch import distributed, nn
from torch.multiprocessing import get_context
from torch.nn.parallel import DistributedDataParallel


def gradients(start: dict, batches: list, bypass: bool = False) -> list[float]:
    """This process's `weight.grad` after one backward() for each batch.

    Args:
        start: the model's weight and bias, as lists.
        batches: for each, four parts, a pair of x and y as lists (sample, 1).
        bypass: whether to call the model within the wrapper, and not the wrapper.
    """
    model = nn.Linear(1, 1)
    model.load_state_dict({name: torch.tensor(value) for name, value in start.items()})
    averaging = DistributedDataParallel(model)  # kept: it does its part in backward()
    found = []
    for parts in batches:
        x, y = map(torch.tensor, parts[distributed.get_rank()])
        model.zero_grad()
        y_pred = averaging.module(x) if bypass else averaging(x)
        nn.functional.mse_loss(y_pred, y).backward()
        found.append(model.weight.grad.item())
    return found


class OneOfTwo(nn.Module):
    """Two layers, the second of which is not used."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(1, 1), nn.Linear(1, 1)

    def forward(self, x):
        return self.first(x)


def second_pass(**settings) -> str:
    """What the second forward pass says if a layer is not used; empty if nothing."""
    model = DistributedDataParallel(OneOfTwo(), **settings)
    model(torch.ones(1, 1)).mean().backward()
    try:
        model(torch.ones(1, 1))
    except RuntimeError as error:
        return str(error)
    return ""


def answer(rank: int, meeting_point: str, asked: dict, answers) -> None:
    """Put what this process finds into a queue, behind its rank.

    The group is not destroyed. Freeing it (torch 2.13) can wait for ever, GIL in hand, for a thread
    of gloo that waits for the GIL; when the process ends, nothing is freed.
    """
    distributed.init_process_group(
        "gloo", init_method=f"file://{meeting_point}", rank=rank, world_size=4
    )
    found = {
        "gradients": gradients(**asked),
        "gradients past the wrapper": gradients(**asked, bypass=True),
        "unused": second_pass(),
        "unused, told to find it": second_pass(find_unused_parameters=True),
    }
    answers.put((rank, found))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    context = get_context("fork")  # so that only this process has to import torch
    answers = context.SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        arguments = f"{folder}/meet", asked, answers
        processes = [context.Process(target=answer, args=(rank, *arguments)) for rank in range(4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(timeout=60)
        for process in processes:
            process.kill()  # one that hangs would outlive this one
    if any(process.exitcode != 0 for process in processes):
        sys.exit("a process failed or hung; what it says stands above")
    print(json.dumps([found for _, found in sorted(answers.get() for _ in processes)]))
