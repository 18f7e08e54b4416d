"""A duty that the authority set for itself, for the form that records it as done."""

from dataclasses import dataclass
from datetime import date

from store.audits.subjects import subject_of
from store.duties.predicates.closed_lists import today
from store.ledger import Reader
from store.tables import Duty
from store.views.nudges.duty_lines import about
from store.views.parts.due import Due, due_of


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """What is to be done in the profile's words, about what, and by when."""

    id: str
    version: int
    about: str
    words: str
    due: Due
    today: date


def own_duty(reader: Reader, duty_id: str) -> OwnDuty:
    """The duty as it stands; the caller checks that its reader may do it."""
    duty = reader.get(Duty, duty_id)
    rule, subject = reader.profile_of(duty).duty.get(duty.kind), subject_of(reader, duty.subject)
    return OwnDuty(
        duty.id,
        duty.version,
        "" if subject is None else about(reader, subject),
        duty.kind if rule is None else rule.words,
        due_of(reader, duty),
        today(reader),
    )
