"""What a digest begins with: what is asked of its reader, then what is late and Inadequate (§5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col

from store.duties.predicates.closed_lists import is_inadequate
from store.ledger import Reader
from store.people.posts import acting, in_post, is_absent
from store.rules.confidential import is_confidential
from store.tables import Audit, Digest, Duty
from store.views.nudges.duty_lines import about
from store.views.parts.due import day_in_words, working_days_late
from store.views.parts.people_in_words import named, owner_in_words, post_in_words
from store.views.parts.ref_in_words import ref_in_words
from store.views.reports.assignments import Assignment
from store.views.reports.silence import Silence, counted
from store.views.reports.still_open import RETURN, Owed, is_late

ANSWER = "digest.address"
"""What the digest itself asks for; it counts its own failures."""
A_WEEK = timedelta(days=5)
"""A digest of so long ago is the one of the week before, also where a bank holiday moved one."""


@dataclass(frozen=True, slots=True)
class HeldLate:
    """Who has late duties about Inadequate work, on which cases; `late` of the worst in days."""

    who: str
    refs: tuple[str, ...]
    late: int


@dataclass(frozen=True, slots=True)
class Opening:
    """The first lines of a digest, at its moment.

    `mine` counts the duties that its reader, `upn`, owes, and `first` says the most urgent of them;
    `confided` counts those in confidence, of which it says no more. `answer_by` is when the
    failures it names have to be answered. `silent` and `never` count those not in. `others_late`
    are duties late besides returns and Inadequates. `since` is the day of the digest a week before,
    "" if there was none; `…_then` counts of that moment.
    """

    upn: str = ""
    mine: int = 0
    confided: int = 0
    mine_late: int = 0
    first: str = ""
    answer_by: str = ""
    inadequate: tuple[HeldLate, ...] = ()
    silent: int = 0
    never: int = 0
    others_late: int = 0
    since: str = ""
    not_in_then: int = 0
    open_then: int = 0
    late_then: int = 0
    backlog_then: int = 0
    actions_then: int = 0


def week_before(reader: Reader, row: Digest) -> datetime | None:
    """The moment of the digest a week before `row`; None where it is the first."""
    earlier = reader.rows(Digest, col(Digest.as_of) <= row.as_of - A_WEEK, order="-as_of", limit=1)
    return earlier[0].as_of if earlier else None


def opening(
    past: Reader,
    upn: str,
    owed: Sequence[Owed],
    then: Sequence[Owed],
    *,
    out: Sequence[Assignment],
    answers: Mapping[str, Silence],
    before: datetime | None,
) -> Opening:
    """The opening for `upn` of what was `owed` at the reader's moment, and `then` a week before.

    `out` are the assignments that are counted, `answers` by audit those of who is not in.
    """
    moment = past.at
    mine = [one for one in owed if one.duty.kind != ANSWER and _owes(past, upn, one.duty)]
    late = [one for one in owed if is_late(one, moment)]
    bad = [one for one in late if one.audit is not None and is_inadequate(past, one.audit)]
    others = [one for one in late if one not in bad and one.duty.kind not in {RETURN, ANSWER}]
    silent, never = counted(
        [answers[one.audit.id] for one in out if one.reached and one.audit.id in answers]
    )
    late_then = [] if before is None else [one for one in then if is_late(one, before)]
    return Opening(
        upn=upn,
        mine=len(mine),
        confided=_confided(past, upn),
        mine_late=sum(is_late(one, moment) for one in mine),
        first=_first(past, mine[0]) if mine else "",
        inadequate=tuple(_held(past, bad, moment)),
        silent=silent,
        never=never,
        others_late=len(others),
        since="" if before is None else day_in_words(past, before),
        not_in_then=0 if before is None else sum(_was_out(one, before) for one in out),
        open_then=len(then),
        late_then=len(late_then),
        backlog_then=sum(one.duty.kind == "moderation.decide" for one in then),
        actions_then=sum(one.duty.kind == "action.complete" for one in late_then),
    )


def _was_out(one: Assignment, moment: datetime) -> bool:
    return one.fell_due(moment) and not one.is_in(moment)


def _owes(reader: Reader, upn: str, duty: Duty) -> bool:
    """Whether it is theirs, their post's, or that of somebody away whose delegate they are."""
    if duty.owner.startswith("post:"):
        return upn in reader.once(f"acting {duty.owner}", lambda: acting(reader, duty.owner))
    if duty.owner == upn:
        return True
    return any(
        person.delegate == upn and is_absent(person, reader.today)
        for person in in_post(reader, duty.owner)
    )


def _confided(reader: Reader, upn: str) -> int:
    """How many duties in confidence they owe at the reader's moment: nobody else reads of them."""
    moment = reader.at
    found = [
        *reader.rows(Duty, owner=upn, closed_at=None),
        *reader.rows(Duty, col(Duty.closed_at) > moment, owner=upn),
    ]
    return sum(one.opened_at <= moment and is_confidential(reader, one) for one in found)


def _first(reader: Reader, one: Owed) -> str:
    """The most urgent in words: "M900301: hold the UoPP meeting, due Mon 4 Jan"."""
    what = "" if one.subject is None else f"{about(reader, one.subject)}: "
    rule = reader.profile_of(one.duty).duty.get(one.duty.kind)
    words = one.duty.kind if rule is None else rule.words
    due = "late since" if is_late(one, reader.at) else "due"
    return f"{what}{words}, {due} {day_in_words(reader, one.duty.due_at)}"


def _held(reader: Reader, bad: Sequence[Owed], moment: datetime) -> list[HeldLate]:
    """By whoever has it, the longest overdue first."""
    by_owner: dict[str, list[Owed]] = {}
    for one in bad:
        by_owner.setdefault(one.duty.owner, []).append(one)
    held = [
        HeldLate(
            who=_by_name(reader, owner),
            refs=tuple(dict.fromkeys(_ref(reader, one.audit) for one in theirs)),
            late=max(
                working_days_late(reader, one.duty.due_at, moment, closures=one.duty.closures)
                for one in theirs
            ),
        )
        for owner, theirs in by_owner.items()
    ]
    return sorted(held, key=lambda one: (-one.late, one.who))


def _ref(reader: Reader, audit: Audit | None) -> str:
    return "" if audit is None else ref_in_words(reader, audit)


def _by_name(reader: Reader, owner: str) -> str:
    """A person by name alone, or a post by its title where several or nobody hold it."""
    if not owner.startswith("post:"):
        return named(reader, owner).name
    holders = in_post(reader, owner)
    return holders[0].name if len(holders) == 1 else post_in_words(reader, owner)


def head_of(reader: Reader, owner: str) -> str:
    """A service's head for its row: by name alone; "" where nobody holds the post."""
    holders = in_post(reader, owner)
    return holders[0].name if len(holders) == 1 else owner_in_words(reader, owner)
