"""The return: the completed audit that its auditor submits (programme.md §2.8)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from sqlmodel import col

from store.allocation.independence_today import require_independent_auditor
from store.audits.action_owners import ActionOwner, current_owner
from store.clock.given_days import PastDay, PlannedDay
from store.duties.copies import queue_copies
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import governing_grade, is_to_be_moderated, owner_named
from store.ledger import Reader, Unit
from store.ledger.private import LinkText, PrivateText, blank_to_none, sealed_model, sealed_text
from store.registry import Words, act, perform_after
from store.relations.basic import AUDITOR
from store.rules.inadequate import tell_if_inadequate
from store.rules.return_ import against_the_tool, grade_given
from store.tables import Action, Audit, Draft, Return
from store.views.parts.action_deadlines import moved_in_words
from store.views.parts.due import by_day
from store.views.parts.people_in_words import named
from store.vocabulary import terms
from store.vocabulary.duty_kinds import DutyKind
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED, RETURNABLE

Text = PrivateText
Optional = Annotated[PrivateText | None, BeforeValidator(blank_to_none)]


class DomainFinding(Fields):
    """One domain: a grade with evidence, strengths and areas to develop, or why none applies.

    Whether the words are needed beside a grade is a rule of the profile (`against_the_tool`).
    """

    grade: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    evidence: Optional = None
    strengths: Optional = None
    areas: Optional = None
    not_applicable: Optional = None

    @model_validator(mode="after")
    def _graded_or_not(self) -> "DomainFinding":
        if self.not_applicable is not None:
            if self.grade is not None:
                raise ValueError("give a grade or say why it does not apply, not both")
        elif self.grade is None:
            raise ValueError("give a grade, or say why this does not apply")
        return self


class Improvement(Fields):
    """One SMART action: what, who, by when, and what will be different for the child."""

    what: Text
    who: ActionOwner
    by: PlannedDay
    different: Text
    scope: Literal["case", "service", "report"] = "case"


class ReturnFields(Fields):
    """Everything the return carries (programme.md §2.8).

    What of it a return must have depends on how it is made: `tool.form` of the profile.
    """

    grade: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    evidence: Optional = None
    rationale: Optional = None
    domains: dict[str, DomainFinding] = Field(default_factory=dict)
    practitioner_involved: Literal["practitioner", "someone_else"]
    practitioner_stand_in: Optional = None
    discussed_on: PastDay
    practitioner_feedback: Optional = None
    manager_discussed_on: Annotated[PastDay | None, BeforeValidator(blank_to_none)] = None
    family_feedback: Optional = None
    no_family_feedback: Optional = None
    kloes: dict[str, Text] = Field(default_factory=dict)
    excellent_practice: Optional = None
    actions: list[Improvement] = Field(default_factory=list, max_length=12)
    services_involved: list[str] = Field(default_factory=list)
    document_link: LinkText


def duty_to_return(audit: Audit) -> DutyKind:
    """Which duty asks for the audit's next return: the first one, or the rework of it."""
    return "return.rectify" if audit.state == "rectifying" else "return.submit"


def _returned(reader: Reader, audit: Audit) -> str:
    """Who looks at it next and by when, and how long it may be taken back."""
    ref, check = audit.case_ref, by_day(reader, audit.id, "return.check")
    moved = moved_in_words(reader, audit.id)
    team = f" The {terms.AUDIT_TEAM} checks it{check}; until then you may take it back."
    team = team if check and not audit.checked else ""
    if not is_to_be_moderated(reader, audit):
        return f"{ref} is returned.{team}{moved}"
    by = by_day(reader, audit.id, "moderation.decide")
    return (
        f"{ref} is returned. {named(reader, audit.moderator).name} moderates it{by}.{team}{moved}"
    )


