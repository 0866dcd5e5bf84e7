"""What docs/training_loop/check_connection.md claims."""

import ast
import gc
import importlib.util
import io
import json
import math
import re
import runpy
import shutil
import sys
import tracemalloc
import warnings
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
import torch
from helpers.gallery import cases
from helpers.runs import ROOT, SNIPPETS
from helpers.sources import all_fences
from record.world import unchanged_world
from torch import nn

TOOL = SNIPPETS / "training_loop/check_connection.py"
EXAMPLE = SNIPPETS / "training_loop/check_connection/two_links_cut_wrong.py"
PAGE = ROOT / "docs/training_loop/check_connection.md"
SCRIPTS = Path(__file__).parent / "check_connection"
GOOD = [
    "a_likelihood_that_passes_zero",
    "a_term_that_waits",
    "actor_critic",
    "arrives_at_its_floor",
    "autocast_bf16",
    "begins_at_the_minimum",
    "branches_and_an_unused_pooler",
    "by_hand",
    "called_by_keywords",
    "checkpointed",
    "clipped_surrogate_of_ratios",
    "cnn",
    "contrastive",
    "critic_that_rests_for_long",
    "ema_copy",
    "eval_mode_for_the_last_epochs",
    "features_first_then_a_head",
    "fine_tuned_in_eval_mode",
    "frozen_backbone",
    "frozen_then_evaluated",
    "functional_gradients",
    "gan",
    "gan_that_freezes_its_critic",
    "gradient_accumulation",
    "head_replaced_before_the_optimizer",
    "labels_that_are_missing",
    "last_batch_alone_in_a_loader",
    "lbfgs",
    "least_squares_gan_against_a_constant",
    "maml",
    "nothing_to_learn",
    "only_the_head_in_the_optimizer",
    "pairwise_distances",
    "plateau",
    "q_learning_with_a_target_net",
    "reinforce",
    "reptile",
    "rnn",
    "scaler_fp16",
    "schedule_of_epochs_resumed",
    "schedulers",
    "sharpness_aware",
    "soft_targets_and_smoothing",
    "sparse_embedding",
    "straight_through_codes",
    "style_of_an_image",
    "thawed_later",
    "tied_weights",
    "tiny_clip_that_adam_undoes",
    "trainer_class",
    "transformer",
    "triplets_that_are_apart",
    "two_optimizers_one_loss",
    "vae",
    "weights_that_go_to_zero",
    "zero_in_place",
]
# Each stands in the folder of its finding.
BROKEN = [
    "cleared-before-step/set_to_zero",
    "cleared-before-step/zero_grad_between",
    "clipped-to-nothing/limit_far_below",
    "diverging/lr_above_the_limit",
    "eval-while-training/train_forgotten",
    "frozen-but-moving/batch_norm_in_training_mode",
    "frozen-but-moving/old_gradient",
    "frozen-but-moving/trained_then_frozen",
    "gradients-accumulate/no_zero_grad",
    "loss-constant/weights_put_back",
    "never-backward/no_full_batch",
    "never-backward/no_parentheses",
    "never-stepped/no_step",
    "no-gradient/checkpoint_in_a_frozen_net",
    "no-gradient/detached_on_the_way",
    "no-gradient/loss_wrapped_again",
    "no-gradient/under_no_grad",
    "non-finite/one_nan_in_the_data",
    "non-finite/root_of_zero",
    "non-finite/std_of_one_sample",
    "not-in-optimizer/made_in_the_first_forward",
    "not-in-optimizer/the_teachers_parameters",
    "scheduler-order/before_the_step",
    "scheduler-order/first_in_each_epoch",
    "softmax-before-cross-entropy/sigmoid",
    "softmax-before-cross-entropy/softmax",
    "stale-optimizer/layer_replaced",
    "stale-optimizer/model_copied",
    "stale-optimizer/model_made_again",
    "steps-too-large/swings",
    "steps-too-small/below_the_precision",
    "steps-too-small/lr_ran_out",
    "targets-out-of-range/labels_from_one",
    "targets-out-of-range/minus_one_and_one",
    "unequal-shapes/by_hand",
    "unequal-shapes/column_and_row",
    "zero-gradient/relu_after_the_last_layer",
    "zero-gradient/rounded",
    "zero-gradient/rounded_in_the_middle",
]
# Scripts with two mistakes or three, each of another family, and what is found in them, in order.
SEVERAL = {
    "cleared_and_an_lr_of_0": ["cleared-before-step", "steps-too-small"],
    "dead_at_an_lr_of_0_in_eval": ["zero-gradient", "steps-too-small", "eval-while-training"],
    "detached_and_a_large_lr": ["no-gradient", "non-finite"],
    "detached_and_never_cleared": ["no-gradient", "gradients-accumulate"],
    "never_cleared_and_a_large_lr": ["gradients-accumulate"],  # the sum alone may be the cause
    "never_cleared_and_a_nan": ["gradients-accumulate", "non-finite"],
    "no_grad_and_a_dead_unit": ["no-gradient", "zero-gradient"],
    "replaced_and_softmax": ["softmax-before-cross-entropy", "stale-optimizer"],
    "replaced_detached_and_a_frozen_norm": ["stale-optimizer", "no-gradient", "frozen-but-moving"],
    "row_and_steps_below_the_precision": ["unequal-shapes", "steps-too-small"],
    "sigmoid_row_and_never_cleared": [
        *("softmax-before-cross-entropy", "unequal-shapes", "gradients-accumulate"),
    ],
    "softmax_and_labels_from_one": ["softmax-before-cross-entropy", "targets-out-of-range"],
    "softmax_and_no_step": ["softmax-before-cross-entropy", "never-stepped"],
    "softmax_schedule_and_eval": [
        *("softmax-before-cross-entropy", "scheduler-order", "eval-while-training"),
    ],
}

# Of the site's wrong scripts, what the tool finds in them.
WRONG = {
    "classification/softmax_before_the_loss_wrong.py": ["softmax-before-cross-entropy"],
    "gradients/leaves/requires_grad_on_a_cut_loss_wrong.py": ["no-gradient"],
    "gradients/leaves/rewrapped_loss_wrong.py": ["no-gradient"],
    "losses/cross_entropy/softmax_before_the_loss_wrong.py": ["softmax-before-cross-entropy"],
    "losses/cross_entropy/targets_refused_wrong.py": ["targets-out-of-range"],
    "losses/reduction/row_against_column_wrong.py": ["unequal-shapes"],
    "optimizers/learning_rate/above_the_limit_wrong.py": ["steps-too-large"],
    "optimizers/learning_rate/scheduler_before_step_wrong.py": ["scheduler-order"],
    "optimizers/param_groups/frozen_but_moved_wrong.py": ["frozen-but-moving"],
    "optimizers/param_groups/replaced_layer_wrong.py": ["stale-optimizer"],
    "training_loop/check_connection/two_links_cut_wrong.py": ["no-gradient", "stale-optimizer"],
    "not_learning/one_part/yours_among_known.py": ["cleared-before-step"],
    "not_learning/nan_from_a_slope_wrong.py": ["non-finite"],
    "not_learning/nan_in_the_data_wrong.py": ["non-finite"],
    "training_loop/never_zero_grad_wrong.py": ["gradients-accumulate"],
    "training_loop/zero_grad_before_step_wrong.py": ["cleared-before-step"],
    # Not called wrong, and yet they go wrong on purpose.
    "optimizers/learning_rate/limits_of_others.py": ["non-finite"],
    "not_learning/which_link_is_broken.py": ["no-gradient", "stale-optimizer"],
    # What it finds in those of the gallery stands with what else is said of them.
    **{case.wrong: case.finds for case in cases()},
}
# Breaks a loop in many ways, on purpose.
BREAKS = SNIPPETS / "not_learning/my_loop/what_they_catch.py"
OTHERS = [
    path
    for path in sorted(SNIPPETS.rglob("*.py"))
    if str(path.relative_to(SNIPPETS)) not in WRONG and path not in (TOOL, BREAKS)
]


