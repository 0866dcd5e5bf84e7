"""The recorder agrees with a run done by hand, and copes with what scripts do."""

import random
import sys
import textwrap

import pytest
import torch
from helpers.runs import SNIPPETS, run
from record.errors import RecordingError
from record.recorder import record
from torch import nn, optim
from torch.testing import assert_close

optimizer_hooks = sys.modules["torch.optim.optimizer"]  # `torch.optim` deletes its name for it


@pytest.fixture
def recorded(tmp_path):
    """Record a script given as text."""

    def of(source: str):
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(source), "utf-8")
        return record(path)

    return of


def exactly(actual, expected):
    assert_close(actual, expected, rtol=0, atol=0)


# --- A run done by hand


@pytest.fixture(scope="module")
def by_hand():
    """The linear script's run, kept by hand: loss, then weight, bias before, gradients, after."""
    torch.manual_seed(7)
    x = torch.randn(100, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1)
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    rows = []
    for _ in range(100):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        before = [p.detach().clone() for p in model.parameters()]
        grad = [p.grad.clone() for p in model.parameters()]
        optimizer.step()
        after = [p.detach().clone() for p in model.parameters()]
        rows.append((loss.item(), before, grad, after))
    return rows


def test_losses_are_those_of_a_run_by_hand(by_hand):
    assert [step.loss for step in run("linear_regression.py").steps] == [row[0] for row in by_hand]


@pytest.mark.parametrize(("part", "column"), [("before", 1), ("grad", 2), ("after", 3)])
def test_parameters_and_gradients_are_those_of_a_run_by_hand(by_hand, part, column):
    seen = [list(getattr(s, part).values()) for s in run("linear_regression.py").steps]
    exactly(seen, [row[column] for row in by_hand])


def test_parameters_have_the_names_that_a_reader_would_use():
    assert list(run("linear_regression.py").steps[0].before) == ["model.weight", "model.bias"]


def test_output_seed_and_globals_are_kept():
    recording = run("linear_regression.py")
    assert recording.output.startswith("epoch  0  loss 1.6997\n")
    assert recording.seed == 7
    assert recording.globals["epoch"] == 99


def test_the_loss_can_be_computed_for_other_parameters():
    recording = run("linear_regression.py")
    x, y = recording.globals["x"].double(), recording.globals["y"].double()
    weight, bias = torch.tensor([[3.0]]).double(), torch.tensor([-1.0]).double()
    loss = recording.loss_of(**{"model.weight": weight, "model.bias": bias})
    assert_close(loss, ((x * 3 - 1 - y) ** 2).mean())


def test_the_loss_of_the_last_parameters_is_the_last_loss():
    recording = run("classification.py")
    assert_close(recording.loss_of(**recording.steps[-1].before).item(), recording.steps[-1].loss)


@pytest.mark.parametrize(
    "made",
    ["torch.ones(1, 1)", "torch.ones_like(x)", "torch.rand(1, 1)", "torch.eye(2)[:1, :1].clone()"],
)
def test_data_made_in_the_loop_is_data_of_the_loss(recorded, made):
    recording = recorded(
        f"""
    import torch
    torch.manual_seed(0)
    x = torch.full((1, 1), 2.0)
    w = torch.ones(1, 1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for step in range(3):
        made = {made}
        loss = (w @ x @ made).sum()
        loss.backward()
        optimizer.step()
    """
    )
    w = torch.tensor([[5.0]]).double()
    assert_close(recording.loss_of(w=w), 10 * recording.globals["made"].double().sum())


STEPS = """
import torch

{how}
w = torch.tensor([3.0], requires_grad=True)
optimizer = {optimizer}([w], lr=0.5)
for step in range(2):
    optimizer.zero_grad()
    (w**2).sum().backward()
    {step}
"""
FIRST_FAILS = """
def take(optimizer, step):
    optimizer.param_groups[0]["weight_decay"] = 0.0 if step else "much"
    try:
        optimizer.step()
    except TypeError:
        pass
"""
OWN_STEP = """
class Own(torch.optim.SGD):
    def step(self):
        (w * 4).sum().backward()
        super().step()
"""


