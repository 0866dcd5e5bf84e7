"""A question that waits for the reader's answer, and holds back what would give it away.

```{.ask path="losses/mse.py"}
What happens to the loss?

- `loss[-1] < loss[0]`: It falls.
  Why this is right, or why it tempts.
- `loss[-1] >= loss[0]`: It does not.
  The same for this one.
```

The run of the snippet decides which choice is right; `page.decided` says what an expression may
hold. What stands between the question and the next heading is held back until then, or up to the
paragraph that begins with `until="…"`. A number is guessed on a slider: `estimate="…" from="0"
to="1" step="0.1" within="0.1"`, with a `unit` if it has one, and the replies `below`, `near` and
`above`.

The rest of a curve is drawn: `draw="loss" shown="12"` shows twelve losses, and the replies are to
what a reader may draw, as `page.bends` names it. `held_out`, a parameter and its gradient have a
curve, too, and `beside="loss"` shows a second one whole.

```{.ask path="losses/mse.py" draw="loss" shown="12"}
Draw the rest of the loss.

- falls to 0: Why this is right, or why it tempts.
- swings up and down: The same for this one.
```
"""

from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from page import ask
from page.kept_runs import measured
from page.phrases import Phrases
from page.place import where
from page.veil import Veils
from pymdownx.superfences import SuperFencesException
from record.errors import RecordingError

_OPTIONS = {"path", "until", "estimate", "from", "to", "step", "within", "unit"}
_OPTIONS |= {"draw", "shown", "beside"}
_phrases: Phrases


class AskError(PluginError, SuperFencesException):
    """A page asks what cannot be asked; stops the build."""


def ask_fence(source, language, css_class, options, md, attrs=None, **kwargs) -> str:
    """Format one `ask` fence."""
    attrs = dict(attrs or {})
    asked = "".join(f' {name}="{value}"' for name, value in attrs.items())
    try:
        if "path" not in attrs or attrs.keys() - _OPTIONS:
            raise RecordingError(f'write path="…", and of {", ".join(sorted(_OPTIONS))} no other')
        until = attrs.pop("until", "")
        of_run = partial(measured, attrs["path"])
        question = ask.read(source, attrs, partial(of_run, "decides"), partial(of_run, "curve"))
        return ask.html(question, until, _phrase)
    except RecordingError as error:
        raise AskError(f"{where(md)}, fence {{.ask{asked}}}: {error}") from error


def _phrase(source: str) -> str:
    html = _phrases.html(source)
    if "<li" in html:
        raise RecordingError(f"`{source}` begins as a list does")
    return html


def on_config(config: MkDocsConfig) -> None:
    """Register the fence and the veils; `mkdocs.yml` cannot, as hooks are not importable there."""
    global _phrases
    _phrases = Phrases(config, "a question")
    fence = {"name": "ask", "class": "ask", "format": ask_fence}
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences.setdefault("custom_fences", []).append(fence)
    extensions: list[Any] = config.markdown_extensions  # MkDocs has names, Markdown takes both
    extensions.append(Veils())
