"""The text of a script, parsed once for all who ask what it consists of."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType

Statement = ast.stmt | ast.ExceptHandler


@dataclass(frozen=True, eq=False)
class Source:
    """What a script says.

    All but the text raises SyntaxError for a text that is no Python.

    Attributes:
        path: the script, as its frames name it.
        text: what stands in it.
    """

    path: Path
    text: str

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.path.name

    @cached_property
    def tree(self) -> ast.Module:
        """The text, parsed."""
        return ast.parse(self.text, str(self.path))

    @cached_property
    def code(self) -> CodeType:
        """What runs."""
        return compile(self.tree, str(self.path), "exec")

    @cached_property
    def statements(self) -> dict[int, Statement]:
        """The statement that begins on each line; the outermost, where several do."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, Statement)]
        return {node.lineno: node for node in reversed(found)}

    @cached_property
    def first_lines(self) -> dict[int, int]:
        """For each line the one on which its statement begins.

        Of a statement with a body (`if`, `for`, `def`) only the header counts.
        """
        starts: dict[int, int] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.match_case):
                first, last, body = node.pattern.lineno, 0, node.body
            elif isinstance(node, Statement):
                first, last, body = node.lineno, self.last_line(node), getattr(node, "body", [])
            else:
                continue
            if body:
                last = body[0].lineno - 1
            starts |= dict.fromkeys(range(first, last + 1), first)
        return starts

    @cached_property
    def _coded(self) -> list[bytes]:
        """The lines in UTF-8, whose bytes the columns of the tree count."""
        return [line.encode() for line in self.text.split("\n")]

    @cached_property
    def loops(self) -> list[ast.For | ast.While]:
        """Every loop, an outer one before those in it."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.For | ast.While)]

    @staticmethod
    def last_line(node: Statement) -> int:
        """The line on which a statement ends."""
        assert node.end_lineno is not None  # Python's parser always says it
        return node.end_lineno

    def line(self, number: int) -> str:
        """What stands on a line, without its indent."""
        return self.text.splitlines()[number - 1].strip()

    def statement_text(self, number: int) -> str:
        """The statement that begins on a line, on one line and without a comment.

        Of a statement with a body the header, without its colon.

        Raises:
            KeyError: if none begins there.
        """
        node = self.statements[number]
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            # As ast.get_source_segment gives it, which looks for the lines of the text each time.
            lines = self._coded[number - 1 : self.last_line(node)]
            lines[-1] = lines[-1][: node.end_col_offset]
            lines[0] = lines[0][node.col_offset :]
            return " ".join(line.decode().strip() for line in lines)
        return ast.unparse(node).splitlines()[0].rstrip(":")
