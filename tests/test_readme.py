"""The README's map leads to what is there."""

import re

import pytest
from runs import ROOT

MAP = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[1]
HOOKS = sorted(path.name for path in (ROOT / "docs/hooks").iterdir() if path.name[0] not in "._")


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_on_the_map(name):
    assert re.search(rf"(?<!\w){re.escape(name)}", MAP)


def test_the_map_names_nothing_else():
    named = re.findall(r"\w+\.(?:py|html|txt)\b", MAP)
    assert sorted(named) == [name for name in HOOKS if "." in name]
