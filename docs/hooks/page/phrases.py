"""A piece of a fence's text, such as a caption, as the page's Markdown would render it."""

from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from record.errors import RecordingError


class Phrases:
    """Renders phrases with the extensions so far: what a later hook adds is not for them.

    Args:
        config: MkDocs's.
        kind: what a phrase is, for errors: `a caption`.
    """

    def __init__(self, config: MkDocsConfig, kind: str):
        self._kind = kind
        self._settings: dict[str, Any] = {
            "extensions": [*config.markdown_extensions],
            "extension_configs": config.mdx_configs,
        }

    def html(self, source: str) -> str:
        """The HTML of one phrase, without a paragraph around it; a RecordingError for a link."""
        html = markdown.markdown(source, **self._settings)
        if "<a " in html:
            raise RecordingError(
                f"MkDocs would not check a link in {self._kind}; put it in the text"
            )
        return html.removeprefix("<p>").removesuffix("</p>")
