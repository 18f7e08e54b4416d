"""What simulated people fill in about the lines of enquiry and the list (programme.md §2)."""

from collections.abc import Callable, Mapping

from bot.rehearsal.forms.added_audits import added
from bot.rehearsal.forms.form import FieldValues, OpenForm, with_reason
from store.allocation.allocating import best_reallocation
from store.allocation.independence_today import broken_rules, needs_moderator
from store.rules.kloe_meeting import meeting_of, to_invite
from store.tables import Audit, Case, Cycle
from store.vocabulary.states import OPEN_TO_AUDITOR


def _swap(form: OpenForm) -> FieldValues:
    """Other people for the same case, or another case of the same service."""
    found = best_reallocation(form.reader, form.audit) if form.draw.chance(50) else None
    if found is not None:
        return {
            "auditor": found.auditor,
            "moderator": found.moderator if needs_moderator(form.reader, form.audit) else None,
            "reason": form.staff("They are free"),
        }
    cycle = form.reader.get(Cycle, form.audit.cycle)
    taken = {a.case_ref for a in form.reader.rows(Audit, cycle=cycle.id)}
    free = [
        case.id
        for case in form.reader.rows(Case, service=cycle.service)
        if case.id not in taken and case.closed_on is None
    ]
    chosen = {"case_ref": form.draw.choice(free)} if free else {}
    return chosen | {"reason": form.staff("Nobody is free for it")}


def _list_change(form: OpenForm) -> FieldValues:
    assert isinstance(form.row, Cycle)
    rows = form.reader.rows(Audit, cycle=form.row.id, state="allocated")
    full = [audit for audit in rows if audit.kind in form.reader.profile.kinds]
    broken = [audit.id for audit in full if broken_rules(form.reader, audit)]
    listed = broken or [audit.id for audit in full]
    return {"audit": form.draw.choice(listed or [""]), "reason": form.staff("They work together")}


def _kloe_meeting(form: OpenForm) -> FieldValues:
    assert isinstance(form.row, Cycle)
    invited = to_invite(form.reader, form.row)
    return {
        "held_on": form.day(),
        "attended": form.draw.sample(invited, 1 + form.draw.below(len(invited))),
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


def _exemption(form: OpenForm) -> FieldValues:
    """Leave mostly covers the other audits of the same month too."""
    others = form.reader.rows(Audit, auditor=form.upn, state=OPEN_TO_AUDITOR)
    return {
        "category": form.draw.choice(form.reader.profile.exemption.categories),
        "reason": form.staff("Leave that was agreed long ago"),
        "also": [other.id for other in others if other.id != form.audit.id],
    }


def _kloe_times(form: OpenForm) -> FieldValues:
    days = (form.reader.calendar.add(form.today, n) for n in (3, 4))
    times = [
        f"{day.isoformat()}T{hour}" for day, hour in zip(days, ("10:00", "14:30"), strict=True)
    ]
    chosen = times if form.draw.chance(40) else times[:1]
    return {"times": chosen, "place": form.staff("Room 2")}


def _kloe_answer(form: OpenForm) -> FieldValues:
    assert isinstance(form.row, Cycle)
    meeting = meeting_of(form.reader, form.row)
    offered = [] if meeting is None else meeting.times
    return {
        "answer": form.draw.choice(("yes", "yes", "cannot")),
        "times": form.draw.sample(offered, 1) if len(offered) > 1 else [],
    }


FIELDS: Mapping[str, Callable[[OpenForm], FieldValues]] = {
    "audit.add": added,
    "kloe.convene": _kloe_times,
    "kloe.confirm": _kloe_answer,
    "kloe.held": _kloe_meeting,
    "list.change": _list_change,
    "list.swap": _swap,
    "exemption.request": _exemption,
    "exemption.approve": with_reason("Have a good rest"),
    "exemption.refuse": with_reason("It is needed"),
    "conflict.declare": with_reason("A neighbour of the family"),
    "conflict.resolve": lambda form: {
        "outcome": form.draw.choice(("reallocate", "reallocate", "keep")),
        "reason": form.staff("Looked at together"),
    },
}
"""The fields of each verb."""