def load():
    spec = importlib.util.spec_from_file_location("check_connection", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load()


def quietly(function, *args):
    """What a function returns; its output, its warnings and its traces in torch go nowhere."""
    with unchanged_world(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            return function(*args)


def report(path):
    return quietly(tool.run, path)


def tensors(names):
    """The tensors that a script's names stand for at its end, with its models' and gradients."""
    found = [torch.get_rng_state()]
    for value in names.values():
        if isinstance(value, nn.Module):
            found += value.state_dict().values()
            found += [p.grad for p in value.parameters() if p.grad is not None]
        elif isinstance(value, torch.Tensor):
            found.append(value.detach())
    return [tensor.to_dense() for tensor in found]


@cache
def run_of_a_good_script(name):
    """The tool's report of it, and the tensors at its end; it runs once for all that is asked."""
    ends, run_path = [], runpy.run_path

    def kept(*args, **kwargs):
        ends.append(run_path(*args, **kwargs))

    def watched():
        with mock.patch("runpy.run_path", kept):
            seen = tool.run(SCRIPTS / f"good/{name}.py")
        return seen, tensors(*ends)

    return quietly(watched)


def names(found):
    return sorted(finding.name for finding in found.findings)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_script_gets_its_finding_and_no_other(name):
    seen = report(SCRIPTS / f"{name}.py")
    expected, stem = name.split("/")
    assert names(seen) == [expected]
    assert seen.findings[0].line.startswith(f"{stem}.py:")
    assert seen.status >= 1


@pytest.mark.parametrize(("name", "expected"), SEVERAL.items(), ids=SEVERAL)
def test_each_of_several_mistakes_is_told_and_not_what_comes_of_them(name, expected):
    seen = report(SCRIPTS / f"several/{name}.py")
    assert [finding.name for finding in seen.findings] == expected
    assert seen.notes == []


@pytest.mark.parametrize("name", GOOD)
def test_a_good_script_gets_no_finding(name):
    seen, _ = run_of_a_good_script(name)
    assert seen.findings == []
    assert (seen.status, seen.why) == (0, "")
    assert not any("itself failed" in note for note in seen.notes)


@pytest.mark.site
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(SNIPPETS)))
def test_another_script_of_this_site_gets_no_finding(path):
    seen = report(path)
    assert seen.findings == []
    assert seen.why in ("", "no backward() came")
    assert not any("itself failed" in note for note in seen.notes)


@pytest.mark.site
@pytest.mark.parametrize(("name", "expected"), WRONG.items())
def test_a_wrong_script_of_this_site_gets_its_finding(name, expected):
    assert names(report(SNIPPETS / name)) == expected


def test_each_finding_has_a_script_that_shows_it():
    assert {name.split("/")[0] for name in BROKEN} == set(tool.CASES)


def test_each_script_that_is_there_is_tried():
    there = {f"{path.parent.name}/{path.stem}" for path in SCRIPTS.glob("*/*.py")}
    several = {f"several/{name}" for name in SEVERAL}
    assert there == {*BROKEN, *several, *(f"good/{name}" for name in GOOD)}
    assert len(OTHERS) > 80


# --- It can be reviewed before it is run


def parts():
    """Each part of the file, by the function it stands in (or "" outside of all), with its node."""

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            where = child.name if isinstance(child, ast.FunctionDef) else inside
            yield where, child
            yield from walk(child, where)

    return list(walk(ast.parse(TOOL.read_text("utf-8")), ""))


def used_in(*calls):
    """The functions in which something of that name is used."""
    return {
        where
        for where, node in parts()
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in calls
    }


def test_one_function_patches_torch_another_hooks_into_it_and_a_third_runs_the_script():
    assert used_in("mock.patch.object") == {"put"}
    assert used_in("mock.patch.multiple", "runpy.run_path", "os.chdir") == {"run"}
    hooks = {name for name in dir(tool) if name.startswith("register_")}
    assert len(hooks) == 3
    assert used_in(*hooks) == {"watching"}


def test_it_opens_no_file_starts_nothing_and_runs_no_text():
    named = {ast.unparse(node) for _, node in parts() if isinstance(node, ast.Name | ast.Attribute)}
    of_the_system = {name for name in named if re.match(r"(os|sys)\.", name)}
    assert of_the_system <= {
        *("os.chdir", "os.getcwd", "os.path", "os.path.abspath", "os.path.basename"),
        *("os.path.dirname", "sys._getframe", "sys._getframe().f_code", "sys.argv", "sys.exit"),
        *("sys._getframe().f_code.co_filename", "sys.path", "sys.stderr"),
    }
    assert not named & {"open", "exec", "eval", "compile", "__import__", "setattr", "delattr"}
    assert not named & {"torch.save", "torch.load", "torch.hub", "torch.package"}


def test_it_calls_nothing_that_changes_a_tensor_in_place():
    calls = [node.func for _, node in parts() if isinstance(node, ast.Call)]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert {"detach", "clone", "item"} <= names
    # Each such method of a tensor ends so, as in zero_() and copy_().
    assert not {name for name in names if re.search(r"[a-z]_$", name)}
    assert not names & {"backward", "step", "load_state_dict", "requires_grad"}


def test_it_imports_torch_and_of_the_standard_library_nothing_that_sends_or_starts():
    nodes = [node for _, node in parts()]
    names = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} == {
        *("__future__", "argparse", "collections", "contextlib", "functools", "itertools"),
        *("json", "math", "multiprocessing", "os", "runpy", "statistics", "sys", "torch"),
        *("traceback", "typing", "unittest", "weakref"),
    }
    assert [name for name in names if name.startswith("multiprocessing")] == [
        "multiprocessing.process"  # whose start() is counted
    ]


def test_it_writes_to_no_attribute_but_those_of_its_own_records():
    changed = {
        ast.unparse(target.value)
        for _, node in parts()
        if isinstance(node, ast.Assign | ast.AugAssign)
        for assigned in getattr(node, "targets", [getattr(node, "target", None)])
        for target in getattr(assigned, "elts", [assigned])
        if isinstance(target, ast.Attribute)
    }
    records = {"self", "w", "o", "p", "seen", "self.param(param, path)", "self.param(p)"}
    assert changed <= records


