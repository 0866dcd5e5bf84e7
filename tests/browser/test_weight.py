"""What a browser loads to show a page that a reader has not touched."""

import pytest
from bench_bytes import load

pytestmark = [pytest.mark.site, pytest.mark.browser]


def test_all_that_the_home_page_loads_before_a_touch_weighs_at_most_111_kb(browser, site):
    loaded = load(browser, site, "")
    assert sum(loaded.values()) <= 111_000, loaded  # 110 until a desk got its columns
    # What it is made of, so that nothing was missed.
    assert {path.rpartition(".")[2] for path in loaded} == {"/", "css", "js", "woff2"}
