"""What was run once is not run again, unless something it depends on is other."""

import json
from importlib import metadata
from pathlib import Path

import pytest
from page import kept


@pytest.fixture(autouse=True)
def _asked_anew():
    kept.machine.cache_clear()
    yield
    kept.machine.cache_clear()


def test_a_result_is_made_once_and_found_by_who_comes_later(tmp_path):
    made = []

    def make():
        made.append(1)
        return ["a result", 1.5]

    kept.Kept(tmp_path, "script", "key").get("figure", make)
    later = kept.Kept(tmp_path, "script", "key")
    assert later.get("figure", make) == ["a result", 1.5]
    assert made == [1]


def test_what_depends_on_something_else_finds_nothing(tmp_path):
    kept.Kept(tmp_path, "script", "key").get("figure", lambda: "old")
    assert kept.Kept(tmp_path, "script", "another key").get("figure", lambda: "new") == "new"


def test_a_result_that_is_made_by_other_code_is_made_anew_and_no_other_is(tmp_path):
    for code in ("code", "other code"):
        file = kept.Kept(tmp_path, "script", "key")
        file.get("number", lambda: "first", made_by="the same code")
        file.get("figure", lambda by=code: f"by {by}", made_by=code)
    later = kept.Kept(tmp_path, "script", "key")
    assert later.get("figure", lambda: "again", made_by="other code") == "by other code"
    assert later.get("number", lambda: "again", made_by="the same code") == "first"


def test_a_new_result_takes_the_place_of_the_script_s_old_file_and_of_no_other_s(tmp_path):
    kept.Kept(tmp_path, "script", "key").get("figure", lambda: "old")
    other = kept.Kept(tmp_path, "script-of-another", "key")
    other.get("figure", lambda: "other")
    new = kept.Kept(tmp_path, "script", "another key")
    new.get("figure", lambda: "new")
    assert sorted(tmp_path.iterdir()) == sorted([other.path, new.path])


def test_what_was_written_in_another_form_is_not_read(tmp_path, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(kept, "_FORM", "another form")
        file = kept.Kept(tmp_path, "script", "key")
        file.path.parent.mkdir(exist_ok=True)
        file.path.write_text('{"figure": ["in another form"]}', "utf-8")
    assert kept.Kept(tmp_path, "script", "key").get("figure", lambda: "new") == "new"


def test_a_damaged_file_is_named_with_the_fix(tmp_path):
    file = kept.Kept(tmp_path, "script", "key")
    file.get("figure", lambda: "whole")
    file.path.write_text("{", "utf-8")
    with pytest.raises(kept.KeptError, match=f"{file.path.name} is damaged .*; delete it"):
        kept.Kept(tmp_path, "script", "key")


def test_an_edit_to_a_script_changes_what_it_depends_on(tmp_path):
    (tmp_path / "script.py").write_text("print(1)\n")
    before = kept.script(tmp_path / "script.py")
    (tmp_path / "script.py").write_text("print(2)\n")
    assert kept.script(tmp_path / "script.py") != before


@pytest.mark.parametrize("line", ["import of_ones_own", "from of_ones_own import number"])
def test_an_edit_to_what_an_imported_file_imports_changes_it_too(tmp_path, monkeypatch, line):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "script.py").write_text(f"import torch, math\n{line}\n")
    (tmp_path / "of_ones_own.py").write_text("from deeper import number\n")
    (tmp_path / "deeper.py").write_text("number = 1\n")
    before = kept.script(tmp_path / "script.py")
    assert len(before) == 3
    (tmp_path / "deeper.py").write_text("number = 2\n")
    assert kept.script(tmp_path / "script.py") != before


def test_two_files_that_import_each_other_are_read_once(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "one_way.py").write_text("import other_way\n")
    (tmp_path / "other_way.py").write_text("import one_way\n")
    assert len(kept.script(tmp_path / "one_way.py")) == 3  # itself, and both as imported


def test_another_torch_changes_the_machine(monkeypatch, tmp_path):
    before = kept.machine()
    (tmp_path / "torch-0.0.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    kept.machine.cache_clear()
    assert kept.machine() != before


def test_the_machine_names_each_installed_package_with_its_version():
    named = {name.rpartition(".")[0] for name in kept.machine() if name.endswith(".dist-info")}
    installed = {Path(str(package.locate_file(""))) for package in metadata.distributions()}
    folders = {path.stem for folder in installed for path in folder.glob("*.dist-info")}
    assert named == folders
    assert f"torch-{metadata.version('torch')}" in named


def test_another_python_changes_the_machine(monkeypatch):
    before = kept.machine()
    monkeypatch.setattr(kept.platform, "python_version", lambda: "3.99.0")
    kept.machine.cache_clear()
    assert kept.machine() != before


@pytest.mark.parametrize("name", ["ATEN_CPU_CAPABILITY", "MKL_CBWR", "OMP_NUM_THREADS"])
def test_another_kernel_changes_the_machine(monkeypatch, name):
    before = kept.machine()
    monkeypatch.setenv(name, "another")
    kept.machine.cache_clear()
    assert kept.machine() != before


def test_another_processor_changes_the_machine(monkeypatch, tmp_path):
    before = kept.machine()
    monkeypatch.setattr(kept, "_processor", lambda: "flags : none that this one has")
    kept.machine.cache_clear()
    assert kept.machine() != before


def test_what_is_kept_is_json_that_a_person_can_read(tmp_path):
    file = kept.Kept(tmp_path, "losses.mse", "key")
    file.get("number loss[0]:.4f", lambda: "1.6997")
    kept_so = {"number loss[0]:.4f": {"made_by": "", "result": "1.6997"}}
    assert json.loads(file.path.read_text("utf-8")) == kept_so