def test_each_function_that_judges_the_run_or_an_optimizer_in_it_stands_in_the_list_of_all():
    written = [
        node.name
        for node in ast.parse(TOOL.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and [arg.arg for arg in node.args.args] in (["w"], ["w", "o"])
        and any(isinstance(inner, ast.Yield) for inner in ast.walk(node))
    ]
    assert written == [mistake.__name__ for mistake in tool.MISTAKES]


def test_only_what_judges_the_records_or_watches_a_call_names_a_finding():
    cases = set(tool.CASES)
    where = {
        name
        for name, node in parts()
        if isinstance(node, ast.Constant) and node.value in cases and name
    }
    judging = {"replaced", "ungiven", "long_steps", "summed"} | {m.__name__ for m in tool.MISTAKES}
    assert where <= judging | {"on_distance", "on_classes", "look_at_graph"}


# --- It changes nothing


@pytest.mark.parametrize("name", GOOD)
def test_a_watched_script_ends_with_the_same_bits(name):
    def plain():
        path = SCRIPTS / f"good/{name}.py"
        return tensors(runpy.run_path(str(path), run_name="__main__"))

    unwatched, (_, seen) = quietly(plain), run_of_a_good_script(name)
    assert len(unwatched) == len(seen) > 0
    assert all(map(torch.equal, unwatched, seen))


def places():
    """What the tool puts others in the place of, and torch's global hooks."""
    optimizers, modules = sys.modules["torch.optim.optimizer"], nn.modules.module
    return [
        torch.autograd.backward,
        torch.autograd.grad,
        torch.Tensor.detach,
        torch.optim.Optimizer.__init__,
        torch.optim.Optimizer.zero_grad,
        torch.optim.lr_scheduler.LRScheduler.step,
        torch.utils.data.DataLoader.__iter__,
        nn.Module.load_state_dict,
        nn.Module.zero_grad,
        nn.utils.clip_grad_norm_,
        nn.functional.mse_loss,
        nn.functional.cross_entropy,
        dict(optimizers._global_optimizer_pre_hooks),
        dict(optimizers._global_optimizer_post_hooks),
        dict(modules._global_forward_pre_hooks),
        sys.argv,
        sys.path.copy(),
        Path.cwd(),
    ]


@pytest.mark.parametrize("name", ["good/cnn", "targets-out-of-range/labels_from_one"])
def test_torch_is_as_it_was_after_a_script_that_ends_or_raises(name):
    before = places()
    with redirect_stdout(io.StringIO()):
        tool.run(SCRIPTS / f"{name}.py")
    assert places() == before


def nothing_given():
    """What cannot be called as torch calls it."""


def divides(*args, **kwargs):
    return 1 / 0


@pytest.mark.parametrize("mistake", [nothing_given, divides])
@pytest.mark.parametrize("told", ["before_step", "on_call", "before_backward"])
def test_a_mistake_of_the_tool_s_own_is_told_and_stops_no_script(told, mistake, monkeypatch):
    monkeypatch.setattr(tool._Watch, told, staticmethod(mistake))
    seen = report(SCRIPTS / "good/rnn.py")
    assert not seen.why or seen.why == "no backward() came"
    assert any("itself failed in line" in note for note in seen.notes)


def test_a_mistake_in_what_notes_one_kind_of_call_is_told_and_stops_no_script(monkeypatch):
    monkeypatch.setattr(tool._Watch, "on_clear", staticmethod(divides))
    seen = report(SCRIPTS / "good/rnn.py")
    assert (seen.status, seen.findings) == (0, [])
    assert any("itself failed in line" in note for note in seen.notes)


def divides_at_the_end(monkeypatch):
    monkeypatch.setattr(tool, "judge", divides)


def test_a_mistake_of_the_tool_s_own_at_the_end_is_told_in_a_report_of_status_2(monkeypatch):
    divides_at_the_end(monkeypatch)
    seen = report(SCRIPTS / "good/rnn.py")
    assert (seen.status, seen.findings) == (2, [])
    assert seen.why.startswith("your script has run, but check_connection itself failed in line")
    assert "ZeroDivisionError" in str(seen)
    assert json.loads(seen.json())["not examined"] == seen.why


def test_what_the_script_raised_is_told_also_if_the_tool_fails_at_the_end(monkeypatch):
    divides_at_the_end(monkeypatch)
    seen = report(SCRIPTS / "targets-out-of-range/labels_from_one.py")
    assert seen.why.startswith("your script raised IndexError('Target 2 is out of bounds.')")


def test_an_error_in_a_watched_loop_still_comes_if_the_tool_fails_at_the_end(monkeypatch):
    divides_at_the_end(monkeypatch)
    with pytest.raises(KeyError), tool.watch():
        raise KeyError


def train(steps, lr=0.05):
    torch.manual_seed(7)
    x = torch.randn(64, 4)
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), x[:, :1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def kept(steps):
    """How many bytes the tool keeps of so many steps."""
    train(1)  # traced, what torch loads at its first step would take long
    watcher = tool._Watch()
    only_the_tool = [tracemalloc.Filter(inclusive=True, filename_pattern=str(TOOL))]
    tracemalloc.start()
    try:
        with watcher.watching():
            train(steps)
        gc.collect()
        shot = tracemalloc.take_snapshot().filter_traces(only_the_tool)
    finally:
        tracemalloc.stop()
    return sum(statistic.size for statistic in shot.statistics("filename"))


def test_what_is_kept_does_not_grow_with_the_steps():
    few, many = kept(50), kept(250)
    assert few > 0
    # Less than a number a step; another 200 losses alone would be 4,800 bytes.
    assert many - few < 1600


# --- Three ways to use it


@pytest.fixture
def command(monkeypatch, capsys):
    """The command line: its exit status, and what it printed."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["check_connection.py", *map(str, arguments)])
        with unchanged_world():
            status = tool.main()
        return status, capsys.readouterr().out

    return call


@pytest.mark.parametrize(
    ("name", "status"),
    [("good/rnn", 0), ("never-stepped/no_step", 1), ("targets-out-of-range/labels_from_one", 2)],
    ids=["well", "a finding", "raised"],
)
def test_the_exit_status_says_what_was_found(name, status, command):
    assert command(SCRIPTS / f"{name}.py")[0] == status


@pytest.mark.parametrize(("steps", "status"), [(0, 2), (3, 1)])
def test_steps_without_a_backward_are_a_finding_and_without_steps_nothing_was_examined(
    steps, status, tmp_path, command
):
    (tmp_path / "script.py").write_text(
        "import torch\noptimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1.0)\n"
        f"for _ in range({steps}):\n    optimizer.step()\n"
    )
    found, said = command(tmp_path / "script.py")
    assert found == status
    assert ("never-backward" in said) == (status == 1)


def test_a_script_without_a_backward_was_not_examined(tmp_path, command):
    (tmp_path / "script.py").write_text("import torch\nprint(torch.ones(1).item())\n")
    status, said = command(tmp_path / "script.py")
    assert status == 2
    assert said.startswith("1.0\n")  # what the script prints still appears
    assert said.endswith("not examined: no backward() came\n")


def test_a_script_finds_its_own_folder_and_arguments(tmp_path, command):
    (tmp_path / "beside.py").write_text("NAME = 'found'\n")
    (tmp_path / "script.py").write_text(
        "import os, sys\nfrom beside import NAME\n"
        "print(NAME, sys.argv[1:], os.path.basename(sys.argv[0]), os.getcwd())\n"
    )
    said = command(tmp_path / "script.py", "--steps", "7")[1]
    assert said.startswith(f"found ['--steps', '7'] script.py {tmp_path}\n")


def test_json_holds_what_the_report_says(command):
    status, said = command("--json", SCRIPTS / "steps-too-small/lr_ran_out.py")
    told = json.loads(said.splitlines()[-1])
    assert told["status"] == status == 1
    assert [finding["name"] for finding in told["findings"]] == ["steps-too-small"]
    assert told["parameters"][0]["parameter"] == "model.0.weight"


def test_json_is_valid_also_where_a_parameter_is_nan(command):
    said = command("--json", SCRIPTS / "non-finite/root_of_zero.py")[1]
    told = json.loads(said.splitlines()[-1], parse_constant=pytest.fail)
    assert told["parameters"][0]["moved"] == "NaN"


def test_with_steps_the_script_is_ended(command):
    said = json.loads(command("--json", "--steps", 5, SCRIPTS / "good/plateau.py")[1])
    assert (said["steps"], said["findings"]) == (5, [])


@pytest.mark.parametrize("name", tool.CASES)
def test_a_name_is_explained_and_stands_on_the_page(name, command):
    status, said = command("--explain", name)
    assert (status, said.split()[0]) == (0, name)
    assert f"`{name}`" in PAGE.read_text("utf-8")
    page = ROOT / "docs" / tool.CASES[name][0]
    assert page.with_suffix(".md").exists() or (page / "index.md").exists()


def test_the_page_of_a_name_shows_a_script_that_gets_it():
    shown = {(fence.page.with_suffix(""), fence.embedded) for fence in all_fences()}
    told = {name: ROOT / "docs" / page for name, (page, _) in tool.CASES.items()}
    found = {
        name
        for script, findings in WRONG.items()
        for name in findings
        if {(told[name], script), (told[name] / "index", script)} & shown
    }
    # No script of the site puts the weights back, and where a learning rate is the cause, a loss
    # goes to inf.
    assert set(tool.CASES) - found == {"loss-constant", "diverging"}


def test_check_returns_the_findings_and_an_empty_list_if_there_is_none():
    assert tool.check(train, 12) == []
    assert [finding.name for finding in tool.check(train, 12, lr=0.0)] == ["steps-too-small"]


def test_check_refuses_a_function_that_does_not_train():
    with pytest.raises(RuntimeError, match="no backward"):
        tool.check(lambda: None)


def test_watch_prints_a_report_of_a_loop_that_is_under_way(capsys):
    x, model = torch.randn(64, 4), nn.Linear(4, 1)
    optimizer = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1)
    with tool.watch(model) as seen:
        for _ in range(5):
            nn.functional.mse_loss(model(x), x[:, :1]).backward()
            optimizer.step()
            model.zero_grad()
    assert [finding.name for finding in seen.findings] == ["stale-optimizer"]
    said = capsys.readouterr().out
    assert "stale-optimizer" in said
    assert re.search(r"^model\.weight +1×4 +yes", said, re.MULTILINE)


def test_an_error_in_a_watched_loop_still_comes(capsys):
    with pytest.raises(ZeroDivisionError), tool.watch():
        print(1 / 0)
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_what_torch_raises_is_told_with_the_cases_name(tmp_path):
    (tmp_path / "script.py").write_text(
        "import torch\nmodel = torch.nn.Linear(1, 1)\n"
        "model(torch.ones(1, 1)).detach().sum().backward()\n"
    )
    seen = report(tmp_path / "script.py")
    assert seen.status == 2
    assert "does not require grad" in seen.why
    assert "likely case: no-gradient (detach()" in seen.why


@pytest.mark.parametrize(
    ("frozen", "told"), [("model", True), ("model[0]", False)], ids=["whole", "in part"]
)
def test_of_a_model_that_is_frozen_as_a_whole_it_is_told(tmp_path, frozen, told):
    (tmp_path / "script.py").write_text(
        "import torch\nfrom torch import nn\n"
        "model = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))\n"
        f"{frozen}.requires_grad_(False)\n"
        "loss = model(torch.ones(1, 1)).sum()\n"
        "(loss if loss.grad_fn is None else loss.detach()).backward()\n"
    )
    seen = report(tmp_path / "script.py")
    assert ("no-gradient (each parameter has requires_grad=False)" in seen.why) == told


@pytest.mark.site
def test_of_a_script_that_raises_the_page_is_told_that_shows_its_message(subtests):
    # What stands on two pages is told with one of them.
    two = {"does not require grad": {"cut", "wrong_loss"}, "inplace": {"cut", "order"}}
    raising = [case for case in cases() if case.raises]
    assert len(raising) > 10
    for case in raising:
        with subtests.test(str(case)):
            seen = report(SNIPPETS / case.wrong)
            family = case.name.split("/")[0]
            pages = next((pages for part, pages in two.items() if part in seen.why), {family})
            assert family in pages
            assert seen.why.splitlines()[-1] in {f"  page: not_learning/{page}" for page in pages}


# --- What may be on purpose


def test_of_an_optimizer_that_a_script_made_and_did_not_come_to_nothing_is_said():
    seen = report(SNIPPETS / "not_learning/order/step_between_wrong.py")
    assert seen.why.startswith("RuntimeError: one of the variables needed for gradient")
    assert not [note for note in seen.notes if "no optimizer holds" in note]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (SCRIPTS / "good/only_the_head_in_the_optimizer.py", "no optimizer holds model.0.0.weight"),
        (SCRIPTS / "good/style_of_an_image.py", "no optimizer holds features.0.weight"),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_what_may_be_on_purpose_is_a_note(path, told):
    assert any(note.startswith(told) for note in report(path).notes)


NOTED = {
    "a dead first layer": (
        "model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))\n"
        "nn.init.constant_(model[0].bias, -9.0)\n",
        "",
        "model.0.weight, model.0.bias, model.2.weight: gradient exactly 0 at each step",
    ),
    "a norm of one number": (
        "model = nn.Sequential(nn.Linear(2, 1), nn.LayerNorm(1))\n",
        "",
        "model.1 normalizes one number, which leaves 0 of it",
    ),
    "a loss of nan that moves nothing": (
        "model = nn.Linear(2, 1)\n",
        "    (model(torch.ones(4, 2)) * 0).sum().sub(float('nan')).backward()\n",
        "6 of 6 losses at script.py:10 were nan or inf, and no parameter is",
    ),
    "a plain tensor": (
        "class M(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.w, self.keys = nn.Linear(2, 2), torch.randn(2, 1)\n"
        "    def forward(self, x):\n"
        "        return self.w(x) @ self.keys\n"
        "model = M()\n",
        "",
        "model.keys is a tensor of the module and no parameter",
    ),
    "a module's backward": (
        "class Reverse(nn.Module):\n"
        "    def forward(self, x):\n"
        "        return x\n"
        "    def backward(self, grad):\n"
        "        return -grad\n"
        "model = nn.Sequential(nn.Linear(2, 1), Reverse())\n",
        "",
        "Reverse is a module with a method backward()",
    ),
    "an iterator that is used up": (
        "model = nn.Linear(2, 1)\nused = iter([])\n",
        "    nn.utils.clip_grad_norm_(used, 1.0)\n",
        "clip_grad_norm_ at script.py:11 saw no gradient 6 of 6 times",
    ),
    "weights onto themselves": (
        "model = nn.Linear(2, 1)\nbest = model.state_dict()\n",
        "    model.load_state_dict(best)\n",
        "load_state_dict at script.py:11 copied every tensor onto itself",
    ),
    "a checkpoint that fits nowhere": (
        "model = nn.Linear(2, 1)\n"
        "model.load_state_dict({'net.weight': torch.ones(1)}, strict=False)\n",
        "",
        "load_state_dict at script.py:5 took 0 of 2 tensors",
    ),
    "a checkpoint that lacks a tensor": (
        "model = nn.Linear(2, 1)\n"
        "model.load_state_dict({'weight': torch.ones(1, 2)}, strict=False)\n",
        "",
        "load_state_dict at script.py:5 left 1 of 2 tensors as they were: bias",
    ),
    "loaded weights that are drawn anew": (
        "model = nn.Linear(2, 1)\nmodel.load_state_dict(dict(model.state_dict()))\n"
        "nn.init.ones_(model.bias)\n",
        "",
        "1 parameters that load_state_dict gave were written over before step 1",
    ),
    "a copy that never moves": (
        "import copy\nmodel = nn.Linear(2, 1)\ntarget = copy.deepcopy(model)\n",
        "    target(torch.ones(4, 2))\n",
        "target.weight began like model.weight and never moved",
    ),
    "a learning rate that has run down": (
        "model = nn.Linear(2, 1)\n",
        "    optimizer.param_groups[0]['lr'] /= 10\n",
        "lr went from 0.001 to 1e-08",
    ),
    "one layer twice in a list": (
        "model = nn.Sequential(*[nn.Linear(2, 2)] * 2)\n",
        "",
        "model holds one layer several times",
    ),
    "gradients cleared between two parts": (
        "model = nn.Linear(2, 1)\n",
        "    optimizer.zero_grad()\n    model(torch.ones(4, 2)).mean().backward()\n",
        "backward() ran 12 times, step() 6 times; zero_grad() at script.py:10 cleared unused ones",
    ),
}


@pytest.mark.parametrize(("model", "line", "told"), NOTED.values(), ids=NOTED)
def test_what_a_good_script_could_do_too_is_a_note(model, line, told, tmp_path):
    loop = (
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
        "for _ in range(6):\n"
        "    loss = (model(torch.ones(4, 2)) - 1).square().mean()\n"
        "    optimizer.zero_grad()\n    loss.backward()\n"
    )
    text = f"import torch\nfrom torch import nn\n\n{model}{loop}{line}    optimizer.step()\n"
    (tmp_path / "script.py").write_text(text)
    seen = report(tmp_path / "script.py")
    assert seen.findings == []
    assert any(note.startswith(told) for note in seen.notes), seen.notes


TO_NO_AVAIL = {
    "unheld/clipped_nothing": "clips nothing",
    "order/clip_after_step": "clips after step()",
}


@pytest.mark.parametrize(("name", "how"), TO_NO_AVAIL.items(), ids=TO_NO_AVAIL)
def test_of_a_loss_that_grows_though_it_is_clipped_the_clipping_is_the_cause(name, how):
    seen = report(SNIPPETS / f"not_learning/{name}_wrong.py")
    (found,) = seen.findings
    assert re.fullmatch(rf"clip_grad_norm_ at \w+_wrong\.py:\d+ {re.escape(how)}", found.cause)
    assert f'--8<-- "not_learning/{name}_wrong.py"' in (ROOT / f"docs/{found.page}.md").read_text(
        "utf-8"
    )
    assert any(note.startswith("clip_grad_norm_ at") for note in seen.notes)


def test_of_nan_in_the_data_clipping_is_not_the_cause():
    def train():
        x, model = torch.full((4, 2), math.nan), nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(6):
            loss = model(x).square().mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([], 1.0)
            optimizer.step()

    (found,) = watched(train).findings
    assert (found.name, found.cause) == ("non-finite", "a nan or an inf in the data")
    assert found.page == "not_learning"


def test_of_a_first_loss_that_is_inf_with_finite_inputs_the_cause_is_no_learning_rate():
    seen = report(SNIPPETS / "not_learning/numbers/log_of_zero_wrong.py")
    assert "too few steps" not in tool.CASES["non-finite"][1]
    (found,) = seen.findings
    assert found.cause.startswith("log of 0")


def test_of_a_loss_that_grows_with_clipping_in_its_place_the_learning_rate_is_the_cause():
    def train():
        torch.manual_seed(7)
        x, model = torch.randn(64, 1), nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=300.0)
        for _ in range(60):
            loss = model(x).sub(2 * x).square().mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1e30)
            optimizer.step()

    (found,) = watched(train).findings
    assert (found.name, found.cause) == ("diverging", tool.CASES["diverging"][1])


def scaled(limit, unscale=False):
    """The findings on a loop with a scaler that clips to a limit, by the scale that it has."""

    def train():
        torch.manual_seed(7)
        x, model = torch.randn(64, 1), nn.Linear(1, 1)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        scaler = torch.amp.GradScaler("cpu")
        for _ in range(6):
            optimizer.zero_grad()
            scaler.scale(model(x).sub(2 * x).square().mean()).backward()
            if unscale:
                scaler.unscale_(optimizer)
            nn.utils.clip_grad_norm_(model.parameters(), limit(scaler.get_scale()))
            scaler.step(optimizer)
            scaler.update()

    return [(found.name, "not yet unscaled" in found.seen) for found in watched(train).findings]


def test_gradients_that_are_clipped_before_they_are_unscaled_are_a_finding():
    assert scaled(lambda scale: 1.0) == [("clipped-to-nothing", True)]
    assert scaled(lambda scale: 1.0, unscale=True) == []
    assert scaled(lambda scale: scale) == []


def notes_on_a_copy(follows: bool, alike: bool) -> list[str]:
    """The notes on a loop with a second model, that follows the first or is another one."""

    def train():
        model, target = nn.Linear(2, 1), nn.Linear(2, 1)
        if alike:
            target.load_state_dict(model.state_dict())
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(6):
            with torch.no_grad():
                y = target(torch.ones(4, 2)) + 1
            optimizer.zero_grad()
            model(torch.ones(4, 2)).sub(y).square().mean().backward()
            optimizer.step()
            if follows:
                target.load_state_dict(model.state_dict())

    return [note for note in watched(train).notes if "never moved" in note]


def test_a_copy_that_follows_and_a_teacher_that_began_otherwise_are_no_notes():
    assert len(notes_on_a_copy(follows=False, alike=True)) == 1
    assert notes_on_a_copy(follows=True, alike=True) == []
    assert notes_on_a_copy(follows=False, alike=False) == []


def test_a_tied_weight_that_is_loaded_by_one_of_its_names_is_no_note(tmp_path):
    (tmp_path / "script.py").write_text(
        "import torch\nfrom torch import nn\n"
        "model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))\n"
        "model[1].weight = model[0].weight\n"
        "state = {name: tensor.clone() for name, tensor in model.state_dict().items()}\n"
        "del state['1.weight']\nmodel.load_state_dict(state, strict=False)\n"
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
        "for _ in range(6):\n    optimizer.zero_grad()\n"
        "    model(torch.ones(4, 2)).square().mean().backward()\n    optimizer.step()\n"
    )
    assert not [n for n in report(tmp_path / "script.py").notes if n.startswith("load_state_dict")]


def test_gradients_and_losses_of_exactly_0_are_a_note():
    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(6):
            optimizer.zero_grad()
            model(torch.ones(4, 2)).sub(9).relu().sum().backward()
            optimizer.step()

    seen = watched(train)
    assert seen.findings == []
    (note,) = seen.notes
    assert note == "each gradient was exactly 0 at all 6 steps looked at, and so was the loss"


def test_of_gradients_of_0_that_torch_func_made_no_loss_is_told():
    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(6):
            made = torch.func.grad(lambda p: p["weight"].detach().sum())(dict(model.state_dict()))
            model.weight.grad = made["weight"]
            optimizer.step()

    notes = watched(train).notes
    assert "each gradient was exactly 0 at all 6 steps looked at" in notes


def test_a_parameter_that_moves_without_a_gradient_is_a_note():
    class Decay(torch.optim.SGD):
        @torch.no_grad()
        def step(self):
            for p in self.param_groups[0]["params"]:
                p.mul_(0.9)

    def train():
        model = nn.ModuleList([nn.Linear(2, 1), nn.Linear(2, 1)])
        loop_of(model, model[0], kind=Decay)

    seen = watched(train)
    assert seen.findings == []
    assert "model.1.weight, model.1.bias moved without a gradient: by weight decay?" in seen.notes


def test_a_loss_of_inf_names_the_target_that_is_inf():
    def train():
        model, y = nn.Linear(2, 1), torch.full((4, 1), math.inf)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(6):
            loss = nn.functional.l1_loss(model(torch.ones(4, 2)), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    (note,) = watched(train).notes
    assert note.endswith("were nan or inf, as an input or a target is")


@pytest.mark.parametrize(
    ("scale", "noted"), [(1, 0), (100, 1), (0.001, 1)], ids=["alike", "large", "small"]
)
def test_inputs_that_are_far_from_1_are_a_note(scale, noted):
    def train():
        model, x = nn.Linear(2, 1), scale * torch.linspace(-1, 1, 8).reshape(4, 2)
        loop_of(model, lambda _: model(x))

    assert sum("are they scaled?" in note for note in watched(train).notes) == noted


def test_inputs_within_torch_func_are_no_trouble():
    def train():
        model = nn.Linear(2, 1)
        torch.func.vmap(model)(100 * torch.ones(4, 2)).sum().backward()

    assert not any("itself failed" in note for note in watched(train).notes)


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize(("rows", "noted"), [(1, 1), (4, 0)], ids=["one row", "a row for each"])
def test_predictions_that_torch_repeats_for_each_target_are_a_note(rows, noted):
    def train():
        loss = nn.functional.mse_loss(nn.Linear(2, 3)(torch.ones(rows, 2)), torch.ones(4, 3))
        loss.backward()

    said = "compared (1, 3) with (4, 3): was a batch's size in a view()?"
    assert sum(note.endswith(said) for note in watched(train).notes) == noted


@pytest.mark.filterwarnings("ignore:Using a target size")
def test_predictions_that_are_repeated_and_stay_as_many_are_no_note():
    def train():
        prediction = nn.Linear(2, 3)(torch.ones(1, 2))
        nn.functional.mse_loss(prediction, torch.ones(3)).backward()

    assert watched(train).notes == []


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize("columns", [4, 5])
def test_a_table_of_all_with_all_that_a_loss_is_asked_for_is_no_note(columns):
    def train():
        prediction, target = nn.Linear(2, 1)(torch.ones(4, 2)), torch.ones(1, columns)
        nn.functional.mse_loss(prediction, target, reduction="none").mean().backward()

    seen = watched(train)
    assert (seen.findings, seen.notes) == ([], [])


def called(train):
    """What the report calls the parameters."""
    return [row["parameter"] for row in watched(train).rows]


def test_a_parameter_in_a_list_or_a_dict_is_called_by_its_place():
    def train():
        layers = [torch.ones(2, 1, requires_grad=True), torch.ones(1, requires_grad=True)]
        scales = {"last": torch.ones(1, requires_grad=True)}
        torch.optim.SGD([*layers, *scales.values()], lr=0.1).step()

    assert called(train) == ["layers[0]", "layers[1]", "scales['last']"]


def test_a_parameter_that_no_name_stands_for_is_called_by_its_shape():
    def train():
        torch.optim.SGD([torch.ones(2, 3, requires_grad=True)], lr=0.1).step()

    assert called(train) == ["a tensor of 2×3"]


def test_a_parameter_that_a_model_no_longer_has_is_called_by_the_name_it_had():
    def train():
        model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1, bias=False))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        model[1] = nn.Linear(2, 1, bias=False)
        model(torch.ones(4, 2)).mean().backward()
        optimizer.step()

    assert called(train)[-1] == "the former model.1.weight"


def test_gradients_that_were_gone_at_some_steps_and_0_at_the_others_were_cleared():
    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for step in range(6):
            (model(torch.ones(4, 2)).sum() * (step % 2)).backward()
            optimizer.zero_grad()
            optimizer.step()

    assert [finding.name for finding in watched(train).findings] == ["cleared-before-step"]


def test_of_a_backward_without_a_parameter_in_sight_it_is_told_that_none_was_looked_at():
    seen = watched(lambda: torch.ones(2, requires_grad=True).sum().backward())
    assert seen.status == 0
    assert seen.notes == [
        "no model was called and no optimizer made, so no parameter was looked at"
    ]


def test_of_weights_that_are_nan_before_the_first_step_it_is_told():
    def train():
        model = nn.Linear(2, 1)
        nn.init.constant_(model.bias, math.nan)
        loop_of(model, model)

    (found,) = watched(train).findings
    assert (found.name, found.cause) == ("non-finite", "a nan or an inf in the first weights")
    assert found.seen == "model.weight not finite; first the weights, at step 1"


def loop_of_parts(clears, parts=2):
    """What is found in a loop of several backward() for each step, and what is noted."""

    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
        for step in range(12):
            for part in range(parts):
                model(torch.ones(4, 2)).sub(1).square().mean().backward()
                if clears(step, part) == "the part":
                    model.zero_grad()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            if clears(step, parts) == "before":
                optimizer.zero_grad()
            optimizer.step()
            if clears(step, parts) == "after":
                optimizer.zero_grad()

    seen = watched(train)
    return [finding.name for finding in seen.findings], seen.notes


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_gradients_that_are_never_cleared_are_told_also_of_several_backwards_for_each_step(parts):
    never = loop_of_parts(lambda step, part: None, parts)
    after = loop_of_parts(lambda step, part: part == parts and "after", parts)
    assert (never, after) == ((["gradients-accumulate"], []), ([], []))


def test_gradients_that_are_cleared_after_the_first_of_two_backwards_do_not_accumulate():
    found, (note,) = loop_of_parts(lambda step, part: part == 0 and "the part")
    assert found == []
    assert note.startswith("backward() ran 24 times, step() 12 times; zero_grad() at ")


def test_gradients_that_were_clipped_and_then_cleared_are_told_as_cleared():
    assert loop_of_parts(lambda step, part: part == 2 and "before") == (["cleared-before-step"], [])


def test_gradients_that_are_cleared_at_few_of_the_steps_are_a_note():
    found, (note,) = loop_of_parts(lambda step, part: part == 2 and step == 5 and "after")
    assert found == []
    assert note == "10 of 11 steps looked at added to older gradients: is zero_grad() in its place?"


def test_of_a_loss_that_a_closure_cuts_off_the_missing_gradient_is_told():
    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

        def closure():
            optimizer.zero_grad()
            loss = torch.tensor(model(torch.ones(4, 2)).sum().item(), requires_grad=True)
            loss.backward()
            return loss

        for _ in range(6):
            optimizer.step(closure)

    assert [finding.name for finding in watched(train).findings] == ["no-gradient"]


def test_of_clipping_that_sees_no_gradient_since_there_is_none_only_the_cause_is_told():
    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(6):
            torch.tensor(model(torch.ones(4, 2)).sum().item(), requires_grad=True).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()

    seen = watched(train)
    assert [finding.name for finding in seen.findings] == ["no-gradient"]
    assert seen.notes == []


def backwards_noted(each):
    """The notes on a loop with so many calls of backward() for each of its five steps."""

    def train():
        model = nn.Linear(2, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
        for _ in range(5):
            for _ in range(each):
                model(torch.ones(4, 2)).sub(1).square().mean().backward()
            optimizer.step()
            optimizer.zero_grad()

    seen = watched(train)
    assert seen.findings == []
    return [note for note in seen.notes if note.startswith("backward() ran")]


def test_sixteen_backwards_for_each_step_are_a_note_and_four_are_none():
    assert backwards_noted(4) == []
    (note,) = backwards_noted(16)
    assert note.startswith("backward() ran 80 times, step() 5 times: is each loss divided by 16")


def loss_near_chance(lr):
    """The notes on three classes of which the inputs say nothing, after steps of some length."""

    def train():
        torch.manual_seed(1)
        x, label = torch.randn(90, 4), torch.arange(90) % 3
        model = nn.Linear(4, 3)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        for _ in range(30):
            loss = nn.functional.cross_entropy(model(0.01 * x), label)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    seen = watched(train)
    assert seen.findings == []
    return [note for note in seen.notes if "near ln 3" in note]


def test_a_loss_of_chance_after_long_steps_is_a_note_and_after_short_ones_none():
    (note,) = loss_near_chance(lr=0.5)
    assert "lr too large?" in note
    assert loss_near_chance(lr=0.001) == []


# --- Where others hide the loop


def loop_of(model, forward, steps=6, kind=torch.optim.SGD, **how):
    optimizer = kind(model.parameters(), lr=0.01, **how)
    for _ in range(steps):
        loss = nn.MSELoss()(forward(torch.ones(4, 2)), torch.zeros(4, 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def watched(train):
    watcher = tool._Watch()
    with watcher.watching():
        train()
    return tool.Report(watcher)


AROUND_A_TRAINER, IN_A_TEST = (
    fence.text
    for fence in all_fences()
    if fence.page == PAGE and fence.text.startswith("from check_connection import")
)


def names_after(code, **had):
    """The names that are there after a piece of the page's code, for a reader who has these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "check_connection", tool)
        exec(code, had)
    return had


def test_the_page_s_watch_around_a_trainer_prints_a_report(capsys):
    model, trainer = nn.Linear(2, 1), SimpleNamespace(fit=loop_of)
    names_after(AROUND_A_TRAINER, model=model, trainer=trainer, data=model)
    assert "weight" in capsys.readouterr().out


@pytest.mark.parametrize("detached", [False, True], ids=["right", "detached"])
def test_the_page_s_test_fails_if_the_loss_does_not_reach_a_parameter(detached):
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))

    def forward(x):
        hidden = model[0](x)
        return model[1](hidden.detach() if detached else hidden)

    written = names_after(IN_A_TEST, train_one_epoch=lambda: loop_of(model, forward))
    with pytest.raises(AssertionError) if detached else nullcontext():
        written["test_the_loss_reaches_every_parameter"]()


