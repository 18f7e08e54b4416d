"""The UoPP meetings about an audit: which one is open, who leads, who has to attend (§3)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

from store.audits.governing_grade import is_below_good, is_gone, is_inadequate, people_with_a_say
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import (
    acting,
    has_left,
    holders,
    in_post,
    is_absent,
    name_of,
    post,
    service_of,
    whose_work,
)
from store.tables import Audit, Duty, Meeting, Person, Progression
from store.vocabulary.states import MeetingState

ORDINARY, LED, SECOND = "uopp", "uopp_inadequate", "uopp_second"
"""Kinds of meeting: the auditor's, the Audit Manager's for an Inadequate, the second 6 weeks on."""
KINDS = (ORDINARY, LED, SECOND)
OPEN: Final[frozenset[MeetingState]] = frozenset({"convened", "fixed"})
DECIDERS = ("audit_manager", "head_of_learning_academy", "divisional_director")
"""Who confirms a grade raised on progress: the first who has had no say on it before (§7)."""


def meetings(reader: Reader, audit: Audit) -> Sequence[Meeting]:
    """All UoPP meetings about an audit, newest first."""
    return reader.rows(Meeting, about=audit.id, kind=KINDS, order=NEWEST)


def open_meeting(reader: Reader, audit: Audit) -> Meeting | None:
    """The meeting that is being arranged, or None."""
    found = reader.rows(Meeting, about=audit.id, kind=KINDS, state=OPEN, order=NEWEST)
    return found[0] if found else None


def held_meetings(reader: Reader, audit: Audit) -> Sequence[Meeting]:
    """The meetings that were held, newest first."""
    return reader.rows(Meeting, about=audit.id, kind=KINDS, state="held", order=NEWEST)


def kind_now(reader: Reader, audit: Audit) -> str:
    """The kind of the next meeting: `LED` for an Inadequate, `SECOND` once only that one is due."""
    if not is_inadequate(reader, audit):
        return ORDINARY
    kinds = ("uopp.hold", "uopp.second")
    owed = {duty.kind for duty in reader.rows(Duty, subject=audit.id, kind=kinds, closed_at=None)}
    return SECOND if owed == {"uopp.second"} else LED


def is_not_in_post(reader: Reader, upn: str | None) -> bool:
    """Whether a person has left or is not in the directory."""
    person = reader.find(Person, upn)
    return person is None or has_left(person, reader.today)


def away_on(reader: Reader, upn: str | None, day: date) -> bool:
    """Whether a person has left by that day, or is recorded absent on it."""
    person = reader.find(Person, upn)
    return person is None or has_left(person, day) or is_absent(person, day)


def meeting_leads(reader: Reader, audit: Audit) -> set[str]:
    """The people who convene and chair the next meeting: the owner of its duty, by the profile.

    Where that is the auditor, and for work that is good or better, the auditor leads, or the audit
    team if the auditor is absent or has left (Tower Hamlets guide §10).
    """
    lead = _lead_in_profile(reader, audit)
    if lead == "head_of_service":
        return acting(reader, post(lead, service_of(reader, audit)))
    if lead.startswith("post:") or lead == "audit_manager":
        return acting(reader, lead if lead.startswith("post:") else post(lead))
    own = set() if audit.auditor is None else not_left(reader, [audit.auditor])
    if is_gone(reader, audit.auditor):
        own |= acting(reader, post("audit_team"), whose_work(audit))
    return own


def _lead_in_profile(reader: Reader, audit: Audit) -> str:
    """The owner of the next meeting's duty, as the profile names them; "" where nobody owes it."""
    kind = kind_now(reader, audit)
    rule = reader.profile.duty.get("uopp.second" if kind == SECOND else "uopp.hold")
    if rule is None or not is_below_good(reader, audit):
        return ""
    ordinary = rule.owner.get("otherwise", "")
    return rule.owner.get("inadequate", ordinary) if kind == LED else ordinary


