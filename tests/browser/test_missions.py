"""A mission takes what a reader expects, lets the explorer run, and its run decides."""

import itertools
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.explorer_page import missions, readings, set_by, settle
from helpers.html_pages import weight
from page.ask import CHOICE, parts
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SHAPE = "A target of the wrong shape"
PENDULUM = "Without zero_grad"

# What is set otherwise, so that another thing happens.
TWINS = {
    "The learning rate is too large": ("lr=1.2", "lr=0.4"),
    "Without zero_grad": ("zero_grad=never", "zero_grad=right"),
    "zero_grad in the wrong place": ("zero_grad=between", "zero_grad=right"),
    "A target of the wrong shape": ("broadcast=true", "broadcast=false"),
    "Momentum overshoots": ("optimizer=momentum", "optimizer=sgd"),
    "Small batches do not settle": ("batch=5", "batch=100"),
    "One outlier, MSE against L1": ("loss=mse", "loss=l1"),
    "Adam ignores the loss's scale": ("optimizer=adam", "optimizer=sgd"),
    "A penalty moves the lowest point": ("steps=300", "steps=300&weight_decay=0.5"),
    "Weight decay is not in the loss": ("weight_decay=0.5", "weight_decay=0"),
}


def choices(title: str) -> list[tuple[str, str, str]]:
    """Of each choice what the explorer is to say, its text and its reply."""
    return parts(missions()[title].text, CHOICE)[1]


def plain(markdown: str) -> str:
    return re.sub("[`*]", "", markdown)


@pytest.fixture(scope="module")
def does(browser, served_site):
    """What the explorer says of the run of an address, and all that it can say."""
    page = browser.new_page()
    page.goto(f"{served_site}explorer/")

    def of(address: str) -> tuple[str, list[str]]:
        return page.evaluate(
            """async address => {
                const { read } = await import("../assets/explorer/address.js");
                const { SAYS } = await import("../assets/explorer/verdict.js");
                const { outcome } = await import("../assets/missions/outcome.js");
                const facts = JSON.parse(document.querySelector(".explorer script").textContent);
                return [outcome(read(address, facts).settings, facts), Object.keys(SAYS)];
            }""",
            address,
        )

    yield of
    page.close()


def test_there_are_ten_missions_and_each_has_a_twin():
    assert len(missions()) == 10
    assert TWINS.keys() == missions().keys()


@pytest.mark.parametrize("title", missions())
def test_just_one_choice_is_what_the_mission_s_run_does(does, title):
    expected = [says for says, *_ in choices(title)]
    did, names = does(set_by(title))
    assert set(expected) <= set(names)
    assert expected.count(did) == 1


@pytest.mark.parametrize("title", TWINS)
def test_another_setting_makes_another_choice_right_or_none(does, title):
    asked, (was, instead) = set_by(title), TWINS[title]
    assert f"{was}&" in asked
    assert does(asked.replace(was, instead, 1))[0] != does(asked)[0]


@pytest.fixture
def opened(browser, served_site):
    """Open the explorer in a browser of its own; the settings are Playwright's."""
    contexts, errors = [], []

    def of(address: str = "", **settings) -> Page:
        options = {"reduced_motion": "reduce", "viewport": DESK, **settings}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{served_site}explorer/{address}")
        if options.get("java_script_enabled", True):
            settle(page)
            page.locator(".missions").scroll_into_view_if_needed()
            page.locator(".missions ol").wait_for(state="attached")
        return page

    yield of
    for context in contexts:
        context.close()
    assert errors == []


def take(page: Page, title: str):
    """Open a mission from the list."""
    page.get_by_role("button", name=title).click()
    mission = page.locator(".mission:visible")
    expect(mission).to_contain_text(title)
    settle(page)  # its settings come by the page's address, and are drawn a frame later
    return mission


def verdict(page: Page):
    return page.locator(".verdict")


