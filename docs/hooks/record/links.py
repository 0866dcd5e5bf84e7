"""What optimizers hold, and what a script would write to reach it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One parameter as two see it: `model.weight` and `optimizer.param_groups[0]["params"][0]`.

    Attributes:
        parameter: what the model's side calls it.
        optimizer: what the script calls the optimizer that holds it.
        group: of the optimizer, from 0.
        place: in the group, from 0.
    """

    parameter: str
    optimizer: str
    group: int
    place: int

    @property
    def held_as(self) -> str:
        """The parameter, from the optimizer's side."""
        return held_name(self.optimizer, self.group, self.place)

    @property
    def lr(self) -> str:
        """The learning rate of its group."""
        return lr_name(self.optimizer, self.group)

    def state(self, key: str) -> str:
        """What the optimizer remembers of it under this key."""
        return state_name(self.optimizer, self.parameter, key)

    @property
    def name(self) -> str:
        """The expression that tells whether both are the same object."""
        return f"{self.parameter} is {self.held_as}"

    @property
    def identities(self) -> tuple[str, str]:
        """The expressions that tell which object the one has, and which the other."""
        return f"id({self.parameter})", f"id({self.held_as})"


def held_name(optimizer: str, group: int, place: int) -> str:
    """A parameter that an optimizer holds, by its place."""
    return f'{optimizer}.param_groups[{group}]["params"][{place}]'


def lr_name(optimizer: str, group: int) -> str:
    """A group's learning rate."""
    return f'{optimizer}.param_groups[{group}]["lr"]'


def state_name(optimizer: str, parameter: str, key: str) -> str:
    """One thing that an optimizer remembers of a parameter."""
    return f'{optimizer}.state[{parameter}]["{key}"]'
