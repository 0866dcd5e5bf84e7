"""A page is rendered again if anything is other that it is made from, and else is not."""

import builtins
import io
import shutil
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from unittest import TestCase

import asks
import fences
import kept_pages
import listings
import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from page import kept, kept_runs, notes, snippets, sources

SETTINGS = "site_name: A site\n"
PAGE = """# A page

## Below { #here }

[Up](#here), and [elsewhere](other.md#there).
"""

# What MkDocs warns of; pytest's own fixture for this is left out, see pyproject.toml.
warned = partial(TestCase().assertLogs, "mkdocs", "WARNING")


class Site:
    """A small site, and which of its pages were rendered."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        self.folder = folder
        self.rendered: list[str] = []
        self.write("mkdocs.yml", SETTINGS)
        self.write("docs/glossary.md", "# Glossary\n")
        self.write("docs/other.md", "# Other\n\n## There\n")
        self.write("docs/page.md", PAGE)
        monkeypatch.setattr(notes, "ROOT", folder)
        monkeypatch.setattr(snippets, "SNIPPETS", folder / "snippets")
        monkeypatch.setattr(kept_runs, "RUNS", folder / ".cache/runs")
        monkeypatch.setattr(listings, "ROOT", folder)
        render = Page.render

        def noted(page: Page, config: MkDocsConfig, files: Files) -> None:
            self.rendered.append(page.file.src_uri)
            render(page, config, files)

        monkeypatch.setattr(Page, "render", noted)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self) -> tuple[Page, dict[str, File]]:
        """The page after a build, and the files that a page made the build add, by path."""
        config = MkDocsConfig(str(self.folder / "mkdocs.yml"))
        extensions = ["attr_list", "toc", "pymdownx.superfences", "pymdownx.inlinehilite"]
        extensions.append("pymdownx.snippets")
        configs = {"pymdownx.snippets": {"base_path": [str(self.folder / "snippets")]}}
        config.load_dict(
            {
                "site_name": "A site",
                "docs_dir": str(self.folder / "docs"),
                "markdown_extensions": extensions,
            }
        )
        assert config.validate() == ([], [])
        config.mdx_configs |= configs
        for hook in (kept_pages, fences, listings, asks):
            hook.on_config(config)
        # As MkDocs 1.6 does with what mkdocs.yml names.
        config.plugins._register_event("page_markdown", kept_pages.on_page_markdown)
        files = get_files(config)
        there = set(files.src_uris)
        kept_pages.on_nav(get_navigation(files, config), config, files)
        file = files.src_uris["page.md"]
        page = file.page
        config._current_page = page
        page.read_source(config)
        config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
        page.render(config, files)
        config.plugins._current_plugin = "fences"  # MkDocs 1.6 notes who made a file
        for hook in (fences, listings):
            hook.on_env(None, config, files)
        return page, {path: file for path, file in files.src_uris.items() if path not in there}


@pytest.fixture
def site(tmp_path, monkeypatch) -> Site:
    return Site(tmp_path, monkeypatch)


def test_a_page_that_is_as_it_was_is_not_rendered_again(site):
    first, _ = site.build()
    later, _ = site.build()
    assert site.rendered == ["page.md"]
    assert later.content == first.content != ""


def test_all_that_mkdocs_puts_into_a_page_is_there_though_it_is_not_rendered(site):
    def told(page: Page) -> dict[str, str]:
        links = {file.src_uri: of_it for file, of_it in page.links_to_anchors.items()}
        return {**vars(page), "toc": str(page.toc), "links_to_anchors": links}

    (first, _), (later, _) = site.build(), site.build()
    assert vars(later).keys() == vars(first).keys()
    for name in ("content", "_title_from_render", "toc", "present_anchor_ids", "links_to_anchors"):
        assert told(later)[name] == told(first)[name]
        assert told(first)[name]
    assert [link.active for link in later.toc] == [link.active for link in first.toc]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/page.md", f"{PAGE}\nOne more sentence.\n"),
        ("docs/glossary.md", "# Glossary\n\n## Below\n"),
        ("docs/new.md", "# New\n"),
        ("mkdocs.yml", f"{SETTINGS}# a line\n"),
    ],
    ids=["the page", "the glossary", "another page", "the settings"],
)
def test_an_edit_renders_a_page_again(site, name, text):
    site.build()
    site.write(name, text)
    site.build()
    assert site.rendered == ["page.md", "page.md"]


@pytest.mark.parametrize("other", ["hooks", "machine"])
def test_another_hook_or_machine_renders_a_page_again(site, monkeypatch, other):
    site.build()
    if other == "hooks":
        monkeypatch.setattr(sources, "made_by", lambda *_: "other hooks")
    else:
        monkeypatch.setattr(kept, "machine", lambda: ["another machine"])
    site.build()
    assert site.rendered == ["page.md", "page.md"]


@pytest.mark.parametrize(
    ("edited", "times"),
    [
        ("draw/output.py", 2),
        ("record/lines.py", 2),
        ("draw/ball.py", 1),
        ("stepper/templates/cards.html", 1),
    ],
)
def test_an_edit_to_what_draws_or_records_renders_those_pages_again_that_ask_for_it(
    site, monkeypatch, tmp_path_factory, edited, times
):
    site.write("snippets/one.py", "print(1)\n")
    site.write("docs/page.md", DRAWS)
    site.build()
    hooks = tmp_path_factory.mktemp("hooks")
    shutil.copytree(sources.HOOKS, hooks, dirs_exist_ok=True)
    (hooks / edited).write_text((hooks / edited).read_text("utf-8") + "\n", "utf-8")
    monkeypatch.setattr(sources, "_AT_FIRST", sources.Sources(hooks))
    sources.made_by.cache_clear()
    site.build()
    sources.made_by.cache_clear()
    assert site.rendered == ["page.md"] * times


@pytest.mark.parametrize("name", ["draw/output.py", "draw/new.py", "page/templates/ask.html"])
def test_a_build_while_serving_says_which_hook_was_edited_and_makes_nothing(
    site, monkeypatch, tmp_path_factory, name
):
    hooks = tmp_path_factory.mktemp("hooks")
    shutil.copytree(sources.HOOKS, hooks, dirs_exist_ok=True)
    monkeypatch.setattr(sources, "_AT_FIRST", sources.Sources(hooks))
    (hooks / name).write_text("edited", "utf-8")
    with pytest.raises(PluginError, match=f"edited in docs/hooks: {name}; begin .* anew"):
        site.build()
    assert site.rendered == []


EMBEDS = """# A page

