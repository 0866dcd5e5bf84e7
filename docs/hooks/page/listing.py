"""What a page shows first of a script, and what it folds. Knows Python's syntax, not HTML.

Nothing is left out: each line of the file is in one of the parts, in its order. Folded is what is
not the lesson: the docstring, as the page says it; imports and the seed; what only prints, as the
results stand below the code; the lines that the script has from another one; and what stands above
the line with which the page wants to begin.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import Enum
from functools import cache, cached_property
from itertools import groupby

_RESULT = "#>"
# A fold takes a line itself, so that one for a single line would save nothing.
_FEWEST = 2


class Why(Enum):
    """Why a line is folded; the value says what such lines are."""

    DOCSTRING = "docstring"
    IMPORT = "imports"
    SEED = "seed"
    SETUP = "setup"
    SAME = "same"
    PRINT = "print"
    RESULT = "results"
    BLANK = ""


@dataclass(frozen=True)
class Part:
    """Lines that stand together, all of them shown or all of them folded.

    Attributes:
        numbers: of the lines, from 1.
        folded: why, for each line of a fold; empty for what is shown.
    """

    numbers: tuple[int, ...]
    folded: tuple[Why, ...] = ()

    @property
    def count(self) -> int:
        """How many lines of code are folded: neither blank nor a result."""
        return sum(why not in {Why.BLANK, Why.RESULT} for why in self.folded)

    @property
    def same(self) -> int:
        """How many of them another script has."""
        return self.folded.count(Why.SAME)

    @property
    def kinds(self) -> list[str]:
        """What the others are, in the order of the file."""
        said = [why.value for why in self.folded if why.value not in {"same", "results", ""}]
        return list(dict.fromkeys(said))


@dataclass(frozen=True, eq=False)
class Listing:
    """A script as a page shows it.

    Attributes:
        text: what stands in the file.
        other: the script that it varies, or its twin; None if it stands for itself.
        around: how many lines to show on either side of one that differs.
        start: how the first line begins that is shown; empty for no such line.
        folds: whether more is folded than results.
        first: whether this script is read before the other one. Of two lines that changed places
            one has moved; which, depends on it, and twins are to agree.
    """

    text: str
    other: str | None = None
    around: int = 0
    start: str = ""
    folds: bool = True
    first: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines."""
        return self.text.splitlines()

    @cached_property
    def differing(self) -> set[int]:
        """The numbers of the lines that the other script does not have; no blank one, no result."""
        mine = self._code
        same = {mine[at] for _, first, size in self._alike for at in range(first, first + size)}
        if self.other is None:
            return set()
        return {number for number in mine if number not in same and self.lines[number - 1].strip()}

    @cached_property
    def lacking(self) -> set[int]:
        """The numbers of the lines below which the other script has lines that this one lacks."""
        if self.other is None:
            return set()
        mine, theirs = self._code, self._code_of_the_other
        found, at, of_theirs = set(), 0, 0
        for their_start, my_start, size in self._alike:
            left_out = [line for line in theirs[of_theirs:their_start] if line.strip()]
            if left_out and my_start == at and at:
                found.add(next(n for n in reversed(mine[:at]) if self.lines[n - 1].strip()))
            at, of_theirs = my_start + size, their_start + size
        return found - _not_the_lesson(self.text).keys()

    @cached_property
    def _code(self) -> list[int]:
        return [number for number in range(1, len(self.lines) + 1) if not self._is_result(number)]

    @cached_property
    def _code_of_the_other(self) -> list[str]:
        return [line for line in (self.other or "").splitlines() if not is_result(line)]

    @cached_property
    def _alike(self) -> list[Match]:
        """The pieces that both scripts have; the last one is empty and stands at their ends."""
        mine = [self.lines[number - 1] for number in self._code]
        theirs = self._code_of_the_other
        if not self.first:
            return SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks()
        found = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
        return [Match(there, here, size) for here, there, size in found]

    @cached_property
    def marked(self) -> set[int]:
        """Those that differ and are shown."""
        shown = {n for part in self.parts if not part.folded for n in part.numbers}
        return self.differing & shown

    @cached_property
    def parts(self) -> list[Part]:
        """The file, cut into what is shown and what is folded."""
        why = self._why
        found: list[Part] = []
        for is_folded, group in groupby(range(1, len(self.lines) + 1), lambda n: n in why):
            numbers = tuple(group)
            found.append(Part(numbers, tuple(why[n] for n in numbers) if is_folded else ()))
        return found

    @property
    def visible(self) -> int:
        """How many lines of code are shown before anything is unfolded; a blank one is none."""
        shown = (n for part in self.parts if not part.folded for n in part.numbers)
        return sum(bool(self.lines[number - 1].strip()) for number in shown)

    @cached_property
    def _why(self) -> dict[int, Why]:
        """The folded lines, and why."""
        why = {n: Why.RESULT for n in range(1, len(self.lines) + 1) if self._is_result(n)}
        if not self.folds:
            return why
        why |= _not_the_lesson(self.text)
        above = set(range(1, self._first)) - set(self._heads(self._first))
        why |= dict.fromkeys(above - why.keys(), Why.SETUP)
        if self.other is not None:
            near = self.lacking if self.around else set()
            matter = self._with_context((self.differing - why.keys()) | near)
            for number, line in enumerate(self.lines, start=1):
                setup = why.get(number, Why.SETUP) is Why.SETUP
                if setup and number not in self.differing | matter and line.strip():
                    why[number] = Why.SAME
        self._swallow_blank_lines(why)
        self._show_short_folds(why)
        return why

    @cached_property
    def _first(self) -> int:
        """The number of the first line that begins with `start`; 1 if there is no such wish."""
        if not self.start:
            return 1
        numbered = enumerate(self.lines, start=1)
        found = [number for number, line in numbered if line.strip().startswith(self.start)]
        if not found:
            raise ValueError(f"no line begins with {self.start!r}")
        return found[0]

    def _is_result(self, number: int) -> bool:
        return is_result(self.lines[number - 1])

    def _with_context(self, numbers: Collection[int]) -> set[int]:
        """These lines, those around them, and the head of each block that they stand in."""
        found = set(numbers)
        for number in numbers:
            found.update(range(number - self.around, number + self.around + 1))
        for number in sorted(found & set(range(1, len(self.lines) + 1))):
            found.update(self._heads(number))
        return found

    def _heads(self, number: int) -> Iterator[int]:
        depth = _depth(self.lines[number - 1])
        for above in range(number - 1, 0, -1):
            line = self.lines[above - 1]
            if line.strip() and _depth(line) < depth and not self._is_result(above):
                yield above
                depth = _depth(line)

    def _swallow_blank_lines(self, why: dict[int, Why]) -> None:
        """A blank line beside a fold, or at an end of the file, parts nothing."""
        last = len(self.lines)
        blank = [n for n in range(1, last + 1) if not self.lines[n - 1].strip()]
        for number in [*blank, *reversed(blank)]:
            if number in why or {number - 1, number + 1} & (why.keys() | {0, last + 1}):
                why[number] = Why.BLANK

    def _show_short_folds(self, why: dict[int, Why]) -> None:
        """Show again what a fold would only replace by another line.

        What prints at the end stays folded: the results stand right below.
        """
        for run in _runs(why):
            code = [n for n in run if why[n] not in {Why.BLANK, Why.RESULT}]
            at_the_end = run[-1] == len(self.lines) and why[code[0]] is Why.PRINT if code else False
            if len(code) < _FEWEST and not at_the_end:
                for number in code:
                    del why[number]


