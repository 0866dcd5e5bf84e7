"""The search box: what is typed leads to the section that answers it, by mouse, finger and keys."""

import posixpath
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.serving import Quiet, served
from helpers.html_pages import html_of
from helpers.questions import questions
from helpers.runs import ROOT
from not_learning.test_index import MESSAGES
from page.asked import read_asked
from page.sections import Section
from page.word_lists import packed
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

CLIP = "training_loop/#clip-gradients-between-backward-and-step"
BCE = "losses/cross_entropy/#binary-classification-one-logit-bcewithlogitsloss"

_TABLE = (ROOT / "docs/not_learning/index.md").read_text("utf-8")
_FIND = """async (queries) => {
  const { finder } = await import("./assets/search/find.js");
  const { spelled } = await import("./assets/search/spelled.js");
  const find = await finder(spelled(await (await fetch("./search/sections.json")).json()));
  return queries.map((query) => find(query).slice(0, 10).map(({ at }) => at));
}"""


@pytest.fixture(scope="module")
def home(browser, served_site):
    """A page at which the search's modules can be imported."""
    page = browser.new_page()
    page.goto(served_site)
    yield page
    page.close()


@pytest.fixture(scope="module")
def found(home):
    """What the search finds for each of some queries: addresses, the best first."""
    return lambda queries: home.evaluate(_FIND, list(queries))


def missed(asked, found) -> list[str]:
    """Those questions that none of the first two results answers."""
    results = found(question.words for question in asked)
    return [
        f"{question.words}: {first[:2]}"
        for question, first in zip(asked, results, strict=True)
        if not question.answers & set(first[:2])
    ]


def test_of_20_questions_19_lead_to_their_section_among_the_first_two(found):
    asked = questions("phrasings")
    lost = missed(asked, found)
    assert len(lost) <= len(asked) / 20, lost


def test_of_3_questions_looked_up_after_the_phrases_2_lead_to_their_section(found):
    asked = questions("unseen")
    assert asked
    # How many, and not which: who reads them makes phrases for them.
    assert len(missed(asked, found)) <= len(asked) / 3


def test_each_question_s_sections_are_there(site):
    asked = questions("phrasings") + questions("unseen") + questions("held_back")
    index = (site / "search/sections.json").read_text("utf-8")
    places = {at for question in asked for at in question.answers}
    assert [at for at in places if f'"at":"{at}"' not in index] == []


def said(message: str) -> str:
    """What torch prints, with whatever stands around the words that the table has of it."""
    try:
        MESSAGES[message]()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    raise AssertionError(f"torch did not say: {message}")


def named(message: str) -> set[str]:
    """The sections that the table names for a message."""
    (row,) = re.findall(rf"^\| `{re.escape(message)}`.*$", _TABLE, re.MULTILINE)
    return {address(link) for link in re.findall(r"\]\(([^)]+)\)", row)}


def address(link: str) -> str:
    source, _, heading = posixpath.normpath(f"not_learning/{link}").partition("#")
    return f"{html_of(source).removesuffix('index.html')}#{heading}"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_as_torch_prints_it_leads_to_the_section_that_the_table_names(found, message):
    (first,) = found([said(message)])
    assert first[0] in named(message)


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("clip_grad_norm_", CLIP),
        (
            "torch.nn.utils.clip_grad_norm_(",
            "training_loop/#clip-gradients-between-backward-and-step",
        ),
        (
            "BCEWithLogitsLoss",
            "losses/cross_entropy/#binary-classification-one-logit-bcewithlogitsloss",
        ),
        (
            "bcewithlogitsloss",
            "losses/cross_entropy/#binary-classification-one-logit-bcewithlogitsloss",
        ),
        ("clip grad norm", CLIP),
        ("bce with logits", BCE),
        ("manual_seed", "training_loop/when_to_stop/#same-seed-other-result"),
        ("set_detect_anomaly", "not_learning/#detect_anomaly-names-the-line"),
        ("weight_decay", "optimizers/adam/#weight-decay-adamw"),
        ("retain_graph=True", "gradients/backward/#retain_graphtrue-hides-that-the-loss-is-old"),
    ],
)
def test_a_name_is_found_within_brackets_in_small_letters_or_by_its_parts(found, query, at):
    (first,) = found([query])
    assert at in first[:2]


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("adam", "optimizers/adam/"),
        ("Learning rate", "optimizers/learning_rate/"),
        ("lr", "optimizers/learning_rate/"),
        ("what is a gradient?", "gradients/"),
        ("momentum", "optimizers/momentum/"),
        ("crossentropy", "losses/cross_entropy/"),
        ("How should I understand the cross entropy loss function?", "losses/cross_entropy/"),
        ("explain the learning rate", "optimizers/learning_rate/"),
    ],
)
def test_who_types_the_title_of_a_page_finds_it_first(found, query, at):
    (first,) = found([query])
    assert first[0] == at


