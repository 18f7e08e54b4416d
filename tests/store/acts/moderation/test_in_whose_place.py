"""Who stands in for an absent addressee gets the Inadequate notice as well, at once (§2.13, §4)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cards.moderation.inadequate import inadequate_card
from bot.dialogs.faces import faced
from store.registry import enact
from store.tables import Audit, Message
from store.views.moderation.inadequate import inadequate
from tests.bot.dialogs.showing import words
from tests.store.acts.arranging import change_person, submit_return
from tests.store.council import ACADEMY, DIRECTOR, GM, HOS, MANAGER, PSW, Council

LATE = datetime(2026, 12, 8, 21, 30, tzinfo=UTC)
"""Tuesday evening, when nothing else goes out."""
AWAY: dict[str, Any] = {"absent_from": date(2026, 12, 7), "absent_to": date(2026, 12, 18)}


def graded_inadequate(council: Council) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=LATE)
    return council.audit(audit.id)


def notices(council: Council) -> dict[str, Message]:
    with council.read(LATE) as reader:
        found = list(reader.rows(Message, kind="inadequate"))
    assert len({m.to for m in found}) == len(found)
    return {m.to: m for m in found}


def read_by(council: Council, audit: Audit, upn: str) -> str:
    with council.read(LATE) as reader:
        view = inadequate(reader, audit.id, upn)
    assert view is not None
    return words(faced(inadequate_card(view)))


@pytest.mark.parametrize(
    ("away", "title"),
    [(HOS, "Head of Service"), (MANAGER, "Audit Manager"),
     (ACADEMY, "Head of the Learning Academy")],
)  # fmt: skip
def test_2_13_the_delegate_of_an_absent_addressee_is_told_at_once_and_in_whose_place(
    council: Council, away: str, title: str
) -> None:
    change_person(council, away, delegate=PSW, **AWAY)
    audit = graded_inadequate(council)
    told = notices(council)
    assert {PSW, away} <= told.keys()
    assert (told[PSW].urgent, told[PSW].not_before) == (True, LATE)
    assert f"You are notified in place of {away.replace('.', ' ').title()}, {title}." in (
        read_by(council, audit, PSW)
    )


@pytest.mark.parametrize("part", ["practitioner", "team_manager"])
def test_2_13_so_is_the_delegate_of_an_absent_practitioner_or_team_manager(
    council: Council, part: str
) -> None:
    audit = council.audits()[0]
    change_person(council, getattr(audit, part), delegate=PSW, **AWAY)
    graded_inadequate(council)
    assert PSW in notices(council)


def test_4_where_an_absent_head_named_nobody_who_is_here_one_up_is_told(council: Council) -> None:
    change_person(council, PSW, **AWAY)
    change_person(council, HOS, delegate=PSW, **AWAY)
    audit = graded_inadequate(council)
    assert DIRECTOR in notices(council)
    assert PSW not in notices(council)
    assert "You are notified in place of Hos Frontdoor" in read_by(council, audit, DIRECTOR)


def test_2_13_while_everybody_is_here_no_delegate_is_told(council: Council) -> None:
    change_person(council, HOS, delegate=PSW)
    graded_inadequate(council)
    assert not {PSW, DIRECTOR} & notices(council).keys()


def test_2_13_who_is_told_themselves_is_not_told_again_in_anothers_place(council: Council) -> None:
    change_person(council, HOS, delegate=MANAGER, **AWAY)
    audit = graded_inadequate(council)
    assert MANAGER in notices(council)
    assert "in place of" not in read_by(council, audit, MANAGER)


def test_2_13_who_stood_in_follows_it_on_without_the_document_when_the_head_is_back(
    council: Council,
) -> None:
    change_person(council, HOS, delegate=GM, **AWAY)
    audit = graded_inadequate(council)
    assert "Open the audit document" in read_by(council, audit, GM)
    change_person(council, HOS, absent_from=None, absent_to=None, delegate=None)
    assert "Open the audit document" not in read_by(council, audit, GM)


def test_4_a_head_who_is_the_duty_owner_is_spoken_to_and_offered_the_return(
    council: Council,
) -> None:
    audit = graded_inadequate(council)
    with council.unit(at=LATE) as unit:
        enact(unit, "clock.long", unit.get(Audit, audit.id))
    told = read_by(council, audit, HOS)
    assert "You are the duty owner until then." in told
    assert "Hos Frontdoor" not in told
    assert "Read the return" in told
    assert "Hos Frontdoor is the duty owner until then." in read_by(council, audit, MANAGER)
