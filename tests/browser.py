"""Headless Chromium from its npm package, and the page that a test reads and presses.

The package brings the browser, the system libraries it needs and a font, packed with brotli; they
are unpacked once, beside the checkout, into `.cache/`. `make test` does that through
``python -m tests.browser``; a test that comes first does it too.
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

# The package unpacks into the temporary folder of the process that asks.
UNPACK = """
import { join } from "node:path";
import { pathToFileURL } from "node:url";
const [folder, ...archives] = process.argv.slice(1);
const { inflate } = await import(pathToFileURL(join(folder, "build", "index.js")));
await Promise.all(archives.map((archive) => inflate(join(folder, "bin", archive))));
"""

# The package's own font first, so that a picture looks alike on every machine; the machine's own
# for signs that it lacks. Teams asks for Segoe UI.
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
    "--no-sandbox",  # it may run as root, as it does in a container
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # The page must live on what the desk serves: every other name is unknown.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def chromium_path() -> Path:
    """The browser, unpacked if it was not yet; `CHROMIUM` in the environment names another one.

    Raises FileNotFoundError, with what to do, where the package is not installed.
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
    """Unpack beside and move into place, so that two at once, or one cut off, do no harm."""
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
        if not unpacked.exists():  # otherwise another worker was quicker
            raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def headless_chromium() -> AsyncIterator[Browser]:
    """A browser that reaches this machine alone and leaves nothing behind."""
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
async def fresh_page(errors: list[str]) -> AsyncIterator[Page]:
    """A page as a British office sees it; what its console or scripts complain of goes to `errors`.

    The list holds one sentence a complaint, in the order they came.
    """

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location['url']})")

    def note_exception(error: Error) -> None:
        errors.append(str(error))

    async with headless_chromium() as browser:
        page = await browser.new_page(
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": 1280, "height": 800},
            reduced_motion="reduce",
        )
        page.on("console", note_console)
        page.on("pageerror", note_exception)
        yield page


@pytest.fixture
def page_errors() -> list[str]:
    """What `browser_page` complained of; a test that expects a complaint looks and clears it."""
    return []


@pytest.fixture
async def browser_page(page_errors: list[str]) -> AsyncIterator[Page]:
    """An empty page in headless Chromium; the test fails if the page complains of anything."""
    async with fresh_page(page_errors) as page:
        yield page
    assert page_errors == []


if __name__ == "__main__":
    chromium_path()
