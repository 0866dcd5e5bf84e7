"""Which of the site's style sheets a browser gets, and what each is made of."""

import re

from helpers.runs import ROOT

_ASSETS = ROOT / "docs/assets"
# What mkdocs.yml names as the sheets of each page; docs/hooks/sheets.py puts them together.
_EVERY_PAGE_S = re.findall(
    r"^  - (assets/\S+\.css)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M
)
_ALL = sorted(path.relative_to(ROOT / "docs").as_posix() for path in _ASSETS.rglob("*.css"))

# By the path in the site, those under docs/.
SERVED = {
    "assets/every_page.css": _EVERY_PAGE_S,
    **{name: [name] for name in _ALL if name not in _EVERY_PAGE_S},
}
