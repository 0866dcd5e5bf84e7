"""A page gets a script as it stands in its file, and an error that names the fix if it cannot."""

import html
import re
from pathlib import Path

import listings
import markdown
import pytest
from helpers.page_markdown import OnPage
from helpers.runs import SNIPPETS
from helpers.sources import Fence, all_fences
from mkdocs.config.defaults import MkDocsConfig
from page.code import Place, home_of, whole, wrong_and_right

EXTENSIONS = ["attr_list", "pymdownx.superfences"]
MSE = "losses/mse/halves_the_error.py"
WRONG = "training_loop/never_zero_grad_wrong.py"
LINE = "linear_regression.py"
FILES = [fence for fence in all_fences() if fence.language == "python" and fence.embedded]
TWINS = [fence for fence in FILES if fence.options.get("right")]
# What is asked of each file: of the gallery's two hundred in the whole run.
of_the_gallery = pytest.mark.parametrize(
    "gallery",
    [pytest.param(False, id="lessons"), pytest.param(True, id="gallery", marks=pytest.mark.site)],
)


def among(fences: list[Fence], gallery: bool) -> list[Fence]:
    return [f for f in fences if f.embedded.startswith("not_learning/") == gallery]


def read(name: str) -> str:
    return (SNIPPETS / name).read_text("utf-8")


def render(info: str, source: str) -> str:
    config = MkDocsConfig()
    config.load_dict({"markdown_extensions": EXTENSIONS, "mdx_configs": {}})
    listings.on_config(config)
    text = f"```python {info}\n{source}\n```\n"
    extensions = [*EXTENSIONS, OnPage("losses/mse.md")]
    return markdown.markdown(text, extensions=extensions, extension_configs=config.mdx_configs)


