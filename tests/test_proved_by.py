"""What stands at a page's foot is what pytest runs for it, and every test of a page is at one."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import proved_by
import pytest
from helpers.collected import counts
from helpers.html_pages import html_of, sources
from helpers.runs import ROOT
from helpers.word_lists import spelled
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from page.proofs import Proof, proofs

TESTS = ROOT / "tests"
REPOSITORY = "https://example.org/us/site"


def config(repo_url: str = "") -> MkDocsConfig:
    made = MkDocsConfig(config_file_path=str(ROOT / "mkdocs.yml"))
    made.load_dict({"site_name": "here", "docs_dir": str(ROOT / "docs"), "repo_url": repo_url})
    made.validate()
    return made


def a_file(source: str) -> File:
    return File(source, str(ROOT / "docs"), "site", use_directory_urls=True)


@cache
def all_files() -> Files:
    """The site's pages; those that are scripts as mkdocs-jupyter shows them to the hooks."""
    files = [a_file(source) for source in sources()]
    for file in files:
        file.is_documentation_page = lambda: True
    return Files(files)


def foot(source: str, repo_url: str = "") -> str:
    """What the hook adds to a page."""
    made = config(repo_url)
    page = Page("Title", all_files().get_file_from_path(source), made)
    said = proved_by.on_page_content("<p>Text</p>", page=page, config=made, files=all_files())
    return said.removeprefix("<p>Text</p>")


def mirrors(source: str) -> list[Path]:
    return proved_by._tests_of(all_files().get_file_from_path(source), ROOT, all_files())


MIRRORS = {source: mirrors(source) for source in sources()}
FILES = sorted({path for paths in MIRRORS.values() for path in paths})
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))


@pytest.fixture(scope="module")
def collected(pytestconfig):
    return counts(pytestconfig, FILES)


@every_file
def test_the_tests_of_a_file_are_those_that_pytest_collects(path, collected):
    assert [proof.name for proof in proofs(path, TESTS)] == list(collected[path])


@every_file
def test_a_count_of_cases_is_that_of_pytest(path, collected):
    told = {proof.name: proof.cases for proof in proofs(path, TESTS) if proof.cases is not None}
    assert told == {name: collected[path][name] for name in told}


def test_few_counts_are_left_open():
    # Those of a comprehension that filters, and of what a function returns.
    counts = [proof.cases for path in FILES for proof in proofs(path, TESTS)]
    assert len(counts) > 500
    assert counts.count(None) < len(counts) / 100


def test_every_test_file_of_a_chapter_stands_on_one_page():
    chapters = {
        path.relative_to(ROOT / "snippets").parts[0] for path in (ROOT / "snippets").rglob("*/")
    }
    chapters |= {
        path.relative_to(ROOT / "docs").parts[0] for path in (ROOT / "docs/labs").glob("*")
    }
    of_chapters = [path for name in chapters for path in (TESTS / name).rglob("test_*.py")]
    shown = Counter(path for paths in MIRRORS.values() for path in paths)
    assert len(of_chapters) > 20
    assert {path: shown[path] for path in of_chapters} == dict.fromkeys(of_chapters, 1)


def test_a_page_shows_each_of_its_tests_as_a_sentence():
    said = foot("losses/mse.md")
    known = proofs(TESTS / "losses/test_mse.py", TESTS)
    shown = re.findall(r"<li>(.*?)(?: <small>[^<]*</small>)?</li>", said)
    assert shown == [proof.sentence for proof in known]
    assert f"<summary>Proved by {len(known)} tests</summary>" in said


def test_a_count_of_cases_stands_beside_its_sentence():
    assert "<li>MSE has no half <small>3 cases</small></li>" in foot("losses/mse.md")


def test_a_page_shows_the_tests_of_its_snippets_too():
    names = re.findall(r"<code>(tests/.*?)</code>", foot("linear_regression.md"))
    assert names[0] == "tests/test_linear_regression.py"
    assert "tests/linear_regression/test_many_seeds.py" in names