@pytest.mark.parametrize(
    ("query", "at"),
    [
        (
            "all weights become 0",
            "not_learning/numbers/#the-weights-go-to-0-and-the-loss-stops-far-above-0-weight-decay",
        ),
        (
            "features not normalised",
            "not_learning/numbers/#nan-after-some-steps-features-of-very-different-size",
        ),
        (
            "train acc > 1.0",
            "not_learning/only_looks_bad/"
            "#the-accuracy-is-above-1-or-at-chance-with-a-loss-near-0-n-1-n",
        ),
    ],
)
def test_a_0_a_1_and_another_word_for_scaling_lead_to_their_case(found, query, at):
    (first,) = found([query])
    assert at in first[:2]


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("overfitting", "overfiting"),
        ("gradient accumulation", "gradiant acumulation"),
        ("scheduler order", "schedulers ordering"),
        ("the weights do not update", "weight never updates"),
        ("freeze a layer", "freezing layers"),
    ],
)
def test_a_slip_or_another_ending_finds_the_same_first_place(found, query, other):
    right, slipped = found([query, other])
    assert slipped[0] == right[0]


def test_who_types_a_phrase_of_questions_md_finds_its_section_among_the_first_two(found):
    pairs = [(phrase, asked) for asked in read_asked(ROOT / "docs") for phrase in asked.phrases]
    results = found(phrase for phrase, _ in pairs)
    lost = [
        phrase
        for (phrase, asked), first in zip(pairs, results, strict=True)
        if address(f"../{asked.place}").removesuffix("#") not in first[:2]
    ]
    assert len(pairs) > 400
    assert lost == []


_SYMPTOMS = {
    "loss stuck": "the-loss-does-not-fall-it-is-stuck-from-the-start",
    "accuracy not improving": "the-accuracy-does-not-improve",
    "val loss does not improve": "the-held-out-loss-or-accuracy-does-not-improve",
    "same output for every input": "every-input-gets-the-same-answer",
    "fine-tuning makes it worse": "fine-tuning-does-not-help-or-makes-it-worse",
    "LSTM not learning": "a-network-for-sequences-does-not-learn-rnn-lstm-transformer",
    "GAN is not training": "a-gan-an-autoencoder-or-a-vae-does-not-learn",
    "DQN does not learn": "an-agent-does-not-learn-the-reward-does-not-rise",
}


@pytest.mark.parametrize(("symptom", "section"), _SYMPTOMS.items())
def test_who_has_but_a_symptom_comes_to_its_several_causes(found, symptom, section):
    (first,) = found([symptom])
    assert f"not_learning/symptoms/#{section}" in first[:2]


_KINDS = {
    "CNN is not learning": "a-network-for-images-does-not-learn-cnn-resnet-mnist-cifar",
    "U-Net output is black": "segmentation-does-not-learn-u-net-masks-dice",
    "regression network not learning": "a-regression-does-not-learn-linear-mlp-tables-time-series",
    "siamese network is not learning": (
        "embeddings-do-not-learn-siamese-triplet-contrastive-distillation"
    ),
    "GPT2 finetuning not learning": (
        "fine-tuning-a-language-model-does-not-help-bert-gpt-adapters"
    ),
    "fp16 does not converge": "several-gpus-or-16-bits-learn-less-than-one-ddp-amp-trainer",
}


@pytest.mark.parametrize(("model", "section"), _KINDS.items())
def test_who_knows_but_the_kind_of_model_comes_to_what_goes_wrong_in_it(found, model, section):
    (first,) = found([model])
    assert f"not_learning/by_model/#{section}" in first[:2]


def test_a_loss_that_does_not_fall_is_not_one_that_falls(found):
    falls, does_not = found(["loss falls", "loss does not fall"])
    stuck = f"not_learning/symptoms/#{_SYMPTOMS['loss stuck']}"
    assert stuck in does_not[:2]
    assert stuck not in falls[:2]


@pytest.mark.parametrize(
    "text",
    [
        "The loss falls. A Loss that falls, and falls, and falls, and falls: 0.25 then 0.0!",
        "nn.CrossEntropyLoss()(logits, y) of clip_grad_norm_(params, 1.0), by `L1Loss`",
        "don’t, Adam's AdamW; train/val at 100% — the model’s weights=[1, 0] (N, 1)",
    ],
)
def test_the_browser_reads_all_terms_of_a_text_from_the_file(home, text):
    terms = """async ({ packed, text }) => {
      const { spelled } = await import("./assets/search/spelled.js");
      const { wordsOf, termsOf } = await import("./assets/search/words.js");
      const terms = (words) => wordsOf(words).flatMap((word) => termsOf(word) ?? []);
      return [spelled(packed)[1].text, text].map((words) => [...new Set(terms(words))].sort());
    }"""
    sections = [Section(at=words, title=words, text=words) for words in ["others", text]]
    read, expected = home.evaluate(terms, {"packed": packed(sections), "text": text})
    assert len(expected) > 2
    assert read == expected