def record_sharers(reader: Reader, audit: Audit) -> set[str]:
    """Who shares the record of the last meeting: its chair, or the audit team in their absence."""
    held = held_meetings(reader, audit)
    if not held:
        return set()
    team = acting(reader, post("audit_team")) if is_gone(reader, held[0].chair) else set()
    return not_left(reader, [held[0].chair]) | team


def not_left(reader: Reader, upns: Iterable[str]) -> set[str]:
    """Those of `upns` who have not left."""
    return {person.id for upn in upns for person in in_post(reader, upn)}


def invited_to(reader: Reader, audit: Audit, days: Collection[date]) -> list[str]:
    """The people whom the profile invites, less those who are absent on every one of `days`.

    For a Team Manager who has left the Head of Service comes.
    """
    roles = reader.profile.uopp.asked(inadequate=kind_now(reader, audit) != ORDINARY)
    if is_not_in_post(reader, audit.team_manager):
        roles = (*roles, "head_of_service")
    named: list[str | None] = []
    for role in roles:
        match role:
            case "changed_moderator":
                changed = audit.moderated not in {None, audit.amended or audit.first}
                named.append(audit.moderated_by if changed else None)
            case "head_of_service":
                for head in in_post(reader, post(role, service_of(reader, audit))):
                    away = all(away_on(reader, head.id, day) for day in days)
                    named.append(head.delegate if away else head.id)
            case _:
                named.append(getattr(audit, role))
    here = (upn for upn in named if not all(away_on(reader, upn, day) for day in days))
    return [upn for upn in dict.fromkeys(here) if upn is not None]


def may_come(reader: Reader, meeting: Meeting, at: str, day: date) -> set[str]:
    """Who of those invited can come at `at`, one of the times of `meeting`, or may still say so.

    Somebody who has not answered may come, unless they have left or are recorded absent that day.
    At a time that was not proposed, whoever did not refuse all the others may.
    """
    found = set()
    for upn in meeting.invited:
        said = meeting.replies.get(upn)
        if said is None:
            can = not away_on(reader, upn, day)
        elif at in meeting.times:
            can = at in said["times"]
        else:
            can = said["answer"] == "yes"
        found |= {upn} if can else set()
    return found


def who_may_attend_for(reader: Reader, upn: str, day: date) -> set[str]:
    """Who counts as `upn` at a meeting on `day`.

    They themselves and, if they are away, also their delegate and their manager.
    """
    person = reader.find(Person, upn)
    if person is None or not away_on(reader, upn, day):
        return {upn}
    return {other for other in (upn, person.delegate, person.reports_to) if other is not None}


def managers_for(reader: Reader, audit: Audit, day: date) -> set[str]:
    """Who counts as the Team Manager at a meeting on `day`.

    Once they have left it is whoever does what was theirs: the Head of Service, or somebody acting
    for them, or the manager above (programme.md §3).
    """
    counting = who_may_attend_for(reader, audit.team_manager, day)
    if not is_not_in_post(reader, audit.team_manager):
        return counting
    return counting | acting(reader, post("head_of_service", service_of(reader, audit)))


def _manager(reader: Reader, audit: Audit) -> str:
    """The Team Manager by name and role; whoever comes in their place once they have left."""
    title, name = reader.profile.title("team_manager"), name_of(reader, audit.team_manager)
    if not is_not_in_post(reader, audit.team_manager):
        return f"{name} ({title})"
    heads = sorted(acting(reader, post("head_of_service", service_of(reader, audit))))
    instead = " or ".join(name_of(reader, upn) for upn in heads)
    return f"{instead or name} (for the {title}, who has left)"


def needed_at(reader: Reader, audit: Audit) -> tuple[str, ...]:
    """The roles without which the next meeting is not quorate, by the profile (§3)."""
    named = reader.profile.uopp.needed(inadequate=is_inadequate(reader, audit))
    second = kind_now(reader, audit) == SECOND
    return tuple(role for role in named if role != "auditor" or not second)


