"""A duty that the authority set for itself is recorded as done (§4: it needs no code)."""

from store.clock.given_days import PastDay
from store.ledger import Reader, Unit
from store.registry import Words, act
from store.relations.nudges import DUTY_DOER
from store.tables import Duty
from store.views.nudges.own_duty import own_duty
from store.vocabulary.duty_kinds import RECORDED
from store.vocabulary.fields import Fields


class Recorded(Fields):
    """The day on which it was done; the authority keeps its own record of what was done."""

    done_on: PastDay


def _cannot_record(reader: Reader, duty: Duty) -> str | None:
    rule = reader.profile_of(duty).duty.get(duty.kind)
    if rule is None or RECORDED not in rule.met_by:
        return "This has its own button: type “my work” and press it there."
    if duty.closed_at is None:
        return None
    return "This was done already." if duty.outcome == "met" else "This is no longer needed."


def _recorded(reader: Reader, duty: Duty) -> str:
    done = own_duty(reader, duty.id)
    return f"Recorded as done: {done.about}, {done.words}."


@act(
    RECORDED,
    on=Duty,
    by=DUTY_DOER,
    fields=Recorded,
    closed_because=_cannot_record,
    words=Words(
        story="recorded as done a duty that the authority set for itself",
        button="Record that it is done…",
        dialog="Record that it is done",
        submit="Record that it is done",
        receipt=_recorded,
    ),
)
def record(_unit: Unit, _duty: Duty, _given: Recorded) -> None:
    """The duty's own profile names this act in `met_by`, so `settle` closes the duty."""
