"""A file of the site that no one wrote: what a build made, put where MkDocs finds it."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel


def add_file(files: Files, config: MkDocsConfig, path: str, content: str | bytes) -> None:
    """Let MkDocs write it with all others.

    Call it in `on_env`, when every page has said what it needs; or in `on_files`, if pages link to
    the file, as MkDocs checks a link while it renders the page.

    Args:
        files: what the build knows so far.
        config: the build's.
        path: where in the built site.
        content: what it holds.
    """
    added = File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)
    files.append(added)
