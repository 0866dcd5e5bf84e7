"""A page asks for what running a snippet measured: a figure by a fence, a number by inline code.

```{.run path="losses/mse.py" show="loss"}
What to look for in the figure, in a sentence or two.
```

The loss begins at `#!run losses/mse.py loss[0]:.4f`.

Of a wrong script, even of one that raises, `show="fingerprint"` is what it left behind, beside what
its right twin did: that of `losses/mse_wrong.py` is called `losses/mse.py`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from draw.figures import drawer
from draw.fingerprint import fingerprints
from mkdocs.exceptions import PluginError
from page import notes, snippets
from page.added import add_file
from page.gallery import CASES
from page.kept_runs import measured
from page.phrases import Phrases
from page.place import where
from pymdownx.inlinehilite import InlineHiliteException
from pymdownx.superfences import SuperFencesException
from record.errors import RecordingError

_HYPHEN = re.compile(r"-(?=[\d.])")  # that stands for a minus, as programs print it

FINGERPRINT = "fingerprint"  # the figure of a script and its twin, neither of which need end well
_WRONG = "_wrong.py"

_EMBED = '--8<-- "'

_FILES = "files"  # the kind of note that says what a figure reads, by its path in the site

_captions: Phrases


class RunError(PluginError, SuperFencesException, InlineHiliteException):
    """A page asks for what cannot be shown.

    Stops the build: with any other exception the extensions would leave the request as plain text.
    """


@contextmanager
def _errors_name(where: str) -> Iterator[None]:
    try:
        yield
    except RecordingError as error:
        raise RunError(f"{where}: {error}") from error
    except Exception as error:
        raise RunError(f"{where}: {type(error).__name__}: {error}") from error


def run_fence(source, language, css_class, options, md, attrs=None, **kwargs) -> str:
    """Format one `run` fence: the figure, and its caption (the fence's text)."""
    attrs = attrs or {}
    asked = "".join(f' {name}="{asked}"' for name, asked in attrs.items())
    with _errors_name(f"{where(md)}, fence {{.run{asked}}}"):
        if set(attrs) != {"path", "show"}:
            raise RecordingError('write {.run path="…" show="…"} and nothing else')
        if attrs["show"] != FINGERPRINT and not source.strip():
            raise RecordingError("a figure needs a caption: say in the fence what to look for")
        if attrs["show"] == FINGERPRINT:
            figure, seed = _fingerprints(attrs["path"])
        else:
            seed = measured(attrs["path"], "seed")
            figure, files = measured(attrs["path"], "figure", drawer(attrs["show"]))
            for path, content in files.items():
                notes.note(_FILES, path, content)
        seeded = "" if seed is None else f' data-seed="{seed}"'
        caption = f"<figcaption>{_captions.html(source)}</figcaption>" if source.strip() else ""
        return (
            f'<figure class="run" data-show="{attrs["show"]}" '
            f'data-of="{escape(attrs["path"])}"{seeded}>{figure}{caption}</figure>'
        )


def _fingerprints(wrong: str) -> tuple[str, int | None]:
    """The table of a wrong script and its right twin, and the seed of the first."""
    if not wrong.endswith(_WRONG):
        raise RecordingError(f"a fingerprint is shown of a wrong script, {wrong[:-3]}{_WRONG}")
    scripts = [wrong, wrong.removesuffix(_WRONG) + ".py"]
    left, right = [measured(script, FINGERPRINT) for script in scripts]
    notes.note(CASES, wrong, [left, right])
    return fingerprints(wrong, left, right), left["seed"]


def run_inline(source, language, css_class, md) -> str:
    """Format one inline `#!run snippet.py value` as the number that was measured."""
    path, _, request = source.partition(" ")
    with _errors_name(f"{where(md)}, `#!run {source}`"):
        number = escape(measured(path, "number", request.strip()), quote=True)
    title = escape(f"{request.strip()} of {path}", quote=True)
    # No digit beyond those shown: the next may differ from build to build, as LAPACK's does.
    shown = _HYPHEN.sub("−", number)
    return f'<data value="{number}" title="{title}">{shown}</data>'


def on_config(config):
    """Register both forms; `mkdocs.yml` cannot, as hooks are not importable there."""
    global _captions
    _captions = Phrases(config, "a caption")
    fence = {"name": "run", "class": "run", "format": run_fence}
    inline = {"name": "run", "class": "run", "format": run_inline}
    for extension, option, form in [
        ("pymdownx.superfences", "custom_fences", fence),
        ("pymdownx.inlinehilite", "custom_inline", inline),
    ]:
        config.mdx_configs.setdefault(extension, {}).setdefault(option, []).append(form)


def on_page_markdown(text, page, **kwargs):
    """See that what the page embeds is there."""
    for line in map(str.strip, text.splitlines()):
        if line.startswith(_EMBED) and not line.endswith('.md"'):  # that is what was proved
            # pymdownx.snippets stops the build too, but knows neither the line nor the fix.
            with _errors_name(f"docs/{page.file.src_uri}, `{line}`"):
                snippets.snippet(line.removeprefix(_EMBED).strip('"'))


def on_env(env, config, files):
    """Put into the site what the figures read, now that every page has asked for its own."""
    for path, content in notes.noted(_FILES).items():
        add_file(files, config, path, content)
