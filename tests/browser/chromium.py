"""Finds the Chromium that the tests drive; `--install` puts one there first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

# Chromium without its own window opens a page with a fourth of the work.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# As root there is no sandbox to be had; the rest keeps a fresh profile from asking other hosts.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """Path of a Chromium: `CHROMIUM` from the environment, one on PATH, or Playwright's own."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next(filter(None, map(shutil.which, NAMES)), None) or playwrights_own()


def playwrights_own() -> str | None:
    """Path of the browser that `playwright install chromium` put into its cache, if it did."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch(playwright: Playwright) -> Browser:
    """A Chromium that nobody sees."""
    path = find()
    assert path, "no Chromium: python tests/browser/chromium.py --install"
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


def install() -> None:
    """Install Debian's package where this process may, else Playwright's build."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "--quiet"], check=False)
        for package in (SHELL, "chromium"):  # an older Debian has no shell
            command = ["apt-get", "install", "--yes", "--no-install-recommends", package]
            if subprocess.run(command, check=False).returncode == 0:
                return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Print the path; a message and a non-zero exit where there is none."""
    path = find()
    if path is None and "--install" in sys.argv[1:]:
        install()
        path = find()
    if path is None:
        sys.exit("No Chromium found. Install one, or name it: CHROMIUM=/path/to/chromium make test")
    print(path)


if __name__ == "__main__":
    main()
