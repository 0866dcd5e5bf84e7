"""Put back what a script changes outside itself, so that one process can run many scripts."""

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def unchanged_world() -> Iterator[None]:
    """Run the block; afterwards torch, Python and the process are set as they were before.

    Covers random generators (torch's and Python's), torch's default dtype and device, threads,
    gradient and anomaly mode, determinism, print options, `sys.path`, `sys.argv`,
    `sys.modules["__main__"]`, standard output and the working folder.
    """
    printing = vars(torch._tensor_str.PRINT_OPTS).copy()  # torch has a setter and no getter
    device = torch.get_default_device()
    saved: list[tuple[Any, ...]] = [
        (torch.set_rng_state, torch.get_rng_state()),
        (random.setstate, random.getstate()),
        (torch.set_default_dtype, torch.get_default_dtype()),
        (torch.set_num_threads, torch.get_num_threads()),
        (torch.set_grad_enabled, torch.is_grad_enabled()),
        (torch.autograd.set_detect_anomaly, torch.is_anomaly_enabled()),
        (torch.set_float32_matmul_precision, torch.get_float32_matmul_precision()),
        (torch.set_deterministic_debug_mode, torch.get_deterministic_debug_mode()),
        (os.chdir, os.getcwd()),
        (sys.path.__setitem__, slice(None), sys.path.copy()),
        (sys.argv.__setitem__, slice(None), sys.argv.copy()),
        (sys.modules.__setitem__, "__main__", sys.modules["__main__"]),
        (setattr, sys, "path", sys.path),
        (setattr, sys, "argv", sys.argv),
        (setattr, sys, "stdout", sys.stdout),
    ]
    try:
        yield
    finally:
        for put_back, *value in saved:
            put_back(*value)
        vars(torch._tensor_str.PRINT_OPTS).update(printing)
        if torch.get_default_device() != device:
            # `None` also takes away the mode that any other value leaves behind.
            torch.set_default_device(None if device.type == "cpu" else device)
