"""Stuck with what one owes: the audit team answers; and a nudge put off to later today (§4)."""

from store.duties.outbox import queue, redraw_messages
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.after_return import DUTY_OWNER
from store.relations.basic import ADDRESSEE, AUDIT_TEAM
from store.rules.confidential import is_confidential
from store.rules.reminding import LATER, later_once, why_not_later
from store.tables import Duty, HelpRequest, Message
from store.vocabulary.fields import Fields


class HelpAsked(Fields):
    """What is in the way; the audit team reads it."""

    what: StaffText


class Answered(Fields):
    """What helps; whoever asked reads it."""

    answer: StaffText


def _cannot_ask(reader: Reader, duty: Duty) -> str | None:
    if is_confidential(reader, duty):
        return "This is in confidence, so the audit team is not asked: speak to the Audit Manager."
    waiting = reader.rows(HelpRequest, duty=duty.id, state="asked")
    return "The audit team has been asked already and answers you." if waiting else None


@act(
    "help.ask",
    on=Duty,
    by=DUTY_OWNER,
    fields=HelpAsked,
    closed_because=_cannot_ask,
    words=Words(story="asked the audit team for help", dialog="I'm stuck"),
)
def ask(unit: Unit, duty: Duty, asked: HelpAsked) -> None:
    """The due date stands meanwhile; the audit team owes an answer."""
    request = unit.add(
        HelpRequest(
            programme=unit.programme,
            id=f"help-{unit.next_seq}",
            duty=duty.id,
            asked_by=unit.actor.upn,
            asked_at=unit.at,
            what=sealed_text(unit, asked.what) or "",
            state="asked",
        )
    )
    perform_after(unit, "help.open", request)


@act(
    "help.open",
    on=HelpRequest,
    source={"asked"},
    target="asked",
    words=Words(story="passed the question on"),
)
def opens(unit: Unit, request: HelpRequest, _fields: object) -> None:
    """It reaches the audit team."""
    queue(unit, post("audit_team"), "help_asked", request.id)


@act(
    "help.answer",
    on=HelpRequest,
    by=AUDIT_TEAM,
    source={"asked"},
    target="answered",
    fields=Answered,
    words=Words(
        story="answered the question", dialog="Answer them", asks={"duty.help": "Answer them…"}
    ),
)
def answer(unit: Unit, request: HelpRequest, given: Answered) -> None:
    """Whoever is stuck hears what helps."""
    request.answered_by, request.answer = unit.actor.upn, sealed_text(unit, given.answer)
    queue(unit, request.asked_by, "help_answered", request.id)


@act("nudge.later", on=Message, by=ADDRESSEE, source={"delivered"}, closed_because=why_not_later)
def later(unit: Unit, message: Message, _fields: object) -> None:
    """The same reminder once more, two hours on, with what is still open by then."""
    again = queue(
        unit, message.to, "nudge", message.subject,
        once=later_once(unit), covers=message.covers, after=unit.at + LATER,
    )  # fmt: skip
    for duty_id in message.covers if again is not None else ():
        duty = unit.find(Duty, duty_id)
        if again is not None and duty is not None:
            duty.told = [*duty.told, again.id]
    redraw_messages(unit, [message.id])
