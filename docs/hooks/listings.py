"""How a page shows a script: what matters first, the whole file one tap away.

```python title="losses/mse/halves_the_error.py" like="linear_regression.py"
--8<-- "losses/mse/halves_the_error.py"
```

`like` names the script that it varies: equal lines fold, differing ones are marked. `start` is how
the first line begins that is shown at once. A wrong script has its right twin beside it:
`title="…_wrong.py" right="…"`. Code without a title is in no file.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from page import code, notes
from page.added import add_file
from page.place import page_of, where
from page.snippets import snippet
from pymdownx.superfences import SuperFencesException
from record.errors import RecordingError

ROOT = Path(__file__).parents[2]

_ADDRESS = re.compile(r' id="([\w.]+\.py)"')
_OPTIONS = {"title", "like", "start", "right"}
_SHOWN = "shown"  # the kind of note that names a script that a page shows
_repository = ""


class CodeError(PluginError, SuperFencesException):
    """A page shows a script in a way that cannot be; stops the build."""


def code_fence(source, language, css_class, options, md, **kwargs) -> str:
    """Format one `python` fence."""
    try:
        place = code.Place(page_of(md) or "", ROOT / "docs", _repository)
        return _formatted(source, options, place)
    except (CodeError, RecordingError) as error:
        asked = "".join(f' {name}="{value}"' for name, value in options.items())
        raise CodeError(f"{where(md)}, fence python{asked}: {error}") from None


def _formatted(source: str, options: dict[str, str], place: code.Place) -> str:
    if unknown := options.keys() - _OPTIONS:
        raise CodeError(
            f"no option {', '.join(sorted(unknown))}; there are title, like, start and right"
        )
    if "title" not in options:
        if options:
            raise CodeError("only a file, which has a title, varies another or has a twin")
        return code.loose(source)
    name = options["title"]
    text = _read(name)
    if text.rstrip("\n") != source.rstrip("\n"):
        raise CodeError(f'the title promises snippets/{name}; embed it whole: --8<-- "{name}"')
    if "right" in options:
        if not name.endswith("_wrong.py"):
            raise CodeError("a script with a right twin is called …_wrong.py")
        if len(options) > 2:
            raise CodeError("what is shown of a wrong script is what differs from its right twin")
        right = options["right"]
        notes.note(_SHOWN, name)
        notes.note(_SHOWN, right)
        return code.wrong_and_right((name, text), (right, _read(right)), place)
    notes.note(_SHOWN, name)
    like = options.get("like")
    other = (like, _read(like)) if like else None
    try:
        return code.whole(name, text, place, other, options.get("start", ""))
    except ValueError as error:
        raise CodeError(str(error)) from None


def _read(name: str) -> str:
    return notes.read(snippet(name))


def _options(language, inputs, options, attrs, md) -> bool:
    """Take all that stands behind `python`, so that a mistake is named and no plain text."""
    options.update(inputs)
    return True


def on_config(config: MkDocsConfig) -> None:
    """Register the fence; `mkdocs.yml` cannot, as hooks are not importable there."""
    global _repository
    _repository = config.repo_url or ""
    fence = {"name": "python", "class": "highlight", "format": code_fence, "validator": _options}
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences.setdefault("custom_fences", []).append(fence)


def on_page_content(html: str, **kwargs: object) -> str:
    """Give a file that a page shows twice, such as a right twin, its address at the first place."""
    seen = set()

    def once(found: re.Match) -> str:
        again = found[1] in seen
        seen.add(found[1])
        return "" if again else found[0]

    return _ADDRESS.sub(once, html)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Put into the site the files that its pages show, to be downloaded."""
    for name in sorted(notes.noted(_SHOWN)):
        text = snippet(name).read_text("utf-8")
        add_file(files, config, f"{code.DOWNLOADS}/{name}", text)
