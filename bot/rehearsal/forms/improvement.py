"""What simulated people fill in about dip samples, actions and improvement (programme.md §3)."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.rehearsal.forms.form import FieldValues, OpenForm, with_reason
from store.acts.below_good.dip_reaudit import agreed_actions
from store.audits.board_dates import upcoming_board_dates
from store.clock.calendar import months_after
from store.people.posts import holders, post
from store.relations.learning import in_scope
from store.rules.reaudit import open_to_reaudits
from store.tables import Audit, Case, Cycle, Person

SLIPS = 60
"""The chance, in per cent, that upscaled work is found below good at its dip re-audit."""


def _dip_assignment(form: OpenForm) -> FieldValues:
    case = form.reader.get(Case, form.audit.case_ref)
    chairs = [
        person.id
        for person in form.reader.rows(Person)
        if {"iro", "cp_chair"} & set(person.roles) and person.id not in (case.iro, case.cp_chair)
    ]
    team = [person.id for person in holders(form.reader, post("audit_team"))]
    return {"to": form.draw.choice(chairs if chairs and form.draw.chance(70) else team)}


def _dip_reaudit(form: OpenForm) -> FieldValues:
    agreed = agreed_actions(form.reader, form.audit)
    standings = {
        one.id: form.draw.choice(("done", "done", "on_track", "delayed")) for one in agreed
    }
    late = "delayed" in standings.values()
    # Of work that was upscaled, this look often finds that it did not last.
    slipped = form.audit.improved_at is not None and form.draw.chance(SLIPS)
    return {
        "grade": form.below_good() if slipped else form.grade(),
        "actions": standings,
        "delay": form.child("A visit was put off") if late else None,
        "note": form.maybe(40, form.child("Plans are clearer")),
    }


def _campaign(form: OpenForm) -> FieldValues:
    assert isinstance(form.row, Cycle)
    month_four = months_after(form.row.month, 3)
    day = max(form.today, form.reader.calendar.forward(month_four))
    return {
        "workshop_on": day.isoformat(),
        "plan": form.staff("One plan a team a month"),
        "themes": ["The child's own words", "Purposeful visits"],
    }


def _learning(form: OpenForm) -> FieldValues:
    """A theme with a piece for each of two Mondays."""
    titles = ("Their own words", "Seeing them alone")
    return {
        "theme": "The child's voice",
        "domain": form.draw.choice(list(form.reader.profile.domains)),
        "starts_on": form.today.isoformat(),
        "pieces": [
            {"title": title, "minutes": 10, "link": "https://learning.example/piece"}
            for title in titles
        ],
    }


def _in_scope(form: OpenForm) -> list[str]:
    assert isinstance(form.row, Cycle)
    return in_scope(form.reader, form.row)


def _reflection(form: OpenForm) -> FieldValues:
    """With somebody in scope, on two of the cycle's cases."""
    audited = form.reader.rows(Audit, cycle=form.row.id, order="id")
    return {
        "person": form.draw.choice(_in_scope(form)),
        "held_on": form.today.isoformat(),
        "cases": sorted({audit.case_ref for audit in audited})[:2],
    }


def _attendance(form: OpenForm) -> FieldValues:
    return {
        "what": "A service day",
        "held_on": form.today.isoformat(),
        "people": _in_scope(form)[:5],
    }


def _board_report(form: OpenForm) -> FieldValues:
    parts = ("impact", "learning", "systemic", "families_said", "practitioners_said", "plan",
             "practitioners")  # fmt: skip
    return {part: form.staff("Visits are on time and plans are clear") for part in parts}


def _reaudit_cycle(form: OpenForm) -> FieldValues:
    """The first cycle that is open to them, where there is one."""
    assert isinstance(form.row, Cycle)
    return {"into": next((one.id for one in open_to_reaudits(form.reader, form.row)), None)}


FIELDS: Mapping[str, Callable[[OpenForm], FieldValues]] = {
    "dip.reaudited": _dip_reaudit,
    "dip.assign": _dip_assignment,
    "dip.decline": with_reason("Nobody can be spared"),
    "dip.record": lambda form: {
        "answer": form.draw.choice(("shown", "partly", "not_shown")),
        "finding": form.child("The record shows it"),
    },
    "dip.report": lambda form: {"findings": form.child("Taken together")},
    "delay.addressed": lambda form: {"how": form.staff("Talked through with both")},
    "reaudit.allocate": _reaudit_cycle,
    "reaudit.widen": with_reason("The share has not improved"),
    "highlight.reported": lambda form: {"text": form.staff("Most plans are clear")},
    "board.reported": _board_report,
    "board.dates": lambda form: {
        "dates": [
            form.reader.calendar.forward(form.today + timedelta(days=days)).isoformat()
            for days in (21, 63)
        ]
    },
    "impact.reported": lambda form: {"text": form.staff("What was agreed was done")},
    "campaign.agreed": _campaign,
    "learning.plan": _learning,
    "learning.reflect": _reflection,
    "learning.attend": _attendance,
    "action.done": lambda form: {
        "different": form.child("Her words open the plan"),
        "evidence": form.child("The review"),
    },
    "board.deferred": lambda form: {
        "reason": form.child("The board had no time for it"),
        "to": next((day.isoformat() for day in upcoming_board_dates(form.reader)), None),
    },
    "board.asked_again": lambda form: {"reason": form.child("Show what changed for them")},
    "action.reopen": lambda form: {"reason": form.child("The plan is as it was")},
    "supervision.recorded": lambda form: {
        "on": form.day(),
        "progress": form.child("Visits are kept"),
    },
    "progress.reported": lambda form: {"text": form.child("Two visits, one alone")},
    "closure.recorded": lambda form: {"recorded_on": form.day(), "supervision_on": form.day()},
    "improvement.escalated": lambda form: {
        "why_not": form.child("The family moved"),
        "approach": form.child("A new worker"),
    },
}
"""The fields of each verb."""
