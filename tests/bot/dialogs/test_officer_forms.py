"""The audit team's forms: what they ask, what they send to the act, how each dialog ends."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.dialogs.faces import faced
from bot.dialogs.fields import fields_of
from bot.dialogs.forms import asks_first, form
from bot.dialogs.receipts import receipt
from store.tables import Closure, Cycle, Person
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, Stale
from tests.bot.cards.linter import elements, problems
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.arranging import RETURNED
from tests.store.council import (
    CYCLE,
    ISSUED,
    OFFICER,
    SETUP,
    Council,
    a_return,
    caseload,
    profile_text,
    staff,
)

Json = dict[str, Any]


def opened(council: Council, verb: str, subject: str, **more: Any) -> Json:
    """The dialog's card for the audit officer, linted."""
    with council.read(more.pop("at", ISSUED)) as reader:
        _, card = form(reader, verb, subject, OFFICER, **more)
    assert problems(faced(card)) == []
    return card


def inputs(card: Json) -> dict[str, Json]:
    return {e["id"]: e for e in elements(card) if str(e.get("type", "")).startswith("Input.")}


def sent(council: Council, verb: str, subject: str, data: Json, **more: Any) -> str:
    """The form sent in by the officer, and the sentence with which the dialog closes."""
    at = more.pop("at", ISSUED)
    council.do(verb, subject, fields_of(verb, data), by=OFFICER, at=at)
    with council.read(at) as reader:
        return receipt(reader, verb, subject)


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[Council]:
    """A profile that wants more slack than any month has (programme.md §4)."""
    council = Council.empty(f"sqlite:///{tmp_path / 'tight.db'}")
    council.found(profile_text().replace("least = 2", "least = 9"))
    council.load_people(staff())
    council.load_cases(caseload())
    yield council
    council.close()


def test_a_cycle_is_opened_with_its_lines_of_enquiry_and_empty_ones_left_out(
    council: Council,
) -> None:
    card = opened(council, "cycle.open", council.programme)
    assert {"service", "month", "kloes.1.text", "kloes.4.where"} <= set(inputs(card))
    assert "accept_slack" not in inputs(card)
    data = {
        "service": "Care",
        "month": "2027-01-01",
        "kloes.1.text": "Voice?",
        "kloes.1.where": "",
        "kloes.3.text": "Neglect?",
        "kloes.3.where": "flags=neglect",
    }
    council.do("cycle.open", council.programme, fields_of("cycle.open", data), by=OFFICER)
    with council.read() as reader:
        cycle = reader.get(Cycle, "care-2027-01")
    assert cycle.kloes == [
        {"text": "Voice?", "where": ""},
        {"text": "Neglect?", "where": "flags=neglect"},
    ]


def test_too_little_slack_is_refused_in_words_and_opened_all_the_same(tight: Council) -> None:
    """Under the least the audit team's word is needed (programme.md §4)."""
    data = {"service": "Frontdoor", "month": "2026-12-01", "kloes.1.text": "Voice?"}
    with pytest.raises(Invalid) as why:
        sent(tight, "cycle.open", tight.programme, data, at=SETUP)
    card = opened(
        tight, "cycle.open", tight.programme, given=data, errors=why.value.fields, at=SETUP
    )
    told = words_of(card)
    assert "December 2026 has 3 working days to spare" in told
    assert "9 to spare are the least" in told
    assert "is needed" not in told
    assert [action["title"] for action in card["actions"]] == ["Open it all the same"]
    again = inputs(card)
    assert again["accept_slack"]["value"] == "true"
    assert again["kloes.1.text"]["value"] == "Voice?"
    wanted = fields_of("cycle.open", data | {"accept_slack": "true"})
    tight.do("cycle.open", tight.programme, wanted, by=OFFICER, at=SETUP)
    with tight.read(SETUP) as reader:
        assert reader.get(Cycle, CYCLE).state == "open"


def test_a_swap_offers_lawful_people_alone_and_what_it_offers_is_taken(council: Council) -> None:
    council.open_cycle(service="Care", month="2027-01-01")
    council.do("cycle.select", "care-2027-01", {"seed": 1}, at=SETUP)
    council.do("cycle.allocate", "care-2027-01", {"seed": 1}, at=SETUP)
    [row, *_] = council.audits(state="allocated", cycle="care-2027-01")
    fields = inputs(opened(council, "list.swap", row.id))
    offered = {choice["value"] for choice in fields["auditor"]["choices"]}
    assert row.auditor not in offered
    assert not offered & {row.practitioner, row.team_manager}
    assert fields["reason"]["isRequired"] is True
    council.do("list.swap", row.id, {"auditor": min(offered), "reason": "Level loads"}, by=OFFICER)
    assert council.audit(row.id).auditor == min(offered)


