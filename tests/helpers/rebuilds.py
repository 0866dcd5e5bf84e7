"""Builds a site again and again in one process, as `mkdocs serve` does, a snippet edited each time.

`python tests/helpers/rebuilds.py losses/mse/halves_the_error.py`, in a site's folder, prints the
seconds of processor time that each build took.
"""

import logging
import sys
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

_TIMES = 3


def main(snippet: Path) -> None:
    """Build once as it is and once with the imports of what runs, and then measure."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    text = snippet.read_text("utf-8")
    rebuild(first=True)
    for time_of_edit in range(_TIMES + 1):
        snippet.write_text(f"{text}\n# edit {time_of_edit}\n", "utf-8")
        seconds = rebuild()
        if time_of_edit:
            print(seconds)


def rebuild(first: bool = False) -> float:
    """One build; how long the processor took for it."""
    begin = time.process_time()
    config = load_config("mkdocs.yml")
    if first:
        config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    return time.process_time() - begin


if __name__ == "__main__":
    main(Path("snippets", sys.argv[1]))
