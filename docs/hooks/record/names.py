"""What a script calls its tensors: `w`, `model.weight`, `layers[0].bias`."""

from collections.abc import Container, Iterable, Iterator, Mapping
from types import FrameType
from typing import Any

from torch import Tensor, nn


def script_frames(frame: FrameType | None, filename: str) -> Iterator[FrameType]:
    """Frames of the script's own code, innermost first, outwards from `frame`."""
    while frame:
        if frame.f_code.co_filename == filename:
            yield frame
        frame = frame.f_back


def name_of(wanted: object, frames: list[FrameType]) -> str | None:
    """The name by which the script's code in `frames` reaches this very object, or None."""
    for frame in frames:
        for namespace in (frame.f_locals, frame.f_globals):
            for name, value in _named(namespace):
                if value is wanted:
                    return name
    return None


def names_in(frames: Iterable[FrameType], wanted: Container[int]) -> dict[int, str]:
    """What the script's code in `frames` calls the objects of these ids; see `name_of`."""
    found: dict[int, str] = {}
    for frame in frames:
        for namespace in (frame.f_locals, frame.f_globals):
            for name, value in _named(namespace):
                if id(value) in wanted:
                    found.setdefault(id(value), name)
    return found


def _named(namespace: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Each name and what it stands for; a parameter's name in its model before its aliases."""
    visible = {n: v for n, v in namespace.items() if not n.startswith("__")}
    for name, value in visible.items():
        yield from _in_module(name, value)
    for name, value in visible.items():
        yield name, value
        if isinstance(value, list | tuple | dict):
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                yield f"{name}[{key!r}]", item
                yield from _in_module(f"{name}[{key!r}]", item)
        elif type(value).__module__ == "__main__" and hasattr(value, "__dict__"):
            for key, item in vars(value).items():
                yield f"{name}.{key}", item
                yield from _in_module(f"{name}.{key}", item)


def _in_module(name: str, value: object) -> Iterator[tuple[str, Tensor]]:
    if isinstance(value, nn.Module):
        for path, parameter in value.named_parameters():
            yield f"{name}.{path}", parameter
