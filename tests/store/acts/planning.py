"""How the tests of what comes before a cycle arrange things."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from store.tables import Duty
from tests.store.council import HOS, OFFICER, Council, caseload, person, staff

OCTOBER = datetime(2026, 10, 5, 10, tzinfo=UTC)
"""Monday: the year's timetable is agreed."""
MET_AT = datetime(2026, 11, 17, 15, tzinfo=UTC)
"""Tuesday, 2 weeks before the audit month of December: the meeting was held that morning."""

REVIEWER, AUDIT_LEAD = "gm.review", "tm.mash"
SAID = {
    "going_well": "Visits are in time",
    "worried_about": "Quillon plans are long",
    "need_assurance": "That children are heard",
}
AGREED = {
    "text": "Is the child heard?",
    "where": "flags=neglect",
    "rationale": "Complaints said not",
}


def filled(empty: Council) -> Council:
    """People and cases, among them the manager of the reviewing officers; no cycle yet."""
    empty.found()
    reviewing = [
        person(REVIEWER, roles=["group_manager"], service="Review", manager="director"),
        person("iro", roles=["iro"], service="Review", manager=REVIEWER, trained_on=None),
    ]
    empty.load_people([*(row for row in staff() if row.upn != "iro"), *reviewing])
    empty.load_cases(caseload())
    return empty


def record(
    council: Council, *entries: str, by: str = OFFICER, at: datetime = OCTOBER, **given: Any
) -> None:
    """Record a timetable: each entry as `Frontdoor 2026-12` with a theme after a colon."""
    fields: dict[str, Any] = {
        "entries": [_entry(text) for text in entries],
        "minutes": "Agreed by all",
        "agreed_on": "2026-10-01",
    }
    council.do("timetable.record", council.programme, fields | given, by=by, at=at)


def _entry(text: str) -> dict[str, str]:
    place, _, theme = text.partition(": ")
    service, _, month = place.rpartition(" ")
    return {"service": service, "month": month} | ({"theme": theme} if theme else {})


def convene(council: Council, cycle: str, *, at: datetime = OCTOBER, **given: Any) -> None:
    fields = {"starts_at": "2026-11-17T10:00:00+00:00", "place": "Room 2"} | given
    council.do("kloe.convene", cycle, fields, by=OFFICER, at=at)


def meet(
    council: Council, cycle: str, *, at: datetime = MET_AT, kloes: Sequence[Any] = (AGREED,),
    **given: Any,
) -> None:  # fmt: skip
    fields = {
        "held_on": "2026-11-17", "attended": [HOS, OFFICER], "kloes": list(kloes), **SAID,
    } | given  # fmt: skip
    council.do("kloe.held", cycle, fields, by=OFFICER, at=at)


def owed(council: Council, cycle: str) -> dict[str, Duty]:
    return council.duties(cycle)


def states(council: Council) -> dict[str, str]:
    """Each cycle with how it stands."""
    return {row["id"]: row["state"] for row in council.table("cycle")}
