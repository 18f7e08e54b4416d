"""Answers to typed words about what somebody owes: the duties of some kinds, with their buttons."""

from bot.cards.nudges import own_audits
from bot.cards.parts.kit import Json
from bot.dialogs.nudges.typing_person import Typing
from store.views.nudges.duty_lines import Ask
from store.views.nudges.spoken_of import asks_of
from store.vocabulary.duty_kinds import DutyKind


def asks(typing: Typing, *kinds: DutyKind) -> tuple[Ask, ...]:
    """Their duties of these kinds; of the case spoken of alone, where it has any."""
    found = asks_of(typing.reader, typing.person.id, *kinds)
    about = [one for one in found if one.about == typing.about]
    return tuple(about) or found


def when_due(typing: Typing) -> Json:
    """What is due when, and why."""
    return own_audits.dates_card(asks(typing))


def accept(typing: Typing) -> Json:
    """The audits to accept."""
    return own_audits.asks_card(
        "Audits to accept", asks(typing, "allocation.accept"),
        "No audit waits for you to accept it.",
    )  # fmt: skip


def hand_in(typing: Typing) -> Json:
    """The returns to hand in, and the tool."""
    return own_audits.asks_card(
        "Hand in a return",
        asks(typing, "return.submit", "return.rectify"),
        "No return of yours is due. The audit tool is where audits are written.",
        tool=typing.reader.profile.tool.link,
    )


def section(typing: Typing) -> Json:
    """A practitioner's own section."""
    return own_audits.asks_card(
        "Your own section", asks(typing, "section.complete"),
        "No section of yours is due. You are asked for one when your work is selected.",
    )  # fmt: skip


def moderate(typing: Typing) -> Json:
    """What waits to be moderated or checked."""
    return own_audits.asks_card(
        "To moderate or check",
        asks(
            typing, "moderation.decide", "return.check", "lock.confirm", "void.decide",
            "dispute.answer",
        ),
        "No return waits for you. You hear when one comes in.",
    )  # fmt: skip


def action(typing: Typing) -> Json:
    """Actions and what is recorded about them."""
    return own_audits.asks_card(
        "Your actions",
        asks(
            typing, "action.complete", "action.confirm", "urgent.address", "progress.report",
            "supervision.record", "closure.record", "case.note",
        ),
        "No action of yours is open.",
    )  # fmt: skip
