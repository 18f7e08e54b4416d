"""Every paper of rehearsed months of each profile as a file, and its pages as pictures.

LibreOffice and pdftoppm are only viewers here: where they are not found, the files are there alone.
"""

import shutil
import subprocess
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from bot.ledger_opening import open_ledger
from bot.settings import Settings
from store.programme.shipped import shipped_names
from store.tables import Fact
from store.tables.columns import instant
from tests.rehearsal.as_filed import papers_of

OFFICE, PAGES = ("soffice", "libreoffice"), "pdftoppm"
DOTS = "60"
"""Dots an inch: enough to see whether a page holds together."""


def shoot_papers(folder: Path, scratch: Path) -> None:
    """Write the papers of the ledgers that `shoot_digests` kept in `scratch`, and their pages."""
    papers = folder / "papers"
    papers.mkdir()
    for profile in shipped_names():
        for name, content in _papers_in(scratch / f"digests-{profile}.db"):
            (papers / f"{profile} {name}").write_bytes(content)
    files = sorted(papers.iterdir())
    office = next((found for name in OFFICE if (found := shutil.which(name))), None)
    drawer = shutil.which(PAGES)
    if office is None or drawer is None:
        lacks = "LibreOffice" if office is None else PAGES
        print(f"{lacks} is not here, so {len(files)} papers in {papers} have no pictures of pages.")
        return
    for file in files:
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(file)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a viewer found here
        pdf = scratch / f"{file.stem}.pdf"
        page = folder / f"paper-{file.stem}"
        subprocess.run(  # noqa: S603 - likewise
            [drawer, "-png", "-r", DOTS, str(pdf), str(page)], check=True, capture_output=True
        )


def _papers_in(file: Path) -> list[tuple[str, bytes]]:
    """The papers that are files, by name."""
    ledger = open_ledger(Settings.model_validate({"database_url": f"sqlite:///{file}"}))
    (programme,) = ledger.programmes()
    with ledger.engine.connect() as connection:
        last = instant(connection.execute(select(func.max(col(Fact.at)))).scalar_one())
    with ledger.read(programme, at=last) as reader:
        found = [(paper.name, paper.content) for paper in papers_of(reader) if paper.content]
    ledger.engine.dispose()
    return found
