"""The steps of a run, a row each, as a table."""

from html import escape

from record.recorder import Recording, Step
from torch import Tensor


def step_table(run: Recording, first: int = 5, last: int = 2) -> str:
    """The first steps and the last: loss, gradients, and the parameters that the step found."""
    names = list(dict.fromkeys(name for step in run.steps for name in step.before))
    several = len({step.optimizer for step in run.steps}) > 1
    sizes = {n: p.numel() for step in run.steps for n, p in step.before.items()}
    heads = [_head("step"), *([_head("optimizer")] if several else []), _head("loss", "loss")]
    heads += [_head(_code(f"{name}.grad", sizes[name]), "gradient") for name in names]
    heads += [_head(_code(name, sizes[name]), "parameter") for name in names]

    def row(number: int, step: Step) -> list[str]:
        cells = [str(number), *([escape(step.optimizer)] if several else []), f"{step.loss:.4f}"]
        cells += [_number(step.grad[n], "+") if n in step.grad else "" for n in names]
        return cells + [_number(step.before[n]) if n in step.before else "" for n in names]

    rows = [row(number, step) for number, step in enumerate(run.steps)]
    if len(rows) > first + last + 1:
        rows[first:-last] = [["⋮"] * len(heads)]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in rows)
    # A group, as regions are landmarks, and two of one name on a page lead nowhere.
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Steps">'
        f'<table class="steps"><thead><tr>{"".join(heads)}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _head(text: str, kind: str = "") -> str:
    """A column's head, in the colour of the kind of thing that it holds."""
    of_kind = f' class="{kind}"' if kind else ""
    return f'<th scope="col"{of_kind}>{text}</th>'


def _code(name: str, size: int) -> str:
    code = f"<code>{escape(name)}</code>"
    return code if size == 1 else f'<abbr title="norm of all {size} numbers">‖{code}‖</abbr>'


def _number(tensor: Tensor | None, sign: str = "") -> str:
    """A single number; of several their norm; None where there is no gradient."""
    if tensor is None:
        return "None"
    if tensor.numel() > 1:
        return f"{tensor.norm().item():.4f}"
    return f"{tensor.item():{sign}.4f}".replace("-", "−")
