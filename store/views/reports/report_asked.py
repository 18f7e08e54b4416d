"""A report that somebody asks for by name: which, of which cycles, and whether they may (§5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.ledger import Reader
from store.people.posts import same_service
from store.rules.report_readers import may_have_of, reports_for
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
    issued = [
        cycle
        for cycle in reader.rows(Cycle, order="month")
        if cycle.issued_at is not None and (not service or same_service(cycle.service, service))
    ]
    allowed = [cycle for cycle in issued if may_have_of(reader, upn, cycle)]
    if service and issued and not allowed:
        raise NotAllowed(
            f"{TITLES[report]} of {service} are for those who run it. "
            f"Questions: the {terms.AUDIT_TEAM}."
        )
    cycles = tuple(
        cycle
        for cycle in allowed
        if (not since or since <= f"{cycle.month:%Y-%m}")
        and (not until or f"{cycle.month:%Y-%m}" <= until)
    )
    if wrong := next((name for name in ("since", "until", "service") if given.get(name)), ""):
        _refuse_nothing(cycles, service, wrong)
    return ReportAsked(report, service, since, until, cycles)


def _refuse_nothing(cycles: Sequence[Cycle], service: str, wrong: str) -> None:
    if not cycles:
        raise Invalid(
            f"No cycle{f' of {service}' if service else ''} was issued then: ask for other months.",
            {wrong: "has no cycle that was issued"},
        )


def services_audited(reader: Reader) -> tuple[str, ...]:
    """The services of every cycle, as the cycles name them."""
    return tuple(dict.fromkeys(cycle.service for cycle in reader.rows(Cycle, order="service")))


def services_asked(reader: Reader, upn: str) -> tuple[str, ...]:
    """The services whose reports `upn` may have, as their cycles name them."""
    return tuple(dict.fromkeys(cycle.service for cycle in _theirs(reader, upn)))


def months_asked(reader: Reader, upn: str) -> tuple[str, ...]:
    """The months of those cycles, the newest first, as `2026-12`."""
    months = {f"{cycle.month:%Y-%m}" for cycle in _theirs(reader, upn)}
    return tuple(sorted(months, reverse=True))


def _theirs(reader: Reader, upn: str) -> list[Cycle]:
    return [
        cycle
        for cycle in reader.rows(Cycle, order="service")
        if cycle.issued_at is not None and may_have_of(reader, upn, cycle)
    ]
