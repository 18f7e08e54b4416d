"""The re-audits of a cycle's work below good, for the Learning Academy (§3, guide §15)."""

from dataclasses import dataclass, field

from store.audits.governing_grade import is_below_good
from store.ledger import Reader
from store.rules.reaudit import below_good_of, open_to_reaudits, reaudits_of
from store.tables import Cycle
from store.views.parts.due import Due, due_by
from store.views.parts.offers import may_now
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import DECIDED


@dataclass(frozen=True, slots=True)
class ReauditsSeen:
    """The re-audits of a former cycle's work below good, for the Learning Academy.

    `cycle` is the former one, `drawn` the cases, `into` the month in which they are looked at
    again.
    """

    cycle: str
    version: int
    service: str
    month: str
    below_good: int
    drawn: tuple[str, ...]
    done: int = 0
    improved: int = 0
    into: str = ""
    seed: int | None = None
    report_by: Due | None = None
    choices: tuple[tuple[str, str], ...] = ()
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def reaudits_seen(reader: Reader, cycle_id: str, upn: str) -> ReauditsSeen:
    """The re-audits of a cycle's work below good as they stand."""
    cycle = reader.get(Cycle, cycle_id)
    again = reaudits_of(reader, cycle)
    done = [audit for audit in again if audit.state in DECIDED]
    into = reader.find(Cycle, again[0].cycle) if again else None
    return ReauditsSeen(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        below_good=len(below_good_of(reader, cycle)),
        drawn=tuple(ref_in_words(reader, audit) for audit in again),
        done=len(done),
        improved=sum(not is_below_good(reader, audit) for audit in done),
        into="" if into is None else say_month(into.month),
        seed=None if into is None else into.seed,
        report_by=due_by(reader, cycle.id, "impact.report"),
        choices=tuple((row.id, say_month(row.month)) for row in open_to_reaudits(reader, cycle)),
        viewer=upn,
        may=may_now(reader, cycle, upn, ("reaudit.allocate", "reaudit.widen", "impact.reported")),
    )
