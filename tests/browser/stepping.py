"""A page's stepper, as a reader meets it, and how a place in it is named."""

import re

import pytest
from helpers.runs import SNIPPETS
from helpers.statements import line_of, statement_on

SCRIPTS = ["linear_regression", "classification", "custom_loss"]
every_script = pytest.mark.parametrize("script", SCRIPTS)

# The epoch, and the statement of a line.
Place = tuple[int, str]

LINE = (SNIPPETS / "linear_regression.py").read_text("utf-8")


def address_of(source: str, epoch: int, statement: str) -> str:
    """The part of an address that leads a script's stepper to a place."""
    return f"#epoch={epoch}&line={line_of(source, statement)}"


class Stepper:
    """A page's stepper, as a reader meets it."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".stepper").first
        self.code = self.box.locator(".stepper-code")
        self.says = self.box.locator(".stepper-says")
        self.question = self.box.locator(".stepper-question:visible")

    def press(self, *keys: str) -> None:
        self.code.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str):
        return self.box.get_by_role("button", name=name, exact=True)

    def signs(self, name: str):
        """The drawing of a tensor's signs."""
        return self.box.locator(f".numbers:has([aria-label='The numbers in {name}']) > svg")

    def settle(self) -> None:
        """What is out of view is filled 50 milliseconds later."""
        self.page.evaluate("new Promise(done => setTimeout(done, 60))")

    def value(self, name: str) -> str:
        self.settle()
        return self.box.locator(f"output[data-name='{name}']").get_attribute("data-value")

    def values(self) -> dict[str, str]:
        self.settle()
        return self.box.evaluate(
            "box => Object.fromEntries([...box.querySelectorAll('output')]"
            ".map(o => [o.dataset.name, o.dataset.value]))"
        )

    @property
    def place(self) -> Place:
        """Epoch and statement, as the reader sees them."""
        epoch, line = re.fullmatch(
            r"(\d+) of \d+, line (\d+)", self.box.locator(".at").inner_text()
        ).groups()
        marked = self.code.locator("[aria-current=step]")
        assert marked.get_attribute("data-line") == line
        return int(epoch), statement_on(marked.locator("> :last-child").inner_text(), 1)
