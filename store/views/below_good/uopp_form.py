"""What the forms about a UoPP meeting and what follows it need to know (programme.md §3)."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from store.audits.governing_grade import governing_grade, today
from store.audits.uopp_meetings import (
    SECOND,
    heads_for,
    held_meetings,
    invited_to,
    kind_now,
    names_needed,
    needed_at,
    open_meeting,
    practitioner_gone,
)
from store.ledger import Reader
from store.people.posts import in_post
from store.tables import Audit, Case, Progress
from store.views.audit_month.return_form import GradeChoice
from store.views.below_good.uopp import VERBS, UoppMeeting, hold_by, meeting_seen
from store.views.parts.action_owner_choices import owner_choices
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import named
from store.vocabulary.dates_in_words import say_day

SLOTS = 3
"""Actions that the form of a meeting has room for."""
HELPFUL = (
    "iro", "cp_chair", "group_manager", "head_of_service", "audit_officer", "audit_manager", "psw",
)  # fmt: skip
"""Roles that may be invited where that helps (Tower Hamlets guide §10)."""


@dataclass(frozen=True, slots=True)
class UoppForm:
    """What the forms of a meeting need: who is asked, what was arranged, the scale."""

    audit: Brief
    kind: str
    grade: str
    hold_by: Due | None
    today: date
    asked: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    meeting: UoppMeeting | None
    people: tuple[tuple[str, str], ...]
    there: tuple[str, ...]
    practitioner_gone: bool
    needed: tuple[str, ...]
    owners: tuple[tuple[str, str], ...]
    better: tuple[GradeChoice, ...] = ()
    slots: int = SLOTS
    note_content: bool = False
    met_on: date | None = None
    reaudit: str = ""
    delay: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def uopp_form(reader: Reader, audit_id: str, upn: str) -> UoppForm:
    """What a form about the meeting of that audit shows `upn`."""
    audit = reader.get(Audit, audit_id)
    row, now = open_meeting(reader, audit), today(reader)
    kind = kind_now(reader, audit)
    asked = row.invited if row is not None else invited_to(reader, audit, [now])
    there = {audit.team_manager, audit.practitioner, audit.auditor, upn, *asked} - {None}
    if row is not None:
        there -= {who for who, said in row.replies.items() if said["answer"] == "cannot"}
    everybody = [person for person in reader.everybody() if person.left_on is None]
    helpful = [p for p in everybody if set(p.roles) & set(HELPFUL) and p.id not in asked]
    helpful = [person for person in helpful if person.id != upn]
    own = {audit.team_manager, audit.practitioner, audit.auditor, audit.moderator, *asked, upn}
    own |= heads_for(reader, audit) if "head_of_service" in needed_at(reader, audit) else set()
    listed = dict.fromkeys([upn for upn in (*own, *(p.id for p in helpful)) if upn is not None])
    held = held_meetings(reader, audit)
    grade = governing_grade(audit) or ""
    scale = list(reader.profile.grades.values())
    names = [one.name for one in scale]
    better = scale[: names.index(grade)] if grade in names else []
    reaudit, delay = _reaudit(reader, audit)
    return UoppForm(
        audit=brief(reader, audit),
        kind=kind,
        grade=grade,
        hold_by=hold_by(reader, audit, kind),
        today=now,
        asked=tuple(named(reader, one).with_role for one in asked if one != upn),
        others=_others(reader, audit, {upn, *asked}, [person.id for person in helpful]),
        meeting=None if row is None else meeting_seen(reader, row, upn),
        people=_choices(reader, listed),
        there=tuple(sorted(upn for upn in there if upn is not None)),
        practitioner_gone="practitioner" in needed_at(reader, audit)
        and practitioner_gone(reader, audit, now),
        needed=tuple(names_needed(reader, audit)),
        owners=owner_choices(reader, audit),
        better=tuple(
            GradeChoice(one.name, one.definition, below_good=one.below_good) for one in better
        ),
        note_content=reader.profile.uopp.note_content,
        met_on=held[0].held_on if held else None,
        reaudit=reaudit,
        delay=delay,
        may=may_now(reader, audit, upn, VERBS),
    )


def _others(
    reader: Reader, audit: Audit, but: Collection[str], helpful: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Who may be invited: the child's own IRO and CP chair first, then others by name (guide §10).

    `but` are those who are asked already, and the reader.
    """
    case = reader.find(Case, audit.case_ref)
    own: dict[str, str] = {}
    for role in ("iro", "cp_chair"):
        upn = None if case is None else getattr(case, role)
        if upn is not None and upn not in but and in_post(reader, upn):
            words = f"{named(reader, upn).name}, this child's {reader.profile.title(role)}"
            own.setdefault(upn, words)
    return (*own.items(), *_choices(reader, [upn for upn in helpful if upn not in own]))


def _choices(reader: Reader, upns: Sequence[str] | dict[str, None]) -> tuple[tuple[str, str], ...]:
    found = [(upn, named(reader, upn).with_role) for upn in upns]
    return tuple(sorted(found, key=lambda one: one[1]))


def _reaudit(reader: Reader, audit: Audit) -> tuple[str, str]:
    """What the dip re-audit found, and the delay it named, for the second meeting (§3)."""
    found = reader.rows(Progress, audit=audit.id, kind="dip_reaudit", order="-recorded_at", limit=1)
    if not found or kind_now(reader, audit) != SECOND:
        return "", ""
    details, on = found[0].details, found[0].on
    delayed = int(details.get("delayed") or 0)
    many = "no action is" if not delayed else "1 action is" if delayed == 1 else (
        f"{delayed} actions are"
    )  # fmt: skip
    day = "" if on is None else f" on {say_day(on)}"
    said = json.loads(reader.unseal(found[0].content) or "{}")
    words = f"The dip re-audit{day} graded the work {details.get('grade')}; {many} delayed."
    return words, said.get("delay") or ""
