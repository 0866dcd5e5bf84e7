"""A page gets what the run measured, and an error that names page, fence and fix if it cannot."""

import json
import re
import textwrap
from itertools import combinations
from types import SimpleNamespace

import fences
import markdown
import pytest
from counts import CountError
from helpers.page_markdown import OnPage
from helpers.runs import run
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from page import kept_runs, notes, sources
from page.mathml import FormulaError
from page.measured import run as runs

EXTENSIONS = ["attr_list", "pymdownx.superfences", "pymdownx.inlinehilite"]


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Render Markdown as the build does, with snippets of the test's own beside the site's."""
    config = MkDocsConfig()
    config.load_dict({"markdown_extensions": EXTENSIONS, "mdx_configs": {}})
    fences.on_config(config)
    notes.clear()
    monkeypatch.setattr(kept_runs, "RUNS", tmp_path / "runs")

    def of(text: str, **snippets: str) -> str:
        if snippets:
            monkeypatch.setattr(fences.snippets, "SNIPPETS", tmp_path)
        for name, source in snippets.items():
            (tmp_path / f"{name}.py").write_text(textwrap.dedent(source), "utf-8")
        on_page = [*EXTENSIONS, OnPage("some_page.md")]
        return markdown.markdown(text, extensions=on_page, extension_configs=config.mdx_configs)

    return of


def added() -> dict[str, str]:
    """What the pages rendered so far make the hook add to the site, by path."""
    files = Files([])
    plugins = SimpleNamespace(_current_plugin="fences")  # MkDocs 1.6 notes who made a file
    config = SimpleNamespace(site_dir="site", use_directory_urls=True, plugins=plugins)
    fences.on_env(None, config=config, files=files)
    return {file.src_uri: file.content_string for file in files}


def fence(path: str, show: str, caption: str = "What to look for.") -> str:
    return f'```{{.run path="{path}" show="{show}"}}\n{caption}\n```\n'


def test_the_slope_is_drawn_where_each_step_found_the_parameter(render):
    html = render(fence("losses/mse/halves_the_error.py", "slope"))
    assert "4 steps: slope −10 at 0; slope −5 at 1; slope −2.5 at 1.5; slope −1.25 at 1.75" in html


@pytest.mark.parametrize("show", ["output", "loss", "steps", "path", "predicted_path", "graph"])
def test_each_kind_of_figure_knows_its_script_and_seed(render, show):
    html = render(fence("linear_regression.py", show))
    of = 'data-of="linear_regression.py" data-seed="7"'
    assert html.startswith(f'<figure class="run" data-show="{show}" {of}>')


def test_a_fingerprint_is_shown_of_a_script_that_raises_and_of_its_twin(render):
    html = render(fence("not_learning/cut/item_wrong.py", "fingerprint"))
    assert "<td>AttributeError: &#39;float&#39; object has no attribute" in html
    assert 'data-of="not_learning/cut/item_wrong.py" data-seed="7"' in html


def test_a_caption_is_markdown_and_may_hold_measured_numbers(render):
    html = render(
        fence("linear_regression.py", "loss", "From `#!run linear_regression.py loss[0]:.1f`.")
    )
    assert re.search(r"<figcaption>From <data [^>]*>1.7</data>", html)


def test_a_plot_is_described_to_those_who_cannot_see_it(render):
    html = render(fence("linear_regression.py", "loss"))
    assert 'role="img" aria-label="Loss of linear_regression.py over 100 steps: 1.7 before' in html


def test_two_figures_on_a_page_share_no_id(render):
    plots = ("loss", "path", "predicted_path", "graph")
    html = render("\n".join(fence("linear_regression.py", show) for show in plots))
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("word", ["start", "end", "minimum"])
@pytest.mark.parametrize(
    "path",
    [
        "linear_regression.py",  # slow at its end, so that its dots lie close
        "losses/landscape/saddle.py",  # ends at the minimum
        "training_loop/never_zero_grad_wrong.py",  # passes its start again
    ],
)
def test_a_name_on_a_path_covers_no_step(render, path, word):
    html = render(fence(path, "path"))
    x, y = re.search(rf'x="(\S+)" y="(\S+)"[^>]*>{word}</text>', html).groups()
    steps = re.findall(r'<use [^>]*x="([^"]*)" y="([^"]*)"', html)
    assert len(steps) > 30
    # x is the word's middle and y the foot of its letters, which are 5 points wide and 8 high.
    below = [float(y) - float(up) for across, up in steps if abs(float(across) - float(x)) < 12]
    assert not [height for height in below if 0 < height < 8]


def test_a_node_of_the_graph_stands_below_those_that_it_is_computed_into(render):
    html = render(fence("custom_loss.py", "graph"))
    found = re.findall(r'<text [^>]*y="(\S+)"[^>]*>([\w.]+)', html)
    heights = {name: float(y) for y, name in found}
    assert heights["loss"] < heights["AddBackward0"] < heights["MeanBackward0"]
    assert heights["AddmmBackward0"] < heights["TBackward0"] < heights["model.weight"]


def test_two_nodes_of_the_graph_cover_neither_each_other_nor_a_neighbour(render):
    html = render(fence("custom_loss.py", "graph"))
    found = re.findall(r'<text [^>]*x="(\S+)" y="(\S+)"[^>]*>([^<]+)<', html)
    nodes = [(float(x), float(y), name) for x, y, name in found]
    assert len(nodes) > 10
    assert not [
        (one, other)
        for one, other in combinations(nodes, 2)
        if abs(one[1] - other[1]) < 20
        and abs(one[0] - other[0]) < 2.7 * (len(one[2]) + len(other[2])) + 6
    ]


@pytest.mark.parametrize(
    ("path", "show"),
    [
        ("linear_regression.py", "loss"),
        ("linear_regression.py", "path"),
        ("linear_regression.py", "predicted_path"),
        ("linear_regression.py", "graph"),
        ("losses/mse/halves_the_error.py", "slope"),
    ],
)
def test_a_figure_has_no_colour_but_the_pages_own(render, path, show):
    html = render(fence(path, show))
    colours = set(re.findall(r"(?:fill|stroke): ([^;\"]+)", html))
    assert "var(--grid)" in colours
    assert [colour for colour in colours if not re.fullmatch(r"none|var\(--\w+\)", colour)] == []


def test_a_figure_styles_nothing_but_itself(render):
    assert "<style" not in render(fence("linear_regression.py", "loss"))


def test_the_numbers_of_an_axis_stay_out_of_the_search(render):
    html = render(fence("linear_regression.py", "loss"))
    assert re.search(r"<svg [^>]*data-search-exclude", html)


@pytest.mark.parametrize("kind", ["output", "steps", "graph"])
def test_what_a_figure_says_in_words_is_not_kept_out_of_the_search(render, kind):
    html = render(fence("linear_regression.py", kind, "What to look for."))
    assert "data-search-exclude" not in re.sub(r"<svg .*?</svg>", "", html, flags=re.DOTALL)


def test_a_column_of_the_steps_has_the_colour_of_what_it_holds(render):
    html = render(fence("linear_regression.py", "steps"))
    assert re.findall(r'<th scope="col"(?: class="(\w+)")?>', html) == [
        "",
        "loss",
        "gradient",
        "gradient",
        "parameter",
        "parameter",
    ]


def test_the_graph_stands_as_a_list_too(render):
    html = render(fence("linear_regression.py", "graph"))
    inner = html[html.index("<ul>") : html.index("</details>")]
    assert re.findall(r"<code>(.*?)</code>", inner) == [
        "loss",
        "MseLossBackward0",
        "AddmmBackward0 (100, 1)",
        "model.bias (1)",
        "TBackward0 (1, 1)",
        "model.weight (1, 1)",
    ]


def test_a_table_shows_none_where_there_is_no_gradient(render):
    html = render(
        fence("frozen.py", "steps"),
        frozen="""
            import torch
            w = torch.tensor(1.0, requires_grad=True)
            idle = torch.tensor(5.0, requires_grad=True)
            optimizer = torch.optim.SGD([w, idle], lr=0.1)
            (w * 3).backward()
            optimizer.step()
        """,
    )
    assert "<td>+3.0000</td><td>None</td><td>1.0000</td><td>5.0000</td>" in html


@pytest.mark.parametrize(
    ("falls", "axis"), [(True, "loss, log scale"), (False, "loss")], ids=["by a decade", "by less"]
)
def test_the_loss_axis_is_logarithmic_where_the_loss_falls_by_more_than_a_decade(
    render, falls, axis
):
    html = render(fence("linear_regression.py" if falls else "classification.py", "loss"))
    assert f">{axis}</text>" in html


LAST = run("linear_regression.py").steps[-1]


def test_the_last_step_moves_a_digit_that_is_shown():
    assert (LAST.after["model.weight"] - LAST.before["model.weight"]).abs() > 1e-4


@pytest.mark.parametrize(
    ("request_", "shown"),
    [
        ("loss[0]:.4f", "1.6997"),
        ("model.weight[0]:.4f", "0.6117"),
        ("model.weight.grad[0]:+.4f", "−2.4909"),
        ("model.weight[99]:.4f", f"{LAST.before['model.weight'].item():.4f}"),
        ("model.weight[-1]:.4f", f"{LAST.after['model.weight'].item():.4f}"),
        ("epoch", "99"),
        ("steps", "100"),
        ("seed", "7"),
        ("x[3,0]:.4f", f"{run('linear_regression.py').globals['x'][3, 0]:.4f}".replace("-", "−")),
    ],
)
def test_a_number_in_a_sentence_is_the_run_s(render, request_, shown):
    html = render(f"It is `#!run linear_regression.py {request_}`.")
    assert re.search(rf"<data [^>]*>{re.escape(shown)}</data>\.", html)


STILL = "import torch\nw = torch.ones(1, requires_grad=True)\nw.sum().backward()\n"
LINEAR = "linear_regression.py"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (fence("linear_regresion.py", "loss"), "no snippet snippets/linear_regresion.py; is it"),
        (fence(LINEAR, "los"), "no figure `los`; choose from output, loss, steps"),
        (fence("classification.py", "path"), "a path is drawn over two parameters of one number"),
        (fence(LINEAR, "slope"), "a slope is drawn over one parameter of one number"),
        ('```{.run path="linear_regression.py"}\n```\n', 'write {.run path="…" show="…"}'),
        (fence(LINEAR, "loss", "[a link](x.md)"), "put it in the text"),
        (fence(LINEAR, "loss", ""), "say in the fence what to look for"),
        (fence(LINEAR, "fingerprint"), "of a wrong script, linear_regression_wrong.py"),
        (fence("gradients/leaves/rewrapped_loss_wrong.py", "fingerprint"), "no snippet snippets/"),
        (f"`#!run {LINEAR} lost[0]`", "no steps of `lost`; it has ['loss', 'model.weight'"),
        (f"`#!run {LINEAR} losses`", "has no `losses` at its end; it has ["),
        (f"`#!run {LINEAR} loss[100]`", "has 100 values of loss"),
        (f"`#!run {LINEAR} x[0,5]`", "x has shape (100, 1); name one element"),
        (f"`#!run {LINEAR} x`", "x has shape (100, 1); name one element"),
        (f"`#!run {LINEAR} loss[0]:.4q`", "has no format '.4q'"),
        (f"`#!run {LINEAR} model`", "model is a Linear, not a number"),
        (f"`#!run {LINEAR} !!`", "does not read as name[step][element]:format"),
        ("`#!run none.py loss[0]`", "no snippet snippets/none.py"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_stops_the_build_with_page_and_fix(render, text, said):
    with pytest.raises(fences.RunError) as refused:
        render(text)
    assert said in str(refused.value)
    assert "docs/some_page.md, " in str(refused.value)


@pytest.mark.parametrize("error", [fences.RunError, FormulaError, CountError])
def test_mkdocs_reports_each_error_of_a_page_without_a_traceback(error):
    assert issubclass(error, PluginError)


def test_what_a_caption_cannot_show_stops_the_build_with_its_page(render):
    with pytest.raises(fences.RunError) as refused:
        render(fence(LINEAR, "loss", f"`#!run {LINEAR} lost[0]`"))
    said = str(refused.value)
    assert said.startswith(f'docs/some_page.md, fence {{.run path="{LINEAR}" show="loss"}}: ')
    assert f"in its caption, `#!run {LINEAR} lost[0]`: " in said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("int('x')\n", "script.py, line 1 (`int('x')`) raises ValueError"),
        (STILL, "script.py never calls optimizer.step()"),
    ],
    ids=["raises", "never steps"],
)
def test_a_snippet_that_cannot_be_shown_stops_the_build(render, source, said):
    with pytest.raises(fences.RunError) as refused:
        render(fence("script.py", "loss"), script=source)
    assert said in str(refused.value)


def test_a_page_that_embeds_what_is_not_there_stops_the_build_with_line_and_fix():
    page = SimpleNamespace(file=SimpleNamespace(src_uri="some_page.md"))
    with pytest.raises(fences.RunError) as refused:
        fences.on_page_markdown('```python\n--8<-- "linear_regresion.py"\n```\n', page)
    said = 'docs/some_page.md, `--8<-- "linear_regresion.py"`: no snippet snippets/linear_regresion'
    assert said in str(refused.value)
    assert "is it linear_regression.py" in str(refused.value)


@pytest.fixture
def ran(monkeypatch):
    """The snippets that ran, each time that one did; as in a process that has not run any."""
    names = []
    runs._recorded.cache_clear()
    record = runs.record
    monkeypatch.setattr(runs, "record", lambda path: names.append(path.stem) or record(path))
    return names


def as_in_another_build():
    kept_runs.kept_of.cache_clear()
    runs._recorded.cache_clear()


def test_one_run_serves_all_fences(render, ran):
    render(fence("once.py", "output") * 3 + "`#!run once.py n`", once="n = 1\nprint(n)\n")
    assert ran == ["once"]


@pytest.mark.parametrize("show", ["output", "loss", "graph", "stepper", "meeting", "chain"])
def test_a_later_build_shows_the_same_and_runs_nothing(render, ran, show):
    text = fence(LINEAR, show) + "The loss begins at `#!run linear_regression.py loss[0]:.4f`."
    first = render(text), added()
    assert ran == ["linear_regression"]
    as_in_another_build()
    notes.clear()
    assert (render(text), added()) == first
    assert ran == ["linear_regression"]


def test_the_hooks_are_read_once_and_not_for_each_snippet(render, ran, monkeypatch):
    monkeypatch.setattr(sources.Sources, "__init__", lambda *_: pytest.fail("read again"))
    text = fence("one.py", "output") + "\n" + fence("two.py", "output")
    assert "from one" in render(text, one="print('from one')\n", two="print('from two')\n")
    assert ran == ["one", "two"]


def test_what_could_not_be_measured_is_not_kept(render, ran):
    for _ in range(2):
        with pytest.raises(fences.RunError, match="ZeroDivisionError"):
            render(fence("fails.py", "output"), fails="1 / 0\n")
        as_in_another_build()
    assert ran == ["fails", "fails"]


def test_a_damaged_file_of_what_was_measured_stops_the_build_and_is_named(render, tmp_path):
    text = fence("kept.py", "output")
    render(text, kept="print(1)\n")
    (file,) = (tmp_path / "runs").glob("kept-*.json")
    file.write_text('{"figure outp', "utf-8")
    kept_runs.kept_of.cache_clear()
    with pytest.raises(fences.RunError, match=r"kept-\w+\.json is damaged .*; delete it"):
        render(text)


def test_an_edited_snippet_runs_again(render):
    assert "before" in render(fence("edited.py", "output"), edited="print('before')\n")
    assert "after" in render(fence("edited.py", "output"), edited="print('after')\n")


def test_the_site_gets_the_recording_that_a_stepper_names(render):
    named = re.search(r'data-recording="([^"]*)"', render(fence(LINEAR, "stepper")))[1]
    recording = json.loads(added()[f"assets/stepper/data/{named}"])
    assert "optimizer.zero_grad()" in recording["code"].values()


def test_the_pictures_of_a_stepper_are_told_what_the_worlds_of_its_script_are(render):
    told = [
        re.search(r'data-facts="([^"]*)"', render(fence(LINEAR, show)))[1]
        for show in ("stepper", "worlds")
    ]
    assert told[0] == told[1]
    assert f"assets/worlds/data/{told[0]}" in added()


def test_a_later_build_gets_the_recording_though_no_figure_is_made_again(render):
    html = render(fence(LINEAR, "stepper"))
    first = added()
    notes.clear()
    assert added() == {}  # of what an earlier build's pages asked for
    assert render(fence(LINEAR, "stepper")) == html
    assert added() == first != {}
