"""What the return's form needs to know, so that it asks nothing that the ledger knows."""

from dataclasses import dataclass
from datetime import date

from store.ledger import Reader
from store.tables import Audit
from store.views.brief import Brief, brief


@dataclass(frozen=True, slots=True)
class GradeChoice:
    """One grade with its definition, as it stands beside the choice."""

    name: str
    definition: str
    below_good: bool = False


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """The audit, the programme's scale and tool; `domains` are (key, name)."""

    audit: Brief
    grades: tuple[GradeChoice, ...]
    domains: tuple[tuple[str, str], ...]
    services: tuple[str, ...]
    action_slots: int
    head_of_service: str
    today: date


def return_form(reader: Reader, audit_id: str) -> ReturnForm:
    """The form for one audit, today."""
    audit = reader.get(Audit, audit_id)
    profile = reader.profile
    return ReturnForm(
        audit=brief(reader, audit),
        grades=tuple(
            GradeChoice(grade.name, grade.definition, grade.below_good) for grade in profile.scale
        ),
        domains=tuple((domain.key, domain.name) for domain in profile.tool.domains),
        services=profile.tool.services_involved,
        action_slots=profile.tool.action_slots,
        head_of_service=profile.title("head_of_service"),
        today=reader.calendar.local(reader.at).date(),
    )
