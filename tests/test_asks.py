"""A question waits, its right answer is the run's, and each page that teaches asks one."""

import json
import re
import textwrap
from html import unescape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import asks
import fences
import listings
import markdown
import pytest
from helpers.gallery import cases
from helpers.html_pages import html_of
from helpers.page_markdown import OnPage
from helpers.runs import ROOT, run
from helpers.sources import all_fences
from mkdocs.config.defaults import MkDocsConfig
from page import kept_runs
from page.veil import VeilError
from test_prose import LESSONS

EXTENSIONS = ["attr_list", "pymdownx.superfences", "pymdownx.inlinehilite"]
MSE = "losses/mse/halves_the_error.py"

DRAWN = """
    import torch
    torch.manual_seed({seed})
    tails = torch.rand(1) < 0.5
    print("tails" if tails else "heads")
"""
COIN = """
    Which side is up?

    - `tails`: Tails.
      It was drawn.
    - `not tails`: Heads.
      It was drawn, too.
"""


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Render Markdown as the build does, with snippets of the test's own beside the site's."""
    config = MkDocsConfig()
    config.load_dict({"markdown_extensions": EXTENSIONS, "mdx_configs": {}})
    for hook in (fences, listings, asks):
        hook.on_config(config)
    monkeypatch.setattr(kept_runs, "RUNS", tmp_path / "runs")

    def of(text: str, **snippets: str) -> str:
        if snippets:
            monkeypatch.setattr(kept_runs.snippets, "SNIPPETS", tmp_path)
        for name, source in snippets.items():
            (tmp_path / f"{name}.py").write_text(textwrap.dedent(source), "utf-8")
        extensions = [*config.markdown_extensions, OnPage("losses/mse.md")]
        return markdown.markdown(text, extensions=extensions, extension_configs=config.mdx_configs)

    return of


def ask(text: str, options: str = 'path="coin.py"') -> str:
    return f"```{{.ask {options}}}\n{textwrap.dedent(text).strip()}\n```\n"


def right(html: str) -> str:
    (found,) = re.findall(r'<li class="right"[^>]*><span class="choice">(.*?)</span>', html)
    return found


def held_back(html: str) -> tuple[str, str]:
    """The text of the veils of whole parts, and of what a veil leaves of a script's results."""
    named = html.replace(' data-search-exclude=""', "").replace(" data-search-exclude", "")
    root = ElementTree.fromstring(f"<div>{named}</div>")
    whole = "".join("".join(e.itertext()) for e in root.findall("div[@class='veil']"))
    scripts = root.findall("div[@class='veil of-results']")
    return whole, "".join("".join(e.itertext()) for e in scripts)


def test_the_run_decides_which_choice_is_right_so_that_another_seed_changes_it(render):
    said = {seed: right(render(ask(COIN), coin=DRAWN.format(seed=seed))) for seed in (0, 1, 2, 3)}
    assert set(said.values()) == {"Tails.", "Heads."}


@pytest.mark.parametrize(
    ("decides", "said"),
    [
        ("weight.grad[0] < 0 and weight.grad[-1] < 0", "Yes."),
        ("loss[1] == loss[0] / 4", "Yes."),
        ("weight[0] > 0 or abs(weight[4] - 2) > abs(weight[3] - 2)", "No."),
        ("len(printed) == 4 and 'loss 10.000' in printed[0]", "Yes."),
        ("y[1] != 4 or weight.grad[1] == weight.grad[0]", "No."),
        ("row('loss 2.500') == [-5, 1.5] and row('loss 0.156 gradient')[1] < 1.9", "Yes."),
    ],
)
def test_an_expression_names_what_a_sentence_may_name_and_what_was_printed(render, decides, said):
    text = f"Is it so?\n\n- `{decides}`: Yes.\n- `not ({decides})`: No."
    assert right(render(ask(text, f'path="{MSE}"'))) == said


