"""What the pages claim holds whatever instructions a processor has, and however it adds."""

import contextlib
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from helpers.another_processor import AnotherProcessor
from helpers.kernels import OTHERS, PROCESSES, Kernel, claims, rerun, widths

# What the lab says of rounding is put to a processor that rounds otherwise still.
LAB = "tests/labs"
# This process runs under the widest, with one thread.
WIDTHS = widths()[:-1] or widths()
RERUN = [
    Kernel(width, 1 + at % 2, OTHERS[0], where=LAB) for at, width in enumerate(WIDTHS, start=1)
]
# Every printed digit and every claim once more, dealt out in turn; `make proof` puts all to each.
PRINTED = ["tests/test_snippets.py", "tests/test_pages.py"]
CLAIMS = [path for path in claims() if path not in PRINTED]
# What holds by wide margins and takes most of the time: broken twins, many seeds, many data sets,
# limits just below and just above which a run is tried, the tools.
WIDE = ["TestTwins", "seed", "ddp", "hover", "memorizing", "limit", "a_sum_of"]
WIDE += ["check_connection", "my_loop"]
LESS = ["-k", " and ".join(f"not {name}" for name in WIDE)]


@pytest.fixture(scope="module")
def reruns(pytestconfig) -> dict[Kernel, Future]:
    """What becomes of the claims under each kernel; all run at a time.

    What this run leaves out is left out there, too.
    """
    less = [*LESS, "-m", pytestconfig.option.markexpr]
    with ThreadPoolExecutor() as pool:
        return {
            kernel: pool.submit(
                rerun, kernel, *less, *PRINTED, *CLAIMS[at :: len(RERUN)], dealt=(at, len(RERUN))
            )
            for at, kernel in enumerate(RERUN)
        }


@pytest.mark.parametrize("kernel", RERUN, ids=str)
def test_snippets_and_claims_hold_under_another_kernel(kernel, reruns):
    run = reruns[kernel].result()
    assert run.returncode == 0, run.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells with what a process began")
def test_a_thread_of_a_rerun_leaves_its_core_while_it_waits_for_another():
    with ProcessPoolExecutor(1, mp_context=PROCESSES) as process:
        began = process.submit(Path.read_bytes, Path("/proc/self/environ")).result()
    # Without it a thread spins while it waits: the rerun with two took four times the time.
    assert b"OMP_WAIT_POLICY=PASSIVE" in began.split(b"\0")


# The processor that does not exist.

X = torch.randn(1000, 3, generator=torch.Generator().manual_seed(0))
SUMS = {
    "sum": lambda x: x.sum(),
    "mean of an axis": lambda x: x.mean(dim=0),
    "product of matrices": lambda x: x.T @ x,
    "norm": lambda x: x.norm(),
    "mean squared error": lambda x: torch.nn.functional.mse_loss(x, 2 * x),
    "cross-entropy": lambda x: torch.nn.functional.cross_entropy(x, x.argmin(dim=1)),
}
each_sum = pytest.mark.parametrize("computed", SUMS.values(), ids=SUMS)


@each_sum
def test_processors_differ_in_the_last_digits_of_a_sum(computed):
    found = []
    for number in range(1, 9):
        with AnotherProcessor(number):
            found.append(computed(X))
    assert len({tuple(value.flatten().tolist()) for value in found}) > 1


@each_sum
def test_each_processor_gives_what_a_sum_may_be_off_by(computed):
    size = computed(X.abs().double())  # of what is added, of which 1000 · eps can be spoiled
    with AnotherProcessor(1):
        found = computed(X).double()
    exact = computed(X.double())
    assert ((found - exact).abs() <= 1000 * torch.finfo(torch.float32).eps * size.abs()).all()


@each_sum
def test_a_processor_gives_the_same_for_the_same(computed):
    with AnotherProcessor(1):
        assert torch.equal(computed(X), computed(X.clone()))


def test_a_processor_adds_whole_numbers_exactly():
    with AnotherProcessor(1):
        assert torch.arange(1000.0).sum() == 499_500


def test_a_processor_draws_the_same_random_numbers():
    torch.manual_seed(0)
    drawn = torch.randn(5)
    torch.manual_seed(0)
    with AnotherProcessor(1):
        _ = X.sum()
        assert torch.equal(torch.randn(5), drawn)


@pytest.mark.parametrize("number", [0, 1], ids=["this processor", "another"])
def test_a_gradient_that_is_clipped_counts_as_changed_on_each_processor(number):
    weight = torch.nn.Parameter(X)
    weight.grad = torch.ones_like(X)
    before = weight.grad._version
    with AnotherProcessor(number) if number else contextlib.nullcontext():
        torch.nn.utils.clip_grad_norm_([weight], 0.5)
    assert weight.grad._version == before + 1
