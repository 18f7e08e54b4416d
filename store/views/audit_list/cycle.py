"""One cycle from its opening to its list: the outcome of each step, and the next one."""

from collections import Counter
from dataclasses import dataclass, field

from store.allocation.selecting import left_out_of
from store.ledger import Reader
from store.people.posts import list_confirmer
from store.registry import acts_on
from store.rules.issuing import issue_day_in_words
from store.rules.margins import warnings
from store.tables import Audit, Cycle, ListChange, Programme
from store.views.before_cycle.kloe_meeting import KloeMeeting, meeting_in_hand
from store.views.parts.due import Due, due_by
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import named, owner_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import CycleState


@dataclass(frozen=True, slots=True)
class DrawnDips:
    """The dip samples of one line of enquiry; `short` is how many could not be found."""

    kloe: str
    drawn: int
    short: int = 0


@dataclass(frozen=True, slots=True)
class CycleInHand:
    """A cycle and the outcome of its steps; `load` is (name, number of audits) by person."""

    cycle: str
    version: int
    service: str
    month: str
    state: CycleState
    slack: int
    least_slack: int
    warnings: tuple[str, ...] = ()
    kloes: tuple[str, ...] = ()
    pool: int = 0
    seed: int | None = None
    left_out: str = ""
    quotas: tuple[tuple[str, int], ...] = ()
    dips: tuple[DrawnDips, ...] = ()
    audits: int = 0
    load: tuple[tuple[str, int], ...] = ()
    changes: int = 0
    head: str = ""
    confirm_by: Due | None = None
    theme: str = ""
    meeting: KloeMeeting | None = None
    meet_by: Due | None = None
    programme: tuple[str, int] = ("", 0)
    may_open: bool = False
    issues_on: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def cycle_in_hand(reader: Reader, cycle_id: str, upn: str) -> CycleInHand:
    """The cycle as `upn`, of the audit team, sees it now. Raises `NotFound`."""
    cycle, programme = reader.get(Cycle, cycle_id), reader.get(Programme, reader.programme)
    audits = [a for a in reader.rows(Audit, cycle=cycle.id) if a.state != "swapped"]
    full = [audit for audit in audits if audit.kind in reader.profile.kinds]
    dips = Counter(audit.kloe for audit in audits if audit.kind == "dip")
    quotas = Counter(audit.quota for audit in full if audit.quota is not None)
    load = Counter(audit.auditor for audit in full if audit.auditor is not None)
    asked = reader.rows(ListChange, cycle=cycle.id, state="asked")
    today = reader.calendar.local(reader.at).date()
    return CycleInHand(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        state=cycle.state,
        slack=cycle.slack,
        least_slack=reader.profile.slack.least,
        warnings=tuple(warnings(reader.profile, reader.calendar, cycle.month, today)),
        kloes=tuple(kloe["text"] for kloe in cycle.kloes),
        pool=len(cycle.pool),
        seed=cycle.seed,
        left_out=left_out_of(cycle),
        quotas=tuple((reader.profile.title(role), n) for role, n in sorted(quotas.items())),
        dips=_dips(cycle, dips),
        audits=len(full),
        load=tuple(
            (named(reader, upn).name, n)
            for upn, n in sorted(load.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        changes=len(asked),
        head=owner_in_words(reader, list_confirmer(reader, cycle)),
        confirm_by=due_by(reader, cycle.id, "list.confirm"),
        theme=cycle.theme or "",
        meeting=meeting_in_hand(reader, cycle, upn),
        meet_by=due_by(reader, cycle.id, "kloe.hold"),
        programme=(programme.id, programme.version),
        issues_on=issue_day_in_words(reader, cycle),
        may_open=bool(may_now(reader, programme, upn, ("cycle.open",))),
        may=may_now(
            reader,
            cycle,
            upn,
            (*acts_on("cycle"), *acts_on("planned_cycle"), "audit.add", "evidence.issue"),
        ),
    )


def _dips(cycle: Cycle, drawn: Counter[int | None]) -> tuple[DrawnDips, ...]:
    told = (cycle.parameters or {}).get("dips", [])
    if not told:
        return ()
    return tuple(
        DrawnDips(
            kloe["text"],
            drawn[number],
            int(told[number - 1]["shortfall"]) if number <= len(told) else 0,
        )
        for number, kloe in enumerate(cycle.kloes, 1)
    )
