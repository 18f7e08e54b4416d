"""A report that somebody asks for by name: which, of which cycles, and whether they may (§5)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from store.ledger import Reader
from store.people.posts import same_service
from store.rules.report_readers import OF_NO_CYCLE, cycles_for, reports_for
from store.tables import Cycle
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.errors import Invalid, NotAllowed
from store.vocabulary.reports import TITLES, Report

ALL_SERVICES = "all services"


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """A report of the cycles of some months, the oldest first; `service` is empty for all."""

    report: Report
    service: str
    since: str
    until: str
    cycles: tuple[Cycle, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.report]

    @property
    def span(self) -> str:
        """Its months in words; empty where none was asked for."""
        first, last = (say_month(date.fromisoformat(f"{month}-01")) if month else ""
                       for month in (self.since, self.until))  # fmt: skip
        if first and last:
            return first if first == last else f"{first} to {last}"
        return f"since {first}" if first else f"until {last}" if last else ""

    @property
    def words(self) -> str:
        """`Grades: Frontdoor, since April 2026`."""
        parts = [self.service or ALL_SERVICES, *([self.span] if self.span else [])]
        return f"{self.title}: {', '.join(parts)}"


def asked_by(reader: Reader, upn: str, given: Mapping[str, Any]) -> ReportAsked:
    """The report that `upn` asks for: `report`, `service`, `since` and `until`, each may be None.

    Raises `NotAllowed` for a report or a service that is not theirs, `Invalid` where no cycle
    whose audits were issued is meant.
    """
    theirs = reports_for(reader, upn)
    report: Report | None = given.get("report") or next(iter(theirs), None)
    if report is None or report not in theirs:
        raise NotAllowed(f"That report is not for you: ask the {terms.AUDIT_TEAM}.")
    service, since, until = (given.get(name) or "" for name in ("service", "since", "until"))
    allowed = [
        cycle
        for cycle in cycles_for(reader, upn)
        if not service or same_service(cycle.service, service)
    ]
    if service and not allowed and any(same_service(s, service) for s in services_audited(reader)):
        raise NotAllowed(
            f"{TITLES[report]} of {service} are for those who run it. "
            f"Questions: the {terms.AUDIT_TEAM}."
        )
    cycles = tuple(cycle for cycle in allowed if _within(cycle, since, until))
    if not cycles and report not in OF_NO_CYCLE:
        wrong = next((name for name in ("since", "until", "service") if given.get(name)), "report")
        raise Invalid(
            f"No cycle{f' of {service}' if service else ''} was issued then: ask for other months.",
            {wrong: "has no cycle that was issued"},
        )
    return ReportAsked(report, service, since, until, cycles)


def cycles_in_words(reader: Reader) -> dict[str, str]:
    """Every cycle by its id, as `Frontdoor, December 2026`."""
    return {cycle.id: f"{cycle.service}, {say_month(cycle.month)}" for cycle in reader.rows(Cycle)}


def services_audited(reader: Reader) -> tuple[str, ...]:
    """The services of every cycle, as the cycles name them."""
    return tuple(dict.fromkeys(cycle.service for cycle in reader.rows(Cycle, order="service")))


def services_asked(reader: Reader, upn: str) -> tuple[str, ...]:
    """The services whose reports `upn` may have, as their cycles name them."""
    return tuple(dict.fromkeys(cycle.service for cycle in cycles_for(reader, upn)))


def months_asked(reader: Reader, upn: str) -> tuple[str, ...]:
    """The months of those cycles, the newest first, as `2026-12`."""
    months = {f"{cycle.month:%Y-%m}" for cycle in cycles_for(reader, upn)}
    return tuple(sorted(months, reverse=True))


def cycles_named(
    reader: Reader, cycles: Sequence[str], service: str | None, since: str | None, until: str | None
) -> list[str]:
    """Those of `cycles`, or of all that were issued, of that service and those months (`2026-12`).

    Nothing named gives nothing, which reports read as all. Raises `Invalid` where none is left.
    """
    for name, month in (("since", since), ("until", until)):
        if month is not None and not MONTH.fullmatch(month):
            raise Invalid(f"--{name} is no month: write it as 2026-12.", {name: "is no month"})
    if service is None and since is None and until is None:
        return list(cycles)
    every = [reader.get(Cycle, one) for one in cycles] or reader.rows(Cycle, order="month")
    left = [
        cycle.id
        for cycle in every
        if cycle.issued_at is not None
        and (service is None or same_service(cycle.service, service))
        and _within(cycle, since or "", until or "")
    ]
    if not left:
        raise Invalid(
            "No cycle of that service and those months was issued: ask for others.",
            {"service" if service else "since": "has no cycle that was issued"},
        )
    return left


def _within(cycle: Cycle, since: str, until: str) -> bool:
    month = f"{cycle.month:%Y-%m}"
    return (not since or since <= month) and (not until or month <= until)


MONTH: Final = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
"""A month as `2026-12`."""
