"""Forms of moderation: talk to the auditor first, then record the decision (§2.10)."""

from bot.cards.moderation.added_actions import action_slots
from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, buttons, card, heading, quiet, submits, text
from bot.cards.parts.offers import calls, opens_document
from store.views.moderation.moderation import ModerationForm
from store.views.parts.grades_of import UNGRADED
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

AGREE, CHANGE = "moderation.agree", "moderation.change"
SEND_BACK, REFER = "moderation.send_back", "moderation.refer"
CONFLICT, LOCK = "moderation.conflict", "lock.change"
LONG, STAFF = 1500, 1000

REASONS = (
    ("scant", "It is scant: there is too little to test the grade"),
    ("parts_missing", "Parts are missing"),
    ("grade_not_evidenced", "The grade is not evidenced"),
    ("actions_miss_issues", "The actions do not address the issues"),
)
YES_NO = [("yes", "Yes"), ("no", "No")]
READ_BY = (
    f"The auditor, practitioner and {terms.TEAM_MANAGER} read it. Leave out all names of "
    f"the family."
)


def agree_form(view: ModerationForm, typed: Typed) -> Json:
    """Agree with the grade; the other decisions have buttons beside it."""
    audit, grade = view.audit, view.grade
    return card(
        f"Moderate {audit.case_ref}: {_graded(view)}",
        *_opening(view),
        quiet(f"{grade.name}: {grade.definition}"),
        *_heard(typed),
        _spoke(view, typed),
        written("note", "A note on the grade, if any", typed, hint=READ_BY, most=LONG),
        *action_slots(view, typed),
        actions=[
            submits(
                AGREE,
                f"Agree with {grade.name if _is_graded(view) else 'it'}",
                audit.id,
                audit.version,
            ),
            *(
                submits(verb, button_of(verb), audit.id, audit.version, primary=False)
                | {"associatedInputs": "none"}
                for verb in (CHANGE, SEND_BACK, REFER, CONFLICT)
                if verb in view.may
            ),
        ],
    )


def _is_graded(view: ModerationForm) -> bool:
    return view.grade.name != UNGRADED


def _graded(view: ModerationForm) -> str:
    who = view.auditor.name
    return f"{who} graded it {view.grade.name}" if _is_graded(view) else f"{who}'s, not graded"


def change_form(view: ModerationForm, typed: Typed) -> Json:
    """Another grade, with the definition of each choice, the rationale and the conversation."""
    audit = view.audit
    return card(
        f"Change the grade of {audit.case_ref}",
        text(f"{view.auditor.name} graded it {view.grade.name}. That grade is kept beside yours."),
        *_opening(view),
        _grades(view, typed),
        _rationale(typed),
        _spoke(view, typed, needed=True),
        *_heard(typed),
        *action_slots(view, typed),
        actions=[submits(CHANGE, submit_of(CHANGE), audit.id, audit.version)],
    )


def send_back_form(view: ModerationForm, typed: Typed) -> Json:
    """Back to the auditor for listed reasons, after a conversation and never instead of one."""
    audit, name = view.audit, view.auditor.name
    return card(
        f"Send {audit.case_ref} back to {name}",
        text(f"Please talk to {name} first. A message never replaces the conversation."),
        *_opening(view),
        chosen(
            "reasons",
            "Why it goes back",
            list(REASONS),
            typed,
            mend="Choose at least one of the listed reasons.",
            style="expanded",
            several=True,
        ),
        _spoke(view, typed, needed=True),
        written(
            "note",
            f"What {name} is to correct, if the reasons do not say it",
            typed,
            hint="What you agreed when you talked. Leave out all names of the family.",
            most=STAFF,
        ),
        actions=[submits(SEND_BACK, f"Send it back to {name}", audit.id, audit.version)],
    )


