"""`sightline report timetable`: the year's cycles, every version of them, and the minutes (§5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from store.audits.board_dates import upcoming_board_dates
from store.ledger import Reader
from store.tables import Programme, Timetable
from store.views.before_cycle.timetable import TimetablePlace, Version, version
from store.views.reports.board_parts import without_names
from store.views.reports.report_blocks import Blocks, Cover, ReportBlock, said
from store.vocabulary.dates_in_words import say_day, say_moment

Place = tuple[date, str]
"""The month and service of a cycle."""


def timetable_report(reader: Reader, until: int | None = None) -> dict[str, Any]:
    """`{"authority", "programme", "as_of", "board_dates", "year", "versions"}`, newest first.

    `year` is the newest version by month. A version says what it added, dropped and retitled
    against the one before. With `until`, as it was when that version was agreed. The minutes are
    for the audit team and the boards they report to.
    """
    rows = [
        row
        for row in reader.rows(Timetable, order="number")
        if until is None or row.number <= until
    ]
    versions = [version(reader, row, minutes=True) for row in rows]
    told = [
        _version(reader, row, seen, before)
        for row, seen, before in zip(rows, versions, [None, *versions][: len(rows)], strict=True)
    ]
    return {
        "authority": reader.get(Programme, reader.programme).authority,
        "programme": reader.profile.programme.title,
        "classification": reader.profile.papers.classification,
        "as_of": reader.at,
        "board_dates": list(upcoming_board_dates(reader)),
        "year": told[-1]["entries"] if told else [],
        "versions": told[::-1],
    }


def _version(
    reader: Reader, row: Timetable, seen: Version, before: Version | None
) -> dict[str, Any]:
    now, then = _themes(seen), {} if before is None else _themes(before)
    return {
        "version": seen.number,
        "agreed_on": row.agreed_on,
        "recorded_by": seen.recorded_by,
        "recorded_at": row.recorded_at,
        "minutes": without_names(reader, seen.minutes),
        "entries": [
            {
                "service": place.service,
                "month": f"{place.on:%Y-%m}",
                "month_in_words": place.month,
                "theme": place.theme,
                "state": place.state or "not planned",
                "meet_by": None if place.meet_by is None else place.meet_by.at,
            }
            for place in sorted(seen.entries, key=lambda place: (place.on, place.service))
        ],
        "added": [] if before is None else _named(seen.entries, now.keys() - then.keys()),
        "dropped": [] if before is None else _named(before.entries, then.keys() - now.keys()),
        "retitled": _named(
            seen.entries, {place for place in now.keys() & then.keys() if now[place] != then[place]}
        ),
    }


def _themes(seen: Version) -> dict[Place, str]:
    return {(place.on, place.service): place.theme for place in seen.entries}


def _named(places: Sequence[TimetablePlace], which: set[Place]) -> list[str]:
    return [
        f"{place.service}, {place.month}" + (f": {place.theme}" if place.theme else "")
        for place in sorted(places, key=lambda place: (place.on, place.service))
        if (place.on, place.service) in which
    ]


CHANGES = {"added": "Added", "dropped": "Dropped", "retitled": "With another theme"}


def timetable_in_blocks(report: Mapping[str, Any], zone: str) -> list[ReportBlock]:
    """The standing paper: the year at a glance, then each version with its minutes."""
    return [*_blocks(report, zone)]


def _blocks(report: Mapping[str, Any], zone: str) -> Blocks:
    yield ReportBlock(
        "title",
        f"{report['programme']}: timetable of audits",
        cover=Cover(
            authority=report["authority"],
            readers="Standing paper",
            made=f"As of {say_moment(report['as_of'], year=True, zone=zone)}",
            classification=report["classification"],
        ),
    )
    yield ReportBlock("heading", "The year at a glance")
    if not report["versions"]:
        yield ReportBlock("note", "No timetable has been agreed yet.")
        return
    head = ("Month", "Service", "Theme", "State", "Lines of enquiry agreed by")
    yield ReportBlock("table", "Cycles by month", rows=(head, *map(_line, report["year"])))
    dates = ", ".join(say_day(day, year=True) for day in report["board_dates"])
    yield ReportBlock("text", f"The board meets on: {dates or 'no date is known'}.")
    yield ReportBlock("heading", "Versions and their minutes")
    for one in report["versions"]:
        agreed = say_day(one["agreed_on"], year=True)
        yield ReportBlock("subheading", f"Version {one['version']}, agreed on {agreed}")
        recorded = say_moment(one["recorded_at"], year=True, zone=zone)
        yield ReportBlock("note", f"Recorded by {one['recorded_by']} on {recorded}.")
        changed = [f"{words}: {line}" for key, words in CHANGES.items() for line in one[key]]
        if changed:
            yield ReportBlock("list", items=tuple(changed))
        yield from said(one["minutes"], "Its minutes are no longer kept.")


def _line(entry: Mapping[str, Any]) -> tuple[str, ...]:
    by = "" if entry["meet_by"] is None else say_day(entry["meet_by"].date(), year=True)
    return (
        entry["month_in_words"],
        entry["service"],
        entry["theme"] or "none",
        entry["state"].replace("_", " "),
        by or "nothing is due",
    )
