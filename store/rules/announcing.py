"""Which card tells somebody of a duty as it opens, so that no reminder has to (programme.md §4)."""

from collections.abc import Mapping

from sqlmodel import col

from store.ledger import Reader
from store.people.holding import is_post
from store.people.posts import notified_for
from store.tables import Duty, Message
from store.vocabulary.duty_kinds import DutyKind
from store.vocabulary.message_kinds import MessageKind

ANNOUNCED_BY: Mapping[DutyKind | str, tuple[MessageKind, ...]] = {
    "action.complete": ("action_given", "action_reopened"),
    "action.confirm": ("action_confirm",),
    "allocation.accept": ("allocation", "not_exempted", "conflict_resolved"),
    "concern.answer": ("concern",),
    "conflict.resolve": ("conflict",),
    "delivery.reach": ("unreached",),
    "digest.address": ("digest",),
    "dip.sample": ("dips", "dip_given"),
    "dip.signoff": ("dip_sign",),
    "dispute.answer": ("dispute",),
    "dispute.decide": ("dispute_decide",),
    "duty.appraisal": ("appraisal",),
    "duty.appraisal_sample": ("appraisal",),
    "duty.help": ("help_asked",),
    "exemption.decide": ("exemption",),
    "leaver.reassign": ("reallocation",),
    "list.confirm": ("list",),
    "lock.confirm": ("lock",),
    "moderation.decide": ("returned",),
    "progression.confirm": ("progression",),
    "reallocation.confirm": ("reallocation",),
    "return.check": ("returned",),
    "return.rectify": ("sent_back",),
    "return.submit": ("allocation", "not_exempted", "conflict_resolved"),
    "section.complete": ("selected",),
    "uopp.share": ("uopp_chair",),
    "urgent.address": ("inadequate",),
    "void.decide": ("referred",),
}
"""The kinds of card that say what is to be done, by when, and carry the button for it."""


def announcements(reader: Reader, duty: Duty) -> list[Message]:
    """The cards queued with the duty, or since, that tell of it to whom they go."""
    kinds = ANNOUNCED_BY.get(duty.kind, ())
    if not kinds:
        return []
    since, about = col(Message.queued_at) >= duty.opened_at, col(Message.subject)
    places = [one for one in (duty.subject, duty.cycle, reader.programme) if one is not None]
    # Each is found by its subject: one question with an OR would read every message there is.
    found = [*reader.rows(Message, since, kind=kinds, subject=places)]
    parts = [f"{duty.subject}.", *(["digest-"] if "digest" in kinds else [])]
    for first in parts:
        past = f"{first[:-1]}{chr(ord(first[-1]) + 1)}"
        found += reader.rows(Message, since, about >= first, about < past, kind=kinds)
    return sorted({message.id: message for message in found}.values(), key=lambda one: one.id)


def was_announced(reader: Reader, duty: Duty, upn: str) -> bool:
    """Whether a card that went to `upn` as the duty opened, or since, asks for it."""
    return any(
        message.to == upn or (is_post(message.to) and upn in notified_for(reader, message.to))
        for message in announcements(reader, duty)
    )
