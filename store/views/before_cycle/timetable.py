"""The year's timetable: its versions, and the state of each of its cycles (programme.md §5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store.allocation.selecting import cycle_services
from store.audits.governing_grade import today
from store.clock.calendar import months_after
from store.ledger import Reader
from store.people.posts import acting, in_post, post
from store.tables import Cycle, Programme, Timetable
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import is_of_the_team, may_now
from store.views.parts.people_in_words import actor_in_words
from store.vocabulary.dates_in_words import say_day, say_month

MONTHS = 12
"""Months ahead that the form offers."""


@dataclass(frozen=True, slots=True)
class TimetablePlace:
    """One cycle of a version: service, month, theme, and its state now."""

    service: str
    month: str
    on: date
    theme: str = ""
    state: str = ""
    meet_by: Due | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was agreed; `minutes` are empty for people who may not read them."""

    id: str
    number: int
    agreed_on: str
    recorded_by: str
    recorded_on: str
    entries: tuple[TimetablePlace, ...]
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Timetables:
    """Every version, newest first, and what the form that records the next one begins with.

    `ahead` are the months to plan, as "2027-01" with their words; `planned` the cycles in them by
    month and theme, each with its services.
    """

    programme: str
    version: int
    today: date
    services: tuple[str, ...]
    versions: tuple[Version, ...] = ()
    ahead: tuple[tuple[str, str], ...] = ()
    planned: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class TimetableTold:
    """A new version as a Head of Service sees it: the cycles of their own services."""

    number: int
    agreed_on: str
    service: str
    entries: tuple[TimetablePlace, ...]
    dropped: tuple[TimetablePlace, ...]
    newer: bool = False


def timetables(reader: Reader, upn: str, *, minutes: bool = False) -> Timetables:
    """All versions, newest first, as the audit team sees them; with `minutes` if asked."""
    programme = reader.get(Programme, reader.programme)
    found = reader.rows(Timetable, order="-number")
    latest = found[0].entries if found else []
    ahead = [entry for entry in latest if date.fromisoformat(entry["month"]) > today(reader)]
    return Timetables(
        programme=programme.id,
        version=programme.version,
        today=today(reader),
        services=tuple(cycle_services(reader)),
        versions=tuple(version(reader, row, minutes=minutes) for row in found),
        ahead=_months_ahead(reader, ahead),
        planned=_by_month(ahead),
        may=may_now(reader, programme, upn, ("timetable.record", "board.dates")),
    )


def minutes_of(reader: Reader, timetable_id: str, upn: str) -> Version | None:
    """One version with its minutes, for the audit team; none for anybody else."""
    row = reader.find(Timetable, timetable_id)
    if row is None or not is_of_the_team(reader, upn):
        return None
    return version(reader, row, minutes=True)


def _months_ahead(
    reader: Reader, entries: Sequence[dict[str, str | None]]
) -> tuple[tuple[str, str], ...]:
    """The year's months after this one, and later ones that are planned already."""
    first = months_after(today(reader).replace(day=1), 1)
    months = {months_after(first, n) for n in range(MONTHS)}
    months |= {date.fromisoformat(str(entry["month"])) for entry in entries}
    return tuple((f"{month:%Y-%m}", say_month(month)) for month in sorted(months))


def _by_month(
    entries: Sequence[dict[str, str | None]],
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The services of each month and theme, in order of the month."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        at = str(entry["month"])[: len("2027-01")]
        found.setdefault((at, entry.get("theme") or ""), []).append(str(entry["service"]))
    return tuple((month, theme, tuple(names)) for (month, theme), names in sorted(found.items()))


def version(reader: Reader, row: Timetable, *, minutes: bool) -> Version:
    """One version with the state of its cycles now."""
    return Version(
        id=row.id,
        number=row.number,
        agreed_on=say_day(row.agreed_on),
        recorded_by=actor_in_words(reader, row.recorded_by),
        recorded_on=moment_in_words(reader, row.recorded_at),
        entries=_places(reader, row.entries),
        minutes=(reader.unseal(row.minutes) or "") if minutes else "",
    )


def _places(reader: Reader, entries: Sequence[dict[str, str | None]]) -> tuple[TimetablePlace, ...]:
    cycles = {(cycle.service, cycle.month): cycle for cycle in reader.rows(Cycle)}
    return tuple(_place(reader, entry, cycles) for entry in entries)


def _place(
    reader: Reader, entry: dict[str, str | None], cycles: dict[tuple[str, date], Cycle]
) -> TimetablePlace:
    service, month = str(entry["service"]), date.fromisoformat(str(entry["month"]))
    cycle = cycles.get((service, month))
    open_duty = cycle is not None and cycle.kloe_met_at is None and cycle.state == "planned"
    return TimetablePlace(
        service=service,
        month=say_month(month),
        on=month,
        theme=entry.get("theme") or "",
        state="" if cycle is None else cycle.state,
        meet_by=due_by(reader, cycle.id, "kloe.hold") if cycle is not None and open_duty else None,
    )


def timetable_told(reader: Reader, timetable_id: str, upn: str) -> TimetableTold | None:
    """What a version means for the services that `upn` heads; none if they head none."""
    row = reader.find(Timetable, timetable_id)
    if row is None:
        return None
    before = reader.rows(Timetable, number=row.number - 1)
    places = _places(reader, row.entries)
    gone = [
        place
        for place in (_places(reader, before[0].entries) if before else ())
        if (place.service, place.on) not in {(now.service, now.on) for now in places}
        and place.on > today(reader)
    ]
    named = {place.service for place in (*places, *gone)}
    mine = sorted(service for service in named if _heads(reader, service, upn))
    if not mine:
        return None
    return TimetableTold(
        number=row.number,
        agreed_on=say_day(row.agreed_on),
        service=" and ".join(mine),
        entries=tuple(p for p in places if p.service in mine and p.on > today(reader)),
        dropped=tuple(place for place in gone if place.service in mine),
        newer=bool(reader.rows(Timetable, number=row.number + 1)),
    )


def _heads(reader: Reader, service: str, upn: str) -> bool:
    owner = post("head_of_service", service)
    return upn == owner or upn in {person.id for person in in_post(reader, owner)} | acting(
        reader, owner
    )
