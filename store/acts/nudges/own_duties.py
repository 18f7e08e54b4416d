"""A duty of the authority's own is recorded as done (programme.md §4: it needs no code)."""

from datetime import date

from store.duties.predicates.closed_lists import today
from store.ledger import Reader, Unit
from store.registry import Words, act
from store.relations.after_return import DUTY_DOER
from store.tables import Duty
from store.vocabulary.duty_kinds import RECORDED
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class Recorded(Fields):
    """The day on which it was done; what was done stands where the authority keeps it."""

    done_on: date


def _cannot_record(reader: Reader, duty: Duty) -> str | None:
    rule = reader.profile_of(duty).duty.get(duty.kind)
    if rule is None or RECORDED not in rule.met_by:
        return "This has a button of its own: type “my work” and press it there."
    if duty.closed_at is None:
        return None
    return "This was done already." if duty.outcome == "met" else "This is not needed any more."


@act(
    RECORDED,
    on=Duty,
    by=DUTY_DOER,
    fields=Recorded,
    closed_because=_cannot_record,
    words=Words(story="recorded as done what the authority asks for of its own", dialog="Done"),
)
def record(unit: Unit, _duty: Duty, given: Recorded) -> None:
    """The duty itself is what is met; `settle` closes it, for its profile names this act."""
    if given.done_on > today(unit):
        raise Invalid(
            "The day is in the future: record it once it is done.", {"done_on": "is in the future"}
        )
