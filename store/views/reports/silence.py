"""Who accepted and fell silent, who never answered, and how often each was reminded (§5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from store.duties.outbox import DELIVERED
from store.ledger import Reader
from store.tables import Audit, Duty, Fact, HelpRequest, Message
from store.tables.columns import instant, plain
from store.views.parts.due import day_in_words
from store.vocabulary.states import BEING_DECIDED

ANSWERED_BY = ("allocation.accept", "return.submit")
"""The kinds of duty about which an auditor is reminded until the return is in."""


@dataclass(frozen=True, slots=True)
class Silence:
    """What an auditor whose return is not in has said so far, and how often they were reminded.

    `last_word` is when they last did anything about the audit, `helped` when they asked for help.
    """

    accepted: bool = False
    decided_soon: bool = False
    last_word: datetime | None = None
    helped: datetime | None = None
    reminded: int = 0

    @property
    def never_answered(self) -> bool:
        """Whether not a word came."""
        return self.last_word is None and self.helped is None

    @property
    def fell_silent(self) -> bool:
        """Whether they accepted, and neither returned it nor said what is in the way."""
        return self.accepted and self.helped is None


def silences(reader: Reader, audits: Iterable[Audit], moment: datetime) -> Mapping[str, Silence]:
    """By audit, what its auditor of `moment` had said by then."""
    out = {audit.id: audit for audit in audits if audit.auditor is not None}
    if not out:
        return {}
    words = _last_words(reader, out, moment)
    duties = reader.rows(Duty, kind=list(ANSWERED_BY), subject=list(out))
    about = {duty.id: duty.subject for duty in duties}
    since = min((duty.opened_at for duty in duties), default=moment)
    reminded = _reminded(reader, out, about, since, moment)
    helped: dict[str, datetime] = {}
    for asked in reader.rows(HelpRequest, duty=list(about), order="asked_at") if about else ():
        audit_id = about[asked.duty]
        if asked.asked_by == out[audit_id].auditor and asked.asked_at <= moment:
            helped[audit_id] = asked.asked_at
    return {
        audit.id: Silence(
            accepted=audit.state == "accepted",
            decided_soon=audit.state in BEING_DECIDED,
            last_word=words.get(audit.id),
            helped=helped.get(audit.id),
            reminded=reminded.get(audit.id, 0),
        )
        for audit in out.values()
    }


def _last_words(
    reader: Reader, out: Mapping[str, Audit], moment: datetime
) -> Mapping[str, datetime]:
    """When each auditor last did something about the audit."""
    found = reader.session.execute(
        select(Fact.subject, Fact.actor, Fact.at)
        .where(col(Fact.programme) == reader.programme, col(Fact.subject).in_(list(out)))
        .where(col(Fact.at) <= plain(moment))
        .order_by(col(Fact.seq))
    )
    return {subject: instant(at) for subject, actor, at in found if actor == out[subject].auditor}


def _reminded(
    reader: Reader,
    out: Mapping[str, Audit],
    about: Mapping[str, str],
    since: datetime,
    moment: datetime,
) -> Mapping[str, int]:
    """How many reminders about each audit reached its auditor, none of them from before `since`."""
    counts: dict[str, int] = {}
    auditors = sorted({audit.auditor for audit in out.values() if audit.auditor})
    sent = reader.rows(
        Message, col(Message.queued_at) >= since, kind="nudge", to=auditors, state=DELIVERED
    )
    for message in sent:
        if message.settled_at is None or message.settled_at > moment:
            continue
        for audit_id in {about[duty] for duty in message.covers if duty in about}:
            if out[audit_id].auditor == message.to:
                counts[audit_id] = counts.get(audit_id, 0) + 1
    return counts


def silence_in_words(reader: Reader, found: Silence) -> str:
    """One of them for a list: "accepted, silent since Wed 2 Dec, reminded 4 times"."""
    return f"{_answer(reader, found)}, {_times(found.reminded)}"


def _answer(reader: Reader, found: Silence) -> str:
    if found.decided_soon:
        return "waits for a decision"
    if found.helped is not None:
        return f"asked for help on {day_in_words(reader, found.helped)}"
    if found.last_word is None:
        return "never answered"
    accepted = "accepted, " if found.accepted else ""
    return f"{accepted}silent since {day_in_words(reader, found.last_word)}"


def _times(reminded: int) -> str:
    if reminded == 0:
        return "not reminded yet"
    return "reminded once" if reminded == 1 else f"reminded {reminded} times"


def counted(found: Sequence[Silence]) -> tuple[int, int]:
    """How many accepted and fell silent, and how many never answered."""
    return sum(one.fell_silent for one in found), sum(one.never_answered for one in found)