def test_of_parameters_that_are_all_frozen_it_says_so():
    def train():
        model = nn.Linear(2, 1).requires_grad_(False)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        for _ in range(6):
            loss = model(torch.ones(4, 2)).square().mean().requires_grad_()
            loss.backward()
            optimizer.step()

    (found,) = watched(train).findings
    assert found.name == "no-gradient"
    assert found.seen.endswith("in 6 steps: each has requires_grad=False")


def test_a_parameter_without_a_gradient_at_any_step_is_a_note():
    model = nn.ModuleList([nn.Linear(2, 1), nn.Linear(2, 1)])
    seen = watched(lambda: loop_of(model, model[0]))
    assert seen.findings == []
    assert any("got no gradient at any step" in note for note in seen.notes)


def test_a_loss_made_anew_at_each_step_is_no_model():
    def train():
        model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        model[1] = nn.Linear(2, 1)
        for _ in range(tool.MANY + 2):
            loss = nn.MSELoss()(model(torch.ones(4, 2)), torch.zeros(4, 1))
            model.zero_grad()
            loss.backward()
            optimizer.step()

    assert [finding.name for finding in tool.check(train)] == ["stale-optimizer"]


@pytest.fixture
def one_process():
    """A group of one process, as each process of a script has one."""
    dist = torch.distributed
    dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)
    yield
    dist.destroy_process_group()