@pytest.mark.parametrize(
    ("how", "optimizer", "step", "loss"),
    [
        ("", "torch.optim.SGD", "optimizer.step()", 25.0),
        (FIRST_FAILS, "torch.optim.SGD", "take(optimizer, step)", 25.0),
        (OWN_STEP, "Own", "optimizer.step()", 20.0),
    ],
    ids=["one of torch's", "one that raises", "one that computes a loss"],
)
def test_no_step_hides_from_the_tape_what_leads_to_the_last_loss(
    recorded, how, optimizer, step, loss
):
    recording = recorded(STEPS.format(how=how, optimizer=optimizer, step=step))
    assert recording.loss_of(w=torch.tensor([5.0])).item() == loss


def test_a_profiler_finds_the_steps_of_a_recorded_script(recorded):
    recording = recorded(
        TWO_LEAVES
        + """
    (w * 3).backward()
    with torch.autograd.profiler.profile() as profile:
        optimizer.step()
    """
    )
    assert "Optimizer.step#SGD.step" in {
        e.name for e in recording.globals["profile"].function_events
    }
    assert len(recording.steps) == 1


def test_the_graph_leads_from_the_loss_to_each_parameter():
    graph = run("linear_regression.py").graph
    leaves = {data["label"] for _, data in graph.nodes(data=True) if data["kind"] == "leaf"}
    assert leaves == {"model.weight", "model.bias"}
    assert [graph.nodes[n]["label"] for n in list(graph)[:3]] == [
        "loss",
        "MseLossBackward0",
        "AddmmBackward0",
    ]


def test_the_graph_gives_the_shapes_of_the_forward_pass():
    shapes = {d["label"]: d["shape"] for _, d in run("classification.py").graph.nodes(data=True)}
    assert shapes["LogSoftmaxBackward0"] == (100, 3)
    assert shapes["model.weight"] == (3, 10)


# --- What scripts do

TWO_LEAVES = """
    import torch
    w = torch.tensor(1.0, requires_grad=True)
    unused = torch.tensor(5.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, unused], lr=0.1)
"""


def test_a_parameter_without_a_gradient_says_none(recorded):
    recording = recorded(TWO_LEAVES + "    (w * 3).backward()\n    optimizer.step()\n")
    assert recording.steps[0].grad["unused"] is None
    exactly(recording.steps[0].grad["w"], torch.tensor(3.0))


def test_losses_of_several_backwards_before_a_step_add_up(recorded):
    recording = recorded(
        TWO_LEAVES + "    (w * 3).backward()\n    (w * 4).backward()\n    optimizer.step()\n"
    )
    assert recording.steps[0].losses == (3.0, 4.0)
    assert recording.steps[0].loss == 7.0


def test_a_loss_whose_gradient_was_zeroed_does_not_count(recorded):
    recording = recorded(
        TWO_LEAVES
        + """
    (w * 3).backward()
    optimizer.zero_grad()
    (w * 4).backward()
    optimizer.step()
    """
    )
    assert recording.steps[0].losses == (4.0,)


def test_each_of_two_optimizers_has_its_own_losses_and_parameters(recorded):
    recording = recorded("""
        import torch
        a = torch.tensor(1.0, requires_grad=True)
        b = torch.tensor(2.0, requires_grad=True)
        slow, fast = torch.optim.SGD([a], lr=0.1), torch.optim.SGD([b], lr=1.0)
        (3 * a).backward()
        (5 * b).backward()
        slow.step()
        fast.step()
    """)
    kept = [(s.optimizer, s.losses, list(s.before), s.lr) for s in recording.steps]
    assert kept == [("slow", (3.0,), ["a"], {"a": 0.1}), ("fast", (10.0,), ["b"], {"b": 1.0})]


@pytest.mark.parametrize(
    "optimizer", ["SGD(model.parameters(), lr=0.1)", "LBFGS(model.parameters())"]
)
def test_a_closure_gives_the_loss_and_the_gradient_before_the_step(recorded, optimizer):
    recording = recorded(f"""
        import torch
        torch.manual_seed(0)
        x = torch.randn(8, 1)
        model = torch.nn.Linear(1, 1)
        optimizer = torch.optim.{optimizer}
        def closure():
            optimizer.zero_grad()
            loss = ((model(x) - 2 * x) ** 2).mean()
            loss.backward()
            return loss
        returned = [optimizer.step(closure).item() for _ in range(3)]
    """)
    assert [step.loss for step in recording.steps] == recording.globals["returned"]
    first, x = recording.steps[0], recording.globals["x"]
    error = x * first.before["model.weight"] + first.before["model.bias"] - 2 * x
    assert_close(first.grad["model.weight"], (2 * error * x).mean().reshape(1, 1))


