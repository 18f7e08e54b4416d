"""A meeting's record is read by its readers and nobody else, wherever one looks (§3).

Practitioner, Team Manager, Head of Service, audit team, and those who were there (guide §10).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.cards.below_good.uopp import VIEW
from bot.dialogs.conversations import PAGES
from bot.dialogs.faces import face, said
from bot.dialogs.forms import form
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from store.ledger import Reader
from store.tables import Action, Audit, Message, Person
from store.views.below_good import uopp
from store.views.reports.audit_story import audit_story
from store.vocabulary.errors import LedgerError, NotAllowed
from tests.bot.dialogs.showing import deliver, words
from tests.store.acts.arranging_meetings import (
    CONVENED,
    MET,
    NEXT_DAY,
    below_good,
    convene,
    hold,
    the_meeting,
    the_proposal,
)
from tests.store.council import HOS, MANAGER, OFFICER, OTHER_OFFICER, STRANGER, Council

AFTER = datetime(2026, 12, 22, 10, tzinfo=UTC)
MONTH_END = datetime(2026, 12, 31, 16, tzinfo=UTC)
TYPED = ("my work", "status", "who owes", "audit team")
CANARY = "CANARY-"


def held_and_shared(council: Council, grade: str = "RI") -> Audit:
    """A meeting with a canary in every field that takes words; its record is shared."""
    audit = below_good(council, grade)
    lead = MANAGER if grade == "Inadequate" else audit.auditor or ""
    council.do("person.absent", audit.practitioner, {"from": "2026-12-17", "to": "2026-12-18"},
               by=audit.practitioner, at=CONVENED)  # fmt: skip
    convene(council, audit, by=lead, place="CANARY-place")
    hold(
        council, audit, by=lead, attended=[audit.team_manager, audit.auditor, HOS],
        stands_in="CANARY-stand-in", progression={"grade": "Good", "reason": "CANARY-progress"},
    )  # fmt: skip
    council.do("uopp.share", audit.id, by=lead, at=NEXT_DAY)
    return council.audit(audit.id)


def everything_in_chats(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """(who, what, words) of every card that was ever sent and of everything that can be typed."""
    for message in reader.rows(Message):
        if not message.to.startswith("post:"):
            drawn = face(reader, message)
            if drawn is not None:
                yield message.to, message.kind, repr(drawn.card)
    for person in reader.rows(Person):
        for typed in TYPED:
            yield person.id, typed, " ".join(words(one) for one in said(reader, person, typed))


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_no_card_and_no_digest_shows_a_word_of_it_to_anybody(council: Council, grade: str) -> None:
    held_and_shared(council, grade)
    for at in (NEXT_DAY, AFTER, MONTH_END):
        deliver(council, at)
        sweep(council.ledger, council.programme, at)
        issue_digest(council.ledger, council.programme, at)
        deliver(council, at)
    with council.read(MONTH_END) as reader:
        shown = list(everything_in_chats(reader))
        found = {(who, what) for who, what, told in shown if CANARY in told}
        stories = [str(audit_story(reader, audit.id)) for audit in reader.rows(Audit)]
    assert {kind for _, kind, _ in shown} >= {"uopp_record", "uopp_chair", "digest", "nudge"}
    assert found == set()
    assert not any(CANARY in story for story in stories)
    assert CANARY not in repr(council.table("fact"))


def test_the_search_finds_a_word_that_stands_on_a_card(council: Council) -> None:
    """Where it is arranged is told to those who come: the search would find such a word."""
    audit = below_good(council)
    convene(council, audit, place="CANARY-place")
    deliver(council, CONVENED)
    with council.read(CONVENED) as reader:
        found = {who for who, _, told in everything_in_chats(reader) if CANARY in told}
    assert found == {audit.auditor, audit.practitioner, audit.team_manager}


@pytest.mark.parametrize("grade", ["RI", "Inadequate"])
def test_it_opens_for_its_readers_alone_by_every_dialog_that_there_is(
    council: Council, grade: str
) -> None:
    audit = held_and_shared(council, grade)
    meeting, proposal = the_meeting(council), the_proposal(council)
    readers = {audit.practitioner, audit.team_manager, audit.auditor, HOS, OFFICER,
               OTHER_OFFICER, MANAGER}  # fmt: skip
    subjects = [meeting.id, proposal.id, audit.id]
    opened: dict[str, set[str]] = {}
    with council.read(AFTER) as reader:
        subjects += [action.id for action in reader.rows(Action)]
        for person in [*(p.id for p in reader.rows(Person)), STRANGER]:
            for verb in PAGES:
                for subject in subjects:
                    told = _opened(reader, verb, subject, person)
                    if "CANARY-record" in told or "CANARY-stand-in" in told:
                        opened.setdefault(verb, set()).add(person)
    assert opened == {VIEW: readers}


def _opened(reader: Reader, verb: str, subject: str, upn: str) -> str:
    try:
        return repr(form(reader, verb, subject, upn)[1])
    except (LedgerError, KeyError, TypeError, AttributeError):
        return ""


def test_before_it_is_shared_those_who_were_there_read_it(council: Council) -> None:
    audit = below_good(council)
    hold(council, audit)
    meeting = the_meeting(council)
    with council.read(MET) as reader:
        form(reader, VIEW, meeting.id, audit.practitioner)
        for upn in (HOS, OFFICER, audit.moderator or "", STRANGER):
            with pytest.raises(NotAllowed):
                form(reader, VIEW, meeting.id, upn)


def test_the_search_finds_it_where_its_defence_is_taken_out(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_and_shared(council)
    monkeypatch.setattr(uopp, "record_readers", lambda _reader, _meeting: {STRANGER})
    with council.read(AFTER) as reader:
        assert "CANARY-record" in _opened(reader, VIEW, the_meeting(council).id, STRANGER)
