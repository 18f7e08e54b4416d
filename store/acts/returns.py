"""The return: the completed audit that the auditor hands in (programme.md §2.8)."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from sqlmodel import col

from store.errors import Invalid
from store.grading import tell_if_inadequate
from store.independence_today import refuse_dependence
from store.ledger import Unit
from store.outbox import queue
from store.predicates import governing_grade, owner_named
from store.private import LinkText, PrivateText, blank_to_none, sealed_model, sealed_text
from store.programme.profile import Profile
from store.registry import act
from store.relations import AUDITOR
from store.tables import Action, Audit, Cycle, Draft, Return

LINK = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(?::443)?/[!#-;=?-\[\]-~]*")


Text = PrivateText
Optional = Annotated[PrivateText | None, BeforeValidator(blank_to_none)]


class Finding(BaseModel):
    """One domain: a grade with evidence, strengths and areas, or why it does not apply."""

    model_config = ConfigDict(extra="forbid")
    grade: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    evidence: Optional = None
    strengths: Optional = None
    areas: Optional = None
    not_applicable: Optional = None

    @model_validator(mode="after")
    def _graded_or_not(self) -> "Finding":
        if self.not_applicable is not None:
            if self.grade is not None:
                message = "give a grade or say why it does not apply, not both"
                raise ValueError(message)
        elif self.grade is None:
            message = "give a grade, or say why this does not apply"
            raise ValueError(message)
        elif not (self.evidence and self.strengths and self.areas):
            message = "a grade needs its evidence, the strengths and the areas to develop"
            raise ValueError(message)
        return self


class Improvement(BaseModel):
    """One SMART action: what, who, by when, and what will be different for the child."""

    model_config = ConfigDict(extra="forbid")
    what: Text
    who: Literal["practitioner", "team_manager", "head_of_service"]
    by: date
    different: Text
    scope: Literal["case", "service", "report"] = "case"


class ReturnFields(BaseModel):
    """Everything the return carries (programme.md §2.8)."""

    model_config = ConfigDict(extra="forbid")
    grade: str
    evidence: Text
    rationale: Text
    domains: dict[str, Finding]
    practitioner_involved: Literal["practitioner", "someone_else"]
    practitioner_stand_in: Optional = None
    discussed_on: date
    family_feedback: Optional = None
    no_family_feedback: Optional = None
    kloes: dict[str, Text] = Field(default_factory=dict)
    excellent_practice: Optional = None
    actions: list[Improvement] = Field(default_factory=list, max_length=12)
    services_involved: list[str] = Field(default_factory=list)
    document_link: LinkText

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "ReturnFields":
        if self.practitioner_involved == "someone_else" and self.practitioner_stand_in is None:
            message = "say who took part instead of the practitioner, and why"
            raise ValueError(message)
        return self


@act(
    "return.submit", on=Audit, by=AUDITOR, source={"issued", "accepted", "rectifying"},
    target="returned", fields=ReturnFields,
)  # fmt: skip
def submit(unit: Unit, audit: Audit, given: ReturnFields) -> None:
    """It goes to moderator, practitioner and Team Manager, the audit team copied (guide §7).

    "In time" is judged by the first submission; what is sent in again is rework (§2.8).
    """
    refuse_dependence(unit, audit)
    before = governing_grade(audit)
    if wrong := _against_the_tool(unit, audit, given):
        message = f"{len(wrong)} {'field needs' if len(wrong) == 1 else 'fields need'} mending."
        raise Invalid(message, wrong)
    returned = unit.add(
        Return(
            programme=unit.programme,
            id=f"{audit.id}.r{unit.next_seq}",
            audit=audit.id,
            auditor=unit.actor.upn,
            submitted_at=unit.at,
            grade=given.grade,
            domain_grades={key: finding.grade for key, finding in given.domains.items()},
            practitioner_involved=given.practitioner_involved,
            discussed_on=given.discussed_on,
            family_heard=given.family_feedback is not None,
            services_involved=given.services_involved,
            document_link=sealed_text(unit, given.document_link) or "",
            content=sealed_model(unit, given),
        )
    )
    audit.returned_at = audit.returned_at or unit.at
    if audit.first is None:
        audit.first = given.grade
    elif given.grade != (audit.amended or audit.first):
        audit.amended = given.grade
    withdraw_actions(unit, audit)
    open_actions(unit, audit, returned.id, given.actions)
    for draft in unit.rows(Draft, col(Draft.audit) == audit.id, col(Draft.content) != ""):
        draft.content = ""
    told = tell_if_inadequate(unit, audit, before)
    moderator = owner_named(unit, "moderator", audit)
    for to in dict.fromkeys((moderator, audit.practitioner, audit.team_manager)):
        if to is not None and (to == moderator or to not in told):
            queue(unit, to, "returned", audit.id)
    for name in unit.profile.copies.returned:
        copied = owner_named(unit, name, audit)
        if copied is not None:
            queue(unit, copied, "returned", audit.id)


@act(
    "return.recall", on=Audit, by=AUDITOR, source={"returned"}, target="accepted",
    unless=lambda _reader, audit: (
        None if audit.checked is None else
        "The audit team has checked it, so it cannot be taken back. The moderator can send it "
        "back to you."
    ),
)  # fmt: skip
def recall(unit: Unit, audit: Audit, _fields: object) -> None:
    """The way back until the check: it is not in then, and is due on the date it had."""
    for returned in unit.rows(
        Return, col(Return.audit) == audit.id, col(Return.recalled_at).is_(None)
    ):
        returned.recalled_at = unit.at
    audit.returned_at = None
    withdraw_actions(unit, audit)


def withdraw_actions(unit: Unit, audit: Audit) -> None:
    """Actions of a return that is handed in anew, taken back or void are no longer asked for."""
    for action in unit.rows(Action, col(Action.audit) == audit.id, col(Action.state) == "open"):
        action.state = "withdrawn"


def open_actions(unit: Unit, audit: Audit, given_in: str, actions: Sequence["Improvement"]) -> None:
    """Open each action under the id of what it was given in."""
    owners = {
        "practitioner": audit.practitioner,
        "team_manager": audit.team_manager,
        "head_of_service": owner_named(unit, "head_of_service", audit) or "",
    }
    for number, action in enumerate(actions, 1):
        unit.add(
            Action(
                programme=unit.programme,
                id=f"{given_in}.a{number}",
                audit=audit.id,
                scope=action.scope,
                owner=owners[action.who],
                due_on=action.by,
                content=sealed_model(unit, action),
                state="open",
            )
        )


def _against_the_tool(unit: Unit, audit: Audit, given: ReturnFields) -> dict[str, str]:
    """What does not fit this programme's tool, cycle and calendar, each with how to mend it."""
    today = unit.calendar.local(unit.at).date()
    return (
        _grades(unit.profile, given)
        | _conversation(unit, audit, given, today)
        | _improvement_plan(unit.profile, given, today)
        | _links(unit.profile, given)
    )


