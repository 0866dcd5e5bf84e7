"""Which tests run, and in which order. What they are given: helpers/fixtures.py."""

import os
from collections import Counter

import pytest
from helpers import collected

# So that a claim that fails shows its values, as one that stands in a test file does.
pytest.register_assert_rewrite("helpers.claims")

# Set where tests/helpers/kernels.py deals the tests out.
# "0/2" there: of the tests of what is printed the first, third, fifth and so on.
DEALT = os.environ.get("DEALT", "0/1")


def pytest_xdist_auto_num_workers(config):
    """One a core, and with a browser half as many again.

    What is done in a browser is seen in one of its next frames, and waiting for these is up to a
    third of such a test's time. To refresh `#>` lines none: pytest-examples would write over its
    own work.
    """
    if config.getoption("update_examples"):
        return 0
    cores = os.cpu_count() or 1
    return cores if _leaves_the_browser_out(config) else cores + cores // 2


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Load the fixtures, and torch with them, unless this process only deals tests out."""
    if not config.pluginmanager.has_plugin("dsession"):
        config.pluginmanager.import_plugin("helpers.fixtures")


def pytest_ignore_collect(collection_path, config):
    """What a run without a browser would only import, and then leave out."""
    return True if collection_path.name == "browser" and _leaves_the_browser_out(config) else None


def _leaves_the_browser_out(config) -> bool:
    return "not browser" in config.option.markexpr


def pytest_itemcollected(item):
    collected.count(item)


def pytest_collection_modifyitems(config, items):
    """Of what is printed only the part that is dealt to this process; all in a good order."""
    at, of = map(int, DEALT.split("/"))
    printed = [item for item in items if item.path.name in ("test_snippets.py", "test_pages.py")]
    others = set(printed) - set(printed[at::of])
    if others:
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]
    _in_order(items)


def _in_order(items):
    """Files in an order in which no core waits.

    What puts claims to other kernels comes first, for it waits for processes; then one file that
    needs the site, which builds it; then all that need no site, while it is built; then the rest.
    Of each kind the files with many tests come first, so that at the end no core is alone.
    """
    many = Counter(item.path for item in items)
    of_the_site = {item.path for item in items if "site" in item.fixturenames}
    builder = max(of_the_site, key=lambda path: (many[path], path), default=None)

    def place(item) -> tuple[int, int]:
        if item.path.name == "test_kernels.py":
            turn = 0
        elif item.path == builder:
            turn = 1
        else:
            turn = 3 if item.path in of_the_site else 2
        return turn, -many[item.path]

    items.sort(key=place)