@pytest.mark.parametrize("bypassed", [False, True], ids=["called", "bypassed"])
def test_a_wrapper_that_is_bypassed_is_a_note(bypassed, one_process):
    def train():
        model = nn.parallel.DistributedDataParallel(nn.Linear(2, 1))
        loop_of(model, model.module if bypassed else model)

    notes = watched(train).notes
    assert [note.split()[0] for note in notes] == ["DistributedDataParallel"] * bypassed


@pytest.mark.parametrize("bypassed", [False, True], ids=["called", "bypassed"])
def test_a_wrapper_that_watch_is_given_is_noted_if_it_is_bypassed(bypassed, one_process, capsys):
    model = nn.parallel.DistributedDataParallel(nn.Linear(2, 1))
    with tool.watch(model) as seen:
        loop_of(model, model.module if bypassed else model)
    notes = seen.report.notes
    assert [note.split()[0] for note in notes] == ["DistributedDataParallel"] * bypassed


def test_a_call_by_torch_func_leaves_the_parameters_those_of_the_model():
    seen, _ = run_of_a_good_script("functional_gradients")
    said = [(row["parameter"], row["held"]) for row in seen.rows]
    assert said == [("model.weight", True), ("model.bias", True)]


def rows_of(**how):
    """What the report says of each parameter, with the numbers apart."""
    torch.manual_seed(7)
    model = nn.Linear(2, 1)
    seen = watched(lambda: loop_of(model, model, **how))
    assert (seen.status, seen.steps, len(seen.rows)) == (0, 6, 2)
    said = [(row["parameter"], row["reached"], row["held"]) for row in seen.rows]
    return said, [number for row in seen.rows for number in (*row["gradient"], row["moved"])]


