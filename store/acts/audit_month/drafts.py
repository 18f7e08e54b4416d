"""A return that is half written: kept as typed, so that a dialog closed by accident costs nothing.

It is the auditor's own and nobody else reads it (programme.md §2.8).
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from store.acts.audit_month.returns import ReturnFields
from store.audits.drafts import draft_id
from store.ledger import Unit
from store.ledger.private import clean
from store.registry import Words, act
from store.relations.basic import AUDITOR
from store.tables import Audit, Draft
from store.tables.columns import canonical
from store.vocabulary.errors import Invalid

LONGEST = 60_000
"""Characters of a whole draft; the longest return that the form takes is well below."""


class DraftFields(BaseModel):
    """Any of a return's fields, as typed; nothing is required and nothing is judged yet."""

    model_config = ConfigDict(extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _of_a_return(cls, given: Any) -> Any:
        unknown = set(given) - set(ReturnFields.model_fields) if isinstance(given, dict) else set()
        if unknown:
            raise ValueError(f"{min(unknown)!r} is no field of a return")
        return given


@act(
    "return.save",
    on=Audit,
    by=AUDITOR,
    source={"issued", "accepted", "rectifying"},
    fields=DraftFields,
    words=Words(dialog="Return the audit"),
)
def save(unit: Unit, audit: Audit, given: DraftFields) -> None:
    """The words are sealed; the fact says only that something was saved."""
    text = canonical(_cleaned(given.model_extra or {}))
    if len(text) > LONGEST:
        raise Invalid(
            "This is longer than a return may be: put the detail into the audit document.",
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
