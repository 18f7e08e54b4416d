"""What simulated people fill in about a return, its check, moderation and disputes (§2)."""

from collections.abc import Callable, Mapping

from bot.rehearsal.checks.canaries import LINK_TEXT
from bot.rehearsal.forms.form import FieldValues, OpenForm, with_reason
from store.duties.predicates.closed_lists import governing_grade
from store.rules.return_ import BESIDE_A_GRADE
from store.tables import Audit, Cycle


def _return(form: OpenForm) -> FieldValues:
    profile, draw = form.reader.profile, form.draw
    rule = profile.kinds.get(form.audit.kind)
    grade = form.grade() if rule is None or rule.graded else None
    cycle = form.reader.get(Cycle, form.audit.cycle)
    domains: dict[str, FieldValues] = {}
    for key in profile.domains_of(form.audit.kind):
        if draw.chance(8):
            domains[key] = {"not_applicable": form.child("Nothing of it was due")}
        else:
            domains[key] = {"grade": form.domain_grade()}
            if profile.made_whole:
                domains[key] |= {part: form.child(part) for part in BESIDE_A_GRADE}
    follows = profile.tool.overall is not None and grade is not None
    if follows:
        marks = [str(said["grade"]) for said in domains.values() if "grade" in said]
        grade = profile.grade_from(marks)
    below = grade is not None and profile.grades[grade].below_good
    heard = draw.chance(70)
    instead = draw.chance(12)
    return {
        "grade": None if follows else grade,
        **({"evidence": form.child("Six months were read")} if profile.made_whole else {}),
        **({} if follows or grade is None else {"rationale": form.child("Consistent work")}),
        "domains": domains,
        "practitioner_involved": "someone_else" if instead else "practitioner",
        **({"practitioner_stand_in": form.child("The Team Manager")} if instead else {}),
        "discussed_on": form.day(),
        **({} if form.audit.looks_at is None else {"manager_discussed_on": form.day()}),
        "family_feedback" if heard else "no_family_feedback": form.child("What they said"),
        "kloes": {f"k{n}": form.child("It shows") for n, _ in enumerate(cycle.kloes, 1)},
        "actions": form.actions(draw.below(3) + (1 if below else 0)),
        "services_involved": draw.sample(profile.tool.services_involved, draw.below(2)),
        "document_link": f"https://council.example/audits/{LINK_TEXT}/{draw.below(10**6)}",
    }


def _draft(form: OpenForm) -> FieldValues:
    whole = _return(form)
    kept = form.draw.sample(sorted(whole), 4)
    return {key: whole[key] for key in kept}


def _section(form: OpenForm) -> FieldValues:
    stands_in = form.upn != form.audit.practitioner
    reason = {"stand_in_reason": form.staff("They are away")} if stands_in else {}
    return {"practice_model": form.child("How it was applied"), **reason}


def _conversation(form: OpenForm, *, always: bool = False) -> FieldValues:
    return {"spoke_on": form.day()} if always or form.draw.chance(70) else {}


def _agree(form: OpenForm) -> FieldValues:
    return _conversation(form) | {
        "practitioner_heard": form.draw.chance(80),
        "family_heard": form.maybe(70, True),
        "note": form.maybe(30, form.child("Well evidenced")),
        "actions": form.actions(form.draw.below(2)),
    }


def _change(form: OpenForm) -> FieldValues:
    return _conversation(form, always=True) | {
        "grade": form.other_grade(governing_grade(form.audit)),
        "rationale": form.child("The visits tell another story"),
        "actions": form.actions(form.draw.below(2)),
    }


def _send_back(form: OpenForm, reasons: tuple[str, ...]) -> FieldValues:
    chosen = form.draw.sample(reasons, 1 + form.draw.below(2))
    return {"reasons": chosen, "note": form.maybe(60, form.staff("Please look again"))}


def _concern(form: OpenForm) -> FieldValues:
    own = [
        audit.id
        for audit in form.reader.rows(Audit, kind=list(form.reader.profile.kinds))
        if form.upn in (audit.auditor, audit.practitioner, audit.team_manager)
    ]
    return {"audit": form.draw.choice(own) if own else "", "text": form.child("It was rushed")}


FIELDS: Mapping[str, Callable[[OpenForm], FieldValues]] = {
    "section.complete": _section,
    "return.save": _draft,
    "return.submit": _return,
    "check.send_back": lambda form: _send_back(
        form, ("parts_missing", "no_analysis", "inconsistent_grading", "kloes_missed")
    ),
    "moderation.agree": _agree,
    "moderation.change": _change,
    "moderation.send_back": lambda form: (
        _conversation(form, always=True)
        | _send_back(form, ("scant", "parts_missing", "grade_not_evidenced", "actions_miss_issues"))
    ),
    "moderation.refer": lambda form: (
        _conversation(form)
        | {
            "reason": form.staff("Nobody spoke with the practitioner"),
            "grounds": form.draw.choice(("not_contacted", "still_poor")),
        }
    ),
    "moderation.conflict": with_reason("They were my manager"),
    "moderation.hand_over": with_reason("Too much on one desk"),
    "void.decide": lambda form: {
        "outcome": form.draw.choice(("keep", "keep", "reallocate", "close")),
        "reason": form.staff("Looked at together"),
        "support": form.draw.choice(("none", "training", "coaching")),
    },
    "lock.change": lambda form: {
        "grade": form.other_grade(form.audit.moderated),
        "rationale": form.child("Read again"),
    },
    "dispute.raise": lambda form: {"reason": form.child("It misses the visits")},
    "dispute.answer": lambda form: {
        "answer": form.child("They were read"),
        "outcome": form.draw.choice(("resolved", "refer")),
    },
    "dispute.refer": lambda form: {"reason": form.child("They were not")},
    "dispute.settle": lambda form: {"grade": form.grade(), "rationale": form.child("All read")},
    "concern.raise": _concern,
    "concern.answer": lambda form: {
        "outcome": form.draw.choice(("resolved", "go_on")),
        "met_on": form.day(),
        "learnt": form.maybe(60, form.child("To plan the time")),
    },
    "cover.name": lambda form: {"person": form.draw.choice([form.audit.team_manager, form.upn])},
    "practice.pass": lambda form: {"feedback_on": form.day()},
    "practice.again": lambda form: {
        "feedback_on": form.day(),
        "reason": form.staff("To weigh impact"),
    },
    "appraisal.write": lambda form: {"text": form.child("Late visits come back")},
    "appraisal.sample": lambda form: {"text": form.child("The records bear it out")},
}
"""The fields of each verb."""
