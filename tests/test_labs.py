"""A lab that is wrong stops the build, and one that did not change is not run again."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import labs
import pytest
from helpers.site_copy import Build, append, build, copy_site
from page import cells

LAB = "docs/labs/three_witnesses.py"
PAGE = "labs/three_witnesses/index.html"
DOWNLOAD = "labs/three_witnesses.ipynb"


def replace(old: str, new: str):
    """An edit that puts one text in the place of another."""
    return lambda text: text.replace(old, new)


def prose(text: str):
    """An edit that adds a cell of prose, which runs nothing."""
    return append(f"# %% [markdown]\n# {text}")


# A lab that starts a kernel and little else.
def only_cell(code: str) -> str:
    """A lab of one cell."""
    return f"# %% [markdown]\n# # Three witnesses\n\n# %%\n{code}\n"


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tuple:
    """A copy of the site where the lab ran, and that build."""
    folder = copy_site(tmp_path_factory.mktemp("ran"), whole=["labs/*"])
    # Nothing else on this site is run, and its hook would import torch for each build.
    recorder_off = replace("  - docs/hooks/fences.py", "")
    return folder, build(folder, {"mkdocs.yml": recorder_off})


@pytest.fixture
def site(ran, tmp_path):
    """A copy of that copy, with what the lab's cells put out."""
    return shutil.copytree(ran[0], tmp_path / "site")


@pytest.fixture
def no_kernel(tmp_path) -> dict[str, str]:
    """An environment where no kernel can start."""
    module = tmp_path / "broken" / "ipykernel_launcher.py"
    module.parent.mkdir()
    module.write_text("raise SystemExit('planted')")
    return {"PYTHONPATH": str(module.parent)}


def kept(folder) -> list[str]:
    """The names of the files that hold what labs put out."""
    return [path.name for path in (folder / ".cache/labs").glob("*")]


@pytest.mark.site
def test_a_lab_without_a_fault_builds(ran):
    assert ran[1].returncode == 0, ran[1].log


@pytest.mark.site
def test_no_two_elements_of_a_lab_s_page_share_an_id(ran):
    ids = re.findall(r'\sid="([^"]+)"', (ran[1].site / PAGE).read_text("utf-8"))
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.site
def test_each_plot_of_a_lab_is_a_figure_that_is_described(ran):
    page = (ran[1].site / PAGE).read_text("utf-8")
    assert len(re.findall(r'<svg [^>]*role="img" aria-label="[^"]{80,}"', page)) == 2


@pytest.mark.site
def test_a_lab_s_page_weighs_less_than_25_kb(ran):
    assert len(gzip.compress((ran[1].site / PAGE).read_bytes())) < 25_000


@pytest.mark.site
def test_a_second_run_of_a_lab_gives_the_same_page(ran, site):
    shutil.rmtree(site / ".cache")
    again = build(site)
    assert (again.site / PAGE).read_text("utf-8") == (ran[1].site / PAGE).read_text("utf-8")


@pytest.mark.site
def test_a_lab_that_did_not_change_starts_no_kernel(site, no_kernel):
    assert build(site, env=no_kernel).returncode == 0


