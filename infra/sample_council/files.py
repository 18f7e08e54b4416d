"""The two files of the sample council as bytes."""

import csv
import io
from collections.abc import Sequence

from infra.sample_council.chance import Draw
from infra.sample_council.children import children
from infra.sample_council.staff import Line, staff
from store.sheets import cases, person

SEED = 2026


def as_csv(columns: Sequence[str], lines: Sequence[Line]) -> bytes:
    """The lines as CSV in UTF-8 with a heading."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()


def sample_council(seed: int = SEED) -> dict[str, bytes]:
    """people.csv and cases.csv by name."""
    draw = Draw(seed)
    people = staff(draw)
    return {
        "people.csv": as_csv(person.COLUMNS, people.lines),
        "cases.csv": as_csv(cases.COLUMNS, children(draw, people)),
    }