def _grades(profile: Profile, given: ReturnFields) -> dict[str, str]:
    """Every domain has a grade of the scale, or says why it does not apply."""
    wrong = {
        f"domains.{key}": "is needed: a grade, or why it does not apply"
        for key in profile.domains
        if key not in given.domains
    }
    choose = f"choose one of {', '.join(profile.grades)}"
    if given.grade not in profile.grades:
        wrong["grade"] = choose
    for key, finding in given.domains.items():
        if key not in profile.domains:
            wrong[f"domains.{key}"] = "is no domain of this programme's tool"
        elif finding.grade is not None and finding.grade not in profile.grades:
            wrong[f"domains.{key}.grade"] = choose
    return wrong


def _conversation(unit: Unit, audit: Audit, given: ReturnFields, today: date) -> dict[str, str]:
    """It was talked through, the family was heard or not for a reason, each KLOE was answered."""
    asked = {f"k{number}" for number, _ in enumerate(unit.get(Cycle, audit.cycle).kloes, 1)}
    told = given.kloes.keys()
    wrong = {f"kloes.{key}": "say what this line of enquiry showed" for key in asked - told}
    wrong |= {f"kloes.{key}": "is no line of enquiry of this cycle" for key in told - asked}
    if given.discussed_on > today:
        wrong["discussed_on"] = "is in the future: talk it through first, then return the audit"
    if (given.family_feedback is None) == (given.no_family_feedback is None):
        wrong["family_feedback"] = "give the family's or child's feedback, or say why there is none"
    return wrong


def _improvement_plan(profile: Profile, given: ReturnFields, today: date) -> dict[str, str]:
    """Below good there is an improvement plan, and nothing in it is due in the past."""
    wrong = {
        f"actions.{number}.by": "is in the past"
        for number, action in enumerate(given.actions)
        if action.by < today
    }
    grade = profile.grades.get(given.grade)
    if grade is not None and grade.below_good and not given.actions:
        wrong["actions"] = "work below good needs an improvement plan: at least one action"
    return wrong


def _links(profile: Profile, given: ReturnFields) -> dict[str, str]:
    wrong = {}
    if set(given.services_involved) - set(profile.tool.services_involved):
        wrong["services_involved"] = "choose from the list"
    if not LINK.fullmatch(given.document_link):
        wrong["document_link"] = "is no web address that starts with https://"
    return wrong