def kept(page: Page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('questions') ?? '{}'"))


@pytest.mark.parametrize("title", missions())
def test_a_mission_says_what_the_sentence_above_the_map_says(opened, title):
    page = opened()
    mission = take(page, title)
    assert readings(page)["step"] == "0"
    mission.get_by_role("button", name="Show me").click()
    right = mission.locator("li.right")
    expect(right).to_have_count(1)
    ((says, text, reply),) = [c for c in choices(title) if c[0] == right.get_attribute("data-says")]
    expect(verdict(page)).to_contain_text("iverged" if says == "diverges" else f"This run {says}:")
    expect(mission.get_by_role("status")).to_contain_text(plain(text))
    expect(mission.get_by_role("status")).to_contain_text(plain(reply))


@pytest.mark.parametrize("hand", ["mouse", "finger", "keyboard"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_mission_is_taken_answered_run_and_left_by_each_hand(opened, hand, size):
    page = opened(viewport=size, has_touch=True)
    press = {
        "mouse": lambda place: place.click(),
        "finger": lambda place: place.tap(),
        "keyboard": lambda place: place.press("Enter"),
    }[hand]
    if size == PHONE:
        press(page.locator(".missions > summary"))
    press(page.get_by_role("button", name=SHAPE))
    mission = page.locator(".mission:visible")
    expect(mission).to_be_focused()
    run = mission.get_by_role("button", name="Run it")
    expect(run).to_be_disabled()
    expect(mission.locator(".reply:visible")).to_have_count(0)
    press(mission.get_by_role("button", name="a falling loss finds the line"))
    expect(run).to_be_enabled()
    expect(mission.get_by_role("status")).to_be_empty()  # it may still be changed
    press(mission.get_by_role("button", name="such shapes do not fit"))
    expect(mission.locator("[aria-pressed=true]")).to_have_text("Nowhere: such shapes do not fit.")
    press(run)
    told = mission.get_by_role("status")
    expect(told).to_contain_text("No. They do not, and torch warns once.")
    expect(told).to_contain_text("To a flat line, which ignores x.")
    expect(verdict(page)).to_contain_text("ignores x")
    expect(verdict(page)).to_be_in_viewport()
    expect(page.locator(".missions > summary")).to_have_text("Missions 1 of 10, 0 right")
    press(page.get_by_role("button", name="Next mission"))
    expect(page.locator(".mission:visible")).to_contain_text("Momentum overshoots")
    expect(page.locator(".mission:visible")).to_be_focused()
    press(page.get_by_role("button", name="All missions"))
    expect(page.get_by_role("button", name="Momentum overshoots")).to_be_focused()
    assert [*kept(page)["answers"].values()] == [[1, False]]


def test_what_is_pressed_stays_under_the_hand_until_it_is_let_go(opened):
    """On a phone the verdict takes two lines; without it all below would move up."""
    page = opened(viewport=PHONE)
    page.locator(".missions > summary").click()
    mission = take(page, SHAPE)
    mission.get_by_role("button", name="such shapes do not fit").click()
    mission.get_by_role("button", name="Run it").click()
    expect(verdict(page)).to_contain_text("ignores x")
    following = page.get_by_role("button", name="Next mission")
    following.hover()
    before = following.bounding_box()
    page.mouse.down()
    page.locator("#x-lr").evaluate(
        "field => { field.focus({ preventScroll: true }); field.blur(); }"
    )
    page.wait_for_timeout(300)
    assert following.bounding_box() == before
    page.mouse.up()
    expect(page.locator(".mission:visible")).to_contain_text("Momentum overshoots")


def test_the_first_answer_counts_and_stays_until_it_is_asked_again(opened):
    page = opened()
    mission = take(page, PENDULUM)
    mission.get_by_role("button", name="It swings like a pendulum").click()
    mission.get_by_role("button", name="Run it").click()
    told = mission.get_by_role("status")
    expect(told).to_contain_text("Right. The sum of all gradients")
    assert [*kept(page)["answers"].values()] == [[2, True]]

    page.reload()
    expect(page.locator(".missions > summary")).to_have_text("Missions 1 of 10, 1 right")
    take(page, PENDULUM)
    expect(told).to_contain_text("Right. The sum of all gradients")
    assert readings(page)["step"] == "0"  # it waits, to be seen again
    mission.get_by_role("button", name="Run it again").click()
    expect(verdict(page)).to_contain_text("This run swings")
    mission.get_by_role("button", name="Ask me again").click()
    expect(told).to_be_empty()
    expect(page.locator(".missions > summary")).to_have_text("Missions")
    assert kept(page)["answers"] == {}


def test_what_a_mission_shows_is_not_told_before_the_run_has_ended(opened):
    page = opened(reduced_motion="no-preference")
    mission = take(page, PENDULUM)
    mission.get_by_role("button", name="It flies apart.").click()
    mission.get_by_role("button", name="Run it").click()
    page.wait_for_function("document.querySelector('[data-name=step]').dataset.value > 20")
    expect(mission.get_by_role("status")).to_be_empty()
    assert kept(page).get("answers", {}) == {}
    page.locator("[data-slides=at]").press("End")
    expect(mission.get_by_role("status")).to_contain_text("It swings like a pendulum")
    assert [*kept(page)["answers"].values()] == [[1, False]]


def test_who_sets_something_else_has_left_the_mission_and_given_no_answer(opened):
    page = opened(reduced_motion="no-preference")
    mission = take(page, PENDULUM)
    mission.get_by_role("button", name="It flies apart.").click()
    mission.get_by_role("button", name="Run it").click()
    page.wait_for_function("document.querySelector('[data-name=step]').dataset.value > 5")
    page.locator(".chip:visible").click()  # puts the mistake right
    page.locator("[data-slides=at]").press("End")
    expect(verdict(page)).to_contain_text("This run")
    expect(mission.get_by_role("status")).to_be_empty()
    assert kept(page).get("answers", {}) == {}


def test_what_is_answered_is_forgotten_by_the_button_that_forgets_all(opened):
    page = opened()
    mission = take(page, SHAPE)
    mission.get_by_role("button", name="Show me").click()
    expect(mission.get_by_role("status")).not_to_be_empty()
    score = page.locator(".score")
    expect(score).to_contain_text("Of these 10 questions: 1 answered, 0 right.")
    score.get_by_role("button", name="Forget my answers").click()
    expect(mission.get_by_role("status")).to_be_empty()
    expect(mission.get_by_role("button", name="Show me")).to_be_visible()
    assert kept(page) == {}


def test_who_does_not_want_to_be_asked_reads_all_and_may_run_it(opened):
    page = opened()
    mission = take(page, SHAPE)
    mission.get_by_role("button", name="Don’t ask me").click()
    expect(mission.locator("li button")).to_have_count(0)
    for _, text, reply in choices(SHAPE):
        expect(mission).to_contain_text(plain(text))
        expect(mission.get_by_text(plain(reply)[:60])).to_be_visible()
    expect(mission.locator("li.right")).to_contain_text("To a flat line")
    mission.get_by_role("button", name="Run it").click()
    expect(verdict(page)).to_contain_text("This run ignores x")
    assert kept(page) == {"silent": True, "answers": {}}
    page.reload()
    take(page, PENDULUM).get_by_role("button", name="Ask me").click()
    expect(mission.locator("li button")).to_have_count(3)


def test_without_scripts_each_mission_stands_open_in_the_text(opened):
    page = opened(java_script_enabled=False)
    expect(page.locator(".mission")).to_have_count(10)
    for title, mission in zip(missions(), page.locator(".mission").all(), strict=True):
        expect(mission).to_be_visible()
        expect(mission).to_contain_text(title)
        for _, text, reply in choices(title):
            expect(mission).to_contain_text(plain(text))
            expect(mission).to_contain_text(plain(reply))
    expect(page.locator(".mission button")).to_have_count(0)


def test_a_mission_stands_beside_the_map_in_one_screen_of_a_desk_with_all_readings(opened):
    page = opened()
    mission = take(page, SHAPE)  # with a mistake, which stands above the map
    mission.get_by_role("button", name="a falling loss finds the line").click()
    mission.get_by_role("button", name="Run it").click()
    expect(mission.get_by_role("status")).not_to_be_empty()
    land, told = page.locator("[data-world=map]").bounding_box(), mission.bounding_box()
    assert land["x"] + land["width"] <= told["x"]
    assert land["y"] - 60 < told["y"] < land["y"] + land["height"]
    for place in [
        verdict(page),
        page.locator("[data-world=map]"),
        mission,
        page.locator(".readings"),
    ]:
        box = place.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= DESK["height"]
    for output in page.locator(".readings output").all():
        expect(output).to_be_in_viewport(ratio=1)


def test_one_screen_of_a_desk_holds_map_missions_samples_losses_and_readings(opened):
    page = opened()
    worlds = [f"[data-world={world}]" for world in ("map", "data", "loss")]
    places = [*worlds, ".missions", ".readings", "[data-act=play]", "#x-lr"]
    boxes = [page.locator(f".explorer {place}").bounding_box() for place in places]
    assert [place for place, box in zip(places, boxes, strict=True) if box["y"] < 0] == []
    low = [
        place for place, box in zip(places, boxes, strict=True) if box["y"] + box["height"] > 800
    ]
    assert low == []


def test_nothing_below_them_is_pushed_down_as_the_missions_come(browser, served_site):
    page = browser.new_page(viewport=DESK, reduced_motion="reduce")
    page.add_init_script(
        "window.shifted = []; new PerformanceObserver(list => list.getEntries().forEach(entry =>"
        " shifted.push(...entry.sources.map(({ node }) => node?.className))))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{served_site}explorer/")
    page.locator(".missions ol button").first.wait_for()
    settle(page)
    shifted = page.evaluate("shifted")
    page.close()
    assert "views" not in shifted


def test_on_a_phone_the_missions_are_one_line_below_the_map_that_opens(opened):
    page = opened(viewport=PHONE, has_touch=True)
    land, line = (
        page.locator("[data-world=map]").bounding_box(),
        page.locator(".missions").bounding_box(),
    )
    assert land["y"] + land["height"] <= line["y"] < land["y"] + land["height"] + 40
    assert 44 <= line["height"] <= 60
    page.locator(".missions > summary").tap()
    expect(page.get_by_role("button", name=PENDULUM)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_any_state_of_a_mission(opened, size, scheme):
    page = opened(viewport=size, color_scheme=scheme)
    page.locator(".missions").evaluate("panel => { panel.open = true; }")
    steps = itertools.chain(
        [lambda: None, lambda: take(page, SHAPE)],
        [
            lambda name=name: page.get_by_role("button", name=name, exact=False).first.click()
            for name in ["a falling loss", "Run it", "Ask me again", "Don’t ask me"]
        ],
    )
    for step in steps:
        step()
        settle(page)
        found = Axe().run(page, context={"include": [".missions"]}).response
        said = [f for f in found["violations"] + found["incomplete"]]
        assert [(f["id"], node["html"][:90]) for f in said for node in f["nodes"]] == []


def test_scripts_of_the_missions_weigh_at_most_10_kb(site):
    names = ["missions/missions.js", "missions/mission.js", "missions/outcome.js"]
    asking = ["ask/choice.js", "ask/memory.js", "ask/score.js"]
    assert {path.name for path in (site / "assets/missions").glob("*.js")} == {
        name.rpartition("/")[2] for name in names
    }
    assert weight(site / "assets" / name for name in names + asking) < 10 * 1024


def test_missions_are_not_loaded_before_they_come_into_view(browser, served_site):
    page = browser.new_page(viewport={"width": 390, "height": 500})
    page.goto(f"{served_site}explorer/")
    settle(page)
    page.wait_for_load_state("networkidle")
    loaded = "performance.getEntriesByType('resource').map(({ name }) => name).join(' ')"
    assert "missions.js" not in page.evaluate(loaded)
    page.locator(".missions").scroll_into_view_if_needed()
    page.locator(".missions ol").wait_for(state="attached")
    assert "missions.js" in page.evaluate(loaded)
    page.close()
