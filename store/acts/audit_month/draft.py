"""A return half written, saved as typed, so that closing the dialog by accident loses nothing.

Only its auditor reads it (programme.md §2.8).
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from store.acts.audit_month.return_ import ReturnFields, duty_to_return
from store.audits.drafts import draft_id
from store.ledger import Reader, Unit
from store.ledger.private import clean
from store.registry import Words, act
from store.registry.naming import NOT_THIS_CHILD
from store.relations.basic import AUDITOR
from store.tables import Audit, Draft
from store.tables.columns import canonical
from store.views.parts.due import due_by, moment_in_words
from store.vocabulary.errors import Invalid
from store.vocabulary.states import RETURNABLE

LONGEST = 60_000
"""Characters of a whole draft; the longest return that the form takes is well below this."""


class DraftFields(BaseModel):
    """Any of a return's fields, as typed; nothing is required and nothing is validated yet."""

    model_config = ConfigDict(extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _of_a_return(cls, given: Any) -> Any:
        known = {*ReturnFields.model_fields, NOT_THIS_CHILD}
        unknown = set(given) - known if isinstance(given, dict) else set()
        if unknown:
            raise ValueError(f"{min(unknown)!r} is no field of a return")
        return given


def _saved(reader: Reader, audit: Audit) -> str:
    draft = reader.find(Draft, draft_id(audit, audit.auditor or ""))
    at = "" if draft is None else f" on {moment_in_words(reader, draft.saved_at)}"
    due = due_by(reader, audit.id, duty_to_return(audit))
    by = "" if due is None else f" It is due {due.words}."
    return f"Saved{at}, and not returned yet.{by} Your card opens it where you left off."


@act(
    "return.save",
    on=Audit,
    by=AUDITOR,
    source=RETURNABLE,
    fields=DraftFields,
    words=Words(dialog="Return the audit", submit="Save and go on", receipt=_saved),
)
def save(unit: Unit, audit: Audit, given: DraftFields) -> None:
    """What was typed is sealed; the fact says only that something was saved."""
    text = canonical(_cleaned(given.model_extra or {}))
    if len(text) > LONGEST:
        raise Invalid(
            "This is longer than a return may be: move the detail to the audit document.",
            {"evidence": "is too long to keep here"},
        )
    content = unit.seal(text, "audit")["sealed"]
    draft = unit.find(Draft, draft_id(audit, unit.actor.upn))
    if draft is None:
        unit.add(
            Draft(
                programme=unit.programme,
                id=draft_id(audit, unit.actor.upn),
                audit=audit.id,
                auditor=unit.actor.upn,
                content=content,
                saved_at=unit.at,
            )
        )
    else:
        draft.content, draft.saved_at = content, unit.at


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            try:
                return clean(value)
            except ValueError as error:
                raise Invalid(str(error), {"fields": str(error)}) from None
        case dict():
            return {str(key)[:80]: _cleaned(item) for key, item in value.items()}
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case int() | float() | bool() | None:
            return value
        case _:
            return str(value)
