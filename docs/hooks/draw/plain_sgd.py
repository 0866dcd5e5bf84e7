"""Which optimizers do no more than the lessons begin with."""

from torch import optim


def is_plain_sgd(optimizer: object) -> bool:
    """Whether its steps are −lr · gradient and nothing else."""
    others = ("momentum", "weight_decay", "maximize")
    return type(optimizer) is optim.SGD and not any(optimizer.defaults[key] for key in others)
