"""A file of the site is written only if it becomes another, and what is built is as it ever was."""

from pathlib import Path

import pytest
from helpers.runs import ROOT
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import File

SETTINGS = f"""site_name: A site
theme: {{ name: null, custom_dir: theme }}
plugins: []
hooks: ["{ROOT / "docs/hooks/written.py"}"]
"""


class Site:
    """A small site that one process builds again and again."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.write("mkdocs.yml", SETTINGS)
        self.write("theme/main.html", "{{ page.content }}")
        for name in ("index", "one", "folder/two"):
            self.write(f"docs/{name}.md", f"# {name.title()}\n\nSome words.\n")
        self.write("docs/folder/sheet.css", "a {}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self, into: str = "site") -> dict[str, bytes]:
        """Build, and say what is in the site then; not what has a date in it."""
        settings = str(self.folder / "mkdocs.yml")
        config = load_config(settings, site_dir=str(self.folder / into))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        return {
            path.relative_to(self.folder / into).as_posix(): path.read_bytes()
            for path in (self.folder / into).rglob("*.*")
            if path.is_file() and path.name != "sitemap.xml.gz"
        }

    def times(self) -> dict[str, int]:
        """When each file of the site was written."""
        return {
            path.relative_to(self.folder / "site").as_posix(): path.stat().st_mtime_ns
            for path in (self.folder / "site").rglob("*.*")
        }


@pytest.fixture
def site(tmp_path, monkeypatch) -> Site:
    for thing, name in [(utils, "clean_directory"), (utils, "write_file"), (File, "copy_file")]:
        monkeypatch.setattr(thing, name, getattr(thing, name))  # so that it is put back
    return Site(tmp_path)


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


def test_a_site_in_which_nothing_changed_is_not_written_again(site):
    first = site.build()
    before = site.times()
    assert site.build() == first
    assert changed(before, site.times()) == {"sitemap.xml.gz"}


def test_what_was_edited_is_written(site):
    site.build()
    before = site.times()
    site.write("docs/folder/sheet.css", "b {}")
    site.write("docs/index.md", "# Index\n\nOther words.\n")
    after = site.build()
    assert changed(before, site.times()) == {"index.html", "folder/sheet.css", "sitemap.xml.gz"}
    assert after["folder/sheet.css"] == b"b {}"
    assert b"Other words." in after["index.html"]


def test_what_is_gone_from_the_pages_is_gone_from_the_site_with_its_folder(site):
    site.build()
    site.build()
    for name in ("two.md", "sheet.css"):
        (site.folder / "docs/folder" / name).unlink()
    assert site.build() == site.build(into="made_anew")
    assert not (site.folder / "site/folder").exists()


def test_what_a_build_left_that_failed_is_not_in_the_next(site):
    site.build()
    site.write("docs/three.md", "# Three\n")
    site.write("hook.py", "def on_post_build(config):\n    raise SystemExit")
    site.write("mkdocs.yml", SETTINGS.replace('.py"]', '.py", hook.py]'))
    with pytest.raises(SystemExit):
        site.build()
    assert (site.folder / "site/three/index.html").is_file()
    (site.folder / "docs/three.md").unlink()
    site.write("mkdocs.yml", SETTINGS)
    assert site.build() == site.build(into="made_anew")


def test_what_is_hidden_in_the_site_s_folder_is_left_alone(site):
    site.write("site/.git/head", "mine")
    site.write("site/.nojekyll", "")
    site.write("site/left/over.html", "of another build")
    site.build()
    assert (site.folder / "site/.git/head").read_text("utf-8") == "mine"
    assert (site.folder / "site/.nojekyll").is_file()
    assert not (site.folder / "site/left").exists()


def test_a_link_in_the_site_s_folder_is_replaced_and_what_it_leads_to_stays(site):
    site.write("elsewhere.html", "mine")
    (site.folder / "site").mkdir()
    for name in ("index.html", "gone.html"):
        (site.folder / "site" / name).symlink_to(site.folder / "elsewhere.html")
    site.build()
    assert (site.folder / "elsewhere.html").read_text("utf-8") == "mine"
    assert not (site.folder / "site/index.html").is_symlink()
    assert not (site.folder / "site/gone.html").is_symlink()
