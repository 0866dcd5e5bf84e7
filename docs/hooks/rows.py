"""On a desk, code and figures stand beside what is said of them."""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from page.beside import Beside


def on_config(config: MkDocsConfig) -> None:
    """Register what sets the rows; `mkdocs.yml` cannot, as hooks are not importable there."""
    extensions: list[Any] = config.markdown_extensions  # MkDocs has names, Markdown takes both
    extensions.append(Beside())
