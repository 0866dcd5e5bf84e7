"""A page's stepper, as a reader meets it, and how a place in it is named."""

import re
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Sight:
    """What a reader sees after a key."""

    epoch: int
    line: int
    says: str
    asked: bool  # whether a question was asked and answered
    marked: bool  # whether the line is in view
    over: float  # by how many pixels the sentence outgrows its room
    wide: float  # how many pixels the page can be scrolled sideways
    bottoms: list[float]  # where each part ends, in pixels from the stepper's top


# Keys are sent from within the page, as quickly as it takes them. A question is answered wrongly,
# for then the verdict is longest.
_WALK = """async (box, [keys, patience]) => {
  const [code, says, room, at] = ['.stepper-code', '.stepper-says', '.stepper-room', '.at']
    .map(place => box.querySelector(place));
  const bottom = each => each.getBoundingClientRect().bottom;
  const look = asked => {
    const row = code.querySelector('[aria-current]').getBoundingClientRect();
    const view = code.getBoundingClientRect();
    const text = document.createRange();
    text.selectNodeContents(says);
    const { scrollWidth, clientWidth } = document.documentElement;
    const kinds = ':is(tr, svg, canvas, .stepper-field, .stepper-formulas p)';
    const parts = [box, ...box.querySelectorAll(`.stepper-live ${kinds}`)];
    const [epoch, line] = at.textContent.match(/\\d+/g).filter((_, i) => i !== 1).map(Number);
    return {
      epoch, line, says: says.textContent, asked,
      marked: row.top >= view.top - 1 && row.bottom <= view.bottom + 1,
      over: bottom(text) - bottom(room),
      wide: scrollWidth - clientWidth,
      bottoms: parts.map(each => bottom(each) - box.getBoundingClientRect().top),
    };
  };
  const seen = [];
  for (const key of keys) {
    code.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, repeat: true }));
    const question = box.querySelector('.stepper-question:not([hidden])');
    const nothing = button => button.textContent.trim() === 'nothing';
    if (question) [...question.querySelectorAll('button')].find(nothing).click();
    if (patience) await new Promise(done => setTimeout(done, patience));
    seen.push(look(question !== null));
  }
  return seen;
}"""


def walk(stepper: Stepper, keys: list[str], patience: int = 0) -> list[Sight]:
    """What a reader sees who presses keys, and waits after each some milliseconds."""
    # The pictures take their places once they are drawn: a canvas comes 300 pixels wide.
    stepper.page.wait_for_function(
        "[...document.querySelectorAll('.stepper-pictures canvas')]"
        ".every(canvas => canvas.width !== 300 || !canvas.checkVisibility())"
    )
    return [Sight(**seen) for seen in stepper.box.evaluate(_WALK, [keys, patience])]