def is_result(line: str) -> bool:
    """Whether a line says what was printed."""
    return line.lstrip().startswith(_RESULT)


def printed(text: str) -> list[str]:
    """What a script says it prints, line by line, in the order of the file."""
    found = (line.strip() for line in text.splitlines() if is_result(line))
    return [line.removeprefix(_RESULT).removeprefix(" ") for line in found]


def difference(wrong: str, right: str, around: int = 2) -> list[list[tuple[str, str]]]:
    """What parts a wrong script from its right twin: pieces of lines, each with `-`, `+` or ` `.

    Docstrings and results are left out: they say what differs, and what comes of it.
    """
    old, new = _code(wrong), _code(right)
    pieces = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        piece: list[tuple[str, str]] = []
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                piece += [(" ", line) for line in old[i1:i2]]
                continue
            piece += [("-", line) for line in old[i1:i2]]
            piece += [("+", line) for line in new[j1:j2]]
        pieces.append(piece)
    return pieces


def _code(text: str) -> list[str]:
    """A script's lines without its docstring and its results."""
    left_out = {n for n, why in _not_the_lesson(text).items() if why is Why.DOCSTRING}
    lines = enumerate(text.splitlines(), start=1)
    kept = [line for number, line in lines if number not in left_out and not is_result(line)]
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _runs(numbers: Collection[int]) -> list[list[int]]:
    """Numbers that follow each other, together."""
    ordered = enumerate(sorted(numbers))
    return [[n for _, n in run] for _, run in groupby(ordered, lambda pair: pair[1] - pair[0])]


@cache
def _not_the_lesson(text: str) -> dict[int, Why]:
    """The lines of a script's docstring, imports and seed, and of what only prints."""
    tree = ast.parse(text)
    found: dict[int, Why] = {}
    for at, node in enumerate(tree.body):
        match node:
            case ast.Expr(value=ast.Constant(value=str())) if at == 0:
                why = Why.DOCSTRING
            case ast.Import() | ast.ImportFrom():
                why = Why.IMPORT
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="manual_seed"))):
                why = Why.SEED
            case _:
                continue
        found |= dict.fromkeys(_lines_of(node), why)
    for inner in ast.walk(tree):
        if isinstance(inner, ast.stmt) and _only_prints(inner):
            found |= dict.fromkeys(_lines_of(inner), Why.PRINT)
    return found


def _lines_of(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _only_prints(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=args)):
            return all(map(_is_plain, args))
        case ast.Assign(targets=[ast.Name()], value=ast.JoinedStr() as text):
            return _is_plain(text)  # a piece of what a print below puts together
        case ast.If(body=body, orelse=[]) | ast.For(body=body, orelse=[]):
            return all(map(_only_prints, body))
    return False


# What a print may do to a value and still only show it.
_SHOWS = {"abs", "int", "item", "join", "len", "max", "min", "replace", "round", "split", "str"}
_SHOWS |= {"all", "any", "sum", "tolist", "tuple"}


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression shows what is known by a name, and works nothing out."""
    for inner in ast.walk(node):
        match inner:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _SHOWS:
                continue
            case ast.Call() | ast.Compare() | ast.Lambda() | ast.BinOp():
                return False
    return True
