"""Every grade that an audit was given, by whom and when; and who may read why."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from store.audits.disputes import last_day_to_dispute, last_day_to_refer, latest_dispute
from store.duties.predicates.closed_lists import is_gone, today
from store.ledger import Reader
from store.people.posts import acting, has_left, in_post, post, service_of
from store.relations.moderation import DISPUTE_DECIDER, MODERATOR, THIRD_LOCK
from store.tables import Audit, Dispute, GradeDecision, Person, Return
from store.views.parts.due import duty_of, moment_in_words
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_day

UNGRADED = "no grade"
"""The words for a grade where the kind of audit has none (programme.md §6)."""

PRECEDENCE = ("auditor", "moderation", "lock", "dispute")
"""The steps that give a grade: the grade of the last of these governs (programme.md §1)."""


@dataclass(frozen=True, slots=True)
class GradeGiven:
    """One grade: at which step, by whom, when. `withdrawn` is whether its return was taken back.

    `step` is one of `PRECEDENCE`; `outcome` is first, amended, agree or change. Each auditor of an
    audit has a first grade. `in_place_of` is the moderator whom a deputy stood in for.
    """

    step: str
    outcome: str
    grade: str
    by: NamedPerson
    at: datetime
    on: str
    spoke_on: str = ""
    practitioner_heard: bool | None = None
    family_heard: bool | None = None
    in_place_of: NamedPerson | None = None
    withdrawn: bool = False
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """What somebody wrote about the grade they gave: for a dialog, never for the chat."""

    given: GradeGiven
    rationale: str = ""
    note: str = ""
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything written about an audit's grade, newest first, for a reader who may read it."""

    audit: str
    version: int
    case_ref: str
    whys: tuple[Why, ...]


def grades_of(reader: Reader, audit: Audit) -> tuple[GradeGiven, ...]:
    """Every grade given, oldest first; none is ever replaced (programme.md §3)."""
    returns = reader.rows(Return, audit=audit.id, order="submitted_at")
    given: list[GradeGiven] = []
    for row in returns:
        last = given[-1] if given else None
        if last is not None and last.grade == (row.grade or UNGRADED) and not last.withdrawn:
            continue
        anew = last is None or last.by.upn != row.auditor
        given.append(
            GradeGiven(
                step="auditor",
                outcome="first" if anew else "amended",
                grade=row.grade or UNGRADED,
                by=named(reader, row.auditor),
                at=row.submitted_at,
                on=moment_in_words(reader, row.submitted_at),
                withdrawn=row.recalled_at is not None,
            )
        )
    decisions = reader.rows(GradeDecision, audit=audit.id, order="decided_at")
    given += [_decided(reader, audit, decision) for decision in decisions]
    return tuple(sorted(given, key=lambda one: (one.at, PRECEDENCE.index(one.step))))


def _decided(reader: Reader, audit: Audit, row: GradeDecision) -> GradeGiven:
    instead = row.step == "moderation" and row.decided_by != audit.moderator
    return GradeGiven(
        step=row.step,
        outcome=row.outcome,
        grade=row.grade or UNGRADED,
        by=named(reader, row.decided_by),
        at=row.decided_at,
        on=moment_in_words(reader, row.decided_at),
        spoke_on="" if row.spoke_on is None else say_day(row.spoke_on),
        practitioner_heard=row.practitioner_heard,
        family_heard=row.family_heard,
        in_place_of=named(reader, audit.moderator) if instead and audit.moderator else None,
        decision=row.id,
    )


def turned_inadequate(
    reader: Reader, given: tuple[GradeGiven, ...]
) -> tuple[GradeGiven, str] | None:
    """Who last turned the governing grade Inadequate, and the grade that governed before."""
    latest: dict[str, str] = {}
    before, found = "", None
    for one in given:
        if one.outcome == "first":
            # Another auditor starts again: grades of the auditor before no longer count (§2.8).
            latest, before = {}, ""
        latest[one.step] = one.grade
        now = next(latest[step] for step in reversed(PRECEDENCE) if step in latest)
        if _inadequate(reader, now) and not _inadequate(reader, before):
            found = (one, before)
        before = now
    return found


