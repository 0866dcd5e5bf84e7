"""A page leads to where it is edited, if the build was told where that is."""

import re

import pytest
from helpers.html_pages import html_of
from helpers.site_copy import build, copy_site

pytestmark = pytest.mark.site

REPOSITORY = "https://example.org/some/site"


def edited_at(site, page: str) -> list[str]:
    html = (site / html_of(page)).read_text("utf-8")
    return re.findall(r'<a href="([^"]*)" title="Edit this page"', html)


def test_a_fork_s_page_leads_to_its_own_source(tmp_path):
    env = {"REPO_URL": REPOSITORY, "EDIT_URI": "edit/main/docs/"}
    done = build(copy_site(tmp_path, whole=[]), env=env)
    assert done.returncode == 0, done.log
    at = f"{REPOSITORY}/edit/main/docs"
    assert edited_at(done.site, "losses/mse.md") == [f"{at}/losses/mse.md"]


def test_where_nobody_said_where_the_source_is_no_link_promises_it(site):
    assert edited_at(site, "losses/mse.md") == []
