"""Every audit of a cycle: its state, whom it waits for, and by when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from store.ledger import Reader
from store.programme.kinds import FULL
from store.tables import Audit, Cycle, Duty
from store.views.parts.due import Due, due_of, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.views.parts.prefetch import prefetch_people
from store.views.parts.ref_in_words import kind_in_words
from store.views.reports.audit_story import audit_story
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.verbs import Verb

AUDIT_ACTS: tuple[Verb, ...] = (
    "reallocation.confirm",
    "conflict.resolve",
    "check.pass",
    "check.send_back",
    "void.decide",
    "moderation.hand_over",
    "cover.name",
    "dip.assign",
    "list.swap",
)
"""What the audit team may do about one audit, the likeliest first."""

STORY = 12
"""Lines of an audit's story that are shown, the newest."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open duty about an audit: what, whose, and by when."""

    words: str
    owner: str
    due: Due


@dataclass(frozen=True, slots=True)
class Followed:
    """One audit on a page; `waits` is its most urgent open duty."""

    audit: str
    version: int
    case_ref: str
    kind: str
    state: str
    auditor: str
    waits: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """A cycle's audits counted by state, and the rows shown: of one state, or all but swapped."""

    cycle: str
    version: int
    service: str
    month: str
    state: str
    counts: tuple[tuple[str, int], ...]
    show: str
    overdue: int
    rows: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """One audit: its state, its people, its open duties, its story, and what may be done."""

    audit: str
    version: int
    cycle: str
    cycle_version: int
    case_ref: str
    service: str
    month: str
    kind: str
    state: str
    team: str
    practitioner: NamedPerson
    auditor: NamedPerson
    moderator: NamedPerson
    waits: tuple[Waiting, ...] = ()
    story: tuple[tuple[str, str, str], ...] = ()
    may: frozenset[str] = field(default_factory=frozenset)


def follow(reader: Reader, cycle_id: str, show: str = "") -> Follow:
    """The audits of a cycle; `show` is a state, "overdue", or "" for all of them.

    Those with something overdue come first, then by what is due next. Raises `NotFound`.
    """
    cycle = reader.get(Cycle, cycle_id)
    audits = [a for a in reader.rows(Audit, cycle=cycle.id) if a.state != "swapped"]
    prefetch_people(reader, audits)
    first = _most_urgent(reader, cycle.id)
    late = {name for name, duty in first.items() if duty.due_at < reader.at}
    counts = Counter(audit.state for audit in audits)
    shown = [
        audit
        for audit in audits
        if show in {"", audit.state} or (show == "overdue" and audit.id in late)
    ]
    shown.sort(key=lambda audit: (audit.id not in first, _due_at(first, audit.id), audit.id))
    return Follow(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        state=cycle.state,
        counts=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
        show=show,
        overdue=sum(audit.id in late for audit in audits),
        rows=tuple(_followed(reader, audit, first.get(audit.id)) for audit in shown),
    )


def audit_place(reader: Reader, audit_id: str, upn: str) -> AuditPlace:
    """One audit as `upn` of the audit team sees it now. Raises `NotFound`."""
    audit = reader.get(Audit, audit_id)
    cycle = reader.get(Cycle, audit.cycle)
    duties = [duty for duty in _open_duties(reader, cycle.id) if _about(duty.subject) == audit.id]
    return AuditPlace(
        audit=audit.id,
        version=audit.version,
        cycle=cycle.id,
        cycle_version=cycle.version,
        case_ref=audit.case_ref,
        service=cycle.service,
        month=say_month(cycle.month),
        kind="" if audit.kind == FULL else kind_in_words(reader, audit.kind),
        state=audit.state,
        team=audit.team,
        practitioner=named(reader, audit.practitioner),
        auditor=named(reader, audit.auditor),
        moderator=named(reader, audit.moderator),
        waits=tuple(_waiting(reader, duty) for duty in duties),
        story=tuple(
            (moment_in_words(reader, moment.at), moment.who, moment.what)
            for moment in audit_story(reader, audit.id)[-STORY:]
        ),
        may=may_now(reader, audit, upn, AUDIT_ACTS),
    )


def _followed(reader: Reader, audit: Audit, duty: Duty | None) -> Followed:
    return Followed(
        audit=audit.id,
        version=audit.version,
        case_ref=audit.case_ref,
        kind="" if audit.kind == FULL else kind_in_words(reader, audit.kind),
        state=audit.state,
        auditor="" if audit.auditor is None else named(reader, audit.auditor).name,
        waits=None if duty is None else _waiting(reader, duty),
    )


def _waiting(reader: Reader, duty: Duty) -> Waiting:
    rule = reader.profile.duty.get(duty.kind)
    words = duty.kind if rule is None else rule.words
    return Waiting(words, owner_in_words(reader, duty.owner), due_of(reader, duty))


def _open_duties(reader: Reader, cycle: str) -> list[Duty]:
    """The open duties about the cycle's audits, soonest first."""
    return list(reader.rows(Duty, cycle=cycle, closed_at=None, order="due_at"))


def _most_urgent(reader: Reader, cycle: str) -> Mapping[str, Duty]:
    first: dict[str, Duty] = {}
    for duty in _open_duties(reader, cycle):
        first.setdefault(_about(duty.subject), duty)
    return first


def _about(subject: str) -> str:
    """The audit that a duty is about: the id of a part begins with its audit's and a full stop."""
    return subject.partition(".")[0]


def _due_at(first: Mapping[str, Duty], audit: str) -> float:
    return first[audit].due_at.timestamp() if audit in first else 0.0
