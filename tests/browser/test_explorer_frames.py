"""What a frame costs that a hand asks for in the explorer."""

import pytest
from bench_explorer import DRAG
from browser.explorer_page import settle

pytestmark = [pytest.mark.site, pytest.mark.browser]


def restyled(page, handle: str) -> list[int]:
    """How many elements got their style anew in each frame of a drag."""
    client = page.context.new_cdp_session(page)
    events, done = [], []
    client.on("Tracing.dataCollected", lambda sent: events.extend(sent["value"]))
    client.on("Tracing.tracingComplete", lambda sent: done.append(sent))
    wanted = {"includedCategories": ["devtools.timeline"]}
    client.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": wanted})
    page.evaluate(DRAG, [handle, 30])
    client.send("Tracing.end")
    while not done:
        page.wait_for_timeout(10)
    counted = [event["args"].get("elementCount") for event in events if "args" in event]
    return [count for count in counted if count is not None]


@pytest.mark.parametrize("handle", ["[data-end=place]", "[data-end=sample]"])
def test_a_drag_gives_no_more_than_a_few_elements_their_style_anew(browser, served_site, handle):
    page = browser.new_page()
    page.goto(f"{served_site}explorer/#optimizer=adam&lr=0.05&w=-1&b=3&steps=100")
    page.locator(".explorer.alive").wait_for()
    settle(page)  # what answers a hand is there
    page.evaluate(DRAG, [handle, 30])  # the first begins by what a press opens
    found = restyled(page, handle)
    page.close()
    assert len(found) >= 20
    # Frames at a drag's ends may do more; a page has some four hundred.
    assert sorted(found)[-3] < 30, found