def refer_form(view: ModerationForm, typed: Typed) -> Json:
    """To the audit team, who decide whether it stands and what support is needed."""
    audit = view.audit
    return card(
        f"Refer {audit.case_ref} to the {terms.AUDIT_TEAM}",
        text("They decide whether it stands or is void, and what support the auditor gets."),
        *_opening(view),
        chosen(
            "grounds",
            "Why it is referred",
            [
                ("not_contacted", "It was done without contacting the practitioner"),
                ("still_poor", "It is still poor after our conversation"),
            ],
            typed,
            mend=f"Choose why the {terms.AUDIT_TEAM} should decide.",
            style="expanded",
        ),
        written(
            "reason",
            f"What the {terms.AUDIT_TEAM} should know",
            typed,
            mend="Say in a few sentences what you saw and what was tried.",
            hint=f"The {terms.AUDIT_TEAM} reads it. Leave out anything that says who the child is.",
            most=STAFF,
        ),
        _spoke(view, typed, hint="Required where it is still poor after a conversation."),
        actions=[submits(REFER, submit_of(REFER), audit.id, audit.version)],
    )


def conflict_form(view: ModerationForm, typed: Typed) -> Json:
    """Declare a conflict of interest: somebody else moderates it at once."""
    audit = view.audit
    return card(
        f"Declare a conflict on {audit.case_ref}",
        text(
            f"Somebody else, the deputy first, moderates it at once. The "
            f"{terms.AUDIT_TEAM} reads why."
        ),
        written(
            "reason",
            "How you are involved",
            typed,
            mend="Say in a sentence how you are involved.",
            hint="For example, your part in the work or your tie to those in it. No family names.",
            most=STAFF,
        ),
        actions=[submits(CONFLICT, submit_of(CONFLICT), audit.id, audit.version)],
    )


def lock_change_form(view: ModerationForm, typed: Typed) -> Json:
    """The third lock changes the grade, with its rationale (programme.md §2.11)."""
    audit = view.audit
    return card(
        f"Change the grade of {audit.case_ref}",
        text(f"It was moderated as {view.grade.name}. That grade is kept beside yours."),
        _grades(view, typed),
        _rationale(typed),
        actions=[submits(LOCK, submit_of(LOCK), audit.id, audit.version)],
    )


def _opening(view: ModerationForm) -> list[Json]:
    """In whose place the reader decides, by when, and the call to the auditor first."""
    by = "" if view.moderate_by is None else view.moderate_by.words
    return [
        *([text(view.in_place)] if view.in_place else []),
        *([quiet(f"Please decide by {by}.")] if by else []),
        *buttons(calls(view.auditor.name, view.auditor_upn), opens_document(view.document_link)),
    ]


def _grades(view: ModerationForm, typed: Typed) -> Json:
    return chosen(
        "grade",
        "The grade",
        [(grade.name, f"{grade.name}: {grade.definition}") for grade in view.others],
        typed,
        mend="Choose the grade whose definition fits the audit.",
        style="expanded",
    )


def _rationale(typed: Typed) -> Json:
    return written(
        "rationale",
        "Your rationale",
        typed,
        mend="Say which evidence supports this grade.",
        hint=READ_BY,
        most=LONG,
    )


def _heard(typed: Typed) -> list[Json]:
    return [
        heading("Who was heard in the audit"),
        chosen(
            "practitioner_heard",
            "The practitioner was heard",
            YES_NO,
            typed,
            mend="Say whether the practitioner was heard.",
            style="expanded",
        ),
        chosen(
            "family_heard",
            "The family or child was heard",
            YES_NO,
            typed,
            mend="Say whether the family or the child was heard.",
            style="expanded",
        ),
    ]


def _spoke(view: ModerationForm, typed: Typed, *, needed: bool = False, hint: str = "") -> Json:
    return dated(
        "spoke_on",
        f"Talked with {view.auditor.name} on",
        typed,
        mend="Give the day you talked, not later than today." if needed else "",
        hint=hint,
    )