@pytest.mark.site
def test_a_build_in_which_no_lab_changed_imports_none_of_jupyter_s_packages(site, tmp_path):
    for package in ("jupytext", "mkdocs_jupyter", "nbclient", "nbconvert", "nbformat"):
        (tmp_path / f"{package}.py").write_text("raise SystemExit('planted')")
    done = build(site, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.log


@pytest.mark.site
def test_an_edit_to_a_lab_s_prose_shows_and_starts_no_kernel(site, no_kernel):
    done = build(site, {LAB: prose("Planted.")}, env=no_kernel)
    assert done.returncode == 0, done.log
    assert "<p>Planted.</p>" in (done.site / PAGE).read_text("utf-8")
    assert "Planted." in (done.site / DOWNLOAD).read_text("utf-8")


@pytest.mark.site
def test_an_edit_to_a_lab_s_code_starts_a_kernel(site, no_kernel):
    done = build(site, {LAB: append("# %%\nprint(1)")}, env=no_kernel)
    assert_stopped(done, "Kernel died")


@pytest.mark.site
def test_an_edit_to_the_snippet_that_a_lab_runs_starts_a_kernel(site, no_kernel):
    done = build(site, {"snippets/linear_regression.py": append("# planted")}, env=no_kernel)
    assert_stopped(done, "Kernel died")


def assert_stopped(done: Build, said: str) -> None:
    """The build failed, and said why and in which lab."""
    assert done.returncode != 0
    assert said in done.log
    assert "three_witnesses.py" in done.log


@pytest.mark.site
@pytest.mark.parametrize(
    ("planted", "said"),
    [
        pytest.param(prose("[Link](../nowhere.md)"), "nowhere.md", id="link"),
        pytest.param(prose("[Link](../index.md#nowhere)"), "#nowhere", id="anchor"),
        pytest.param(prose("[Link](#nowhere)"), "#nowhere", id="anchor-on-its-own-page"),
        pytest.param(prose("![Image](nowhere.svg)"), "nowhere.svg", id="image"),
        pytest.param(prose(r"$\nowhere$"), r"\nowhere", id="unknown-TeX-command"),
        pytest.param(
            replace("#| fig-alt", "#| fig-other"), "A figure without fig-alt", id="no-description"
        ),
        pytest.param(
            replace("#| fig-cap", "#| fig-other"), "A figure without fig-cap", id="no-caption"
        ),
    ],
)
def test_a_fault_on_a_lab_s_page_stops_the_build(site, planted, said):
    assert_stopped(build(site, {LAB: planted}), said)


@pytest.mark.site
@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("raise ValueError('planted')", "ValueError: planted", id="raises"),
        pytest.param("import warnings\nwarnings.warn('planted')", "planted", id="warns"),
        pytest.param("import sys\nprint('planted', file=sys.stderr)", "planted", id="stderr"),
        pytest.param(
            "import matplotlib.pyplot as plt\nplt.title(r'$\\planted$')",
            r"\planted",
            id="plot-fails-to-draw",
        ),
    ],
)
def test_a_cell_that_fails_stops_the_build(site, code, said):
    done = build(site, {LAB: only_cell(code)})
    assert_stopped(done, said)
    assert code.splitlines()[-1] in done.log  # the cell is quoted


@pytest.mark.site
def test_a_cell_that_hangs_stops_the_build(site):
    done = build(site, {LAB: only_cell("while True:\n    planted = 1")}, env={"LAB_SECONDS": "3"})
    assert_stopped(done, "timed out")


@pytest.mark.site
def test_a_cell_that_ends_the_kernel_stops_the_build(site):
    assert_stopped(build(site, {LAB: only_cell("import os\nos._exit(1)")}), "Kernel died")


@pytest.mark.site
def test_what_a_lab_s_failed_run_put_out_is_not_kept(site):
    before = kept(site)
    build(site, {LAB: only_cell("import sys\nprint('planted', file=sys.stderr)")})
    assert kept(site) == before


@pytest.mark.site
def test_nothing_of_the_user_s_own_changes_how_a_lab_runs(site, tmp_path):
    """Another kernel of its name, and a startup file, are where Jupyter would look for them."""
    kernel = tmp_path / ".local/share/jupyter/kernels/lab/kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["false"], "display_name": "planted", "language": "python"}')
    startup = tmp_path / ".ipython/profile_default/startup/planted.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("planted = True")
    mine = f"import sys\nassert sys.prefix == {sys.prefix!r}\nassert 'planted' not in globals()"
    env = {"HOME": str(tmp_path), "JUPYTER_PREFER_ENV_PATH": "0"}
    done = build(site, {LAB: only_cell(mine)}, env)
    assert done.returncode == 0, done.log


