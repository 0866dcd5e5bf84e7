"""A file of the site is written only if it becomes another.

MkDocs 1.6 empties the site's folder and writes all of it, which takes a large part of a build in
which little changed. Here what lies there stays until the end, and then goes if the build did not
make it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Any

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

_write_file = utils.write_file

# What lies there that this build has not made so far, and when it was written.
_left: dict[Path, int] = {}


def on_startup(**_: Any) -> None:
    """Stand in for what MkDocs 1.6 cleans and writes with; it has no event for either."""
    utils.clean_directory = _clean
    utils.write_file = _write
    File.copy_file = _copy  # type: ignore


def on_post_build(config: MkDocsConfig) -> None:
    """Remove what this build did not make, and the folders that are empty without it."""
    for path, written in _left.items():
        if path.stat().st_mtime_ns == written:  # and not written by other means
            path.unlink()
            for folder in path.parents:
                if folder == Path(config.site_dir) or any(folder.iterdir()):
                    break
                folder.rmdir()


def _clean(directory: str) -> None:
    """See what lies there, and leave it."""
    _left.clear()
    for path in _files(Path(directory)):
        found = path.lstat()
        if S_ISREG(found.st_mode):
            _left[path] = found.st_mtime_ns
        else:
            path.unlink()  # a link: who writes into it writes elsewhere


def _files(folder: Path) -> Iterator[Path]:
    """The files of a site that was built; what is hidden in its folder is none of it."""
    for path, folders, names in os.walk(folder):
        if Path(path) == folder:
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]
        yield from (Path(path, name) for name in names)


def _write(content: bytes, output_path: str) -> None:
    path = Path(output_path)
    if _left.pop(path, None) is None or path.read_bytes() != content:
        _write_file(content, output_path)


def _copy(self: File, dirty: bool = False) -> None:
    if not dirty or self.is_modified():
        utils.write_file(self.content_bytes, self.abs_dest_path)
