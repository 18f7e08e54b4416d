"""Help with a duty, which the audit team answers; a reminder put off to later today (§4)."""

from store.duties.outbox import queue, redraw_messages
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.basic import ADDRESSEE, AUDIT_TEAM
from store.relations.nudges import DUTY_OWNER
from store.rules.confidential import is_confidential
from store.rules.reminding import LATER, later_once, why_not_later
from store.tables import Duty, HelpRequest, Message
from store.views.parts.people_in_words import named
from store.vocabulary import terms
from store.vocabulary.fields import Fields


class HelpAsked(Fields):
    """What is in the way; the audit team reads it."""

    what: StaffText


class Answered(Fields):
    """What helps; the person who asked reads it."""

    answer: StaffText


def _cannot_ask(reader: Reader, duty: Duty) -> str | None:
    if is_confidential(reader, duty):
        return (
            f"This is in confidence and not for the {terms.AUDIT_TEAM}: speak to the "
            f"{terms.AUDIT_MANAGER}."
        )
    waiting = reader.rows(HelpRequest, duty=duty.id, state="asked")
    return (
        f"You have asked the {terms.AUDIT_TEAM} already: wait for its answer here."
        if waiting
        else None
    )


@act(
    "help.ask",
    on=Duty,
    by=DUTY_OWNER,
    fields=HelpAsked,
    closed_because=_cannot_ask,
    words=Words(
        story=f"asked the {terms.AUDIT_TEAM} for help",
        button="I'm stuck…",
        dialog="I'm stuck",
        submit=f"Ask the {terms.AUDIT_TEAM}",
        receipt=f"Sent. The {terms.AUDIT_TEAM} answers you here; the due date stands meanwhile.",
    ),
)
def ask(unit: Unit, duty: Duty, asked: HelpAsked) -> None:
    """The audit team owes an answer; the due date stands meanwhile."""
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
    """The audit team is notified."""
    queue(unit, post("audit_team"), "help_asked", request.id)


@act(
    "help.answer",
    on=HelpRequest,
    by=AUDIT_TEAM,
    source={"asked"},
    target="answered",
    fields=Answered,
    words=Words(
        story="answered the question",
        dialog="Answer them",
        asks={"duty.help": "Answer them…"},
        submit="Send the answer",
        receipt=lambda reader, request: (
            f"Sent. {named(reader, request.asked_by).name} has been notified."
        ),
        met="Answered",
    ),
)
def answer(unit: Unit, request: HelpRequest, given: Answered) -> None:
    """The person who asked is notified of the answer."""
    request.answered_by, request.answer = unit.actor.upn, sealed_text(unit, given.answer)
    queue(unit, request.asked_by, "help_answered", request.id)


@act(
    "nudge.later",
    on=Message,
    by=ADDRESSEE,
    source={"delivered"},
    closed_because=why_not_later,
    words=Words(button="Remind me later today"),
)
def later(unit: Unit, message: Message, _fields: object) -> None:
    """The reminder goes once more two hours later, with what is still open then."""
    again = queue(
        unit,
        message.to,
        "nudge",
        message.subject,
        once=later_once(unit),
        covers=message.covers,
        after=unit.at + LATER,
    )
    for duty_id in message.covers if again is not None else ():
        duty = unit.find(Duty, duty_id)
        if again is not None and duty is not None:
            duty.told = [*duty.told, again.id]
    redraw_messages(unit, [message.id])
