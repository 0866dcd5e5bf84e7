"""A mission of the explorer: a setting, a question, and what can be expected of its run.

```{.mission title="Without zero_grad" sets="lr=0.01&steps=200&zero_grad=never"}
What does the path do?

- `swings`: It swings.
  Why this is right, or why it tempts.
- `arrives`: It ends on ×.
  The same for this one.
```

`sets` is the explorer's address. A choice names what assets/explorer/verdict.js may say of the run,
so that the run decides, in the browser, which choice is right. assets/missions/ lets it be played.
"""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from page import mission
from page.phrases import Phrases
from page.place import where
from pymdownx.superfences import SuperFencesException
from record.errors import RecordingError

_phrases: Phrases


class MissionError(PluginError, SuperFencesException):
    """A page has a mission that cannot be; stops the build."""


def mission_fence(source, language, css_class, options, md, attrs=None, **kwargs) -> str:
    """Format one `mission` fence."""
    attrs = dict(attrs or {})
    try:
        if attrs.keys() != {"title", "sets"}:
            raise RecordingError('write title="…" and sets="…", and no other')
        return mission.html(mission.read(source, **attrs), _phrases.html)
    except RecordingError as error:
        title = attrs.get("title", "")
        raise MissionError(f'{where(md)}, fence {{.mission title="{title}"}}: {error}') from error


def on_config(config: MkDocsConfig) -> None:
    """Register the fence; `mkdocs.yml` cannot, as hooks are not importable there."""
    global _phrases
    _phrases = Phrases(config, "a mission")
    fence: dict[str, Any] = {"name": "mission", "class": "mission", "format": mission_fence}
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences.setdefault("custom_fences", []).append(fence)
