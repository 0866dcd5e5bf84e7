"""One look at a running script: every number and tensor that it can name."""

from collections.abc import Iterator
from types import FrameType
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from record.links import Link, held_name, lr_name, state_name
from record.names import name_of
from record.roles import Role

_NUMBERS = (bool, int, float)


class Look:
    """Looks at what one frame of a script can name.

    Attributes:
        roles: what each name seen stands for.
        optimizers: what the script calls its optimizers.
    """

    def __init__(self, home: FrameType, optimizers: list[Optimizer]):
        self.roles: dict[str, Role] = {}
        self.optimizers: dict[str, Optimizer] = {}
        self._linked: dict[str, Link] = {}  # by how the optimizer holds it
        self._things: dict[str, Any] = {}  # what this look has seen so far
        self._home = home
        self._made = optimizers
        self._known: tuple[int, ...] = ()
        self._objects: dict[int, tuple[int, object]] = {}  # kept alive, so that ids stay theirs
        self._slots: list[tuple[str, dict, str]] = []  # parameter, where a module keeps it, its key

    @property
    def links(self) -> list[Link]:
        """How optimizers hold the parameters that have a name."""
        return list(self._linked.values())

    def values(
        self, callers: list[FrameType], losses: list[Tensor], returned: object = None
    ) -> dict[str, Any]:
        """Each name and what it stands for now.

        Args:
            callers: frames of functions that the loop has called and that still run, the innermost
                first.
            losses: what `backward()` was called on last.
            returned: what the innermost of them returns.
        """
        names = {
            name: value
            for name, value in (self._home.f_globals | self._home.f_locals).items()
            if not name.startswith("__")
        }
        self._find_parameters(names)
        parameters = self._parameters(names)
        owned = {id(parameter) for parameter in parameters.values()}
        self._things = {}
        self._add_names(names, owned, losses)
        # An argument is known by the name that the loop gave it.
        self._add_calls(callers, owned | {id(v) for v in names.values() if isinstance(v, Tensor)})
        if callers and isinstance(returned, (*_NUMBERS, Tensor)):
            self._add(f"returned by {callers[0].f_code.co_name}", returned, Role.RETURNED)
        for name, parameter in parameters.items():
            self._add_parameter(name, parameter)
        self._look_into_optimizers(parameters)
        return self._things

    def _add(self, name: str, value: Any, role: Role) -> None:
        self._things[name] = value
        self.roles[name] = role

    def _add_parameter(self, name: str, parameter: Tensor) -> None:
        self._add(name, parameter, Role.PARAMETER)
        self._add(f"{name}.grad", parameter.grad, Role.GRADIENT)

    def _add_names(self, names: dict[str, Any], owned: set[int], losses: list[Tensor]) -> None:
        """What the loop's code names, but for parameters; the loss even if it has no name."""
        for name, value in _numbers_and_tensors(names):
            if id(value) not in owned:
                a_loss = any(value is loss for loss in losses) or self.roles.get(name) == Role.LOSS
                self._add(name, value, Role.LOSS if a_loss or name == "loss" else Role.VALUE)
                if isinstance(value, Tensor) and value.requires_grad and value.retains_grad:
                    self._add(f"{name}.grad", value.grad, Role.GRADIENT)
        if "loss" not in names and losses and not any(losses[-1] is v for v in names.values()):
            self._add("loss", losses[-1], Role.LOSS)

    def _add_calls(self, callers: list[FrameType], known: set[int]) -> None:
        """What functions name that the loop has called, but for tensors that are known."""
        for frame in callers:
            for name, value in _numbers_and_tensors(frame.f_locals):
                if id(value) not in known or not isinstance(value, Tensor):
                    self._add(f"{name} in {frame.f_code.co_name}", value, Role.VALUE)

    def _parameters(self, names: dict[str, Any]) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        owned: set[int] = set()
        in_modules = ((name, keeper.get(key)) for name, keeper, key in self._slots)
        for name, value in [*in_modules, *names.items()]:
            if (
                isinstance(value, Tensor)
                and id(value) not in owned
                and value.is_leaf
                and (value.requires_grad or isinstance(value, nn.Parameter))
            ):
                found[name] = value
                owned.add(id(value))
        return found

    def _look_into_optimizers(self, parameters: dict[str, Tensor]) -> None:
        called = {id(parameter): name for name, parameter in parameters.items()}
        for optimizer_name, optimizer in self.optimizers.items():
            for i, group in enumerate(optimizer.param_groups):
                self._add(lr_name(optimizer_name, i), group["lr"], Role.SETTING)
                for j, parameter in enumerate(group["params"]):
                    held_as = held_name(optimizer_name, i, j)
                    name = called.get(id(parameter))
                    if name and held_as not in self._linked:
                        self._linked[held_as] = Link(name, optimizer_name, i, j)
                    if link := self._linked.get(held_as):
                        self._add_link(link, parameters.get(link.parameter), parameter)
                    if name is None:
                        name = held_as
                        self._add_parameter(name, parameter)
                    for key, value in optimizer.state.get(parameter, {}).items():
                        if value is None or isinstance(value, (*_NUMBERS, Tensor)):
                            self._add(state_name(optimizer_name, name, key), value, Role.STATE)

    def _add_link(self, link: Link, own: Tensor | None, held: Tensor) -> None:
        """Whether the model's parameter is the optimizer's, and which object each is."""
        self._add(link.name, own is held, Role.LINK)
        for name, thing in zip(link.identities, (own, held), strict=True):
            if thing is not None:
                self._add(name, self._number(thing), Role.IDENTITY)

    def _number(self, thing: object) -> int:
        """A number in place of `id(thing)`, in order of first sight: alike in every run."""
        return self._objects.setdefault(id(thing), (len(self._objects) + 1, thing))[0]

    def _find_parameters(self, names: dict[str, Any]) -> None:
        """Look for modules and optimizers again if the script has others than at the last look."""
        modules = {n: v for n, v in names.items() if isinstance(v, nn.Module)}
        known = (*map(id, modules.values()), *map(id, self._made))
        if known != self._known:
            self._known = known
            self._slots = [
                slot for name, module in modules.items() for slot in _slots(name, module)
            ]
            frames = [self._home]
            self.optimizers = {
                name_of(made, frames) or f"optimizer {number}": made
                for number, made in enumerate(self._made)
            }


def _numbers_and_tensors(names: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in names.items():
        if type(value) in _NUMBERS or isinstance(value, Tensor):
            yield name, value


def _slots(name: str, module: nn.Module) -> Iterator[tuple[str, dict, str]]:
    """Where the parameters are kept, so that a new one in an old one's place is seen."""
    for path, part in module.named_modules():
        for key in part._parameters:  # the dict itself, which torch 2.13 gives under no other name
            yield ".".join(filter(None, [name, path, key])), part._parameters, key
