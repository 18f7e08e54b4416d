"""What a new cycle may be opened for: services that have cases, and the months ahead."""

from dataclasses import dataclass
from datetime import date

from store.allocation.selecting import cycle_services
from store.clock.bank_holidays import BeyondKnownHolidays
from store.ledger import Reader
from store.rules.margins import slack_of
from store.tables import Cycle, Programme
from store.vocabulary.dates_in_words import say_month

AHEAD = 6


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """An audit month and its slack: working days to spare between the steps (§4)."""

    month: date
    words: str
    slack: int


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


def opening(reader: Reader) -> Opening:
    """Services by name, this month and the following ones for which holidays are known."""
    programme = reader.get(Programme, reader.programme)
    return Opening(
        programme=programme.id,
        version=programme.version,
        services=tuple(cycle_services(reader)),
        months=tuple(_months(reader)),
        least_slack=reader.profile.slack.least,
        planned=tuple(
            (cycle.service, cycle.month, len(cycle.kloes))
            for cycle in reader.rows(Cycle, state="planned", order="month")
        ),
    )


def _months(reader: Reader) -> list[MonthAhead]:
    today = reader.calendar.local(reader.at).date()
    found = []
    for ahead in range(AHEAD):
        count = today.year * 12 + today.month - 1 + ahead
        month = date(count // 12, count % 12 + 1, 1)
        try:
            slack = slack_of(reader.profile, reader.calendar, month)
        except BeyondKnownHolidays:
            break
        found.append(MonthAhead(month, say_month(month), slack))
    return found
