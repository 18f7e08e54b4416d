"""Which card tells somebody of a duty as it opens, so that no reminder has to (programme.md §4)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import String, and_, column, select, values
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
DIGESTS: Final = "digest-"
"""What the id of every digest begins with."""


class Announcements:
    """The cards that tell of some duties as they open, read together."""

    def __init__(self, reader: Reader, duties: Collection[Duty]) -> None:
        told = [duty for duty in duties if duty.kind in ANNOUNCED_BY]
        self._reader = reader
        self._about: dict[str, dict[str, Message]] = {}
        self._parts: dict[str, dict[str, Message]] = {}
        for message in _cards(reader, told) if told else ():
            subject = message.subject
            self._about.setdefault(subject, {})[message.id] = message
            dots = [place for place, letter in enumerate(subject) if letter == "."]
            wholes = [subject[:place] for place in dots]
            for whole in (*wholes, *([DIGESTS] if subject.startswith(DIGESTS) else [])):
                self._parts.setdefault(whole, {})[message.id] = message

    def of(self, duty: Duty) -> list[Message]:
        """The cards queued with one of these duties, or since, that tell of it to whom they go."""
        kinds = ANNOUNCED_BY.get(duty.kind, ())
        found: dict[str, Message] = {}
        for place in _places(self._reader, duty):
            found |= self._about.get(place, {})
        for whole in (duty.subject, *([DIGESTS] if "digest" in kinds else [])):
            found |= self._parts.get(whole, {})
        return [
            message
            for _, message in sorted(found.items())
            if message.kind in kinds and message.queued_at >= duty.opened_at
        ]

    def reached(self, duty: Duty, upn: str) -> bool:
        """Whether a card that went to `upn` as the duty opened, or since, asks for it."""
        return any(
            message.to == upn
            or (is_post(message.to) and upn in notified_for(self._reader, message.to))
            for message in self.of(duty)
        )


def announcements(reader: Reader, duty: Duty) -> list[Message]:
    """The cards queued with the duty, or since, that tell of it to whom they go."""
    return Announcements(reader, [duty]).of(duty)


def was_announced(reader: Reader, duty: Duty, upn: str) -> bool:
    """Whether a card that went to `upn` as the duty opened, or since, asks for it."""
    return Announcements(reader, [duty]).reached(duty, upn)


def _places(reader: Reader, duty: Duty) -> list[str]:
    """What a card that tells of the duty may be about, beside a part of its subject."""
    return [one for one in (duty.subject, duty.cycle, reader.programme) if one is not None]


def _cards(reader: Reader, duties: Collection[Duty]) -> list[Message]:
    """Every card that may tell of one of these duties: two questions, however many they are.

    Each card is found by its subject: one question with an OR would read every message there is.
    """
    kinds = sorted({kind for duty in duties for kind in ANNOUNCED_BY[duty.kind]})
    since = col(Message.queued_at) >= min(duty.opened_at for duty in duties)
    places = {place for duty in duties for place in _places(reader, duty)}
    begins = {f"{duty.subject}." for duty in duties} | ({DIGESTS} if "digest" in kinds else set())
    found = [*reader.rows(Message, since, kind=kinds, subject=places)]
    ranges = [(first, f"{first[:-1]}{chr(ord(first[-1]) + 1)}") for first in sorted(begins)]
    return found + _in_ranges(reader, ranges, since, kinds)


def _in_ranges(
    reader: Reader, ranges: Sequence[tuple[str, str]], since: Any, kinds: Sequence[str]
) -> list[Message]:
    """Cards of these kinds whose subject lies in one of the ranges."""
    about = col(Message.subject)
    if len(ranges) == 1:
        [(first, past)] = ranges
        return [*reader.rows(Message, since, about >= first, about < past, kind=kinds)]
    part = values(column("first", String), column("past", String), name="part").data(ranges).cte()
    # An outer join is read from its left side, so that each range is looked up in the index.
    within = and_(
        col(Message.programme) == reader.programme,
        about >= part.c.first,
        about < part.c.past,
        col(Message.kind).in_(kinds),
        since,
    )
    query = select(Message).select_from(part.outerjoin(Message, within))
    # Where nothing lies in a range, an outer join gives None for it.
    return [*filter(None, reader.session.scalars(query))]
