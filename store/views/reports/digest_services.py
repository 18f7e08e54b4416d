"""The services of a digest as rows: returns now and a week before, and who heads each (§5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from store.ledger import Reader
from store.people.posts import head_for
from store.tables import Digest
from store.views.reports.assignments import Assignment
from store.views.reports.digest import services_of
from store.views.reports.digest_opening import head_of


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service's numbers. `early` counts what is in before its due day.

    `head` is its Head of Service by name; `then` the same audits as they stood a week before.
    """

    service: str
    allocated: int
    exempted: int
    in_time: int
    late: int
    not_in: int
    rate: int | None
    early: int = 0
    head: str = ""
    then: "ServiceRow | None" = None

    @property
    def fell_due(self) -> int:
        """How many assignments the rate counts."""
        return self.in_time + self.late + self.not_in


def services_in(
    past: Reader,
    row: Digest,
    out: Sequence[Assignment],
    told: list[dict[str, Any]],
    before: datetime | None,
) -> tuple[ServiceRow, ...]:
    """The services, those with the most that is not in first."""
    then = {} if before is None else {of.service: of for of in _counted(past, out, before)}
    early: Counter[str] = Counter(
        one.service for one in out if one.is_in(row.as_of) and not one.fell_due(row.as_of)
    )
    rows = (
        replace(
            _row(of),
            early=early[of["service"]],
            head=head_of(past, head_for(past, of["service"])),
            then=then.get(of["service"]),
        )
        for of in told
    )
    return tuple(sorted(rows, key=lambda one: (-one.not_in, one.service)))


def _counted(past: Reader, out: Sequence[Assignment], moment: datetime) -> list[ServiceRow]:
    return [_row(of) for of in services_of(past, (), out, moment)]


def _row(of: Mapping[str, Any]) -> ServiceRow:
    return ServiceRow(
        service=of["service"],
        allocated=of["allocated"],
        exempted=of["exempted"],
        in_time=of["returned_in_time"],
        late=of["returned_late"],
        not_in=of["not_returned"],
        rate=of["rate_in_time"],
    )
