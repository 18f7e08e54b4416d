"""A post that became vacant, or that somebody took up: who owes its duties now hears of them."""

from collections import defaultdict
from collections.abc import Sequence

from store.duties.outbox import queue, redraw_about
from store.ledger import Unit
from store.registry import act
from store.rules.doers import doers, reminded
from store.tables import Duty, Exemption, Programme
from store.vocabulary.fields import Fields


def _requests(unit: Unit, duty: Duty) -> Sequence[Exemption]:
    """The request that waits for this decision: it is decided from its card, which has the reason.

    A reminder alone would ask for a decision on what nobody there has read.
    """
    if duty.kind != "exemption.decide":
        return ()
    return unit.rows(Exemption, audit=duty.subject, state="asked")


class PassedOn(Fields):
    """The post as an owner string: `post:head_of_service:Frontdoor`."""

    post: str


@act("post.passed", on=Programme, fields=PassedOn)
def passed(unit: Unit, _programme: Programme, given: PassedOn) -> None:
    """Nobody hears of what they owe only once it is due or late (programme.md §4)."""
    covers: dict[str, list[Duty]] = defaultdict(list)
    for duty in unit.rows(Duty, owner=given.post, closed_at=None, order="due_at"):
        # Cards that say who has it say who has it now.
        redraw_about(unit, duty.subject)
        for upn in reminded(unit, doers(unit, duty)):
            covers[upn].append(duty)
            for asked in _requests(unit, duty):
                queue(unit, upn, "exemption", asked.id)
    for upn, duties in sorted(covers.items()):
        once = f"passed:{given.post}:{unit.next_seq}"
        message = queue(unit, upn, "nudge", upn, once=once, covers=[duty.id for duty in duties])
        if message is not None:
            for duty in duties:
                duty.told = [*duty.told, message.id]
