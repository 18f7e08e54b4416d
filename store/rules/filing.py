"""What the council's library is owed: a pack for each board report, each version of the timetable.

It is always derived from what was recorded, so what could not be filed is caught up with later. A
name stands for one thing alone, so that a file is known again in the library (programme.md §5).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from store.ledger import Reader
from store.programme.evidence import Filed
from store.tables import Cycle, CycleReport, Timetable
from store.vocabulary.verbs import Verb


@dataclass(frozen=True, slots=True)
class OwedFile:
    """One thing to file: a `CycleReport` or a `Timetable`, the act that records it, its name.

    `cycle`, `service` and `month` (2026-12) are its labels.
    """

    kind: Filed
    verb: Verb
    of: str
    name: str
    cycle: str
    service: str
    month: str


def owed_files(reader: Reader) -> list[OwedFile]:
    """What the profile has filed and no fact says that it was, the oldest first."""
    kinds = reader.profile.evidence.files
    every = [one for kind in kinds for one in EACH[kind](reader)]
    return [one for one in every if reader.last_fact(one.of, one.verb) is None]


def _packs(reader: Reader) -> Iterator[OwedFile]:
    reports = Counter[str]()
    for report in reader.rows(CycleReport, kind="board", order="written_at"):
        cycle = reader.get(Cycle, report.cycle)
        reports[cycle.id] += 1
        number = reports[cycle.id]
        part = "Evidence pack" if number == 1 else f"Evidence pack {number}"
        month = f"{cycle.month:%Y-%m}"
        name = _named(reader, cycle.service, month, part)
        yield OwedFile(
            "pack", "pack.file", report.id, f"{name}.zip", cycle.id, cycle.service, month
        )


def _timetables(reader: Reader) -> Iterator[OwedFile]:
    authority = reader.profile.programme.name
    for row in reader.rows(Timetable, order="number"):
        month = f"{row.agreed_on:%Y-%m}"
        part = f"Timetable and minutes, version {row.number}"
        name = _named(reader, authority, month, part)
        yield OwedFile(
            "timetable", "timetable.file", row.id, f"{name}.docx", row.id, authority, month
        )


def _named(reader: Reader, service: str, month: str, part: str) -> str:
    profile = reader.profile
    return profile.evidence.named(profile.programme.name, service, month, part)


EACH = {"pack": _packs, "timetable": _timetables}
