"""While the site is served, an edit shows, and only what was edited runs again."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.stepping import LINE, address_of
from helpers.runs import ROOT, run
from helpers.site_copy import copy_site
from helpers.statements import STEP, after
from playwright.sync_api import expect
from record.recorder import record

pytestmark = pytest.mark.site

COMMAND = "mkdocs serve --livereload"
SECONDS = 120  # for a build on a busy machine
PAGE = "docs/losses/mse.md"


class Server:
    """`mkdocs serve` on a copy of the site, where two snippets on a page note that they ran."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.log = ""
        self._ran = folder / "ran.txt"
        self._ran.touch()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", *COMMAND.split(), "--dev-addr", self.address],
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that it ends with all that it started
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.log += line

    def end(self) -> None:
        """Stop it as Ctrl-C does, or by force."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def wait_for(self, said: str, since: int = 0) -> None:
        """Wait until it says this, after so many characters of its log."""
        end = time.monotonic() + SECONDS
        while said not in self.log[since:]:
            assert self._process.poll() is None, f"it has ended:\n{self.log}"
            assert time.monotonic() < end, f"never said {said!r}:\n{self.log}"
            time.sleep(0.05)

    def edit(self, name: str, text: str, then: str = "Reloading browsers") -> None:
        """Put a text into a file, as an editor does that saves it whole, and wait for the build."""
        since = len(self.log)
        part = self.folder / "part.txt"
        part.write_text(text, "utf-8")
        part.replace(self.folder / name)
        self.wait_for(then, since)

    def snippet(self, name: str, code: str, **then: str) -> None:
        """Edit a snippet into one that notes that it ran, and then runs this code."""
        noted = f"with open({str(self._ran)!r}, 'a') as file:\n    print({name!r}, file=file)\n"
        self.edit(f"snippets/{name}.py", f"{noted}{code}\n", **then)

    def ran(self) -> list[str]:
        """Which snippets have run, from the first on."""
        return self._ran.read_text("utf-8").split()

    def page(self) -> str:
        """The page with both snippets, as a browser gets it."""
        address = f"http://{self.address}/losses/mse/"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()


@pytest.fixture(scope="module")
def server(site, tmp_path_factory) -> Iterator[Server]:
    folder = copy_site(
        tmp_path_factory.mktemp("served"), whole=["linear_regression.md"], cache_of=site
    )
    server = Server(folder)
    try:
        server.wait_for("Serving on")
        for name in ("one", "two"):
            server.snippet(name, "print('as made')")
        fences = [
            f'```{{.run path="{name}.py" show="output"}}\nWhat it prints.\n```'
            for name in ("one", "two")
        ]
        headings = (folder / PAGE).read_text("utf-8")
        server.edit(PAGE, "\n\n".join([headings, *fences]))
        yield server
    finally:
        server.end()


def test_make_serve_watches_for_edits():
    # click 8.3 gives MkDocs 1.6.1 no `--livereload` unless it is asked for.
    assert f"/{COMMAND}\n" in (ROOT / "Makefile").read_text("utf-8")


def test_an_edit_to_a_snippet_shows_on_its_page(server):
    server.snippet("one", "print('edited')")
    assert "edited" in server.page()


def test_nothing_runs_again_but_the_snippet_that_was_edited(server):
    before = server.ran()
    server.snippet("one", "print('edited again')")
    assert server.ran() == [*before, "one"]


def test_an_edit_to_a_page_runs_no_snippet(server):
    before = server.ran()
    server.edit(PAGE, (server.folder / PAGE).read_text("utf-8") + "\n\nWords of prose.\n")
    assert "Words of prose." in server.page()
    assert server.ran() == before


def test_a_snippet_that_breaks_is_named_and_shows_again_once_fixed(server):
    since = len(server.log)
    server.snippet("two", "int('x')", then="The server will appear stuck until")
    assert "docs/losses/mse.md, fence" in server.log[since:]
    assert "two.py, line 3 (`int('x')`) raises ValueError" in server.log[since:]
    server.snippet("two", "print('fixed')")
    assert "fixed" in server.page()


@pytest.mark.browser
def test_an_edit_to_a_snippet_reloads_its_page_and_shows_new_values_there(server, browser):
    page = browser.new_page()
    page.goto(f"http://{server.address}/linear_regression/{address_of(LINE, 17, STEP)}")
    shown = page.locator("output[data-name='model.weight']")
    expect(shown).to_have_attribute("data-value", re.compile(r"\d"))
    before = after(run("linear_regression.py").lines, STEP, epoch=17)["model.weight"].item()
    assert float(shown.get_attribute("data-value")) == before

    server.edit("snippets/linear_regression.py", LINE.replace("lr=0.01", "lr=0.02"))
    edited = record(server.folder / "snippets/linear_regression.py")
    new = after(edited.lines, STEP, epoch=17)["model.weight"].item()
    assert new != before
    expect(shown).to_have_attribute("data-value", str(new), timeout=60_000)
    page.close()