@act(
    "return.submit",
    on=Audit,
    by=AUDITOR,
    source=RETURNABLE,
    target="returned",
    fields=ReturnFields,
    rules=against_the_tool,
    words=Words(
        story="returned the audit",
        dialog="Return the audit",
        asks={"return.submit": "Return the audit", "return.rectify": "Amend and return it"},
        receipt=_returned,
        met="Returned",
    ),
)
def submit(unit: Unit, audit: Audit, given: ReturnFields) -> None:
    """Moderator, practitioner and Team Manager are notified, the audit team is copied (guide §7).

    "In time" is judged by the first submission; a later one is rework (§2.8).
    """
    require_independent_auditor(unit, audit)
    before = governing_grade(audit)
    grade = grade_given(unit.profile, audit.kind, given.model_dump())
    returned = unit.add(
        Return(
            programme=unit.programme,
            id=f"{audit.id}.r{unit.next_seq}",
            audit=audit.id,
            auditor=unit.actor.upn,
            submitted_at=unit.at,
            grade=grade,
            domain_grades={key: finding.grade for key, finding in given.domains.items()},
            practitioner_involved=given.practitioner_involved,
            discussed_on=given.discussed_on,
            manager_discussed_on=given.manager_discussed_on,
            family_heard=given.family_feedback is not None,
            services_involved=given.services_involved,
            document_link=sealed_text(unit, given.document_link) or "",
            content=sealed_model(unit, given),
        )
    )
    audit.returned_at = audit.returned_at or unit.at
    if audit.first is None:
        audit.first = grade
    elif grade is not None and grade != (audit.amended or audit.first):
        audit.amended = grade
    withdraw_actions(unit, audit)
    open_actions(unit, audit, returned.id, given.actions)
    for draft in unit.rows(Draft, col(Draft.content) != "", audit=audit.id):
        draft.content = ""
    told = tell_if_inadequate(unit, audit, before)
    moderator = owner_named(unit, "moderator", audit)
    for to in dict.fromkeys((moderator, audit.practitioner, audit.team_manager)):
        if to is not None and (to == moderator or to not in told):
            queue(unit, to, "returned", audit.id)
    queue_copies(unit, unit.profile.copies.returned, audit, "returned")


@act(
    "return.recall",
    on=Audit,
    by=AUDITOR,
    source={"returned"},
    target="accepted",
    closed_because=lambda _reader, audit: (
        None
        if audit.checked is None
        else f"The {terms.AUDIT_TEAM} has checked it, so it cannot be taken back: ask the "
        "moderator to send it back to you."
    ),
    words=Words(
        story="took the return back",
        button="Take the return back",
        receipt=lambda reader, audit: (
            f"Taken back. The return of {audit.case_ref} is due"
            f"{by_day(reader, audit.id, 'return.submit')}, and all that you wrote is kept."
        ),
    ),
)
def recall(unit: Unit, audit: Audit, _fields: object) -> None:
    """The auditor takes it back before the check; it counts as not returned, its due date stays."""
    for returned in unit.rows(Return, audit=audit.id, recalled_at=None):
        returned.recalled_at = unit.at
    audit.returned_at = None
    withdraw_actions(unit, audit)


def withdraw_actions(unit: Unit, audit: Audit) -> None:
    """Withdraw the open actions of a return that was replaced, taken back or made void.

    An action that is done stays and is confirmed: a child may be better off for it.
    """
    for action in unit.rows(Action, audit=audit.id, state="open"):
        perform_after(unit, "action.withdraw", action)


def open_actions(unit: Unit, audit: Audit, given_in: str, actions: Sequence["Improvement"]) -> None:
    """Open each action with its duty; `given_in` is the return or meeting that asked for it."""
    for number, action in enumerate(actions, 1):
        opened = unit.add(
            Action(
                programme=unit.programme,
                id=f"{given_in}.a{number}",
                audit=audit.id,
                cycle=audit.cycle,
                who=action.who,
                scope=action.scope,
                owner=current_owner(unit, audit, action.who, action.scope),
                due_on=action.by,
                content=sealed_model(unit, action),
                state="open",
            )
        )
        perform_after(unit, "action.open", opened)
    if actions and audit.state in DECIDED:
        perform_after(unit, "actions.open", audit)
