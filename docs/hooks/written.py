"""A file of the site is written only if it becomes another.

MkDocs 1.6 empties the site's folder and writes all of it, which takes a large part of a build in
which little changed. Here what lies there stays until the end, and then goes if the build did not
make it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

_write_file = utils.write_file

_before: dict[Path, int] = {}  # the files that lay there as the build began, and their times
_same: set[Path] = set()  # those of them that the build made as they are


def on_startup(**_: Any) -> None:
    """Stand in for what MkDocs 1.6 cleans and writes with; it has no event for either."""
    utils.clean_directory = _clean
    utils.write_file = _write
    File.copy_file = _copy  # type: ignore


def on_post_build(config: MkDocsConfig) -> None:
    """Remove what this build did not make, and the folders that are empty without it."""
    for path in _before.keys() - _same:
        # Some files are written by other means.
        if path.stat().st_mtime_ns == _before[path]:
            path.unlink()
            for folder in path.parents:
                if folder == Path(config.site_dir) or any(folder.iterdir()):
                    break
                folder.rmdir()


def _clean(directory: str) -> None:
    """See what lies there, and leave it."""
    _before.clear()
    _same.clear()
    _before.update((path, path.stat().st_mtime_ns) for path in _files(Path(directory)))


def _files(folder: Path) -> Iterator[Path]:
    """The files of a site that was built; what is hidden in its folder is none of it."""
    for path, folders, names in os.walk(folder):
        if Path(path) == folder:
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]
        yield from (Path(path, name) for name in names)


def _write(content: bytes, output_path: str) -> None:
    path = Path(output_path)
    if path in _before and path.read_bytes() == content:
        _same.add(path)
    else:
        _write_file(content, output_path)


def _copy(self: File, dirty: bool = False) -> None:
    if not dirty or self.is_modified():
        utils.write_file(self.content_bytes, self.abs_dest_path)
