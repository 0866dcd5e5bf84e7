"""The counts that a page shows are those of what stands there."""

import counts
import pytest
from helpers.page_markdown import OnPage
from helpers.runs import ROOT, SNIPPETS
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig


@pytest.fixture
def counted():
    config = MkDocsConfig(config_file_path=str(ROOT / "mkdocs.yml"))
    config.load_dict({"mdx_configs": {}})
    counts.on_config(config)
    return counts._counts


def test_snippets_are_counted(counted):
    assert counted["snippets"] == len([*SNIPPETS.rglob("*.py")]) > 0


def test_only_test_functions_are_counted():
    in_a_class = "class TestSome:\n    def test_c(self): pass\n"
    assert counts._tests_in(f"def test_a(): pass\ndef helper(): pass\n{in_a_class}") == 2


def test_a_later_build_counts_a_test_that_was_added(tmp_path):
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    config.load_dict({"mdx_configs": {}})
    (tmp_path / "tests").mkdir()
    for number in (1, 2):
        (tmp_path / f"tests/test_{number}.py").write_text("def test_a(): pass\n", "utf-8")
        counts.on_config(config)
        assert counts._counts["tests"] == number


def test_figures_on_a_page_are_counted(counted):
    counts.on_page_content(
        '<figure class="run">a</figure><figure class="run">b</figure>', page=None
    )
    assert (counted["pages"], counted["figures"]) == (1, 2)


def test_a_count_of_nothing_known_stops_the_build(counted):
    md = Markdown(extensions=[OnPage("some_page.md")])
    with pytest.raises(counts.CountError) as refused:
        counts.count_inline("bananas", "count", "count", md)
    said = "docs/some_page.md, `#!count bananas`: choose from figures, formulas"
    assert str(refused.value).startswith(said)
