import markdown
import pytest
from formulas import Formulas
from helpers.page_markdown import OnPage
from page import mathml

FORMULAS = {
    "sum": r"L(w,b)=\frac1n\sum_{i=1}^{n}\left(w x_i+b-y_i\right)^2",
    "partial": r"\frac{\partial L}{\partial w}=\frac2n\sum_i (w x_i+b-y_i)\,x_i",
    "update": r"\theta_{t+1}=\theta_t-\eta\,\nabla_\theta L(\theta_t)",
    "aligned": r"\begin{aligned} m_t&=\beta_1 m_{t-1}\\ v_t&=\beta_2 v_{t-1} \end{aligned}",
    "hats": r"\theta_{t+1}=\theta_t-\frac{\eta\,\hat m_t}{\sqrt{\hat v_t}+\epsilon}",
    "operator": r"\operatorname{softmax}(z)_k=\frac{e^{z_k}}{\sum_j e^{z_j}}",
    "doublestruck": r"\mathbb{E}[x]\in\mathbb{R}^{n\times d}",
    "cases": r"|e|=\begin{cases} e & e\ge 0\\ -e & e<0\end{cases}",
    "transposed": r"H=\frac2n X^\top X,\qquad \lambda_{\max}(H)",
    "pmatrix": r"\begin{pmatrix} w\\ b\end{pmatrix}",
}


def page(text: str) -> str:
    return markdown.markdown(text, extensions=[Formulas(), OnPage("losses/mse.md")])


@pytest.mark.parametrize("latex", FORMULAS.values(), ids=FORMULAS)
def test_formula_becomes_mathml(latex):
    assert '<math data-search-exclude display="block">' in mathml.to_mathml(latex, block=True)


def test_formula_in_a_sentence_stays_in_its_sentence():
    html = page("so $\\eta$ is small")
    assert html.startswith("<p>so <math data-search-exclude><mi>η</mi></math>")
    assert html.endswith(" is small</p>")


def test_formula_of_its_own_can_scroll_by_itself():
    assert page("$$\nx\n$$").startswith('<div class="formula"><math ')


def test_formula_in_a_list_is_a_formula():
    assert '<div class="formula"><math ' in page("1. first\n\n    $$x$$\n")


def test_formula_in_code_stays_code():
    assert page("`$x$`") == "<p><code>$x$</code></p>"


def test_escaped_dollar_is_a_dollar():
    assert page(r"costs \$5 or \$6") == "<p>costs $5 or $6</p>"


@pytest.mark.parametrize("latex", [r"\foo x", r"\frac{1}{", "x^", "a & b"])
def test_broken_formula_names_itself_and_its_page(latex):
    with pytest.raises(mathml.FormulaError) as error:
        page(f"so ${latex}$")
    assert f"docs/losses/mse.md: The formula `{latex}` is broken" in str(error.value)


@pytest.mark.parametrize(
    "text",
    ["half $a formula", "$$\na\n\nb\n$$", "in $$x$$ a line"],
    ids=["open", "blank", "inline"],
)
def test_dollar_that_opens_no_formula_stops_the_build(text):
    with pytest.raises(mathml.FormulaError, match=r"docs/losses/mse\.md: a dollar opens"):
        page(text)


@pytest.mark.parametrize("name", ["loss", "gradient", "parameter", "update"])
def test_formula_can_carry_the_colour_of(name):
    html = mathml.to_mathml(rf"\{name}{{x}}", block=False)
    assert f'<mrow class="{name}"><mi>x</mi></mrow>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"\theta_{t+1}=\theta_t-\eta\,g_t", "θ_(t + 1) = θ_t − η g_t"),
        (r"\frac{2}{\lambda_{\max}}", "2/λ_max"),
        (r"\left(w x_i-y_i\right)^2", "(wx_i − y_i)^2"),
        (r"a < \sqrt{v}", "a &lt; √(v)"),
    ],
    ids=["indices", "fraction", "power", "less"],
)
def test_search_finds_a_formula_as_one_would_type_it(latex, line):
    assert mathml.to_mathml(latex, block=False).endswith(f"<span hidden>{line}</span>")