def test_a_guess_is_near_what_was_measured_or_below_or_above_it(render):
    text = "How large is n?\n\n- below: Low.\n- near: Near.\n- above: High."
    slider = 'path="n.py" estimate="n / 4" from="0" to="9" step="0.5" within="1" unit=" s"'
    html = render(ask(text, slider), n="n = 20\n")
    choices = re.findall(r'<span class="choice">(.*?)</span> <span class="reply">(.*?)<', html)
    assert choices == [
        ("less than 4.0 s", "Low."),
        ("4.0 to 6.0 s", "Near."),
        ("more than 6.0 s", "High."),
    ]
    assert "It was 5.0 s." in html
    assert right(html) == "4.0 to 6.0 s"


WALK = """
    import torch
    from torch import optim
    torch.manual_seed({seed})
    leads = float(torch.randint(2, (1,)))
    w = torch.tensor([1.0], requires_grad=True)
    optimizer = optim.SGD([w], lr=0.2)
    for step in range(40):
        loss = (w - 2 * leads).square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
REST = "Draw.\n\n- rises: A.\n- falls to 0: B.\n- falls on: C."


def told(html: str) -> dict:
    (found,) = re.findall(r'class="curve" data-told="(.*?)"', html)
    return json.loads(unescape(found))


def path(html: str, line: str) -> list[list[float]]:
    (found,) = re.findall(rf'class="{line}" d="M(.*?)"', html)
    return [[float(number) for number in place.split()] for place in found.split("L")]


def test_the_run_decides_which_drawn_curve_is_right_so_that_another_seed_changes_it(render):
    options = 'path="walk.py" draw="w" shown="3"'
    for seed, says in {0: "falls to 0", 1: "rises", 2: "falls to 0", 5: "rises"}.items():
        html = render(ask(REST, options), walk=WALK.format(seed=seed))
        assert right(html) == f"It {says}."
        assert f'<div class="was">It {says}: from ' in html


def test_the_curve_that_waits_is_the_recorded_one_and_begins_where_it_is_shown_last(render):
    name = "training_loop/never_zero_grad_wrong.py"
    text = "Draw.\n\n- swings up and down: A.\n- rises: B."
    html = render(ask(text, f'path="{name}" draw="loss" shown="12"'))
    losses = [step.loss for step in run(name).steps]
    seen = told(html)
    shown, recorded = path(html, "shown"), path(html, "recorded")
    assert (len(shown), len(recorded)) == (12, len(losses) - 11)
    assert shown[-1] == recorded[0]
    for (x, y), (step, loss) in zip([*shown, *recorded[1:]], enumerate(losses), strict=True):
        assert x == pytest.approx(306 * step / (len(losses) - 1), abs=0.06)
        assert y == pytest.approx(156 * (1 - loss / seen["top"]), abs=0.06)
    assert (seen["start"], seen["end"]) == (losses[11], losses[-1])
    assert (seen["points"][-1], len(seen["points"])) == (len(losses) - 1, 16)


def test_how_high_a_picture_is_follows_from_what_is_shown_alone(render):
    names = ["optimizers/learning_rate/above_the_limit_wrong.py", "linear_regression.py"]
    text = "Draw.\n\n- falls, then rises: A.\n- falls to 0: B."
    fences = [ask(text, f'path="{name}" draw="loss" shown="1"') for name in names]
    losses = [[step.loss for step in run(name).steps] for name in names]
    assert losses[0][0] == losses[1][0]  # one start, and two ends
    assert max(losses[0]) > 5 * max(losses[1])
    assert [told(render(fence))["top"] for fence in fences] == [5, 5]
    assert 2 * losses[0][0] <= 5


def test_a_second_curve_is_shown_whole_and_named(render):
    name = "training_loop/when_to_stop/held_out.py"
    text = "Draw.\n\n- falls, then rises: A.\n- rises: B."
    html = render(ask(text, f'path="{name}" draw="held_out" shown="4" beside="loss"'))
    assert len(path(html, "beside")) == len(run(name).steps)
    assert re.findall(r'<span class="line-\w+">(.*?)</span>', html) == [
        "held-out loss",
        "training loss",
        "yours",
    ]


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (REST, 'draw="w" shown="3"', "w stays where it is: give it a reply"),
        (REST, 'draw="w"', 'write shown="…", from 1 to 40 values of w'),
        (REST, 'draw="w" shown="41"', 'write shown="…", from 1 to 40 values of w'),
        (REST, 'draw="v" shown="3"', "no curve of v; it has ['loss', 'w', 'w.grad']"),
        (REST, 'draw="held_out" shown="3"', "gives `held_out` a value in 0 epochs"),
        (REST, 'draw="w.grad" shown="3"', "w.grad leads below 0"),
        (
            "Draw.\n\n- falls: A.\n- rises: B.",
            'draw="w" shown="3"',
            "`- falls: A.` does not read as",
        ),
        (
            "Draw.\n\n- stays where it is: A.\n- stays where it is: B.",
            'draw="w" shown="3"',
            "and no other two",
        ),
        (REST, 'draw="w" shown="3" estimate="1"', 'write draw="…" for a curve, with no other'),
        (REST, 'shown="3"', 'write draw="…" for a curve'),
    ],
)
def test_a_curve_that_cannot_be_drawn_stops_the_build_with_page_fence_and_fix(
    render, text, options, said
):
    still = WALK.format(seed=0).replace("w - 2 * leads", "w - 1.05")
    with pytest.raises(asks.AskError) as refused:
        render(ask(text, f'path="still.py" {options}'), still=still)
    assert said in str(refused.value)
    assert str(refused.value).startswith('docs/losses/mse.md, fence {.ask path="still.py"')


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("Q?\n\n- `True`: A.\n- `1 < 2`: B.", "", "decides for `True` and `1 < 2`; one choice"),
        ("Q?\n\n- `False`: A.\n- `1 > 2`: B.", "", "decides for none; one choice"),
        ("Q?\n\n- `weight[0]`: A.\n- `False`: B.", "", "is 0.0: neither true nor false"),
        ("Q?\n\n- `lost[0] > 1`: A.\n- `False`: B.", "", "NameError: name 'lost'"),
        ("Q?\n\n- `weight >`: A.\n- `False`: B.", "", "`weight >` is no expression"),
        ("Q?\n\n- `optimizer`: A.\n- `False`: B.", "", "neither true nor false nor a number"),
        ("Q?\n\n- A.\n- `False`: B.", "", "`- A.` does not read as - `expression`: choice"),
        ("Q?\n\n- `True`: A.\nB", "", "`B` is indented if"),
        ("Q?\n\n- `True`: A.", "", "two choices at least"),
        ("Q?\n\n- `True`: [A](b.md).\n- `False`: B.", "", "put it in the text"),
        ("Q?\n\n- `True`: + 1.\n- `False`: B.", "", "`+ 1.` begins as a list does"),
        ("Q?\n\n- `True`: A.\n- `False`: B.", ' veils="1"', 'write path="…", and of'),
        ("Q?\n\n- `True`: A.\n- `False`: B.", ' estimate="1"', 'a guess is estimate="…" from='),
        (
            "Q?\n\n- below: A.\n- above: B.",
            ' estimate="1" from="0" to="2" step="1" within="1"',
            "a guess has three replies",
        ),
        (
            "Q?\n\n- below: A.\n- near: B.\n- above: C.",
            ' estimate="3" from="0" to="2" step="1" within="1"',
            "3 is 3, where the slider does not lead",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_stops_the_build_with_page_fence_and_fix(
    render, text, options, said
):
    with pytest.raises(asks.AskError) as refused:
        render(ask(text, f'path="{MSE}"{options}'))
    assert said in str(refused.value)
    assert str(refused.value).startswith('docs/losses/mse.md, fence {.ask path="losses/mse')


FOLLOWS = """
Open before.

