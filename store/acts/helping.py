"""Stuck with what one owes: the audit team answers; and a nudge put off to later today (§4)."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from sqlmodel import col

from store.ledger import Reader, Unit
from store.outbox import queue
from store.people import post
from store.private import StaffText, sealed_text
from store.registry import act, follow
from store.relations import ADDRESSEE, AUDIT_TEAM
from store.relations_after_return import DUTY_OWNER
from store.tables import Duty, HelpRequest, Message

LATER = timedelta(hours=2)
"""How much later "later today" is; it must still be within the hours of messages."""


class Asked(BaseModel):
    """What is in the way; the audit team reads it."""

    model_config = ConfigDict(extra="forbid")
    what: StaffText


class Answered(BaseModel):
    """What helps; whoever asked reads it."""

    model_config = ConfigDict(extra="forbid")
    answer: StaffText


def _asked_already(reader: Reader, duty: Duty) -> str | None:
    waiting = reader.rows(
        HelpRequest, col(HelpRequest.duty) == duty.id, col(HelpRequest.state) == "asked"
    )
    return "The audit team has been asked already and answers you." if waiting else None


@act("help.ask", on=Duty, by=DUTY_OWNER, fields=Asked, unless=_asked_already)
def ask(unit: Unit, duty: Duty, asked: Asked) -> None:
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
    follow(unit, "help.open", request)


@act("help.open", on=HelpRequest, source={"asked"}, target="asked")
def opens(unit: Unit, request: HelpRequest, _fields: object) -> None:
    """It reaches the audit team."""
    queue(unit, post("audit_team"), "help_asked", request.id)


@act(
    "help.answer", on=HelpRequest, by=AUDIT_TEAM, source={"asked"}, target="answered",
    fields=Answered,
)  # fmt: skip
def answer(unit: Unit, request: HelpRequest, given: Answered) -> None:
    """Whoever is stuck hears what helps."""
    request.answered_by, request.answer = unit.actor.upn, sealed_text(unit, given.answer)
    queue(unit, request.asked_by, "help_answered", request.id)


def _too_late(reader: Reader, message: Message) -> str | None:
    calendar = reader.calendar
    if message.kind != "nudge":
        return "Only a reminder can be put off."
    if message.settled_at is None or (
        calendar.local(message.settled_at).date() != calendar.local(reader.at).date()
    ):
        return "That was another day's reminder: ask for your work to see what is open."
    later = reader.at + LATER
    if calendar.sending_moment(later) != later:
        return "Messages end at 17:00 today; the next reminder comes on the next working day."
    if reader.rows(Message, col(Message.once) == _once(reader, message)):
        return "You will be reminded again today already."
    return None


def _once(reader: Reader, message: Message) -> str:
    day = reader.calendar.local(reader.at).date().isoformat()
    return f"nudge:{day}:later>{message.to}"


@act("nudge.later", on=Message, by=ADDRESSEE, source={"delivered"}, unless=_too_late)
def later(unit: Unit, message: Message, _fields: object) -> None:
    """The same reminder once more, two hours on, with what is still open by then."""
    queue(
        unit, message.to, "nudge", message.subject,
        once=_once(unit, message).removesuffix(f">{message.to}"), covers=message.covers,
        after=unit.at + LATER,
    )  # fmt: skip
