"""What a new cycle may be opened for: services that have cases, and the months ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from store.allocation.selecting import cycle_services
from store.clock.bank_holidays import BeyondKnownHolidays
from store.clock.calendar import months_after
from store.ledger import Reader
from store.programme.selection import quotas_to_say
from store.rules.margins import slack_of
from store.tables import Cycle, Programme
from store.views.parts.case_choices import offered_cases
from store.vocabulary.dates_in_words import say_month

AHEAD = 6


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """An audit month and its slack: working days to spare between the steps (§4)."""

    month: date
    words: str
    slack: int


@dataclass(frozen=True, slots=True)
class Volume:
    """A quota whose number is said when a cycle is opened, from `least` to `most`."""

    key: str
    title: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Opening:
    """The choices of the form that opens a cycle.

    `planned` are the timetable's cycles, the next first: service, month, and the number of lines of
    enquiry that its meeting agreed.
    """

    programme: str
    version: int
    services: tuple[str, ...]
    months: tuple[MonthAhead, ...]
    least_slack: int
    planned: tuple[tuple[str, date, int], ...] = ()
    volumes: tuple[Volume, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


def opening(reader: Reader, service: str = "") -> Opening:
    """Services by name, and the months for which holidays are known, planned ones included.

    Cases are counted for `service`, or for that of the next planned cycle, or for all.
    """
    programme = reader.get(Programme, reader.programme)
    planned = reader.rows(Cycle, state="planned", order="month")
    chosen = service or (planned[0].service if planned else "")
    ahead = planned[0].month if planned else months_after(reader.today.replace(day=1), 1)
    return Opening(
        programme=programme.id,
        version=programme.version,
        services=tuple(cycle_services(reader)),
        months=tuple(_months(reader, {cycle.month for cycle in planned})),
        least_slack=reader.profile.slack.least,
        planned=tuple((cycle.service, cycle.month, len(cycle.kloes)) for cycle in planned),
        volumes=tuple(
            Volume(key, reader.profile.title(key), quota.at_least or 0, quota.at_most or 0)
            for key, quota in quotas_to_say(reader.profile.selection.quotas).items()
        ),
        choices=offered_cases(reader, chosen, ahead),
    )


def _months(reader: Reader, planned: Collection[date]) -> list[MonthAhead]:
    """This month and the next ones, and every month for which a cycle is planned."""
    first = reader.today.replace(day=1)
    found = []
    for month in sorted({*(months_after(first, ahead) for ahead in range(AHEAD)), *planned}):
        try:
            slack = slack_of(reader.profile, reader.calendar, month)
        except BeyondKnownHolidays:
            break
        found.append(MonthAhead(month, say_month(month), slack))
    return found