_ORCHARD = [
    {"at": "many", "title": "All fruit", "asked": ["apples fall", "apples rot", "pears fall"]},
    {"at": "one", "title": "Some fruit", "asked": ["apples beside pears"]},
]


def test_a_phrase_with_all_the_words_counts_more_than_many_phrases_with_one_each(home):
    find = """async (sections) => {
      const { finder } = await import("./assets/search/find.js");
      return (await finder(sections))("apples pears").map(({ at }) => at);
    }"""
    longer = {**_ORCHARD[0], "asked": _ORCHARD[0]["asked"] * 3}
    assert home.evaluate(find, [longer, _ORCHARD[1]]) == ["one", "many"]


@pytest.mark.parametrize("page", ["symptoms", "by_model"])
def test_of_sections_with_the_same_words_one_that_lists_causes_comes_first(home, page):
    find = """async (sections) => {
      const { finder } = await import("./assets/search/find.js");
      return (await finder(sections))("pears rot").map(({ at }) => at);
    }"""
    places = ["not_learning/numbers/#pears", f"not_learning/{page}/#pears", "fruit/#pears"]
    sections = [{"at": at, "title": "Pears rot"} for at in places]
    assert home.evaluate(find, sections)[0] == places[1]


def test_words_that_stand_side_by_side_count_more_than_the_same_words_apart(home):
    find = """async (sections) => {
      const { finder } = await import("./assets/search/find.js");
      return (await finder(sections))("green pears").map(({ at }) => at);
    }"""
    sections = [
        {"at": "apart", "title": "Fruit", "asked": ["pears beside green apples"]},
        {"at": "together", "title": "Fruit", "asked": ["apples beside green pears"]},
    ]
    assert home.evaluate(find, sections) == ["together", "apart"]


def test_words_that_everyone_uses_find_nothing(found):
    assert found(["a", "why is it that I", "12 345", "xyzzy"]) == [[], [], [], []]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nn.CrossEntropyLoss()", ["nn", "CrossEntropyLoss", "Cross", "Entropy", "Loss"]),
        ("clip_grad_norm_(params)", ["clip_grad_norm", "clip", "grad", "norm", "params"]),
        ("BCEWithLogitsLoss", ["BCEWithLogitsLoss", "BCE", "With", "Logits", "Loss"]),
        ("AdamW or NaN", ["AdamW", "or", "NaN"]),
        ("can't, Adam's, doesn’t", ["cant", "Adam", "doesnt"]),
        ("size (torch.Size([4, 1]))", ["size", "torch", "Size", "unity"]),
        ("0 or 0.0, not 0.5 or 10", ["nought", "or", "nought", "not", "or"]),
        ("above 1, 100% or 1.0, not 1.5", ["above", "unity", "unity", "or", "unity", "not"]),
    ],
)
def test_a_name_is_kept_whole_and_split_at_dots_brackets_case_and_underscores(home, text, words):
    split = "async (text) => (await import('./assets/search/words.js')).wordsOf(text)"
    assert home.evaluate(split, text) == words


@pytest.fixture
def page(browser, served_site):
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(served_site + "optimizers/adam/")
        yield page


def box(page):
    return page.get_by_role("textbox", name="Search")


def results(page):
    return page.get_by_role("list", name="Results").get_by_role("link")