@pytest.mark.parametrize("how", ["foreach", "fused"])
def test_steps_in_one_call_for_all_parameters_are_seen_as_those_one_by_one(how):
    said, numbers = rows_of(**{how: True})
    assert said == [("model.weight", True, True), ("model.bias", True, True)]
    assert len(numbers) == 6
    assert all(numbers)
    assert numbers == pytest.approx(rows_of(foreach=False)[1])


def test_ctrl_c_ends_the_script_with_a_report(tmp_path):
    (tmp_path / "script.py").write_text(
        "import torch\nmodel = torch.nn.Linear(1, 1)\n"
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
        "for step in range(9):\n    model(torch.ones(1, 1)).square().sum().backward()\n"
        "    optimizer.step()\n    optimizer.zero_grad()\n"
        # What Ctrl-C raises; a signal would be ignored where the tests run in the background.
        "    if step == 4:\n        raise KeyboardInterrupt\n"
    )
    seen = report(tmp_path / "script.py")
    assert (seen.status, seen.steps, seen.why) == (0, 5, "")


def test_processes_of_the_script_are_named_as_not_watched(tmp_path):
    (tmp_path / "script.py").write_text(
        "import multiprocessing, os\n"
        "child = multiprocessing.get_context('fork').Process(target=os._exit, args=(0,))\n"
        "child.start()\nchild.join()\n"
    )
    assert "processes of its own, which are not watched" in report(tmp_path / "script.py").why