@pytest.mark.parametrize("argument", ["closure", "closure=closure"])
def test_a_step_with_a_closure_has_the_closures_loss_and_not_an_earlier_one(recorded, argument):
    recording = recorded(f"""
        import torch
        w = torch.tensor(1.0, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=0.1)
        def closure():
            optimizer.zero_grad()
            loss = 3 * w
            loss.backward()
            return loss
        (5 * w).backward()
        optimizer.step({argument})
    """)
    (step,) = recording.steps
    assert (step.losses, step.grad) == ((3.0,), {"w": 3.0})


def test_a_loop_inside_a_function_is_seen_with_the_function_s_names(recorded):
    recording = recorded("""
        import torch
        def train(net, steps):
            sgd = torch.optim.SGD(net.parameters(), lr=0.1)
            for _ in range(steps):
                sgd.zero_grad()
                net(torch.ones(1, 2)).sum().backward()
                sgd.step()
        torch.manual_seed(0)
        train(torch.nn.Linear(2, 1), 3)
    """)
    assert [step.optimizer for step in recording.steps] == ["sgd"] * 3
    assert list(recording.steps[0].before) == ["net.weight", "net.bias"]


@pytest.mark.parametrize(
    ("make", "names"),
    [
        ("layers = [torch.nn.Linear(1, 1)]; p = layers[0].parameters()",
         ["layers[0].weight", "layers[0].bias"]),
        ("w = {'slope': torch.ones(1, requires_grad=True)}; p = w.values()", ["w['slope']"]),
        ("class T: pass\nt = T(); t.net = torch.nn.Linear(1, 1, False); p = t.net.parameters()",
         ["t.net.weight"]),
    ],
    ids=["list of layers", "dict of tensors", "attribute of the script's own object"],
)  # fmt: skip
def test_parameters_in_containers_have_names(recorded, make, names):
    recording = recorded(
        f"import torch\ntorch.manual_seed(0)\n{make}\np = list(p)\n"
        "o = torch.optim.SGD(p, lr=1.0)\nsum(q.sum() for q in p).backward()\no.step()\n"
    )
    assert list(recording.steps[0].before) == names


def test_a_warning_is_kept(recorded):
    recording = recorded("import warnings\nwarnings.warn('careful')\n")
    assert recording.warnings == ["UserWarning: careful"]


# --- What it refuses, by name

NO_STEPS = "import torch\nw = torch.tensor(1.0, requires_grad=True)\n"
BY_HAND = NO_STEPS + "(w * 3).backward()\nwith torch.no_grad():\n    {update}\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (BY_HAND.format(update="w -= w.grad"), "changes w by hand, line 5 (`w -= w.grad`)"),
        (BY_HAND.format(update="w.data -= 0.1 * w.grad"), "changes w by hand, line 5"),
        (BY_HAND.format(update="w.data.sub_(w.grad)"), "changes w by hand, line 5"),
        (BY_HAND.format(update="w = w - 0.1 * w.grad"), "reads .grad, line 5"),
        (NO_STEPS + "g, = torch.autograd.grad(w * 3, w)\n", "calls torch.autograd.grad, line 3"),
        (NO_STEPS, "never calls optimizer.step()"),
    ],
    ids=["in place", ".data", ".data in place", "a new tensor", "torch.autograd.grad", "no step"],
)  # fmt: skip
def test_a_run_without_a_step_is_refused_and_says_what_it_did_instead(recorded, source, said):
    recording = recorded(source)
    with pytest.raises(RecordingError) as refused:
        _ = recording.steps
    assert said in str(refused.value)


@pytest.mark.parametrize("use", ["w -= w.grad", "print(w.grad)"])
def test_of_several_uses_of_a_gradient_by_hand_the_first_is_told(recorded, use):
    recording = recorded(BY_HAND.format(update=f"{use}\n    {use}"))
    with pytest.raises(RecordingError, match="line 5 ") as refused:
        _ = recording.steps
    assert "line 6" not in str(refused.value)


