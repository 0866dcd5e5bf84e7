"""What publishes the site: which code it runs, and how that is kept new."""

import re

import pytest
import yaml
from helpers.runs import ROOT

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