```text
--8<-- "one.py"
```
"""
SHOWS = """# A page

```python title="one.py"
--8<-- "one.py"
```
"""
VARIES = """# A page

```python title="one.py" like="two.py"
--8<-- "one.py"
```
"""
MEASURES = "# A page\n\nIt prints `#!run one.py n`.\n"
DRAWS = '# A page\n\n```{.run path="one.py" show="output"}\nWhat it prints.\n```\n'


@pytest.mark.parametrize(
    ("page", "edited"),
    [
        (EMBEDS, "snippets/one.py"),
        (SHOWS, "snippets/one.py"),
        (VARIES, "snippets/two.py"),
        (VARIES, "docs/two.md"),
        (MEASURES, "snippets/one.py"),
        (DRAWS, "snippets/one.py"),
    ],
    ids=["embedded", "shown", "varied", "the title of its page", "measured", "drawn"],
)
def test_an_edit_to_what_a_page_is_made_from_shows(site, page, edited):
    alike = "a = 1\nb = 2\nc = a + b\n"
    site.write("snippets/one.py", f'"""One."""\n{alike}n = 1\nprint(n)\n')
    site.write("snippets/two.py", f'"""Two."""\n{alike}n = 2\nprint(n + 1)\n')
    site.write("docs/one.md", "# One\n")
    site.write("docs/two.md", "# Two\n")
    site.write("docs/page.md", page)
    before, _ = site.build()
    same, _ = site.build()
    assert site.rendered == ["page.md"]
    text = {"one.py": "n = 7\nprint(n)\n", "two.py": "n = 1\nprint(n)\n", "two.md": "# Edited\n"}
    site.write(edited, text[Path(edited).name])
    after, _ = site.build()
    assert site.rendered == ["page.md", "page.md"]
    assert after.content != before.content == same.content


ASKS = """# A page