# --- What the page shows


def test_what_the_page_shows_is_what_the_command_prints(tmp_path, monkeypatch, capsys):
    mine = tmp_path / "mine"
    mine.mkdir()
    shutil.copy(EXAMPLE, mine)
    shutil.copy(TOOL, tmp_path)
    monkeypatch.chdir(mine)
    monkeypatch.setattr(sys, "argv", [f"../{TOOL.name}", EXAMPLE.name])  # not by its whole name
    with unchanged_world(), pytest.raises(SystemExit) as end:
        runpy.run_path(sys.argv[0], run_name="__main__")
    shown = EXAMPLE.with_suffix(".txt")
    assert end.value.code == 1
    assert capsys.readouterr().out == shown.read_text("utf-8")
    assert f'--8<-- "{shown.relative_to(SNIPPETS)}"' in PAGE.read_text("utf-8")


@pytest.mark.parametrize(
    ("times", "move", "noted"),
    [(25, 0.0, True), (25, 0.1, False), (20, 0.0, False)],
    ids=["still", "moved by hand", "a few"],
)
def test_many_backwards_without_an_optimizer_are_a_note_only_if_no_parameter_moves(
    times, move, noted
):
    def train():
        model = nn.Linear(2, 1)
        for _ in range(times):
            model(torch.ones(4, 2)).square().mean().backward()
            with torch.no_grad():
                for p in model.parameters():
                    p -= move * p.grad

    notes = [n for n in watched(train).notes if "no optimizer was made" in n]
    seen = "backward() ran 25 times, no optimizer was made, and no parameter moved"
    assert notes == [f"{seen}: is the step missing?"] * noted


