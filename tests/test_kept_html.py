"""While the site is served, a page that stays as it is is not put into the theme again."""

from pathlib import Path

import jinja2
import pytest
from helpers.runs import ROOT
from mkdocs.commands.build import build
from mkdocs.config import load_config

SETTINGS = f"""site_name: A site
site_url: !ENV [PLANTED_URL, "http://127.0.0.1/"]
repo_url: !ENV [PLANTED_REPO, ""]
edit_uri: !ENV [PLANTED_EDIT, ""]
theme: {{ name: null, custom_dir: theme }}
plugins: []
hooks: ["{ROOT / "docs/hooks/kept_html.py"}"]
nav: [one.md, two.md, three.md]
"""
# What Material's templates use, in a page.
TEMPLATE = """{% include "parts/part.html" %}
{{ config.site_name }} {{ config.repo_url }}
{% for item in nav %}{{ item.title }} {{ item.url }} {{ item.meta.status }}{% endfor %}
{{ page.title }} {{ page.url }} {{ page.canonical_url }} {{ page.edit_url }} {{ page.meta }}
{{ page.next_page.title }} {{ page.previous_page.title }}
{{ page.toc }} {{ page.content }}
"""


class Site:
    """A small site that one process builds again and again.

    `filled` names the pages for which the last build filled a template.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        self._folder = folder
        self.filled: list[str] = []
        self.write("mkdocs.yml", SETTINGS)
        self.write("theme/main.html", TEMPLATE)
        self.write("theme/parts/part.html", "A part.")
        for name in ("one", "two", "three"):
            self.write(f"docs/{name}.md", f"# {name.title()}\n\nSome words.\n")
        render = jinja2.Template.render

        def noted(template: jinja2.Template, *context: dict) -> str:
            if page := context[0]["page"]:
                self.filled.append(page.file.src_uri)
            return render(template, *context)

        monkeypatch.setattr(jinja2.Template, "render", noted)

    def write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self) -> list[str]:
        """Build, and say what pages are then."""
        self.filled.clear()
        build(load_config(str(self._folder / "mkdocs.yml")))
        return [path.read_text("utf-8") for path in sorted((self._folder / "site").rglob("*.html"))]


@pytest.fixture
def site(tmp_path, monkeypatch) -> Site:
    return Site(tmp_path, monkeypatch)


PAGES = ["one.md", "three.md", "two.md"]  # as MkDocs builds them


def test_a_site_in_which_nothing_changed_fills_no_template_and_is_the_same(site):
    first = site.build()
    assert site.filled == PAGES
    assert site.build() == first
    assert site.filled == []


def test_an_edit_to_a_page_s_words_fills_its_template_alone(site):
    site.build()
    site.write("docs/two.md", "# Two\n\nOther words.\n")
    assert "Other words." in "".join(site.build())
    assert site.filled == ["two.md"]


@pytest.mark.parametrize(
    ("name", "text", "shows"),
    [
        ("docs/two.md", "# Another title\n\nSome words.\n", "Another title"),
        ("docs/two.md", "---\nstatus: new\n---\n\n# Two\n\nSome words.\n", "new"),
        ("theme/main.html", TEMPLATE + "An edit.", "An edit."),
        ("theme/parts/part.html", "Another part.", "Another part."),
        ("mkdocs.yml", SETTINGS.replace("A site", "Another name"), "Another name"),
        ("mkdocs.yml", SETTINGS.replace("two.md, three.md", "three.md, two.md"), "Three"),
    ],
    ids=["title", "front matter", "template", "part of one", "settings", "menu"],
)
def test_an_edit_to_what_pages_share_shows_on_each(site, name, text, shows):
    before = site.build()
    site.write(name, text)
    after = site.build()
    assert site.filled == PAGES
    assert all(shows in page for page in after)
    assert not set(before) & set(after)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLANTED_URL", "http://elsewhere/"),
        ("PLANTED_REPO", "http://a.repository/"),
        ("PLANTED_EDIT", "http://edit/"),
    ],
)
def test_what_the_environment_sets_shows_on_each_page(site, monkeypatch, name, value):
    site.build()
    monkeypatch.setenv(name, value)
    assert all(value in page for page in site.build())