def _inadequate(reader: Reader, grade: str) -> bool:
    return grade in reader.profile.grades and reader.profile.grades[grade].inadequate


def may_read_why(reader: Reader, audit: Audit, upn: str) -> bool:
    """Whether `upn` may read what was written about the grade (programme.md §2.10 to §2.14).

    They are the people who worked on it, the practitioner and Team Manager, the Head of the service
    audited, the audit team, the PSW, and who decides on it next.
    """
    own = {
        audit.auditor,
        audit.practitioner,
        audit.team_manager,
        audit.moderated_by,
        audit.locked_by,
    }
    person = reader.find(Person, upn)
    if person is None or has_left(person, today(reader)):
        return False
    if upn in own or upn in MODERATOR.upns(reader, audit) or upn in THIRD_LOCK.upns(reader, audit):
        return True
    heads = post("head_of_service", service_of(reader, audit))
    if any(upn in acting(reader, name) for name in (post("audit_team"), post("psw"), heads)):
        return True
    referred = reader.rows(Dispute, audit=audit.id, state="referred", limit=1)
    return bool(referred) and upn in DISPUTE_DECIDER.upns(reader, audit)


def reasons(reader: Reader, audit_id: str, upn: str) -> Reasons | None:
    """What was written about the grade, newest first; None for a reader who may not read it."""
    audit = reader.find(Audit, audit_id)
    if audit is None or not may_read_why(reader, audit, upn):
        return None
    decided = [one for one in grades_of(reader, audit) if one.decision]
    return Reasons(
        audit=audit.id,
        version=audit.version,
        case_ref=ref_in_words(reader, audit),
        whys=tuple(_why(reader, one) for one in reversed(decided)),
    )


def _why(reader: Reader, given: GradeGiven) -> Why:
    text = reader.unseal(reader.get(GradeDecision, given.decision).content)
    said = json.loads(text) if text else {}
    return Why(
        given,
        rationale=said.get("rationale") or "",
        note=said.get("note") or "",
        actions=tuple(f"{one['what']}: {one['different']}" for one in said.get("actions") or ()),
    )


def disputable_until(reader: Reader, audit: Audit) -> date | None:
    """The last day on which its grade may be disputed; None once that is over (§2.12)."""
    last = last_day_to_dispute(reader, audit)
    return None if last is None or reader.at > reader.calendar.due_at(last) else last


def may_still_change(reader: Reader, audit: Audit) -> str:
    """The sentence that says that a grade is not final yet, and until when; empty once it is.

    Another grade may come from the third lock, from a dispute that is open, or from one that may
    still be raised or taken further (programme.md §2.11, §2.12).
    """
    dispute = latest_dispute(reader, audit)
    if dispute is not None and dispute.state in {"raised", "referred"}:
        return "The grade is disputed, so it may still change."
    if dispute is not None and dispute.state == "settled":
        return ""  # by §2.12 finally, whatever days were left
    lock = duty_of(reader, audit.id, "lock.confirm")
    if lock is not None and lock.closed_at is None:
        return "The third lock is not set yet, so the grade may still change."
    until = disputable_until(reader, audit)
    if dispute is not None and dispute.state == "answered":
        until = max(filter(None, (until, last_day_to_refer(reader, dispute))), default=None)
    if until is None or reader.at > reader.calendar.due_at(until):
        return ""
    return f"The grade may still change: it may be disputed until {say_day(until)}."


def why_in_place(reader: Reader, audit: Audit, upn: str) -> str:
    """The sentence that says in whose place `upn` moderates and why; empty if in nobody's (§4)."""
    if upn == audit.moderator or upn not in MODERATOR.upns(reader, audit):
        return ""
    name = named(reader, audit.moderator).name
    if not is_gone(reader, audit.moderator):
        return f"You may decide it too, because {name} has not decided it yet."
    why = "who is away" if in_post(reader, audit.moderator or "") else "who has left"
    return f"You moderate it in {name}'s place, {why}."
