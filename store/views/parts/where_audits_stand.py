"""Where the audits stand that a person may see: the rows of the board's pages (programme.md §5).

Who looks, and what they may see, is `store/views/parts/viewer.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import select
from sqlmodel import col

from store.audits.governing_grade import GOVERNS
from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.people.posts import service_of
from store.rules.confidential import is_confidential
from store.tables import Audit, Cycle, Duty
from store.views.parts.due import Due, day_in_words, due_of
from store.views.parts.people_in_words import named, owner_in_words
from store.views.parts.prefetch import prefetch_people
from store.views.parts.ref_in_words import kind_in_words
from store.views.parts.viewer import Viewer
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import AuditState

LIGHT: Final = tuple(
    getattr(Audit, name)
    for name in (
        "id", "cycle", "kind", "case_ref", "state", "team", "due", "auditor", "moderator",
        "deputy", "practitioner", "team_manager", *GOVERNS,
    )
)  # fmt: skip
"""What says whose an audit is and how it was graded, without what is long to read."""

NOT_OUT: frozenset[AuditState] = frozenset({"drawn", "allocated"})
"""Until a list is confirmed, only who confirms it and the audit team know who is on it."""


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """The most urgent open duty about an audit: what, whose, since when and by when."""

    words: str
    owner: str
    since: str
    due: Due
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """One audit; `case_ref` and `grade` are empty where this viewer may not know them."""

    audit: str
    case_ref: str
    kind: str
    cycle: str
    service: str
    month: str
    team: str
    auditor: str
    moderator: str
    state: AuditState
    grade: str
    waits: WaitsFor | None

    @property
    def is_late(self) -> bool:
        """Whether what it waits for is overdue."""
        return self.waits is not None and self.waits.due.passed


def has_part(audit: Audit, upn: str) -> bool:
    """Whether it is this person's own: they audit or moderate it, or it is of their work."""
    return upn in {
        audit.auditor, audit.moderator, audit.deputy, audit.practitioner, audit.team_manager,
    }  # fmt: skip


def may_see(reader: Reader, viewer: Viewer, audit: Audit) -> bool:
    """Whether the board may show this viewer that audit, with or without its reference."""
    if viewer.today is not None and not _may_see(viewer.today, viewer, viewer.now(audit)):
        return False
    return audit.state != "swapped" and _may_see(reader, viewer, audit)


def _may_see(reader: Reader, viewer: Viewer, audit: Audit) -> bool:
    """Whether it is of their scope, or they have a part in it once it is out."""
    scope = viewer.scope
    if viewer.leads and (viewer.sees_all or scope.has_service(service_of(reader, audit))):
        return True
    if audit.state in NOT_OUT or audit.state == "swapped":
        return False
    if has_part(audit, viewer.upn):
        return True
    return (
        scope.team is not None
        and scope.team.casefold() == audit.team.casefold()
        and scope.has_service(service_of(reader, audit))
    )


def may_see_ref(viewer: Viewer, audit: Audit) -> bool:
    """Whether they may know which case it is."""
    own = all(has_part(one, viewer.upn) for one in (audit, viewer.now(audit)))
    return viewer.sees_refs or own


def may_see_grade(viewer: Viewer, audit: Audit) -> bool:
    """Whether they may know its grade before it is shared (§2.14): who leads, audits, moderates."""
    return viewer.leads or all(_shares(viewer, one) for one in (audit, viewer.now(audit)))


def _shares(viewer: Viewer, audit: Audit) -> bool:
    return audit.state == "complete" or viewer.upn in {
        audit.auditor, audit.moderator, audit.deputy,
    }  # fmt: skip


def audits_seen(reader: Reader, viewer: Viewer, cycle: str | None = None) -> list[Audit]:
    """The audits that this viewer may see, by id; of one cycle where it is given."""
    chosen = reader.rows(Audit) if cycle is None else reader.rows(Audit, cycle=cycle)
    return [audit for audit in chosen if may_see(reader, viewer, audit)]


def audits_known(reader: Reader, viewer: Viewer) -> list[Audit]:
    """All that `audits_seen` gives, each with the columns of `LIGHT` alone: years are read so.

    On a page of a day that is past they are whole rows, because both days are asked.
    """
    if viewer.today is not None:
        return audits_seen(reader, viewer)
    query = select(*LIGHT).where(
        col(Audit.programme) == reader.programme, col(Audit.state) != "swapped"
    )
    found = cast("list[Audit]", reader.session.execute(query.order_by(col(Audit.id))).all())
    if viewer.leads and viewer.sees_all:
        return found
    return [audit for audit in found if _may_see(reader, viewer, audit)]