def test_a_page_leaves_the_tests_of_a_page_below_it_to_that_page():
    assert "mini_batches" not in foot("training_loop.md")
    assert "tests/training_loop/test_mini_batches.py" in foot("training_loop/mini_batches.md")


def test_a_lab_shows_its_tests():
    assert "<code>tests/labs/test_three_witnesses.py</code>" in foot("labs/three_witnesses.py")


@pytest.mark.parametrize("source", ["explorer/index.md", "further_reading.md"])
def test_a_page_without_a_mirror_shows_nothing(source):
    assert foot(source) == ""


def test_with_a_repository_every_file_that_is_named_has_a_link():
    said = foot("losses/mse.md", REPOSITORY)
    links = re.findall(r'<a href="(.*?)"><code>(.*?)</code></a>', said)
    names = re.findall(r"<code>((?:tests|snippets)/.*?)</code>", said)
    assert links == [(f"{REPOSITORY}/blob/HEAD/{name}", name) for name in names]
    assert names[0] == "tests/losses/test_mse.py"
    assert "snippets/losses/mse/halves_the_error.py" in names


def test_without_a_repository_no_file_has_a_link():
    assert "<a " not in foot("losses/mse.md")


def test_every_file_that_is_named_is_there():
    named = [
        name for source in MIRRORS for name in re.findall(r"<code>(\w+/.*?\.py)<", foot(source))
    ]
    assert len(named) > 100
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("test_sgd_moves_against_the_gradient", "SGD moves against the gradient"),
        ("test_zero_grad_moves_nothing", "<code>zero_grad</code> moves nothing"),
        ("test_a_loss_leaves_grad_none", "A loss leaves <code>grad</code> none"),
        ("test_without_requires_grad_it_raises", "Without <code>requires_grad</code> it raises"),
        ("test_the_script_s_l1_term", "The script’s L1 term"),
        ("test_momentum_of_0_9", "Momentum of 0.9"),
        ("test_softmax_of_1_0_0", "Softmax of 1 0 0"),
        ("test_gradients_degrade", "Gradients degrade"),
    ],
)
def test_a_name_is_read_as_a_sentence(name, said):
    assert Proof(name, 1).sentence == said


@pytest.mark.parametrize(
    ("values", "cases"),
    [
        ("[1, 2, 3]", 3),
        ("range(2, 6)", 4),
        ("{'a': 1, 'b': 2}.items()", 2),
        ("TABLE", 2),
        ("sorted(TABLE)", 2),
        ("[x for x in TABLE]", 2),
        ("[x for x in TABLE if x]", None),
        ("[*TABLE, 1]", None),
        ("made()", None),
    ],
)
def test_cases_are_counted_where_the_text_tells(tmp_path, values, cases):
    text = f"TABLE = (1, 2)\n@pytest.mark.parametrize('x', {values})\ndef test_a(x): pass\n"
    (tmp_path / "test_some.py").write_text(text, "utf-8")
    assert proofs(tmp_path / "test_some.py", tmp_path) == [Proof("test_a", cases)]


def test_the_cases_of_two_tables_and_of_a_fixture_multiply(tmp_path):
    text = (
        "@pytest.fixture(params=[1, 2])\ndef one(request): pass\n"
        "@pytest.mark.parametrize('x', [1, 2, 3])\n@pytest.mark.parametrize('y', [1, 2])\n"
        "def test_a(x, y, one): pass\n"
    )
    (tmp_path / "test_some.py").write_text(text, "utf-8")
    assert proofs(tmp_path / "test_some.py", tmp_path) == [Proof("test_a", 12)]


@pytest.mark.site
def test_the_foot_is_in_the_built_page_and_not_in_its_search(site):
    assert '<details class="proved-by"' in (site / html_of("losses/mse.md")).read_text("utf-8")
    packed = json.loads((site / "search/sections.json").read_text("utf-8"))
    texts = zip(packed["sections"], spelled(packed), strict=True)
    words = [text for section, text in texts if section["at"].startswith("losses/mse/")]
    assert len(words) > 3
    assert [text for text in words if "proved" in text] == []
