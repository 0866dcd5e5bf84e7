"""Each script opens in Colab, if the build was told of a repository of GitHub's, and runs there."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from helpers.html_pages import html_of
from helpers.runs import SNIPPETS
from helpers.site_copy import build, copy_site
from page.notebook import colab, notebook

REPOSITORY = "https://github.com/someone/a-fork"
AT = "https://colab.research.google.com/github/someone/a-fork/blob/notebooks"
SCRIPTS = sorted(SNIPPETS.rglob("*.py"))
# A module that a notebook on Colab has without any file beside it.
THERE = sys.stdlib_module_names | {"torch"}
# Their notebooks write a file, their own or another.
WRITING = {"what_they_catch.py", "check_connection.py"}


def sources(path: Path) -> list[str]:
    """What stands in the code cells of a snippet's notebook."""
    cells = json.loads(notebook(path))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in whole + parts}


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        (REPOSITORY, f"{AT}/losses/mse/halves_the_error.ipynb"),
        (f"{REPOSITORY}.git", f"{AT}/losses/mse/halves_the_error.ipynb"),
        (f"{REPOSITORY}/", f"{AT}/losses/mse/halves_the_error.ipynb"),
        ("https://example.org/someone/a-fork", ""),
        ("https://github.com.example.org/someone/a-fork", ""),
        ("https://github.com/someone", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_colab_opens_a_snippet_only_of_a_repository_of_github_s(repository, address):
    assert colab("losses/mse/halves_the_error.py", repository) == address


def test_each_snippet_is_a_notebook_that_ends_with_the_script_as_it_stands(subtests):
    assert len(SCRIPTS) > 300
    for path in SCRIPTS:
        with subtests.test(path.relative_to(SNIPPETS).as_posix()):
            nbformat.validate(nbformat.reads(notebook(path), as_version=4))
            script = sources(path)[-1].removeprefix(f"%%writefile {path.name}\n")
            assert script == path.read_text("utf-8").rstrip("\n")


def test_no_notebook_imports_a_file_that_colab_lacks(subtests):
    for path in SCRIPTS:
        with subtests.test(path.relative_to(SNIPPETS).as_posix()):
            assert imported(path) <= THERE


def test_a_snippet_that_reads_another_file_and_one_that_is_a_command_write_a_file():
    found = {p.name for p in SCRIPTS if any("%%writefile" in cell for cell in sources(p))}
    assert found == WRITING


@pytest.mark.site
@pytest.mark.parametrize(
    "path", [path for path in SCRIPTS if path.name in WRITING], ids=lambda path: path.name
)
def test_a_notebook_that_writes_a_file_runs_in_an_empty_folder(path, tmp_path):
    script = []
    for source in sources(path):
        magic = re.match(r"%%writefile (\S+)\n", source)
        if magic:
            (tmp_path / magic[1]).write_text(source[magic.end() :], "utf-8")
        else:
            script.append(source)
    # As a notebook has it: no file has this code, and its module is called __main__.
    subprocess.run([sys.executable, "-c", "\n".join(script)], cwd=tmp_path, check=True)


@pytest.mark.site
def test_on_github_a_listing_and_a_lab_lead_to_their_notebooks_and_other_code_to_none(tmp_path):
    whole = ["losses/mse.md", "labs/three_witnesses.py"]
    done = build(copy_site(tmp_path, whole=whole), env={"REPO_URL": REPOSITORY})
    assert done.returncode == 0, done.log
    html = (done.site / html_of("losses/mse.md")).read_text("utf-8")
    found = re.findall(r'<a href="([^"]*)" aria-label="Open ([^"]*) in Colab">Colab</a>', html)
    files = re.findall(r'<span class="filename">(.*?)</span>', html.replace("<wbr>", ""))
    assert found == [(f"{AT}/{name.removesuffix('.py')}.ipynb", name) for name in files]
    assert files
    lab = (done.site / html_of("labs/three_witnesses.py")).read_text("utf-8")
    assert f'<a href="{AT}/labs/three_witnesses.ipynb">open it in Colab</a>' in lab


@pytest.mark.site
def test_without_a_repository_no_page_leads_to_colab(site):
    pages = list(site.rglob("index.html"))
    assert len(pages) > 40
    assert not [page for page in pages if "colab.research" in page.read_text("utf-8")]
