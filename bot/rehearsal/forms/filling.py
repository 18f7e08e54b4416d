"""What simulated people fill in: plausible fields for every verb, with canaries in free text."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.rehearsal.checks.canaries import LINK
from bot.rehearsal.forms import uopp
from bot.rehearsal.forms.added_audits import added
from bot.rehearsal.forms.form import Answering, Given
from store.acts.below_good.reaudits import agreed_actions
from store.allocation.allocating import best_for
from store.allocation.independence_today import broken_rules
from store.clock.calendar import months_after
from store.duties.predicates.closed_lists import governing_grade
from store.people.posts import holders, post
from store.rules.kloe_meetings import meeting_of, to_invite
from store.tables import Audit, Case, Cycle, Person


def _return(form: Answering) -> Given:
    profile, draw = form.reader.profile, form.draw
    rule = profile.kinds.get(form.audit.kind)
    grade = form.grade() if rule is None or rule.graded else None
    cycle = form.reader.get(Cycle, form.audit.cycle)
    below = grade is not None and profile.grades[grade].below_good
    domains: dict[str, Given] = {}
    for key in profile.domains_of(form.audit.kind):
        if draw.chance(8):
            domains[key] = {"not_applicable": form.child("Nothing of it was due")}
        else:
            said = {part: form.child(part) for part in ("evidence", "strengths", "areas")}
            domains[key] = {"grade": form.grade(), **said}
    heard = draw.chance(70)
    instead = draw.chance(12)
    return {
        "grade": grade,
        "evidence": form.child("Six months of records were read"),
        "rationale": form.child("Consistent work"),
        "domains": domains,
        "practitioner_involved": "someone_else" if instead else "practitioner",
        **({"practitioner_stand_in": form.child("The Team Manager")} if instead else {}),
        "discussed_on": form.day(),
        "family_feedback" if heard else "no_family_feedback": form.child("What they said"),
        "kloes": {f"k{n}": form.child("It shows") for n, _ in enumerate(cycle.kloes, 1)},
        "actions": form.actions(draw.number(3) + (1 if below else 0)),
        "services_involved": draw.some(profile.tool.services_involved, draw.number(2)),
        "document_link": f"https://council.example/audits/{LINK}/{draw.number(10**6)}",
    }


def _draft(form: Answering) -> Given:
    whole = _return(form)
    kept = form.draw.some(sorted(whole), 4)
    return {key: whole[key] for key in kept}


def _section(form: Answering) -> Given:
    stands_in = form.upn != form.audit.practitioner
    reason = {"stand_in_reason": form.staff("They are away")} if stands_in else {}
    return {"practice_model": form.child("How it was applied"), **reason}


def _spoke(form: Answering, *, always: bool = False) -> Given:
    return {"spoke_on": form.day()} if always or form.draw.chance(70) else {}


def _agree(form: Answering) -> Given:
    return _spoke(form) | {
        "practitioner_heard": form.draw.chance(80),
        "family_heard": form.maybe(70, True),
        "note": form.maybe(30, form.child("Well evidenced")),
        "actions": form.actions(form.draw.number(2)),
    }


def _change(form: Answering) -> Given:
    return _spoke(form, always=True) | {
        "grade": form.other_grade(governing_grade(form.audit)),
        "rationale": form.child("The visits tell another story"),
        "actions": form.actions(form.draw.number(2)),
    }


def _send_back(form: Answering, reasons: tuple[str, ...]) -> Given:
    chosen = form.draw.some(reasons, 1 + form.draw.number(2))
    return {"reasons": chosen, "note": form.maybe(60, form.staff("Please look again"))}


def _swap(form: Answering) -> Given:
    """Other people for the same case, or another case of the same service."""
    found = best_for(form.reader, form.audit) if form.draw.chance(50) else None
    if found is not None:
        return {
            "auditor": found.auditor,
            "moderator": found.moderator,
            "reason": form.staff("They are free"),
        }
    cycle = form.reader.get(Cycle, form.audit.cycle)
    taken = {a.case_ref for a in form.reader.rows(Audit, cycle=cycle.id)}
    free = [
        case.id
        for case in form.reader.rows(Case, service=cycle.service)
        if case.id not in taken and case.closed_on is None
    ]
    chosen = {"case_ref": form.draw.one(free)} if free else {}
    return chosen | {"reason": form.staff("Nobody is free for it")}


def _listed(form: Answering) -> Given:
    assert isinstance(form.row, Cycle)
    rows = form.reader.rows(Audit, cycle=form.row.id, state="allocated")
    full = [audit for audit in rows if audit.kind in form.reader.profile.kinds]
    broken = [audit.id for audit in full if broken_rules(form.reader, audit)]
    listed = broken or [audit.id for audit in full]
    return {"audit": form.draw.one(listed or [""]), "reason": form.staff("They work together")}


def _sampler(form: Answering) -> Given:
    case = form.reader.get(Case, form.audit.case_ref)
    chairs = [
        person.id
        for person in form.reader.rows(Person)
        if {"iro", "cp_chair"} & set(person.roles) and person.id not in (case.iro, case.cp_chair)
    ]
    team = [person.id for person in holders(form.reader, post("audit_team"))]
    return {"to": form.draw.one(chairs if chairs and form.draw.chance(70) else team)}


def _concern(form: Answering) -> Given:
    own = [
        audit.id
        for audit in form.reader.rows(Audit, kind=list(form.reader.profile.kinds))
        if form.upn in (audit.auditor, audit.practitioner, audit.team_manager)
    ]
    return {"audit": form.draw.one(own) if own else "", "text": form.child("It was rushed")}


def _cover(form: Answering) -> Given:
    return {"person": form.draw.one([form.audit.team_manager, form.upn])}


def _reason(words: str) -> Callable[[Answering], Given]:
    return lambda form: {"reason": form.staff(words)}


def _kloe_meeting(form: Answering) -> Given:
    assert isinstance(form.row, Cycle)
    invited = to_invite(form.reader, form.row)
    return {
        "held_on": form.day(),
        "attended": form.draw.some(invited, 1 + form.draw.number(len(invited))),
        "going_well": form.child("Visits are in time"),
        "worried_about": form.staff("Plans are long"),
        "need_assurance": form.child("That children are heard"),
        "kloes": [
            {"text": "Is the child heard?", "where": "", "rationale": "Complaints said not"},
            {
                "text": "Is neglect named and measured?",
                "where": "flags=neglect",
                "rationale": "Escalations said not",
            },
        ],
    }


def _kloe_times(form: Answering) -> Given:
    days = (form.reader.calendar.add(form.today, n) for n in (3, 4))
    times = [
        f"{day.isoformat()}T{hour}" for day, hour in zip(days, ("10:00", "14:30"), strict=True)
    ]
    chosen = times if form.draw.chance(40) else times[:1]
    return {"times": chosen, "place": form.staff("Room 2")}


def _kloe_answer(form: Answering) -> Given:
    assert isinstance(form.row, Cycle)
    meeting = meeting_of(form.reader, form.row)
    offered = [] if meeting is None else meeting.times
    return {
        "answer": form.draw.one(("yes", "yes", "cannot")),
        "times": form.draw.some(offered, 1) if len(offered) > 1 else [],
    }


def _dip_reaudit(form: Answering) -> Given:
    agreed = agreed_actions(form.reader, form.audit)
    standings = {one.id: form.draw.one(("done", "done", "on_track", "delayed")) for one in agreed}
    late = "delayed" in standings.values()
    return {
        "grade": form.grade(),
        "actions": standings,
        "delay": form.child("A visit was put off") if late else None,
        "note": form.maybe(40, form.child("Plans are clearer")),
    }


def _campaign(form: Answering) -> Given:
    assert isinstance(form.row, Cycle)
    month_four = months_after(form.row.month, 3)
    day = max(form.today, form.reader.calendar.forward(month_four))
    return {
        "workshop_on": day.isoformat(),
        "plan": form.staff("One plan a team a month"),
        "themes": ["The child's own words", "Purposeful visits"],
    }


def _board(form: Answering) -> Given:
    parts = ("impact", "learning", "systemic", "plan", "practitioners")
    return {part: form.staff("Visits are on time and plans are clear") for part in parts}


def _into(form: Answering) -> Given:
    """A cycle of the service that is drawn and not allocated yet, where there is one."""
    assert isinstance(form.row, Cycle)
    drawn = form.reader.rows(Cycle, service=form.row.service, state="drawn")
    return {"into": next((row.id for row in drawn if row.id != form.row.id), None)}


FIELDS: Mapping[str, Callable[[Answering], Given]] = {
    "dip.reaudited": _dip_reaudit,
    "delay.addressed": lambda form: {"how": form.staff("Talked through with both")},
    "reaudit.allocate": _into,
    "reaudit.widen": _reason("The share has not improved"),
    "highlight.reported": lambda form: {"text": form.staff("Most plans are clear")},
    "board.reported": _board,
    "impact.reported": lambda form: {"text": form.staff("What was agreed was done")},
    "campaign.agreed": _campaign,
    "audit.add": added,
    "kloe.convene": _kloe_times,
    "kloe.confirm": _kloe_answer,
    "kloe.held": _kloe_meeting,
    "list.change": _listed,
    "list.swap": _swap,
    "exemption.request": lambda form: {
        "category": form.draw.one(form.reader.profile.exemption.categories),
        "reason": form.staff("Leave that was agreed long ago"),
    },
    "exemption.refuse": _reason("It is needed"),
    "conflict.declare": _reason("A neighbour of the family"),
    "conflict.resolve": lambda form: {
        "outcome": form.draw.one(("reallocate", "reallocate", "keep")),
        "reason": form.staff("Looked at together"),
    },
    "section.complete": _section,
    "return.save": _draft,
    "return.submit": _return,
    "check.send_back": lambda form: _send_back(
        form, ("parts_missing", "no_analysis", "inconsistent_grading", "kloes_missed")
    ),
    "moderation.agree": _agree,
    "moderation.change": _change,
    "moderation.send_back": lambda form: _spoke(form, always=True) | _send_back(
        form, ("scant", "parts_missing", "grade_not_evidenced", "actions_miss_issues")
    ),
    "moderation.refer": lambda form: _spoke(form) | {
        "reason": form.staff("Nobody spoke with the practitioner"),
        "grounds": form.draw.one(("not_contacted", "still_poor")),
    },
    "moderation.conflict": _reason("They were my manager"),
    "moderation.hand_over": _reason("Too much on one desk"),
    "void.decide": lambda form: {
        "outcome": form.draw.one(("keep", "keep", "reallocate", "close")),
        "reason": form.staff("Looked at together"),
        "support": form.draw.one(("none", "training", "coaching")),
    },
    "lock.change": lambda form: {
        "grade": form.other_grade(form.audit.moderated), "rationale": form.child("Read again"),
    },
    "action.done": lambda form: {
        "different": form.child("Her words open the plan"), "evidence": form.child("The review"),
    },
    "board.dates": lambda form: {
        "dates": [(form.today + timedelta(days=days)).isoformat() for days in (21, 63)],
    },
    "action.reopen": lambda form: {"reason": form.child("The plan is as it was")},
    "supervision.recorded": lambda form: {
        "on": form.day(), "progress": form.child("Visits are kept"),
    },
    "progress.reported": lambda form: {"text": form.child("Two visits, one alone")},
    "closure.recorded": lambda form: {"recorded_on": form.day(), "supervision_on": form.day()},
    "improvement.escalated": lambda form: {
        "why_not": form.child("The family moved"), "approach": form.child("A new worker"),
    },
    "dispute.raise": lambda form: {"reason": form.child("It misses the visits")},
    "dispute.answer": lambda form: {
        "answer": form.child("They were read"), "outcome": form.draw.one(("resolved", "refer")),
    },
    "dispute.refer": lambda form: {"reason": form.child("They were not")},
    "dispute.settle": lambda form: {"grade": form.grade(), "rationale": form.child("All read")},
    "concern.raise": _concern,
    "concern.answer": lambda form: {
        "outcome": form.draw.one(("resolved", "go_on")), "met_on": form.day(),
        "learnt": form.maybe(60, form.child("To plan the time")),
    },
    "cover.name": _cover,
    "practice.pass": lambda form: {"feedback_on": form.day()},
    "practice.again": lambda form: {
        "feedback_on": form.day(), "reason": form.staff("To weigh impact"),
    },
    "appraisal.write": lambda form: {"text": form.child("Late visits come back")},
    "appraisal.sample": lambda form: {"text": form.child("The records bear it out")},
    "dip.assign": _sampler,
    "dip.decline": _reason("Nobody can be spared"),
    "dip.record": lambda form: {
        "answer": form.draw.one(("shown", "partly", "not_shown")),
        "finding": form.child("The record shows it"),
    },
    "dip.report": lambda form: {"findings": form.child("Taken together")},
    **uopp.FIELDS,
    "duty.done": lambda form: {"done_on": form.day()},
    "person.told": lambda form: {
        "how": form.draw.one(("phone", "in_person", "email", "manager")),
        "note": form.maybe(40, form.staff("Ring the landline")),
    },
    "help.ask": lambda form: {"what": form.staff("Cannot open the document")},
    "help.answer": lambda form: {"answer": form.staff("Sent by the audit team")},
    "digest.addressed": lambda form: {"how": form.staff("Met and agreed a date")},
}  # fmt: skip
"""What is filled in; a verb that is not here needs nothing."""


def filled_in(verb: str, form: Answering) -> Given:
    """The fields with which somebody sends in `verb`; what was left empty is not sent."""
    fill = FIELDS.get(verb)
    given = {} if fill is None else fill(form)
    return {name: value for name, value in given.items() if value is not None}
