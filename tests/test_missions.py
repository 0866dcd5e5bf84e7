"""A mission is written in a page as a question is, and says what cannot be one."""

import re

import markdown
import missions
import pytest
from helpers.page_markdown import OnPage
from mkdocs.config.defaults import MkDocsConfig

PENDULUM = """
What does the path do?

- `swings`: It *swings*.
  The sum never fades.
- `arrives`: It rests.
  It would, with `zero_grad`.
"""


@pytest.fixture
def render():
    """Render Markdown as the build does."""
    config = MkDocsConfig()
    extensions = ["attr_list", "pymdownx.superfences", "pymdownx.inlinehilite"]
    config.load_dict({"markdown_extensions": extensions, "mdx_configs": {}})
    missions.on_config(config)

    def of(text: str, options: str = 'title="A pendulum" sets="lr=0.1&steps=9"') -> str:
        fence = f"```{{.mission {options}}}\n{text.strip()}\n```\n"
        extensions = [*config.markdown_extensions, OnPage("explorer/index.md")]
        return markdown.markdown(fence, extensions=extensions, extension_configs=config.mdx_configs)

    return of


def name_of(html: str) -> str:
    (found,) = re.findall(r'id="(mission-\w+)" role', html)
    return found


def test_a_mission_has_its_title_its_question_and_a_reply_to_each_choice(render):
    html = re.sub(r"\s+", " ", render(PENDULUM))
    assert ">A pendulum</div>" in html
    assert ">What does the path do?</div>" in html
    assert '<li data-says="swings"><span class="choice">It <em>swings</em>.</span>' in html
    assert '<span class="reply">The sum never fades.</span>' in html
    assert "<code>zero_grad</code>" in html
    assert html.count("<li ") == 2


def test_a_mission_sets_the_explorer_and_lets_it_wait_at_the_start(render):
    assert 'data-sets="#lr=0.1&amp;steps=9&amp;at=0"' in render(PENDULUM)


def test_a_mission_does_not_say_which_choice_is_right_so_that_its_run_can(render):
    assert "right" not in render(PENDULUM)


def test_what_was_answered_is_kept_for_this_mission_only_while_nothing_of_it_changes(render):
    name = name_of(render(PENDULUM))
    assert name_of(render(PENDULUM)) == name
    assert name_of(render(PENDULUM.replace("rests", "stays"))) != name
    assert name_of(render(PENDULUM, 'title="A pendulum" sets="lr=0.2&steps=9"')) != name


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (PENDULUM, 'title="A pendulum"', r'write title="…" and sets="…"'),
        (PENDULUM, 'title="A" sets="lr=1" path="a.py"', r'write title="…" and sets="…"'),
        (PENDULUM.replace("arrives", "swings"), "", "two choices say the same of the run"),
        ("What does it do?", "", "a question is a text and two choices at least"),
        (PENDULUM.replace("`swings`", "swings"), "", "does not read as"),
    ],
    ids=["no setting", "another option", "twice the same", "no choice", "no name"],
)
def test_what_is_no_mission_stops_the_build_and_says_why(render, text, options, message):
    with pytest.raises(missions.MissionError, match=message):
        render(text, options or 'title="A" sets="lr=1"')
