"""At an address that a page has no more stands one that leads on, to the heading asked for.

moved.yml says what went where. A browser without scripts gets a list of links.
"""

from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url
from page.added import add_file
from stepper.markup import templates

FILE = "moved.yml"
_TEMPLATES = templates(Path(__file__).with_name("page") / "templates")


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Write such a page for each old address, now that every page's headings are known."""
    path = Path(config.docs_dir) / FILE
    moved = (yaml.safe_load(path.read_text("utf-8")) or {}) if path.is_file() else {}
    for old, places in moved.items():
        ways = {
            heading: get_relative_url(_address(place, files), old)
            for heading, place in places.items()
        }
        if "" not in ways:
            raise PluginError(f'{FILE}: say where the page {old} itself went, as ""')
        html = _TEMPLATES.get_template("moved.html").render(ways=ways)
        add_file(files, config, f"{old}index.html", html)


def _address(place: str, files: Files) -> str:
    """Where a place is in the site; a PluginError if it is not there."""
    source, _, heading = place.partition("#")
    file = files.get_file_from_path(source)
    if file is None or file.page is None:
        raise PluginError(f"{FILE}: no page {source}")
    if heading and heading not in (file.page.present_anchor_ids or ()):
        raise PluginError(f"{FILE}: no heading #{heading} in {source}")
    return f"{file.url}#{heading}" if heading else file.url