def missing_for_quorum(
    reader: Reader, audit: Audit, attended: Collection[str], day: date
) -> list[str]:
    """The people whose absence leaves the meeting without a quorum, each by name and role (§3).

    The profile says who is needed. The Team Manager stands in for an unavailable practitioner. An
    unavailable auditor, and the auditor at a second meeting, is not needed. A Head of Service may
    send their delegate.
    """
    there, title = set(attended), reader.profile.title
    needed, found = needed_at(reader, audit), []
    managers = managers_for(reader, audit, day)
    names = [] if "team_manager" not in needed or there & managers else [_manager(reader, audit)]
    missed = "practitioner" in needed and audit.practitioner not in there
    if missed and not practitioner_gone(reader, audit, day):
        found.append((audit.practitioner, title("practitioner")))
    auditor = audit.auditor if "auditor" in needed else None
    if auditor is not None and auditor not in there and not _gone(reader, auditor, day):
        found.append((auditor, title("auditor")))
    names += [f"{name_of(reader, upn)} ({role})" for upn, role in found]
    if "head_of_service" in needed and (heads := heads_for(reader, audit)) and not there & heads:
        holding = in_post(reader, post("head_of_service", service_of(reader, audit)))
        who = [person.name for person in holding] or sorted(name_of(reader, u) for u in heads)
        names.append(f"{' or '.join(who)} ({title('head_of_service')}, or their delegate)")
    return names


def names_needed(reader: Reader, audit: Audit) -> list[str]:
    """Who is needed at the next meeting, each by name, for the form of its record."""
    one = {"practitioner": audit.practitioner, "auditor": audit.auditor}
    needed = needed_at(reader, audit)
    names = [_manager(reader, audit).partition(" (")[0]] if "team_manager" in needed else []
    names += [name_of(reader, one[role]) for role in needed if one.get(role) is not None]
    if "head_of_service" in needed:
        holding = in_post(reader, post("head_of_service", service_of(reader, audit)))
        names += [f"{person.name} or their delegate" for person in holding[:1]]
    return names


def heads_for(reader: Reader, audit: Audit) -> set[str]:
    """Who attends as the Head of Service: a holder, their delegate, or whoever acts for them."""
    owner = post("head_of_service", service_of(reader, audit))
    named = {upn for person in in_post(reader, owner) for upn in (person.id, person.delegate)}
    return acting(reader, owner) | {upn for upn in named if upn is not None}


def practitioner_gone(reader: Reader, audit: Audit, day: date) -> bool:
    """Whether the practitioner could not attend, so that the Team Manager stands in."""
    return _gone(reader, audit.practitioner, day)


def _gone(reader: Reader, upn: str | None, day: date) -> bool:
    return away_on(reader, upn, day) or is_gone(reader, upn)


def record_readers(reader: Reader, meeting: Meeting) -> set[str]:
    """The people who may read a meeting's record: those who attended, and later the guide's list.

    Once the record is shared, practitioner, Team Manager, Head of Service and audit team read it
    too (Tower Hamlets guide §10).
    """
    there = {meeting.chair, *meeting.attended}
    if meeting.shared_at is None:
        return there
    audit = reader.get(Audit, meeting.about)
    posts = (post("head_of_service", service_of(reader, audit)), post("audit_team"))
    return there | whose_work(audit) | {p.id for name in posts for p in in_post(reader, name)}


# ---- a grade raised on progress ------------------------------------------------------------------


def proposals(reader: Reader, audit: Audit) -> Sequence[Progression]:
    """Every proposal to raise the grade on progress since the audit, newest first."""
    return reader.rows(Progression, audit=audit.id, order=NEWEST)


def barred_from_confirming(reader: Reader, audit: Audit) -> set[str]:
    """The people who may not confirm it: those with a say, the audited, and the proposer (§7)."""
    asked = proposals(reader, audit)
    return people_with_a_say(reader, audit) | ({asked[0].proposed_by} if asked else set())


def decider_of(reader: Reader, audit: Audit) -> str:
    """The post that confirms a raised grade: the Audit Manager, or one up if they had a say."""
    but = barred_from_confirming(reader, audit)
    for name in DECIDERS:
        if {person.id for person in holders(reader, post(name))} - but:
            return post(name)
    return post("director")
