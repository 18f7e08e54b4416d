"""The practitioner's section: how they applied the practice model (programme.md §2.6)."""

from typing import Annotated

from pydantic import BeforeValidator

from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_model, sealed_text
from store.registry import Words, act
from store.relations.audit_month import SECTION_WRITER
from store.tables import Audit, Section
from store.views.parts.people_in_words import named
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import BEFORE_MODERATION


class SectionFields(Fields):
    """What the practitioner wrote; the auditor tests it in the conversation."""

    practice_model: PrivateText
    difference: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None
    stand_in_reason: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


def _completed(reader: Reader, audit: Audit) -> str:
    who = "The auditor" if audit.auditor is None else named(reader, audit.auditor).name
    return f"Your section on {audit.case_ref} is in. {who} reads it before your conversation."


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
        submit="Hand in the section",
        receipt=_completed,
        met="Written",
    ),
)
def complete(unit: Unit, audit: Audit, given: SectionFields) -> None:
    """A missing section is shown and never blocks the return; a stand-in says why they write it."""
    stands_in = unit.actor.upn != audit.practitioner
    if stands_in and given.stand_in_reason is None:
        raise Invalid(
            "You write it in the practitioner's place: say why.",
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
