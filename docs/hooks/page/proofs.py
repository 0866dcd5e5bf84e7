"""The tests of a file: as sentences, and in how many cases each runs.

They are read and not run: pytest would import torch and take seconds for the same names, and what
it would say is held against this by tests/test_proved_by.py. Knows Python's syntax.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

# Names that consist of words, as torch spells them.
_CODE = {
    "autograd_grad": "autograd.grad",
    "bfloat16": "bfloat16",
    "detect_anomaly": "detect_anomaly",
    "drop_last": "drop_last",
    "eval": "eval",
    "float16": "float16",
    "float32": "float32",
    "float64": "float64",
    "grad": "grad",
    "inf": "inf",
    "isfinite": "isfinite",
    "lr": "lr",
    "no_grad": "no_grad",
    "requires_grad": "requires_grad",
    "retain_grad": "retain_grad",
    "retain_graph": "retain_graph",
    "state_dict": "state_dict",
    "weight_decay": "weight_decay",
    "zero_grad": "zero_grad",
}
# Words that prose spells in another way.
_PROSE = {
    "adagrad": "Adagrad",
    "adam": "Adam",
    "adams": "Adam’s",
    "adamw": "AdamW",
    "autograds": "autograd’s",
    "bce": "BCE",
    "cauchy": "Cauchy",
    "classs": "class’s",
    "cross_entropy": "cross-entropy",
    "cuda": "CUDA",
    "ddp": "DDP",
    "gauss": "Gauss",
    "hessian": "Hessian",
    "huber": "Huber",
    "hubers": "Huber’s",
    "l1": "L1",
    "l2": "L2",
    "lbfgs": "LBFGS",
    "log_softmax": "log-softmax",
    "mse": "MSE",
    "mini_batches": "mini-batches",
    "nan": "NaN",
    "nesterov": "Nesterov",
    "nll": "NLL",
    "numpy": "NumPy",
    "one_hot": "one-hot",
    "python": "Python",
    "require_grad": "require grad",
    "rmsprop": "RMSprop",
    "s": "’s",
    "schwarz": "Schwarz",
    "sgd": "SGD",
    "softmaxs": "softmax’s",
    "torchs": "torch’s",
}
_SPELLED = _PROSE | {name: f"<code>{code}</code>" for name, code in _CODE.items()}
_WORD = re.compile(rf"(?<![a-z0-9])({'|'.join(_SPELLED)})(?![a-z0-9])")

# The point of a decimal: `0_9`, but not in `1_0_0`.
_POINT = re.compile(r"(?<=\b0) (?=[1-9]\b)")

# What has as many items as that which it is made of.
_AS_LONG = {"enumerate", "items", "keys", "list", "reversed", "sorted", "tuple", "values"}


@dataclass(frozen=True)
class Proof:
    """A test function.

    `cases` is how many tests pytest makes of it; None where only running its file would tell.
    """

    name: str
    cases: int | None

    @property
    def sentence(self) -> Markup:
        """What it claims, as HTML: `test_mse_leaves_grad_none` says MSE leaves `grad` none."""
        parts = _WORD.split(self.name.removeprefix("test_"))
        parts[::2] = [part.replace("_", " ") for part in parts[::2]]
        parts[1::2] = [_SPELLED[part] for part in parts[1::2]]
        said = _POINT.sub(".", "".join(parts).replace(" ’s", "’s"))
        return Markup(said[0].upper() + said[1:])


def proofs(path: Path, tests: Path) -> list[Proof]:
    """The test functions of a file, in the order in which pytest runs them.

    Broken twins are none of them: they prove the tests, and not the page.

    Args:
        path: the file.
        tests: the folder that `path` imports its helpers from; a claim may stand in one.
    """
    file = _file(path.read_text("utf-8"), tests)
    functions = {name: file.find(name) for name in file.names if name.startswith("test_")}
    return [
        Proof(name, home.cases(node))
        for name, (node, home) in functions.items()
        if isinstance(node, ast.FunctionDef)
    ]


@cache  # by the text, so that an edit shows while the site is served
def _file(text: str, tests: Path) -> "_File":
    return _File(text, tests)


class _File:
    """What the names of a file stand for."""

    def __init__(self, text: str, tests: Path):
        self._tests = tests
        self.names: dict[str, ast.AST] = {}
        for node in ast.parse(text).body:
            match node:
                case ast.FunctionDef():
                    self.names[node.name] = node
                case ast.Assign(targets=[ast.Name(id=name)]):
                    self.names[name] = node.value
                case ast.ImportFrom():
                    self.names |= {alias.asname or alias.name: node for alias in node.names}

    def find(self, name: str) -> tuple[ast.AST | None, "_File"]:
        """What a name stands for, and the file in which it does; None if that is not here."""
        node = self.names.get(name)
        if not isinstance(node, ast.ImportFrom):
            return node, self
        path = self._tests.joinpath(*(node.module or "").split(".")).with_suffix(".py")
        if not path.is_file():
            return None, self
        return _file(path.read_text("utf-8"), self._tests).find(name)

    def cases(self, function: ast.FunctionDef) -> int | None:
        """In how many cases pytest runs a test, or gives a fixture; None if this cannot tell."""
        count = 1
        for decorator in function.decorator_list:
            of_it = self._of_decorator(decorator)
            if of_it is None:
                return None
            count *= of_it
        for argument in function.args.args:
            fixture = self.names.get(argument.arg)
            of_it = self.cases(fixture) if isinstance(fixture, ast.FunctionDef) else 1
            if of_it is None:
                return None
            count *= of_it
        return count

    def _of_decorator(self, decorator: ast.AST) -> int | None:
        if isinstance(decorator, ast.Name):  # as `every_script = pytest.mark.parametrize(…)`
            found, home = self.find(decorator.id)
            return home._of_decorator(found) if found else None
        match decorator:
            case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, values, *_]):
                return self._length(values)
            case ast.Call(func=ast.Attribute(attr="fixture"), keywords=keywords):
                params = [keyword.value for keyword in keywords if keyword.arg == "params"]
                return self._length(params[0]) if params else 1
        return 1

    def _length(self, node: ast.AST | None) -> int | None:
        """How many items something has that is iterated over; None if its text does not tell."""
        match node:
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                starred = any(isinstance(item, ast.Starred) for item in items)
                return None if starred else len(items)
            case ast.Dict(keys=keys):
                return None if None in keys else len(keys)  # None is `**other`
            case ast.Name(id=name):
                found, home = self.find(name)
                return home._length(found) if found else None
            case ast.Call(func=ast.Attribute(value=items, attr=name), args=[]) if name in _AS_LONG:
                return self._length(items)
            case ast.Call(func=ast.Name(id=name), args=[items, *_]) if name in _AS_LONG:
                return self._length(items)
            case ast.Call(func=ast.Name(id="range"), args=ends):
                values = [end.value for end in ends if isinstance(end, ast.Constant)]
                whole = [value for value in values if isinstance(value, int)]
                if len(whole) == len(ends):
                    return len(range(*whole))
            case ast.ListComp(generators=[ast.comprehension(iter=items, ifs=[])]):
                return self._length(items)
        return None
