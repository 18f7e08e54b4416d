"""The forms of moderation (programme.md §2.10): a conversation first, then what was decided."""

from urllib.parse import quote

from bot.cards.moderation.added_actions import action_slots
from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, buttons, card, heading, opens_link, quiet, submits, text
from store.views.moderation.moderation import ModerationForm
from store.views.parts.grades_of import UNGRADED

AGREE, CHANGE = "moderation.agree", "moderation.change"
SEND_BACK, REFER = "moderation.send_back", "moderation.refer"
CONFLICT, LOCK = "moderation.conflict", "lock.change"
LONG, STAFF = 1500, 1000

REASONS = (
    ("scant", "It is scant: too little to test the grade by"),
    ("parts_missing", "Parts are missing"),
    ("grade_not_evidenced", "The grade is not evidenced"),
    ("actions_miss_issues", "The actions do not address the issues"),
)
YES_NO = [("yes", "Yes"), ("no", "No")]
READ_BY = "Auditor, practitioner and Team Manager read it; leave out the child's and other names."


def agree_form(view: ModerationForm, typed: Typed) -> Json:
    """Agreeing with the grade; the other ways out stand beside it."""
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
                submits(verb, title, audit.id, audit.version, primary=False)
                | {"associatedInputs": "none"}
                for verb, title in (
                    (CHANGE, "Change the grade…"),
                    (SEND_BACK, "Send it back…"),
                    (REFER, "Refer it…"),
                    (CONFLICT, "Declare a conflict…"),
                )
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
    """Another grade: its definition beside each choice, the rationale, the conversation."""
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
        actions=[submits(CHANGE, "Change the grade", audit.id, audit.version)],
    )


def send_back_form(view: ModerationForm, typed: Typed) -> Json:
    """Back to the auditor, for listed reasons and after a conversation, never in its place."""
    audit, name = view.audit, view.auditor.name
    return card(
        f"Send {audit.case_ref} back to {name}",
        text(f"Please talk to {name} first. A message never stands in for the conversation."),
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
            f"What {name} is to mend, if the reasons do not say it",
            typed,
            hint="As you agreed it when you talked. Leave out the child's and other names.",
            most=STAFF,
        ),
        actions=[submits(SEND_BACK, f"Send it back to {name}", audit.id, audit.version)],
    )


def refer_form(view: ModerationForm, typed: Typed) -> Json:
    """To the audit team, who decide whether it stands, and what support is needed."""
    audit = view.audit
    return card(
        f"Refer {audit.case_ref} to the audit team",
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
            mend="Choose why the audit team should decide.",
            style="expanded",
        ),
        written(
            "reason",
            "What the audit team should know",
            typed,
            mend="Say in a few sentences what you saw and what was tried.",
            hint="The audit team reads it. Nothing that says who the child is.",
            most=STAFF,
        ),
        _spoke(view, typed, hint="Needed where it is still poor after a conversation."),
        actions=[submits(REFER, "Refer it to the audit team", audit.id, audit.version)],
    )


def conflict_form(view: ModerationForm, typed: Typed) -> Json:
    """Declaring an involvement: somebody else moderates it at once."""
    audit = view.audit
    return card(
        f"Declare a conflict on {audit.case_ref}",
        text("Somebody else moderates it at once, the deputy first. The audit team reads why."),
        written(
            "reason",
            "How you are involved",
            typed,
            mend="Say in a sentence how you are involved.",
            hint="For example: your part in the work, or your tie to those in it. No family names.",
            most=STAFF,
        ),
        actions=[submits(CONFLICT, "Declare the conflict", audit.id, audit.version)],
    )


def lock_change_form(view: ModerationForm, typed: Typed) -> Json:
    """The third lock changes the grade, with its rationale (programme.md §2.11)."""
    audit = view.audit
    return card(
        f"Change the grade of {audit.case_ref}",
        text(f"It was moderated as {view.grade.name}. That grade is kept beside yours."),
        _grades(view, typed),
        _rationale(typed),
        actions=[submits(LOCK, "Change the grade", audit.id, audit.version)],
    )


def call_link(upn: str) -> str:
    """The address that calls somebody in Teams."""
    return f"https://teams.microsoft.com/l/call/0/0?users={quote(upn)}"


def _opening(view: ModerationForm) -> list[Json]:
    """In whose place one stands, by when, and the call before anything is written."""
    by = "" if view.moderate_by is None else view.moderate_by.words
    return [
        *([text(view.stead)] if view.stead else []),
        *([quiet(f"To be decided by {by}.")] if by else []),
        *buttons(
            opens_link(f"Call {view.auditor.name}", call_link(view.auditor_upn))
            if view.auditor_upn
            else None,
            opens_link("Open the audit document", view.document_link)
            if view.document_link
            else None,
        ),
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
        mend="Say which evidence leads to this grade.",
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
            mend="Say whether family or child were heard.",
            style="expanded",
        ),
    ]


def _spoke(view: ModerationForm, typed: Typed, *, needed: bool = False, hint: str = "") -> Json:
    return dated(
        "spoke_on",
        f"Talked with {view.auditor.name} on",
        typed,
        mend="Give the day you talked, today at the latest." if needed else "",
        hint=hint,
        last=view.today,
    )