def lines_of(page: str) -> list[str]:
    """What the lines of its files hold, as a script in the page joins them to be copied."""
    files = page.partition('<div class="highlight listing difference">')[0]
    found = re.findall(r'<(span|mark) class="line[^>]*>(.*?\n)</\1>', files, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", line)) for _, line in found]


@of_the_gallery
def test_the_lines_of_a_listing_are_the_file_to_the_last_byte(gallery, subtests):
    fences = among(FILES, gallery)
    assert len(fences) > 80
    for fence in fences:
        with subtests.test(fence.embedded):
            page = render(fence.info.removeprefix("python "), read(fence.embedded))
            files = [read(fence.embedded)]
            if right := fence.options.get("right"):
                files.append(read(right))
            assert "".join(lines_of(page)) == "".join(files)


def test_a_line_that_is_lost_or_changed_is_noticed():
    page = render(f'title="{MSE}"', read(MSE))
    assert "".join(lines_of(page)) == read(MSE)
    assert "".join(lines_of(page.replace('<span class="kn">import</span>', "", 1))) != read(MSE)


def test_folded_lines_name_the_script_that_has_them_and_lead_to_it():
    page = render(f'title="{MSE}" like="{LINE}"', read(MSE))
    assert re.search(
        r'\d+ as in <a href="../../linear_regression/#linear_regression.py">A line<', page
    )


def test_each_file_has_its_own_address_and_can_be_downloaded():
    page = render(f'title="{MSE}"', read(MSE))
    assert 'id="halves_the_error.py"' in page
    assert 'href="#halves_the_error.py"' in page
    assert f'href="../../snippets/{MSE}" download' in page


def test_a_file_that_a_page_shows_twice_has_one_address():
    one, other = '<div id="a_b.py">', '<div id="c.py">'
    assert listings.on_page_content(one + other + one) == one + other + "<div>"


def test_a_file_that_another_page_shows_as_its_own_has_no_second_address():
    page = wrong_and_right((WRONG, read(WRONG)), (LINE, read(LINE)), here("training_loop.md"))
    assert 'id="never_zero_grad_wrong.py"' in page
    assert 'id="linear_regression.py"' not in page


def here(page: str) -> Place:
    return Place(page, Path(listings.ROOT / "docs"))


def test_wrong_and_right_stand_in_tabs_that_say_so_with_the_wrong_line_marked():
    page = wrong_and_right((WRONG, read(WRONG)), (LINE, read(LINE)), here("training_loop.md"))
    assert re.findall(r'role="tab" [^>]*>(\w+)</button>', page) == ["Wrong", "Right", "Difference"]
    assert '<div class="highlight listing wrong" id="never_zero_grad_wrong.py">' in page
    assert any("zero_grad" in line for line in re.findall("<ins.*?</ins>", page, re.DOTALL))


@of_the_gallery
def test_the_lines_of_a_difference_stand_so_in_the_files_that_it_says(gallery, subtests):
    fences = among(TWINS, gallery)
    assert len(fences) > 10
    for fence in fences:
        wrong, right = fence.embedded, fence.options["right"]
        page = wrong_and_right((wrong, read(wrong)), (right, read(right)), here("training_loop.md"))
        shown = page.partition('<div class="highlight listing difference">')[2]
        lines = re.findall(r'<(del|ins|span) class="line[^>]*>(.*?)\n</\1>', shown, re.DOTALL)
        told = [(tag, html.unescape(re.sub(r"<[^>]+>", "", line))) for tag, line in lines]
        with subtests.test(wrong):
            assert told
            old, new = read(wrong).splitlines(), read(right).splitlines()
            assert [line for tag, line in told if tag != "ins" and line not in old] == []
            assert [line for tag, line in told if tag != "del" and line not in new] == []


def test_what_a_script_prints_stands_below_it_once_more_as_text():
    page = render(f'title="{MSE}"', read(MSE))
    below = page[page.index('class="printed"') :]
    assert "loss 10.000  gradient -10.000  then weight 1.000" in html.unescape(
        re.sub(r"<[^>]+>", "", below)
    )


def test_code_that_is_in_no_file_folds_its_imports_and_has_no_download():
    page = render("", "import torch\nfrom torch import nn\n\nx = nn.Linear(1, 1)\nprint(1)\n#> 1")
    assert "".join(lines_of(page)).startswith("import torch\nfrom torch import nn\n\nx = nn")
    assert "… 2 lines: imports" in page
    assert "download" not in page


def test_code_of_which_all_would_fold_is_open():
    page = render("", "import torch\nfrom torch import nn")
    assert "<button" not in page


@pytest.mark.parametrize(
    ("info", "source", "said"),
    [
        (f'title="{MSE}"', "import torch", "embed it whole"),
        ('title="losses/mse/halves_the_eror.py"', "", "is it losses/mse/halves_the_error.py"),
        (f'title="{MSE}" like="no.py"', read(MSE), "no snippet snippets/no.py"),
        (f'title="{MSE}" right="{LINE}"', read(MSE), "is called …_wrong.py"),
        (f'title="{MSE}" start="no such line"', read(MSE), "no line begins with 'no such line'"),
        (f'title="{MSE}" hl_lines="1"', read(MSE), "no option hl_lines"),
        (f'title="{WRONG}" right="{LINE}" like="{LINE}"', read(WRONG), "its right twin"),
        (f'like="{LINE}"', "x = 1", "only a file"),
    ],
)
def test_what_cannot_be_shown_stops_the_build_with_page_fence_and_fix(info, source, said):
    with pytest.raises(listings.CodeError) as refused:
        render(info, source)
    assert said in str(refused.value)
    assert str(refused.value).startswith("docs/losses/mse.md, fence python")


@pytest.mark.parametrize(
    ("snippet", "page"),
    [
        ("linear_regression.py", "linear_regression.md"),
        ("losses/mse/halves_the_error.py", "losses/mse.md"),
        ("losses/loss_of_a_weight.py", "losses/index.md"),
        ("training_loop/check_connection.py", "training_loop/check_connection.md"),
        ("training_loop/clip_before_step.py", "training_loop.md"),
        ("optimizers/same_parameter_object.py", "optimizers/index.md"),
    ],
)
def test_a_snippet_is_at_home_on_the_page_that_it_mirrors(snippet, page):
    assert home_of(snippet, listings.ROOT / "docs") == page


def test_a_script_that_varies_one_on_its_own_page_names_that_file():
    other = "losses/mse/outlier_drags_the_line.py"
    page = whole(other, read(other), here("losses/mse.md"), (MSE, read(MSE)))
    assert 'as in <a href="#halves_the_error.py">halves_the_error.py</a>' in page