{}

```{{.run path="coin.py" show="output"}}
Look here.
```

The answer.

- and its reasons

```python
print("code")
#> result
```

A word on it.

## A heading

Open after.
"""


def test_what_stands_up_to_the_next_heading_is_held_back_but_for_code(render):
    html = render(FOLLOWS.format(ask(COIN)), coin=DRAWN.format(seed=0))
    whole, scripts = held_back(html)
    assert all(said in whole for said in ("The answer.", "and its reasons", "A word on it."))
    assert "Open" not in whole + scripts
    assert "result" in scripts


def test_what_is_held_back_ends_where_the_question_says(render):
    asked = ask(COIN, 'path="coin.py" until="A word"')
    whole, _ = held_back(render(FOLLOWS.format(asked), coin=DRAWN.format(seed=0)))
    assert "and its reasons" in whole
    assert "A word on it." not in whole


def test_a_question_that_ends_at_nothing_stops_the_build(render):
    asked = ask(COIN, 'path="coin.py" until="No such words"')
    with pytest.raises(VeilError, match=r'docs/losses/mse.md: nothing below .* "No such words"'):
        render(FOLLOWS.format(asked), coin=DRAWN.format(seed=0))


# --- What the pages ask

ASKED = [fence for fence in all_fences() if fence.language == "ask"]


def _id(fence) -> str:
    return f"{fence.page.relative_to(ROOT)}:{fence.line}"


@pytest.mark.site
def test_each_question_of_the_site_has_one_right_answer_and_a_reply_to_each_choice(site, subtests):
    # The build has asked the runs: just one choice may be true, or it stops.
    for page, fences_of in groupby(ASKED, key=lambda fence: fence.page):
        source = page.relative_to(ROOT / "docs").as_posix()
        html = (site / html_of(source)).read_text("utf-8")
        found = re.findall(r'<div class="ask".*?</ul>', html, re.DOTALL)
        with subtests.test(page=source):
            assert len(found) == len(list(fences_of))
            for question in found:
                replies = re.findall(r'<span class="reply">(.*?)</span></li>', question, re.DOTALL)
                assert len(re.findall(r'<li class="right"[^>]*>', question)) == 1
                assert [reply for reply in replies if len(reply) < 20] == []
                assert len(replies) >= 2


# A reader comes to the chapter that begins with what goes wrong with a question of their own.
TEACHING = [name for name in LESSONS if not name.startswith("docs/not_learning/")]


@pytest.mark.parametrize("page", ["docs/index.md", *TEACHING])
def test_each_page_that_teaches_asks_a_question(page):
    assert [fence for fence in ASKED if fence.page == ROOT / page]


def test_the_rest_of_a_curve_is_drawn_on_five_pages():
    drawn = {fence.page for fence in ASKED if "draw" in fence.options}
    assert len(drawn) >= 5


# Those whose cases stand one below the other; who looks one up comes to its heading.
FAMILIES = sorted({f"docs/{Path(case.wrong).parent}.md" for case in cases()})


@pytest.mark.parametrize("page", FAMILIES)
def test_a_family_of_the_gallery_begins_with_a_question_that_holds_back_no_case(page):
    text = (ROOT / page).read_text("utf-8")
    first = next(fence for fence in all_fences() if fence.page == ROOT / page)
    assert len(FAMILIES) == 10
    assert first.language == "ask"
    assert first.options["path"].endswith("_wrong.py")
    behind = text[text.index("```{.ask") :].split("\n```\n", 1)[1]
    assert behind.lstrip().startswith("## ")


CHAPTERS = [
    "custom_loss.md",
    "losses/landscape.md",
    "gradients/no_grad.md",
    "optimizers/param_groups.md",
    "training_loop/when_to_stop.md",
]


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_ends_with_three_questions_and_their_score(page):
    text = (ROOT / "docs" / page).read_text("utf-8")
    end = text[text.rindex("\n## Three questions on ") : text.rindex("\n## In short")]
    assert end.count("```{.ask") == 3
    assert end.rstrip().endswith('<div class="score"></div>')


# What stands above a question and is of its run, but does not show what it asks for.
HARMLESS = {("docs/losses/mse.md", "squares")}  # areas at two weights, and no loss


@pytest.mark.parametrize("fence", ASKED, ids=_id)
def test_nothing_that_the_questions_run_shows_stands_above_it(fence):
    text = fence.page.read_text("utf-8").splitlines()
    if any(line.startswith("## Three questions") for line in text[: fence.line]):
        return  # at a chapter's end what was read is asked for
    page = str(fence.page.relative_to(ROOT))
    snippet = fence.options["path"]
    above = [other for other in all_fences() if other.page == fence.page]
    above = [other for other in above if other.line < fence.line and other.language != "ask"]
    shown = [o for o in above if snippet in (o.options.get("path"), o.options.get("title"))]
    assert [o.info for o in shown if (page, o.options.get("show")) not in HARMLESS] == []
