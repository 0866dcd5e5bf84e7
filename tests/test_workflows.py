"""What publishes the site: which code it runs, and how that is kept new."""

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml
from helpers.runs import ROOT, SNIPPETS
from page.notebook import BRANCH

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
USES = [
    line.strip()
    for workflow in WORKFLOWS
    for line in workflow.read_text("utf-8").splitlines()
    if "uses:" in line
]
JOBS = {
    name: job
    for workflow in WORKFLOWS
    for name, job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].items()
}
UPDATES = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]


def test_the_workflows_use_actions():
    assert len(USES) > 5


@pytest.mark.parametrize("uses", USES)
def test_an_action_is_one_commit_and_says_its_version(uses):
    # A tag can be moved to other code.
    assert re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", uses)


def test_an_action_is_the_same_commit_wherever_it_is_used():
    pins = {use.partition("uses: ")[2] for use in USES}
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


def test_actions_and_packages_are_kept_new():
    assert {update["package-ecosystem"] for update in UPDATES} == {"github-actions", "pip"}


@pytest.mark.parametrize("update", UPDATES, ids=lambda update: update["package-ecosystem"])
def test_what_is_new_is_taken_monthly_and_not_in_its_first_week(update):
    assert update["schedule"] == {"interval": "monthly"}
    assert update["cooldown"] == {"default-days": 7}


def waits_for(name: str) -> set[str]:
    """The jobs that have to pass before this one begins."""
    needs = JOBS[name].get("needs", [])
    before = {needs} if isinstance(needs, str) else set(needs)
    return before.union(*map(waits_for, before))


def does(name: str) -> str:
    """What a job runs and uses."""
    return "\n".join(step.get("run", step.get("uses", "")) for step in JOBS[name]["steps"])


def test_only_what_passed_the_tests_is_published():
    publish = [name for name in JOBS if "deploy-pages" in does(name)]
    assert publish
    for name in publish:
        assert any(does(before).splitlines()[-1] == ".ci/run" for before in waits_for(name))


def test_ci_runs_what_a_contributor_runs():
    assert (ROOT / ".ci/run").read_text("utf-8").splitlines()[-1] == "make test"


def test_only_the_job_that_pushes_notebooks_may_write_to_the_repository():
    may = [name for name, job in JOBS.items() if job["permissions"].get("contents") == "write"]
    assert may == ["notebooks"]


def test_notebooks_are_pushed_only_of_what_passed_the_tests_on_main():
    assert JOBS["notebooks"]["needs"] == "build"
    assert JOBS["build"]["needs"] == "test"
    assert JOBS["notebooks"]["if"] == JOBS["build"]["if"]
    assert "github.ref == 'refs/heads/main'" in JOBS["notebooks"]["if"]


def test_the_job_that_may_write_runs_no_code_but_the_repository_s_own_and_github_s():
    uses = [step["uses"] for step in JOBS["notebooks"]["steps"] if "uses" in step]
    assert {use.partition("/")[0] for use in uses} == {"actions"}
    assert not re.search(r"pip|make|npm|curl", _pushes()["run"])


@pytest.mark.site
def test_the_branch_holds_each_snippet_and_lab_as_a_notebook_and_nothing_else(tmp_path):
    origin, clone, site = (tmp_path / name for name in ("origin.git", "clone", "site"))
    for page in ("index.html", "labs/a_lab/index.html", "labs/a_lab.ipynb"):
        (site / page).parent.mkdir(parents=True, exist_ok=True)
        (site / page).write_text("{}", "utf-8")
    # As upload-pages-artifact packs the site, and download-artifact lays it down.
    with tarfile.open(tmp_path / "artifact.tar", "w") as packed:
        packed.add(site, ".")
    shutil.rmtree(site)
    site.mkdir()
    shutil.move(tmp_path / "artifact.tar", site)
    _git(tmp_path, "init", "--quiet", "--bare", origin.name)
    _git(tmp_path, "clone", "--quiet", origin.name, clone.name)
    for part in ("docs/hooks/page/notebook.py", "snippets", ".gitignore"):
        (clone / part).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, clone / part)
        else:
            shutil.copy(ROOT / part, clone / part)
    _git(clone, "add", ".")  # as a checkout has it: what is in the index is not to be pushed
    step = _pushes()
    for _ in range(2):  # the second push takes the place of the first
        env = os.environ | step["env"] | {"GITHUB_SHA": "a commit"}
        subprocess.run(["bash", "-e", "-c", step["run"]], cwd=clone, env=env, check=True)
        shutil.rmtree(tmp_path / "notebooks")  # each time on another machine
    listed = _git(origin, "ls-tree", "-r", "--name-only", BRANCH).splitlines()
    scripts = {path.relative_to(SNIPPETS) for path in SNIPPETS.rglob("*.py")}
    assert len(scripts) > 300
    notebooks = {path.with_suffix(".ipynb") for path in scripts} | {Path("labs/a_lab.ipynb")}
    assert {Path(name) for name in listed} == notebooks
    assert _git(origin, "rev-list", "--count", BRANCH).strip() == "1"


def _pushes() -> dict:
    return next(step for step in JOBS["notebooks"]["steps"] if "run" in step)


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout
