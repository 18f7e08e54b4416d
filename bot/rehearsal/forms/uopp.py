"""What simulated people fill in about a UoPP meeting and its outcome (programme.md §3)."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.rehearsal.forms.form import FieldValues, OpenForm
from store.audits.governing_grade import governing_grade
from store.audits.uopp_meetings import (
    heads_for,
    invited_to,
    may_come,
    needed_at,
    open_meeting,
    practitioner_gone,
)


def _ahead(form: OpenForm, n: int) -> list[str]:
    """The next `n` working days from tomorrow, each at 10:00."""
    calendar = form.reader.calendar
    return [f"{calendar.add(form.today, days + 1).isoformat()}T10:00" for days in range(n)]


def _convene(form: OpenForm) -> FieldValues:
    times = _ahead(form, 1 + form.draw.below(3))
    days = [date.fromisoformat(at[:10]) for at in times]
    asked = set(invited_to(form.reader, form.audit, days)) - {form.upn}
    alone = {} if asked or len(times) > 1 else {"nobody_can_come": True}
    return {"times": times, "place": form.staff("Room 4"), **alone}


def _fix(form: OpenForm) -> FieldValues:
    meeting = open_meeting(form.reader, form.audit)
    tomorrow = form.reader.calendar.add(form.today, 1).isoformat()
    times = [] if meeting is None else [at for at in meeting.times if at >= tomorrow]
    starts_at = form.draw.choice(times or _ahead(form, 1))
    day = date.fromisoformat(starts_at[:10])
    can = meeting is not None and may_come(form.reader, meeting, starts_at, day)
    return {"starts_at": starts_at, **({} if can else {"nobody_can_come": True})}


def _held(form: OpenForm) -> FieldValues:
    audit = form.audit
    there = {audit.team_manager, audit.practitioner, audit.auditor, form.upn}
    if "head_of_service" in needed_at(form.reader, audit):
        there |= set(sorted(heads_for(form.reader, audit))[:1])
    away = practitioner_gone(form.reader, audit, form.today)
    progress = {"progression": _higher(form)} if form.draw.chance(10) and _better(form) else {}
    return {
        "held_on": form.today.isoformat(),
        "attended": sorted(upn for upn in there if upn is not None),
        "record": form.child("What was talked about"),
        "stands_in": form.staff("They are away") if away else None,
        "actions": form.actions(form.draw.below(3)),
        "into_plan": form.draw.choice(("existing_plan", "core_group", "no_plan")),
        **progress,
    }


def _better(form: OpenForm) -> list[str]:
    grades, now = list(form.reader.profile.grades), governing_grade(form.audit)
    return grades[: grades.index(now)] if now in grades else []


def _higher(form: OpenForm) -> FieldValues:
    better = _better(form)
    return {"grade": better[-1] if better else "", "reason": form.child("It is different now")}


FIELDS: Mapping[str, Callable[[OpenForm], FieldValues]] = {
    "urgent.addressed": lambda form: {"what": form.child("Seen the same day")},
    "uopp.convene": _convene,
    "uopp.confirm": lambda form: {"answer": form.draw.choice(("yes", "yes", "cannot"))},
    "uopp.fix": _fix,
    "uopp.held": _held,
    "uopp.not_held": lambda form: {"reason": form.staff("Somebody was ill")},
    "uopp.noted": lambda form: {"noted_on": form.today.isoformat()},
    "case.noted": lambda form: {"noted_on": form.today.isoformat()},
    "progression.propose": _higher,
    "progression.refuse": lambda form: {"reason": form.child("Too early to tell")},
}
"""The fields of each verb."""