def test_a_day_without_work_is_added_and_asked_for_once(council: Council) -> None:
    card = opened(council, "closure.add", council.programme)
    assert inputs(card)["kind"]["value"] == "closure"
    data = {"on": "2026-12-21", "kind": "closure", "name": "Council closed"}
    assert sent(council, "closure.add", council.programme, data).startswith("Added.")
    with council.read() as reader:
        [closure] = reader.rows(Closure)
    assert closure.on == date(2026, 12, 21)
    assert "Mon 21 Dec: Council closed" in words_of(
        opened(council, "closure.add", council.programme)
    )
    with pytest.raises(Invalid):
        sent(council, "closure.add", council.programme, data)


def test_an_absence_names_who_stands_in_and_the_dialog_says_so(council: Council) -> None:
    """programme.md §4: nudges go to the delegate, or up."""
    fields = inputs(opened(council, "person.absent", "tm.mash"))
    assert "tm.mash" not in {choice["value"] for choice in fields["delegate"]["choices"]}
    data = {"from": "2026-12-07", "to": "2026-12-11", "delegate": "ap.mash"}
    assert sent(council, "person.absent", "tm.mash", data) == (
        "Recorded: Tm Mash is away from Mon 7 Dec to Fri 11 Dec; Ap Mash stands in. "
        "2 open things stay theirs; reminders go to Ap Mash."
    )
    known = words_of(opened(council, "person.absent", "tm.mash"))
    assert "Mon 7 Dec to Fri 11 Dec" in known
    until = sent(council, "person.absent", "tm.mash", {"from": "2026-12-07", "to": ""})
    assert until.startswith("Recorded: Tm Mash is away from Mon 7 Dec until further notice. ")


def test_who_only_moderates_has_work_in_hand_and_the_receipt_says_who_takes_it_over(
    council: Council,
) -> None:
    """A moderator's deputy takes over (programme.md §4)."""
    audit = council.audits()[0]
    given = a_return(today=RETURNED.date())
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    moderator = audit.moderator or ""
    assert "to moderate" in words_of(opened(council, "person.absent", moderator))
    away = {"from": RETURNED.date().isoformat(), "to": "2026-12-24"}
    council.do("person.absent", moderator, away, by=OFFICER, at=RETURNED)
    with council.read(RETURNED) as reader:
        told = receipt(reader, "person.absent", moderator)
        deputy = reader.get(Person, audit.deputy or "").name
    assert f"{deputy} takes over {audit.case_ref}." in told
    # The audit team's card of the return names them too, not who is away.
    team = shown(council, OFFICER, "returned", audit.id, at=RETURNED)
    assert deputy in words(team)
    with council.read(RETURNED) as reader:
        assert reader.get(Person, moderator).name not in words(team)


def test_who_has_things_open_and_nobody_to_stand_in_is_told_where_reminders_go(
    council: Council,
) -> None:
    who = council.audits()[0].auditor or ""
    told = sent(council, "person.absent", who, {"from": "2026-12-07", "to": ""})
    assert told.endswith("theirs; reminders go to whoever is above them.")


def test_a_leaver_is_recorded_with_what_they_have_in_hand(council: Council) -> None:
    audit = council.audits()[0]
    who = audit.auditor or ""
    assert "In hand\n1 audit" in words_of(opened(council, "person.left", who))
    told = sent(council, "person.left", who, {"on": "2026-12-01"})
    assert "has left. What they had in hand comes to the audit team." in told
    with council.read() as reader:
        assert reader.get(Person, who).left_on == date(2026, 12, 1)
    assert council.audit(audit.id).auditor != who


@pytest.mark.parametrize("verb", ["cycle.open", "closure.add", "person.absent", "person.left"])
def test_nobody_else_is_even_asked(council: Council, verb: str) -> None:
    subject = "tm.response" if verb.startswith("person") else council.programme
    with council.read() as reader, pytest.raises((NotAllowed, Stale)):
        form(reader, verb, subject, "sw.mash")
    with council.read() as reader, pytest.raises((NotAllowed, Stale)):
        form(reader, verb, subject, "ap.assessment")


def test_a_button_in_a_dialog_asks_for_the_form_before_the_act() -> None:
    row = {"verb": "list.swap", "id": "x", "version": 1}
    assert asks_first("list.swap", row)
    assert asks_first("person.absent", {"id": "tm.mash", "version": 1, "who": "tm", "page": "2"})
    assert asks_first("register.issue", {"id": "riverside", "version": 1})
    assert not asks_first("register.issue", {"id": "r", "version": 1, "identifiable": "false"})
    assert not asks_first("list.swap", row | {"reason": "Moved"})
    assert not asks_first("cycle.select", {"id": CYCLE, "version": 1})
    assert not asks_first("no.such", {"id": CYCLE, "version": 1})


def test_what_no_form_has_is_left_for_the_act_to_refuse(council: Council) -> None:
    data = {"service": "Care", "month": "2027-01-01", "kloes.x.text": "?", "actor": "hos"}
    with pytest.raises(LedgerError) as refused:
        council.do("cycle.open", council.programme, fields_of("cycle.open", data), by=OFFICER)
    assert set(refused.value.fields) == {"kloes.x.text", "actor"}