def asked_for(page) -> list[str]:
    """Notes the paths that the page asks for from now on."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(urlsplit(request.url).path))
    return paths


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_the_box(page, key):
    page.keyboard.press(key)
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")


def test_no_key_opens_the_box_while_the_reader_types_elsewhere(page, served_site):
    page.goto(served_site + "explorer/")
    field = page.get_by_role("textbox", name="Learning rate")
    field.focus()
    page.keyboard.press("s")
    expect(box(page)).not_to_be_focused()


def test_enter_opens_the_best_result_s_section(page, served_site):
    page.keyboard.press("/")
    page.keyboard.type("zero_grad between backward and step")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(served_site + "training_loop/#zero_grad-between*")
    expect(page.locator(":target")).to_be_in_viewport()


def test_arrows_walk_from_the_box_through_the_results_and_back(page):
    page.keyboard.press("/")
    page.keyboard.type("momentum")
    expect(results(page).first).to_be_visible()
    count = results(page).count()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(results(page).nth(count - 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box(page)).to_be_focused()


def test_enter_on_a_result_opens_it(page, served_site):
    page.keyboard.press("/")
    page.keyboard.type("nesterov")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(served_site + "optimizers/momentum/#nesterovs-variant")


def test_whoever_types_on_at_a_result_types_into_the_box(page):
    page.keyboard.press("/")
    page.keyboard.type("momentu")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("m")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("momentum")


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_escape_and_tab_leave_the_box(page, key):
    page.keyboard.press("/")
    page.keyboard.type("adam")
    expect(results(page).first).to_be_visible()
    page.keyboard.press(key)
    expect(box(page)).not_to_be_focused()
    expect(page.locator("#__search")).not_to_be_checked()


_CLOSED_A_WHILE_AFTER_AN_ARRIVAL = """() => new Promise((closed) => {
  document.getElementById("__search").addEventListener("change", closed, { once: true });
  dispatchEvent(new HashChangeEvent("hashchange"));
})"""


def arrive(page, section):
    """Opens the page anew at one of its sections, as a link from elsewhere does."""
    there = f"{page.url}#{section}"
    page.goto("about:blank")
    page.goto(there)


def test_material_does_not_close_the_box_that_a_reader_who_just_arrived_types_in(page):
    arrive(page, "the-formula-of-adam")
    page.keyboard.press("/")
    page.keyboard.type("bias correction")
    page.evaluate(_CLOSED_A_WHILE_AFTER_AN_ARRIVAL)
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.type(" beta1 beta2")
    expect(box(page)).to_have_value("bias correction beta1 beta2")


def test_a_result_that_stands_where_the_reader_is_closes_the_box(page):
    arrive(page, "the-formula-of-adam")
    page.keyboard.press("/")
    page.keyboard.type("bias correction beta1 beta2")
    results(page).filter(has_text="The formula of Adam").click()
    expect(page.locator("#the-formula-of-adam")).to_be_in_viewport()
    expect(page.locator("#__search")).not_to_be_checked()


def test_what_is_found_is_counted_aloud(page):
    counts = page.locator("#find-said")
    expect(counts).to_have_attribute("role", "status")
    page.keyboard.press("/")
    page.keyboard.type("retain_graph")
    expect(counts).to_have_text(re.compile(r"\d+ places, the best first|1 place"))
    box(page).fill("xyzzy")
    expect(counts).to_contain_text("Nothing found")
    expect(results(page)).to_have_count(0)


def test_a_result_is_a_page_a_title_and_a_sentence(page):
    page.keyboard.press("/")
    page.keyboard.type("nesterov")
    expect(results(page).first).to_have_text(
        re.compile(r"^Momentum Nesterov's variant With nesterov=True the step is .*\. $")
    )


def test_clear_empties_the_box_and_stays_in_it(page):
    page.keyboard.press("/")
    page.keyboard.type("adam")
    expect(results(page).first).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(box(page)).to_be_focused()
    expect(results(page)).to_have_count(0)


def test_axe_finds_nothing_in_open_results(page):
    page.keyboard.press("/")
    page.keyboard.type("loss is nan")
    expect(results(page).first).to_be_visible()
    found = Axe().run(page).response
    assert [violation["id"] for violation in found["violations"]] == []


def test_the_search_is_loaded_when_the_box_is_touched_and_not_before(page):
    paths = asked_for(page)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert [path for path in paths if "search/" in path] == ["/assets/search/box.js"]
    paths.clear()
    page.keyboard.press("/")
    page.keyboard.type("adam")
    expect(results(page).first).to_be_visible()
    assert "/search/sections.json" in paths
    assert [path for path in paths if "lunr" in path or "worker" in path] == []


def test_the_search_that_failed_to_load_says_so_and_is_loaded_at_the_next_touch(browser, site):
    class Lacking(Quiet):
        """A server that does not have the search's file yet."""

        there = False

        def translate_path(self, path):
            lacking = path == "/search/sections.json" and not self.there
            return "no such file" if lacking else super().translate_path(path)

    with served(site, Lacking) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address + "optimizers/adam/")
        page.keyboard.press("/")  # one touch, so that none is on its way when the file is there
        expect(page.locator("#find-said")).to_have_text("The search could not be loaded.")
        Lacking.there = True
        page.keyboard.type("adam")
        expect(results(page).first).to_be_visible()


def test_on_a_phone_the_glass_opens_the_box_and_the_arrow_closes_it(browser, served_site):
    settings = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    with browser.new_context(**settings) as context:
        page = context.new_page()
        page.goto(served_site)
        page.locator("header > nav > label[for=__search]").tap()
        expect(box(page)).to_be_focused()
        page.keyboard.type("loss explodes")
        expect(results(page).first).to_be_in_viewport()
        page.locator("form[name=find] label[for=__search]").tap()
        expect(page.locator("#__search")).not_to_be_checked()
