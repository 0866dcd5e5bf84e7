"""How much a browser loads to show a page, compressed as servers do."""

import functools
import gzip
from pathlib import Path

from bench_page import built_site
from browser.chromium import launch
from browser.serving import Quiet, served
from helpers.ratios import Row
from playwright.sync_api import Browser, sync_playwright

PAGES = {
    "home page": ("", 110),
    "script page": ("linear_regression/", 120),
    "lab": ("labs/three_witnesses/", 150),
}
COMPRESSED = {".woff2", ".png"}  # already


class Gzipping(Quiet):
    """Serves a folder compressed, and keeps what each answer weighed by its address."""

    def __init__(self, *arguments, sent: dict[str, int], **options):
        self._sent = sent
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:  # noqa: N802, the name that http.server calls
        """Answer with the file, compressed; its headers are not counted."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix not in COMPRESSED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self._sent[self.path] = len(body)


def rows() -> list[Row]:
    """Three pages, each opened by a browser that has nothing of the site yet."""
    with built_site() as site, sync_playwright() as playwright:
        browser = launch(playwright)
        loaded = {name: load(browser, site, address) for name, (address, _) in PAGES.items()}
        browser.close()
    for name, sent in loaded.items():
        heaviest = sorted(sent.items(), key=lambda item: -item[1])[:6]
        print(f"{name}:", *(f"{path} {size / 1000:.1f} kB," for path, size in heaviest), "…")
    return [
        Row(f"what the {name} loads, gzip", sum(loaded[name].values()) / 1000, "kB", at_most=aim)
        for name, (_, aim) in PAGES.items()
    ]


def load(browser: Browser, site: Path, address: str) -> dict[str, int]:
    """What a browser without anything of the site asks for to show a page: bytes by address."""
    sent: dict[str, int] = {}
    handler = functools.partial(Gzipping, sent=sent)
    with served(site, handler) as root, browser.new_context() as context:
        page = context.new_page()
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
    return sent
