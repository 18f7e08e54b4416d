"""Headless Chromium from its npm package, and pages for tests to read and press.

The package contains the browser, its system libraries and a font, compressed with brotli. They are
unpacked once into `.cache/`, by `make test` through ``python -m tests.browser`` or by the first
test that needs them.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
CACHE = ROOT / ".cache"

ARCHIVES = ("chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br")

# The package unpacks into the temporary folder of the calling process.
UNPACK = """
import { join } from "node:path";
import { pathToFileURL } from "node:url";
const [folder, ...archives] = process.argv.slice(1);
const { inflate } = await import(pathToFileURL(join(folder, "build", "index.js")));
await Promise.all(archives.map((archive) => inflate(join(folder, "bin", archive))));
"""

# The package's own font first, so that pictures look the same on every machine, then the machine's
# for characters that it lacks. Teams asks for Segoe UI.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{unpacked}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{unpacked}/fonts-cache</cachedir>
  <alias binding="strong"><family>sans-serif</family>
    <prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>Segoe UI</family>
    <prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
"""

FLAGS = (
    "--no-sandbox",  # it may run as root, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # The page may use only what the desk serves, so every other name is unknown.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def chromium_path() -> Path:
    """The path of the browser, which is unpacked if needed; `CHROMIUM` can name another one.

    Raises FileNotFoundError, with what to do, if the package is not installed.
    """
    if other := os.environ.get("CHROMIUM"):
        return Path(other)
    described = PACKAGE / "package.json"
    if not described.exists():
        raise FileNotFoundError("No Chromium yet: `make test` fetches it, or set CHROMIUM to one")
    unpacked = CACHE / f"chromium-{json.loads(described.read_text())['version']}"
    if not unpacked.exists():
        _unpack(unpacked)
    return unpacked / "chromium"


def _unpack(unpacked: Path) -> None:
    """Unpack beside the target and move into place, so that parallel or broken runs do no harm."""
    CACHE.mkdir(exist_ok=True)
    node = Path(sys.executable).with_name("node")
    folder = Path(tempfile.mkdtemp(dir=CACHE))
    try:
        subprocess.run(  # noqa: S603 - our own script and paths, nothing from outside
            [node, "--input-type=module", "--eval", UNPACK, PACKAGE, *ARCHIVES],
            env={**os.environ, "TMPDIR": str(folder)},
            check=True,
        )
        (folder / "fonts.conf").write_text(FONTS.format(unpacked=unpacked))
        folder.rename(unpacked)
    except OSError:
        if not unpacked.exists():  # otherwise another worker was faster
            raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def headless_chromium() -> AsyncIterator[Browser]:
    """A browser that reaches this machine only and leaves no files."""
    path = chromium_path()
    home = tempfile.mkdtemp()
    environment: dict[str, str | float | bool] = {"PATH": os.defpath, "HOME": home}
    if path.is_relative_to(CACHE):
        environment["LD_LIBRARY_PATH"] = str(path.parent / "al2023" / "lib")
        environment["FONTCONFIG_FILE"] = str(path.parent / "fonts.conf")
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=path, args=FLAGS, env=environment
            )
            yield browser
            await browser.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def fresh_page(browser: Browser, errors: list[str]) -> AsyncIterator[Page]:
    """A page with British settings; errors of its console and scripts go to `errors`, in order.

    It shares nothing with other pages of the browser: no storage, no cache, no cookies.
    """

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location['url']})")

    def note_exception(error: Error) -> None:
        errors.append(str(error))

    async with await browser.new_context(
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    ) as context:
        page = await context.new_page()
        page.on("console", note_console)
        page.on("pageerror", note_exception)
        yield page


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser of this run, one a worker: it takes longer to start than a page to open."""
    async with headless_chromium() as running:
        yield running


@pytest.fixture
def page_errors() -> list[str]:
    """The errors of `browser_page`; a test that expects one checks and clears it."""
    return []


@pytest.fixture
async def browser_page(browser: Browser, page_errors: list[str]) -> AsyncIterator[Page]:
    """An empty page in headless Chromium; the test fails if the page has any error."""
    async with fresh_page(browser, page_errors) as page:
        yield page
    assert page_errors == []


if __name__ == "__main__":
    chromium_path()
