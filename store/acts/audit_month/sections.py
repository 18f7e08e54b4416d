"""The practitioner's own section: how they applied the practice model (programme.md §2.6)."""

from typing import Annotated

from pydantic import BeforeValidator

from store.ledger import Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_model, sealed_text
from store.registry import Words, act
from store.relations.after_return import SECTION_WRITER
from store.tables import Audit, Section
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

BEFORE_MODERATION = frozenset({
    "issued", "accepted", "exemption_asked", "conflict_declared", "reallocating", "returned",
    "rectifying", "referred",
})  # fmt: skip
"""While the grade is not decided the section may be written, and written again."""


class SectionFields(Fields):
    """What the practitioner shows; the auditor tests it in the conversation."""

    practice_model: PrivateText
    difference: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None
    stand_in_reason: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


@act(
    "section.complete",
    on=Audit,
    by=SECTION_WRITER,
    source=BEFORE_MODERATION,
    fields=SectionFields,
    words=Words(
        story="wrote the practitioner's section",
        dialog="The practitioner's section",
        asks={"section.complete": "Write your section"},
    ),
)
def complete(unit: Unit, audit: Audit, given: SectionFields) -> None:
    """Its absence is shown and never blocks the return; a Team Manager says why they stand in."""
    stands_in = unit.actor.upn != audit.practitioner
    if stands_in and given.stand_in_reason is None:
        raise Invalid(
            "Say why the practitioner does not write it themselves.",
            {"stand_in_reason": "is needed where somebody else writes it"},
        )
    unit.add(
        Section(
            programme=unit.programme,
            id=f"{audit.id}.s{unit.next_seq}",
            audit=audit.id,
            written_by=unit.actor.upn,
            stand_in=sealed_text(unit, given.stand_in_reason) if stands_in else None,
            content=sealed_model(unit, given),
            written_at=unit.at,
        )
    )
