"""An Annex A workbook read and imported, compared with openpyxl streaming the same cells."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.bench.setting import Line, Setting

CHILDREN, LISTS, COLUMNS = 20_000, 9, 14
"""About 2.6 million cells."""
PART = Path(__file__).with_name("extract_part.py")


def extract_lines(setting: Setting) -> Iterator[Line]:
    """CPU seconds and peak megabytes above the start, of reading and importing."""
    file = setting.folder / "annex.xlsx"
    write_annex_a(file, CHILDREN)
    streamed = _measured("openpyxl", file)["cpu"]
    for what, most in (("read", 1.3), ("import", 2.0)):
        taken = _measured(what, file)
        yield Line(
            f"Annex A of 20,000 children, {what} : openpyxl",
            taken["cpu"] / streamed,
            f"{taken['cpu']:.1f} s : {streamed:.1f} s; at most {most}; "
            f"{taken['mb']:.0f} MB more, at most 150",
        )


def _measured(what: str, file: Path) -> Any:
    asked = [sys.executable, str(PART), what, str(file)]
    there = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    said = subprocess.run(asked, env=there, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own script
    return json.loads(said.stdout.splitlines()[-1])


def write_annex_a(file: Path, children: int) -> None:
    """A workbook of nine lists like list 6 and 7, each child on all of them."""
    heading = [
        "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age",
        "Does the Child have a Disability", "CIN Start Date", "Primary Need Code",
        "Date Child Was Last Seen", "CIN Closure Date", "Reason for Closure", "Case Status",
        "Allocated Team", "Allocated Worker",
    ]  # fmt: skip
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for _ in range(LISTS):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, heading)
            for n in range(1, children + 1):
                born, since = date(2010, 1, 1) + timedelta(n % 4000), date(2026, 1, 1)
                for column, value in enumerate([
                    n, "b) Female", "a) WBRI", born, 6.138, "b) No", since, "N1 - Abuse or Neglect",
                    since, None, None, "c) Child in need plan", f"Team {n % 40}", f"Ann Lee{n % 9}",
                ]):  # fmt: skip
                    if isinstance(value, date):
                        sheet.write_datetime(n, column, value, day)
                    elif value is not None:
                        sheet.write(n, column, value)