@pytest.mark.site
def test_a_lab_s_download_runs_in_an_empty_folder_and_puts_out_the_same(ran, tmp_path):
    shutil.copy(ran[1].site / DOWNLOAD, tmp_path)
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook", "--stdout"]
    done = subprocess.run(
        [*command, "three_witnesses.ipynb"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    (outputs,) = (ran[0] / ".cache/labs").glob("*.json")
    _wrote, *texts = printed(cells.put_out(json.loads(done.stdout)))
    assert texts == printed(json.loads(outputs.read_text("utf-8"))["outputs"]["result"])


def test_a_print_that_came_in_parts_is_one_output():
    parts = [
        {"output_type": "stream", "name": "stdout", "text": text} for text in ("passes:", " True\n")
    ]
    (outputs,) = cells.put_out({"cells": [{"cell_type": "code", "outputs": parts}]})
    assert [output["text"] for output in outputs] == ["passes: True\n"]


def printed(outputs: list[list[dict]]) -> list[str]:
    """What cells printed."""
    return ["".join(o["text"]) for cell in outputs for o in cell if o["output_type"] == "stream"]


SOURCE = '# %% [markdown]\n# # Lab\n\n# %%\nrun_path("named.py")\n'


@pytest.fixture
def config(tmp_path):
    """The settings of a site with two snippets."""
    for name in ("named.py", "other.py"):
        (tmp_path / "snippets" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "snippets" / name).write_text("print(1)")
    return SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"))


@pytest.fixture
def key(config):
    """What names the file that keeps a lab's outputs, for a lab's source."""
    file = SimpleNamespace(src_uri="labs/lab.py")
    return lambda edit=str: labs._kept(file, cells.read(edit(SOURCE)), config).path.name


@pytest.fixture
def downloaded(config):
    """The notebook of a lab, for the lab's source and what is noted in it, from what is kept."""

    def of(source: str, note: str) -> str:
        file = SimpleNamespace(src_uri="labs/lab.py", content_string=source)
        return labs._download(file, note, config)

    return of


def test_a_notebook_is_made_once(downloaded, monkeypatch):
    first = downloaded(SOURCE, "note")
    monkeypatch.setattr(cells, "read", None)
    monkeypatch.setattr(cells, "download", None)
    assert downloaded(SOURCE, "note") == first


def test_a_notebook_follows_the_lab_its_note_and_the_snippets_that_it_names(downloaded, config):
    downloaded(SOURCE, "note")
    assert "More." in downloaded(prose("More.")(SOURCE), "note")
    assert "another note" in downloaded(SOURCE, "another note")
    Path(config.config_file_path).with_name("snippets").joinpath("named.py").write_text("print(2)")
    assert "print(2)" in downloaded(SOURCE, "another note")


def test_the_same_lab_has_the_same_key(key):
    assert key() == key()


def test_prose_does_not_change_a_lab_s_key(key):
    assert key(prose("More.")) == key()


def test_code_changes_a_lab_s_key(key):
    assert key(append("# %%\nprint(2)")) != key()


def test_a_snippet_that_a_lab_names_changes_its_key(key, tmp_path):
    before = key()
    (tmp_path / "snippets/named.py").write_text("print(2)")
    assert key() != before


def test_a_snippet_that_a_lab_does_not_name_leaves_its_key(key, tmp_path):
    before = key()
    (tmp_path / "snippets/other.py").write_text("print(2)")
    assert key() == before


def test_another_machine_changes_a_lab_s_key(key, monkeypatch):
    before = key()
    monkeypatch.setattr(labs, "machine", lambda: ["torch 0.0.0"])
    assert key() != before


def test_another_setting_of_what_runs_it_changes_a_lab_s_key(key, monkeypatch):
    before = key()
    monkeypatch.setitem(labs._PLUGIN, "kernel_name", "another")
    assert key() != before


def test_a_download_carries_the_snippet_before_the_cell_that_runs_it():
    lab = cells.read(SOURCE)
    carried = json.loads(cells.download(lab, {"named.py": "print(1)"}, "note"))["cells"]
    sources = ["".join(cell["source"]) for cell in carried]
    assert sources == ["# Lab", "note", "%%writefile named.py\nprint(1)", 'run_path("named.py")']


def test_a_snippet_in_a_folder_is_refused_as_a_download_could_not_carry_it():
    lab = cells.read('# %% [markdown]\n# # Lab\n\n# %%\nrun_path("folder/named.py")\n')
    with pytest.raises(cells.LabError, match=r"folder/named\.py"):
        cells.download(lab, {"folder/named.py": "print(1)"}, "note")


def test_an_output_that_no_page_shows_is_refused():
    lab = cells.read("# %% [markdown]\n# # Lab\n\n# %%\ndisplay()\n")
    output = {"output_type": "display_data", "data": {"image/png": "", "text/plain": ""}}
    with pytest.raises(cells.LabError, match="image/png"):
        cells.to_markdown(lab, [[output]], "note", "labs/lab.py")