```{.ask path="one.py"}
Is it one?

- `n == 1`: It is.
- `n != 1`: It is not.
```
"""
COMPARES = '# A page\n\n```{.run path="one_wrong.py" show="fingerprint"}\n```\n'


@pytest.mark.parametrize(
    "page",
    [EMBEDS, SHOWS, VARIES, MEASURES, DRAWS, ASKS, COMPARES],
    ids=["embeds", "shows", "varies", "measures", "draws", "asks", "compares"],
)
def test_each_file_that_is_read_for_a_page_is_noted(site, monkeypatch, page):
    for name in ("one.py", "one_wrong.py", "two.py"):
        site.write(f"snippets/{name}", "a = 1\nb = 2\nn = 1\nprint(n)\n")
    site.write("docs/one.md", "# One\n")
    site.write("docs/two.md", "# Two\n")
    site.write("docs/page.md", page)
    opened: set[Path] = set()
    rendering = kept_pages._render
    monkeypatch.setattr(kept_pages, "_render", partial(watched, rendering, site, opened))
    site.build()
    assert opened == {site.folder / name for name in notes.noted(notes.READ)} != set()


def watched(render, site: Site, opened: set[Path], *page) -> None:
    """Render a page, and add to `opened` what of the site's own files is read for it."""

    def spy(read, file, *args, **kwargs):
        path = Path(file) if isinstance(file, str | Path) else Path()
        if path.is_relative_to(site.folder) and ".cache" not in path.parts:
            opened.add(path)
        return read(file, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for module in (io, builtins):
            patch.setattr(module, "open", partial(spy, open))
        render(*page)


def test_an_edit_to_what_a_measured_script_imports_shows(site, monkeypatch):
    monkeypatch.syspath_prepend(site.folder)
    site.write("the_page_s_own.py", "number = 1\n")
    site.write("snippets/one.py", "import the_page_s_own\n\nn = the_page_s_own.number\n")
    site.write("docs/page.md", MEASURES)
    site.build()
    monkeypatch.delitem(sys.modules, "the_page_s_own")
    site.write("the_page_s_own.py", "number = 22\n")
    page, _ = site.build()
    assert '<data value="22"' in page.content


def test_the_files_that_a_page_needs_are_added_though_it_is_not_rendered(site):
    site.write("snippets/one.py", '"""One."""\nn = 1\nprint(n)\n')
    site.write("docs/one.md", "# One\n")
    site.write("docs/page.md", SHOWS)
    (_, first), (_, later) = site.build(), site.build()
    assert site.rendered == ["page.md"]
    assert list(first) == list(later) == ["snippets/one.py"]


def test_what_a_page_needed_that_is_gone_is_not_added(site):
    site.write("snippets/one.py", "n = 1\n")
    with notes.of_page("gone.md"):
        notes.note("shown", "one.py")
    _, added = site.build()
    assert added == {}


def test_mkdocs_warns_of_a_page_in_each_build(site):
    site.write("docs/page.md", "# A page\n\n[Nowhere](no_page.md)\n")
    for _ in range(2):
        with warned() as said:
            site.build()
        assert any("no_page.md" in warning for warning in said.output)


def test_a_page_that_cannot_be_rendered_says_so_in_each_build(site):
    site.write("docs/page.md", "# A page\n\n`#!run no_snippet.py n`\n")
    for _ in range(2):
        with pytest.raises(fences.RunError, match="no snippet"):
            site.build()


def test_a_damaged_page_is_named(site):
    site.build()
    site.write(".cache/pages/page.md.json", "{")
    with pytest.raises(kept.KeptError, match=r"page\.md\.json is damaged .*; delete it"):
        site.build()


def test_templates_are_compiled_once_and_again_by_other_packages(site, monkeypatch):
    site.write("template.html", "{{ 1 + 1 }}")
    config = MkDocsConfig(str(site.folder / "mkdocs.yml"))
    config.load_dict({"site_name": "A site"})

    def compiled() -> set[Path]:
        env = Environment(loader=FileSystemLoader(site.folder))
        kept_pages.on_env(env, config, Files([]))
        assert env.get_template("template.html").render() == "2"
        return set((site.folder / ".cache/templates").iterdir())

    first = compiled()
    assert len(first) == 1
    assert compiled() == first
    monkeypatch.setattr(kept, "machine", lambda: ["other packages"])
    assert len(compiled()) == 2


class AtOnce:
    """Stands for another process: it has done all that it was asked for as soon as it starts."""

    ended = 0

    def __init__(self, target, args: tuple, daemon: bool):
        self._run = partial(target, *args)

    def start(self) -> None:
        self._run()
        AtOnce.ended += 1

    def join(self) -> None:
        assert self._run


@pytest.fixture
def large(site, monkeypatch) -> Site:
    """A site with as many pages as are made by two processes."""
    for number in range(kept_pages._MANY):
        site.write(f"docs/page_{number}.md", f"# Page {number}\n")
    monkeypatch.setattr(kept_pages, "_may_fork", lambda: True)
    context = SimpleNamespace(Process=AtOnce)
    monkeypatch.setattr(kept_pages.multiprocessing, "get_context", lambda method: context)
    monkeypatch.setattr(AtOnce, "ended", 0)
    return site


def test_what_another_process_made_is_not_made_again(large):
    page, _ = large.build()
    assert AtOnce.ended == 1
    assert sorted(large.rendered) == sorted(path.name for path in (large.folder / "docs").iterdir())
    assert 'id="a-page"' in page.content


def test_no_other_process_begins_where_few_pages_have_to_be_made(large):
    large.build()
    large.write("docs/page.md", f"{PAGE}\nOne more sentence.\n")
    large.build()
    assert AtOnce.ended == 1


@pytest.mark.parametrize("kept_runs_of", [[], ["a.json"]], ids=["none", "some"])
def test_what_measures_is_imported_once_for_both_processes_if_nothing_was_measured(
    large, monkeypatch, kept_runs_of
):
    for name in kept_runs_of:
        (large.folder / ".cache/runs").mkdir(parents=True)
        large.write(f".cache/runs/{name}", "{}")
    monkeypatch.setattr(kept_runs, "_ALL", ("page.bends",))
    monkeypatch.delitem(sys.modules, "page.bends", raising=False)
    large.build()
    assert ("page.bends" in sys.modules) is (not kept_runs_of)


def test_mkdocs_warns_once_of_a_page_that_another_process_made(large):
    large.write("docs/page.md", "# A page\n\n[Nowhere](no_page.md)\n")
    with warned() as said:
        large.build()
    assert AtOnce.ended == 1
    (warning,) = said.output
    assert "no_page.md" in warning


def test_what_another_process_could_not_render_the_build_says(large):
    large.write("docs/page.md", "# A page\n\n`#!run no_snippet.py n`\n")
    with pytest.raises(fences.RunError, match="no snippet"):
        large.build()
    assert AtOnce.ended == 1
