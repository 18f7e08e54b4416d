"""What the audit team looks at: every look drawn and linted, the next step first."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.cards.parts.surface import CHAT, DIALOG, Surface
from bot.dialogs.conversations import LOOKS
from bot.dialogs.faces import faced, said
from bot.dialogs.steps import look
from store.duties.outbox import FAILED, queue
from store.ledger import SYSTEM
from store.registry import enact
from store.tables import Message, Person
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import problems
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.showing import verbs
from tests.store.council import CYCLE, HOS, ISSUED, MANAGER, OFFICER, SETUP, Council

LATE = datetime(2026, 12, 29, 9, tzinfo=UTC)
Json = dict[str, Any]


def subjects(council: Council) -> dict[str, str]:
    """Something for each place to be about."""
    audit = council.audits()[0].id
    about = {"cycle.": CYCLE, "row.": audit, "audit.": audit}
    return {
        verb: next((s for start, s in about.items() if verb.startswith(start)), council.programme)
        for verb in LOOKS
    }


def shown(
    council: Council,
    verb: str,
    subject: str,
    *,
    upn: str = OFFICER,
    at: datetime = ISSUED,
    place: Surface = DIALOG,
    **sent: Any,
) -> Json:
    """A place as somebody sees it, linted."""
    with council.read(at) as reader:
        card = look(reader, verb, subject, upn, sent=sent, place=place)
    assert problems(faced(card)) == []
    return card


def typed(council: Council, upn: str, text: str, at: datetime = ISSUED) -> Json:
    """What typed words are answered with."""
    with council.read(at) as reader:
        [face] = said(reader, reader.get(Person, upn), text)
    assert problems(face) == []
    return face.card


@pytest.mark.parametrize("verb", LOOKS)
@pytest.mark.parametrize("place", [CHAT, DIALOG])
def test_every_place_is_shown_to_the_audit_team_and_to_nobody_else(
    council: Council, verb: str, place: Surface
) -> None:
    subject = subjects(council)[verb]
    for upn in (OFFICER, MANAGER):
        shown(council, verb, subject, upn=upn, place=place)
    for other in (HOS, "tm.mash", "sw.mash"):
        with council.read() as reader, pytest.raises(NotAllowed):
            look(reader, verb, subject, other, sent={}, place=place)


def test_no_place_says_who_a_child_is(council: Council) -> None:
    for verb, subject in subjects(council).items():
        told = str(shown(council, verb, subject, who="e", show="issued", page="1"))
        assert "Zebedee" not in told
        assert "Martian" not in told


@pytest.mark.parametrize("text", ["audit team", "Cycles", " audit  TEAM? "])
def test_the_audit_team_types_its_word_and_gets_the_programme(council: Council, text: str) -> None:
    assert "cycle.follow" in verbs(faced(typed(council, OFFICER, text)))
    other = typed(council, "tm.mash", text)
    assert verbs(faced(other)) == set()
    assert "Who can help: the audit team." in words_of(other)


def test_help_mentions_it_to_the_audit_team_alone(council: Council) -> None:
    assert "audit team" in words_of(typed(council, OFFICER, "help"))
    assert "run a cycle" not in words_of(typed(council, "tm.mash", "help"))


def test_each_state_of_a_cycle_offers_its_next_step_first(filled: Council) -> None:
    """programme.md §2.2 to §2.4, one press a step."""
    first = []

    def step() -> None:
        card = typed(filled, OFFICER, "audit team", SETUP)
        actions = [a for part in _rows(card) for a in part]
        primary = [a for a in actions if a.get("style") == "positive"]
        first.append((primary[0].get("verb") or primary[0]["data"]["verb"], primary[0]["title"]))

    step()
    filled.open_cycle()
    step()
    filled.do("cycle.select", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    step()
    filled.do("cycle.allocate", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    step()
    filled.do("list.propose", CYCLE, by=OFFICER, at=SETUP)
    step()
    [row, *_] = filled.audits(state="allocated")
    change = {"audit": row.id, "reason": "Moved away"}
    filled.do("list.change", CYCLE, change, by=HOS, at=SETUP)
    step()
    filled.do("list.propose", CYCLE, by=OFFICER, at=SETUP)
    filled.do("list.confirm", CYCLE, by=HOS, at=ISSUED)
    step()
    assert first == [
        ("cycle.open", "Open a cycle…"),
        ("cycle.select", "Draw the cases"),
        ("cycle.allocate", "Allocate the audits"),
        ("list.propose", "Send the list to Hos Frontdoor"),
        ("cycle.rows", "See the list"),
        ("list.propose", "Send the list again"),
        ("cycle.follow", "Follow the audits"),
    ]


def _rows(node: Any) -> list[list[Json]]:
    """Every row of buttons, in reading order."""
    if isinstance(node, list):
        return [row for part in node for row in _rows(part)]
    if not isinstance(node, dict):
        return []
    own = [node["actions"]] if node.get("type") == "ActionSet" else []
    return own + [row for value in node.values() for row in _rows(value)]


def test_what_a_draw_and_an_allocation_brought_out_is_told(filled: Council) -> None:
    filled.open_cycle()
    filled.do("cycle.select", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    told = words_of(shown(filled, "cycle.view", CYCLE, at=SETUP))
    assert "8: 3 for Advanced Practitioners and 5 for Team Managers" in told
    assert "12 cases, by lot, seed 7" in told
    filled.do("cycle.allocate", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    told = words_of(shown(filled, "cycle.view", CYCLE, at=SETUP))
    assert "8, to 8 auditors" in told
    assert "Tm Care Two" in told


def test_a_row_shows_each_rule_and_says_what_no_longer_holds(council: Council) -> None:
    audit = council.audits()[0]
    told = words_of(shown(council, "row.view", audit.id))
    assert "Not in the case's team: yes" in told
    assert "No longer lawful today" not in told
    away = {"from": "2026-12-01", "to": "2026-12-31"}
    council.do("person.absent", audit.auditor or "", away, by=OFFICER)
    assert "No longer lawful today" in words_of(shown(council, "row.view", audit.id))


def test_audits_are_followed_by_place_with_the_late_ones_first(council: Council) -> None:
    accepted = council.audits()[3]
    council.do("allocation.accept", accepted.id, by=accepted.auditor or "")
    told = words_of(shown(council, "cycle.follow", CYCLE, show="accepted"))
    assert accepted.case_ref in told
    assert council.audits()[0].case_ref not in told
    late = shown(council, "cycle.follow", CYCLE, at=LATE, show="overdue")
    assert "overdue" in faced(late).summary
    assert "ago" in words_of(late)
    assert "No audit is in that place now." in words_of(
        shown(council, "cycle.follow", CYCLE, show="nowhere")
    )


def test_one_audit_has_its_place_its_story_and_its_acts(council: Council) -> None:
    audit = council.audits()[0]
    told = words_of(shown(council, "audit.view", audit.id))
    assert "confirmed the list" in told
    assert "Return the audit" in told
    council.do("conflict.declare", audit.id, {"reason": "I know them"}, by=audit.auditor or "")
    assert "conflict.resolve" in verbs(faced(shown(council, "audit.view", audit.id)))


def test_who_could_not_be_reached_is_told_until_something_arrives(council: Council) -> None:
    with council.ledger.unit(council.programme, actor=SYSTEM, at=ISSUED) as unit:
        lost = queue(unit, "tm.mash", "allocation", council.audits()[0].id, once="lost")
        assert lost is not None
        unit.session.flush()
        enact(unit, "message.fail", lost, {"reason": "They have blocked Sightline in Teams."})
    card = shown(council, "unreached.view", council.programme)
    assert faced(card).summary == "1 person could not be reached in Teams"
    assert "They have blocked Sightline in Teams. Since Tue 1 Dec, 1 message." in words_of(card)
    assert [m.state for m in _messages(council, "tm.mash") if m.state == FAILED]
    with council.ledger.unit(council.programme, actor=SYSTEM, at=LATE) as unit:
        came = queue(unit, "tm.mash", "allocation", council.audits()[0].id, once="came")
        assert came is not None
        unit.session.flush()
        got = {"conversation_id": "a:1", "activity_id": "1:9"}
        enact(unit, "message.deliver", came, got)
    card = shown(council, "unreached.view", council.programme, at=LATE)
    assert faced(card).summary == "Everybody could be reached"


def _messages(council: Council, upn: str) -> list[Message]:
    with council.read() as reader:
        return [message for message in reader.rows(Message) if message.to == upn]