def whole(reader: Reader, audits: Iterable[Audit]) -> list[Audit]:
    """The whole rows of audits of which some columns are known, in their order."""
    ids = [audit.id for audit in audits]
    reader.gather_rows(Audit, ids)
    return [reader.get(Audit, one) for one in ids]


def cycles_seen(
    reader: Reader, viewer: Viewer, known: Iterable[Audit] | None = None
) -> list[Cycle]:
    """The cycles with an audit that this viewer may see, the newest first.

    `known` are those audits, where they have been read already.
    """
    if known is None and viewer.leads and viewer.sees_all and viewer.today is None:
        ids = _cycles_with_audits(reader)
    else:
        ids = {audit.cycle for audit in (audits_known(reader, viewer) if known is None else known)}
    return [cycle for cycle in reader.rows(Cycle, order="-month id") if cycle.id in ids]


def _cycles_with_audits(reader: Reader) -> set[str]:
    query = select(col(Audit.cycle)).where(
        col(Audit.programme) == reader.programme, col(Audit.state) != "swapped"
    )
    return set(reader.session.scalars(query.distinct()))


ALL_CYCLES = "all"


def cycles_asked(cycles: Sequence[Cycle], asked: str) -> set[str]:
    """The cycles whose finished work a page shows: those of the newest month, or as was asked."""
    if asked == ALL_CYCLES:
        return {cycle.id for cycle in cycles}
    one = {cycle.id for cycle in cycles if cycle.id == asked}
    newest = max((c.month for c in cycles if c.issued_at is not None), default=None)
    return one or {cycle.id for cycle in cycles if cycle.month == newest}


def where_audits_stand(
    reader: Reader, viewer: Viewer, audits: Sequence[Audit]
) -> tuple[Stands, ...]:
    """How each of `audits` stands, as this viewer may know it."""
    prefetch_people(reader, audits)
    cycles = {cycle.id: cycle for cycle in reader.rows(Cycle)}
    first = most_urgent(reader, {audit.id for audit in audits})
    return tuple(
        _stands(reader, viewer, audit, cycles[audit.cycle], first.get(audit.id)) for audit in audits
    )


def most_urgent(reader: Reader, audits: set[str]) -> Mapping[str, Duty]:
    """The open duty of each audit that is due first; none that is owed in confidence."""
    found: dict[str, Duty] = {}
    for duty in reader.rows(Duty, closed_at=None, order="due_at id"):
        about = duty.subject.partition(".")[0]
        if about in audits and not is_confidential(reader, duty):
            found.setdefault(about, duty)
    return found


def _stands(
    reader: Reader, viewer: Viewer, audit: Audit, cycle: Cycle, duty: Duty | None
) -> Stands:
    return Stands(
        audit=audit.id,
        case_ref=audit.case_ref if may_see_ref(viewer, audit) else "",
        kind=_sentence(kind_in_words(reader, audit.kind)),
        cycle=cycle.id,
        service=cycle.service,
        month=say_month(cycle.month),
        team=audit.team,
        auditor="" if audit.auditor is None else named(reader, audit.auditor).name,
        moderator="" if audit.moderator is None else named(reader, audit.moderator).name,
        state=audit.state,
        grade=(governing_grade(audit) or "") if may_see_grade(viewer, audit) else "",
        waits=None if duty is None else _waits(reader, duty),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _waits(reader: Reader, duty: Duty) -> WaitsFor:
    rule = reader.profile.duty.get(duty.kind)
    return WaitsFor(
        words=duty.kind if rule is None else rule.words,
        owner=owner_in_words(reader, duty.owner),
        since=day_in_words(reader, duty.opened_at),
        due=due_of(reader, duty),
        whose=duty.owner,
    )


def counted_by(stands: Sequence[Stands], what: str) -> Mapping[str, Sequence[Stands]]:
    """The audits grouped by stage, team or auditor, in the order of that word."""
    groups: dict[str, list[Stands]] = defaultdict(list)
    for one in stands:
        groups[getattr(one, what)].append(one)
    return dict(sorted(groups.items()))
