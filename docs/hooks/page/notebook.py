"""A snippet as a notebook, and where Colab opens it, or a lab.

Colab opens a notebook only from a repository of GitHub's. So .github/workflows/site.yml runs this
file and pushes what it writes, and the labs that the site has, to a branch of its own:

    python docs/hooks/page/notebook.py FOLDER
"""

import ast
import json
import sys
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

SNIPPETS = Path(__file__).parents[3] / "snippets"
BRANCH = "notebooks"


def notebook(path: Path) -> str:
    """The JSON of a snippet's notebook, format 4.5: what it says it shows, then the script.

    A notebook runs alone: before the script, a cell writes each file beside it that it names. A
    command is written into its file, from where it is imported.
    """
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    cells = [_cell("markdown", "says", ast.get_docstring(tree) or "")]
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    for other in sorted(path.parent.glob("*.*")):
        if other.name in named:
            written = f"%%writefile {other.name}\n{other.read_text('utf-8')}"
            cells.append(_cell("code", f"file-{len(cells)}", written))
    if "(__file__)" in text:
        cells.append(_cell("code", "name", f'__file__ = "{path.name}"'))
    magic = f"%%writefile {path.name}\n" if "__main__" in text else ""
    cells.append(_cell("code", "script", magic + text.rstrip("\n")))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def colab(script: str, repository: str | None) -> str:
    """The address at which Colab opens a script; empty if the repository is none of GitHub's.

    Args:
        script: the path of a snippet under snippets/, or of a lab under docs/.
        repository: its address, such as https://github.com/owner/name.
    """
    address = urlsplit(repository or "")
    names = address.path.strip("/").removesuffix(".git").split("/")
    if address.hostname != "github.com" or len(names) != 2:
        return ""
    path = PurePosixPath(script).with_suffix(".ipynb")
    return f"https://colab.research.google.com/github/{'/'.join(names)}/blob/{BRANCH}/{path}"


def write(folder: Path) -> None:
    """Write all snippets into a folder, each as a notebook where it stands under snippets/."""
    for path in sorted(SNIPPETS.rglob("*.py")):
        target = (folder / path.relative_to(SNIPPETS)).with_suffix(".ipynb")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(notebook(path), "utf-8")


def _cell(kind: str, name: str, text: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": text.splitlines(keepends=True)}
    return cell if kind == "markdown" else cell | {"execution_count": None, "outputs": []}


if __name__ == "__main__":
    write(Path(sys.argv[1]))
