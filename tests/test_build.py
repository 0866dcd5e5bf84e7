"""The site that many tests look at is built by one process, whatever comes of it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers.site_copy import Build, build_once


@pytest.fixture
def at_once(tmp_path):
    """What each of three who ask at once for a build of this outcome gets, and how many it took."""

    def of(make) -> tuple[list[Build], int]:
        made = []

        def slowly(folder):
            made.append(folder)
            time.sleep(0.1)  # so that the others ask meanwhile
            return make(folder)

        with ThreadPoolExecutor(3) as processes:
            asked = [processes.submit(build_once, tmp_path / "whole", slowly) for _ in range(3)]
        return [each.result() for each in asked], len(made)

    return of


def test_those_who_ask_at_once_share_one_build(at_once, tmp_path):
    whole = Build(0, "its log", tmp_path / "whole/site")
    assert at_once(lambda folder: whole) == ([whole] * 3, 1)


def test_a_build_that_fails_is_made_once_and_tells_all_its_log(at_once, tmp_path):
    failed = Build(1, "no such snippet", tmp_path / "whole/site")
    assert at_once(lambda folder: failed) == ([failed] * 3, 1)


def test_a_build_that_never_ends_is_made_once_and_fails_for_all(at_once):
    def never(folder):
        raise TimeoutError("after 300 seconds")

    builds, times = at_once(never)
    assert times == 1
    assert [(each.returncode, each.log) for each in builds] == [
        (1, "TimeoutError: after 300 seconds")
    ] * 3