def test_an_update_by_hand_beside_an_optimizer_s_is_refused(recorded):
    recording = recorded(
        NO_STEPS + "o = torch.optim.SGD([w], lr=1.0)\n(w * 3).backward()\no.step()\n"
        "with torch.no_grad():\n    w.clamp_(min=0)\n"
    )
    with pytest.raises(RecordingError, match=r"changes w by hand, line 7 \(`w.clamp_\(min=0\)`\)"):
        _ = recording.steps


def test_a_parameter_frozen_before_a_step_is_no_update_by_hand(recorded):
    recording = recorded(
        TWO_LEAVES
        + """
    (w * 3).backward()
    w.requires_grad_(False)
    optimizer.step()
    """
    )
    assert len(recording.steps) == 1


def test_a_script_without_backward_has_no_graph(recorded):
    with pytest.raises(RecordingError, match=r"script.py never calls backward\(\)"):
        _ = recorded(NO_STEPS).graph


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a = 1\n\nint('x')\n", "script.py, line 3 (`int('x')`) raises ValueError"),
        ("import torch\ntorch.ones(2) @ torch.ones(3)\n", "script.py, line 2 (`torch.ones(2)"),
        ("raise SystemExit(3)\n", "line 1 (`raise SystemExit(3)`) raises SystemExit: 3"),
        ("a = (\n", "script.py, line 1: SyntaxError"),
        ("import torch\ntorch.randn(2)\n", "add `torch.manual_seed(...)`"),
    ],
    ids=["raises", "raises inside torch", "exits", "does not parse", "draws without a seed"],
)
def test_a_script_that_cannot_be_recorded_is_refused_with_its_own_line(recorded, source, said):
    with pytest.raises(RecordingError) as refused:
        recorded(source)
    assert said in str(refused.value)


def test_a_script_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RecordingError, match=r"none.py cannot be run: FileNotFoundError"):
        record(tmp_path / "none.py")


# --- It leaves no trace

UNTIDY = """
    import random, sys, torch
    torch.manual_seed(1); random.seed(1)
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.set_grad_enabled(False)
    torch.set_printoptions(precision=2)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    sys.path.insert(0, "/nowhere")
    sys.argv.append("more")
    sys.stdout = None
"""


WORLD = {
    "torch's generator": lambda: torch.get_rng_state().tolist(),
    "python's generator": random.getstate,
    "dtype": torch.get_default_dtype,
    "device": torch.get_default_device,
    "modes": torch._C._len_torch_function_stack,  # a default device is one, even the CPU
    "grad mode": torch.is_grad_enabled,
    "print options": lambda: repr(torch.tensor(1 / 3)),
    "threads": torch.get_num_threads,
    "determinism": torch.are_deterministic_algorithms_enabled,
    "path": lambda: sys.path.copy(),
    "argv": lambda: sys.argv.copy(),
    "stdout": lambda: sys.stdout,
    "main": lambda: sys.modules["__main__"],
    "backward": lambda: torch.autograd.backward,
    "grad": lambda: torch.autograd.grad,
    "hooks before a step": lambda: len(optimizer_hooks._global_optimizer_pre_hooks),
    "hooks after a step": lambda: len(optimizer_hooks._global_optimizer_post_hooks),
}


@pytest.fixture
def as_torch_begins():
    """Set by hand what `UNTIDY` sets: else a test that leaked would make the next one's world."""
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    torch.set_printoptions(profile="default")
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(False)


@pytest.mark.parametrize("last_line", ["", "    int('x')\n"], ids=["ends", "raises"])
@pytest.mark.parametrize("look", WORLD.values(), ids=WORLD.keys())
@pytest.mark.usefixtures("as_torch_begins")
def test_a_recording_leaves_the_world_as_it_was(recorded, look, last_line):
    before = look()
    try:
        recorded(UNTIDY + last_line)
    except RecordingError:
        assert last_line, "only the raising script may be refused"
    assert look() == before


def test_recorded_and_unrecorded_runs_end_bit_equal():
    source = (SNIPPETS / "classification.py").read_text("utf-8")
    bare = {"__name__": "__main__"}
    exec(source.replace("print(", "str("), bare)
    recorded_model = run("classification.py").globals["model"]
    exactly(dict(recorded_model.state_dict()), dict(bare["model"].state_dict()))
