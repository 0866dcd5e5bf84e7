"""Where a case of the gallery stands on its page."""

import re

from markdown.extensions.toc import slugify

from helpers.gallery import Case
from helpers.runs import ROOT


def place(case: Case) -> str:
    """As a link from another page of the gallery would name it."""
    family, _, _ = case.name.partition("/")
    text = (ROOT / f"docs/not_learning/{family}.md").read_text("utf-8")
    above, _, _ = text.partition(f'title="{case.wrong}"')
    heading = re.findall(r"^#+ (.+)$", above, re.MULTILINE)[-1]
    return f"{family}.md#{slugify(heading.replace('`', ''), '-')}"