def test_a_loss_of_nan_by_weights_made_by_hand_is_not_called_a_mean_over_nothing():
    def train():
        weight = torch.ones(2, requires_grad=True)
        nn.Linear(2, 1)(torch.ones(1, 2)).sum().backward()  # a module that is something else
        for _ in range(5):
            (weight * math.nan).sum().backward()
            with torch.no_grad():
                weight -= weight.grad

    (note,) = [n for n in watched(train).notes if "nan or inf" in n]
    assert note.startswith("5 of 5 losses")
    assert note.endswith("were nan or inf, and so is what they are computed from")


def replica(model):
    """What DataParallel makes of a model for each GPU: the layers' tensors are no parameters."""
    copied = model._replicate_for_data_parallel()
    for key, layer in model._modules.items():
        copied._modules[key] = layer._replicate_for_data_parallel()
        for name, p in layer.named_parameters():
            setattr(copied._modules[key], name, p * 1)
    return copied


def test_the_tensors_of_a_copy_that_data_parallel_makes_are_no_notes():
    def train():
        model = nn.Sequential(nn.Linear(2, 1))
        loop_of(model, lambda x: replica(model)(x))

    assert not [n for n in watched(train).notes if "no parameter" in n]


def walks_through_the_graph(steps, monkeypatch):
    """How often the tool looks what a loss is computed from, in a loop that learns."""
    walked = []
    leaves = tool.leaves
    monkeypatch.setattr(tool, "leaves", lambda *of: walked.append(of) or leaves(*of))

    def train():
        model = nn.Linear(2, 1)
        for _ in range(steps):
            model(torch.ones(4, 2)).square().mean().backward()

    watched(train)
    monkeypatch.setattr(tool, "leaves", leaves)
    return len(walked)


def test_what_a_finite_loss_is_computed_from_is_not_read_at_each_step(monkeypatch):
    few, more = (walks_through_the_graph(steps, monkeypatch) for steps in (10, 30))
    assert 0 < few == more


@pytest.mark.parametrize(
    ("made", "each", "noted"),
    [(40, 1, True), (20, 5, False), (16, 1, False)],
    ids=["one a step", "one an epoch", "a few"],
)
def test_all_steps_of_many_optimizers_are_counted_and_one_for_each_step_is_a_note(
    made, each, noted
):
    def train():
        model = nn.Linear(2, 1)
        for _ in range(made):
            optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
            for _ in range(each):
                model(torch.ones(4, 2)).square().mean().backward()
                optimizer.step()
                optimizer.zero_grad()

    seen = watched(train)
    assert seen.steps == made * each
    said = "40 optimizers were made for 40 steps, and each remembers nothing of those before it"
    assert [note for note in seen.notes if "optimizers were made" in note] == [said] * noted


def test_that_a_loss_may_not_use_the_answers_is_said_where_no_parameter_gets_a_gradient():
    def train():
        model, x = nn.Linear(2, 1), torch.ones(4, 2, requires_grad=True)
        loop_of(model, lambda _: model(x).detach() * 0 + x.sum())

    (finding,) = watched(train).findings
    assert finding.name == "no-gradient"
    assert finding.cause.endswith("or the loss does not use what the model gives")
