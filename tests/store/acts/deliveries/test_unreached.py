"""Whom Teams does not reach: the audit team owes them word another way (trust.md §1, §4)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.reports.digest import digest_card
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from store.acts.deliveries.delivery import owe_again
from store.duties.outbox import queue
from store.ledger import SYSTEM
from store.registry import enact
from store.tables import Digest, Duty, Message, Person
from store.views.nudges.owed import owed
from store.views.parts.people_in_words import of_person
from store.views.reports.digest import digest
from store.views.reports.digest_read import digest_read
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.bot.cards.linter import said
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.arranging_disputes import the_message
from tests.store.acts.reporting import AFTER, MONDAY
from tests.store.council import ACADEMY, DIRECTOR, HOS, MANAGER, OFFICER, OTHER_OFFICER, Council

LOST = datetime(2026, 12, 1, 11, tzinfo=UTC)
DUE = datetime(2026, 12, 2, 17, tzinfo=UTC)
"""Wednesday: one working day from the Tuesday on which it failed."""
DUE_DAY = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
"""Monday, two working days before a return that is due falls due on the 21st is yet to come."""
REMINDED = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
BLOCKED = {"reason": "They have blocked Sightline in Teams.", "out_of_reach": True}
TEAM = (OFFICER, OTHER_OFFICER, MANAGER)
PHONED = {"how": "phone"}


def out_of_reach(council: Council) -> str:
    """An auditor whom the first message since the issue has not reached."""
    deliver(council)
    upn = council.audits()[0].auditor or ""
    lose(council, upn)
    return upn


def lose(council: Council, upn: str, *, at: datetime = LOST, **why: object) -> None:
    """One more message to them fails."""
    with council.ledger.unit(council.programme, actor=SYSTEM, at=at) as unit:
        lost = queue(unit, upn, "allocation", council.audits()[0].id, once=f"lost:{unit.next_seq}")
        assert lost is not None
        unit.session.flush()
        enact(unit, "message.fail", lost, BLOCKED | why)


def post_fails(council: Council, lost: set[str], at: datetime) -> None:
    """Everything owed goes out, and nothing of it comes to those who are `lost`."""
    deliver(council, at, lost=lost, why=BLOCKED)


def reaching(council: Council) -> list[str]:
    """Whom the audit team is to tell another way."""
    with council.read() as reader:
        return [duty.subject for duty in owed(reader, MANAGER) if duty.kind == "delivery.reach"]


def opened(council: Council) -> int:
    return sum(row["kind"] == "delivery.reach" for row in council.table("duty"))


def test_1_a_message_that_teams_cannot_bring_is_owed_another_way_by_the_next_working_day(
    council: Council,
) -> None:
    upn = out_of_reach(council)
    duty = council.duties(upn)["delivery.reach"]
    assert (duty.owner, duty.due_at, duty.ladder, duty.source) == (
        "post:audit_team",
        DUE,
        "short",
        "default",
    )
    assert council.verbs()[-2:] == ["message.fail", "person.unreached"], "in the failure's commit"
    assert reaching(council) == [upn]


def test_1_one_duty_a_person_however_many_messages_fail(council: Council) -> None:
    upn = out_of_reach(council)
    lose(council, upn)
    lose(council, upn, at=LATER)
    assert opened(council) == 1


def test_1_what_fails_for_another_reason_is_nobodys_to_ring_about(council: Council) -> None:
    deliver(council)
    lose(council, council.audits()[0].auditor or "", out_of_reach=False)
    assert opened(council) == 0


def test_4_the_audit_team_is_reminded_of_it_in_its_bundle(council: Council) -> None:
    upn = out_of_reach(council)
    sweep(council.ledger, council.programme, DUE_DAY)
    bundle = shown(council, OTHER_OFFICER, "nudge", at=DUE_DAY)
    assert "tell them another way than in Teams" in words(bundle)
    assert "person.told" in verbs(bundle)
    overdue = council.duties(upn)["delivery.reach"].due_at + timedelta(days=1)
    sweep(council.ledger, council.programme, overdue.replace(hour=9, minute=30))
    with council.read() as reader:
        (found,) = (d for d in owed(reader) if d.kind == "delivery.reach")
    assert found.rungs_sent == ("on the day", "working day 1 after")


def test_1_what_arrives_in_teams_meets_it(council: Council) -> None:
    upn = out_of_reach(council)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=LATER) as unit:
        came = queue(unit, upn, "allocation", council.audits()[0].id, once="came")
        assert came is not None
        unit.session.flush()
        got = {"conversation_id": "a:2", "activity_id": "1:came"}
        enact(unit, "message.deliver", came, got)
    assert council.duties(upn, still_open=False)["delivery.reach"].outcome == "met"


def test_1_whoever_writes_again_has_been_reached(council: Council) -> None:
    upn = out_of_reach(council)
    with council.unit(by=upn, at=LATER) as unit:
        owe_again(unit, upn)
    assert council.duties(upn, still_open=False)["delivery.reach"].outcome == "met"


@pytest.mark.parametrize(("recorded", "gone"), [("2026-12-01", LOST), ("2026-12-02", DUE_DAY)])
def test_1_nobody_is_told_who_has_left_even_where_it_was_recorded_ahead(
    council: Council, recorded: str, gone: datetime
) -> None:
    """A practitioner, who owes nothing by then that would have the sweep look at their leaving."""
    deliver(council)
    lose(council, "sw.care.two")
    council.do("person.left", "sw.care.two", {"on": recorded}, by=OFFICER, at=LOST)
    sweep(council.ledger, council.programme, gone)
    duty = council.duties("sw.care.two", still_open=False)["delivery.reach"]
    assert (duty.outcome, duty.rung_at) == ("cancelled", None)
    lose(council, "sw.care.two", at=LATER)
    assert opened(council) == 1


def test_1_the_audit_team_says_how_and_its_note_is_sealed(council: Council) -> None:
    upn = out_of_reach(council)
    for other in (upn, HOS, ACADEMY):
        with pytest.raises(NotAllowed):
            council.do("person.told", upn, PHONED, by=other, at=LOST)
    with pytest.raises(Invalid):
        council.do("person.told", upn, {"note": "CANARY"}, by=OFFICER, at=LOST)
    council.do("person.told", upn, PHONED | {"note": "CANARY"}, by=OFFICER, at=LOST)
    fact = council.table("fact")[-1]
    assert (fact["verb"], json.loads(fact["fields"])["how"]) == ("person.told", "phone")
    assert "CANARY" not in str(council.table("fact"))
    assert council.duties(upn, still_open=False)["delivery.reach"].outcome == "met"
    with pytest.raises(Stale):
        council.do("person.told", upn, PHONED, by=MANAGER, at=LOST)


def test_1_once_it_is_recorded_the_cards_of_the_others_say_so(council: Council) -> None:
    upn = out_of_reach(council)
    assert "person.told" in verbs(shown(council, MANAGER, "unreached", at=LOST))
    council.do("person.told", upn, PHONED, by=OFFICER, at=LOST)
    assert the_message(council, "unreached", MANAGER).redraw_at == LOST
    card = shown(council, MANAGER, "unreached", at=LOST)
    assert "person.told" not in verbs(card)
    assert "told them by phone on Tue 1 Dec" in words(card)


def test_5_the_digest_names_whom_nobody_has_told_on_its_day(council: Council) -> None:
    """Where Teams does not reach the audit team either, the Director hears of it (trust.md §1)."""
    upn = out_of_reach(council)
    issue_digest(council.ledger, council.programme, MONDAY)
    council.do("person.told", upn, PHONED, by=OFFICER, at=MONDAY + timedelta(hours=1))
    with council.read(AFTER) as reader:
        (row,) = reader.rows(Digest)
        as_sent = digest_read(reader, row.id, DIRECTOR)
        assert as_sent.not_told == (of_person(reader, reader.get(Person, upn)).with_role,)
        assert as_sent.not_told[0] in said(digest_card(as_sent))
        assert digest(reader)["not_told"] == []
    with council.read(MONDAY) as reader:
        (told,) = digest(reader)["not_told"]
    assert (told["person"], told["due"], told["working_days_late"]) == (upn, DUE, 13)


def test_1_a_reminder_of_what_they_were_told_has_nobody_ring_them_again(council: Council) -> None:
    upn = out_of_reach(council)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=LOST) as unit:
        queue(unit, upn, "allocation", council.audits()[0].id, once="on its way meanwhile")
        unit.record("test.owe", upn, {})
    council.do("person.told", upn, PHONED, by=OFFICER, at=LOST)
    sweep(council.ledger, council.programme, REMINDED)
    post_fails(council, {upn}, REMINDED)
    with council.read(REMINDED) as reader:
        assert len(reader.rows(Message, to=upn, state="failed")) == 3
    assert opened(council) == 1


def test_1_what_is_new_since_they_were_told_has_somebody_ring_them_again(council: Council) -> None:
    upn = out_of_reach(council)
    council.do("person.told", upn, PHONED, by=OFFICER, at=LOST)
    lose(council, upn, at=LATER)
    assert opened(council) == 2


def test_1_a_reminder_of_something_new_is_news(council: Council) -> None:
    upn = out_of_reach(council)
    council.do("person.told", upn, PHONED, by=OFFICER, at=LOST)
    audit = next(a for a in council.audits() if a.auditor == upn)
    council.do("exemption.request", audit.id, {"category": "leave", "reason": "Away"}, by=upn)
    head = council.head_of(upn)
    council.do("exemption.refuse", audit.id, {"reason": "No"}, by=head, at=LATER)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=LATER) as unit:
        for message in unit.rows(Message, to=upn, state="queued"):
            enact(unit, "message.drop", message, {"reason": "For a test"})
    sweep(council.ledger, council.programme, REMINDED)
    post_fails(council, {upn}, REMINDED)
    assert opened(council) == 2


def test_1_nobody_of_the_audit_team_is_asked_to_ring_themselves(council: Council) -> None:
    deliver(council)
    lose(council, OFFICER)
    with pytest.raises(NotAllowed):
        council.do("person.told", OFFICER, PHONED, by=OFFICER, at=LOST)
    post_fails(council, {OFFICER}, LOST)
    sweep(council.ledger, council.programme, DUE_DAY)
    with council.read(DUE_DAY) as reader:
        [duty] = reader.rows(Duty, kind="delivery.reach")
        nudges = reader.rows(Message, kind="nudge", queued_at=DUE_DAY)
        asked = {m.to for m in nudges if duty.id in m.covers}
    assert duty.subject == OFFICER
    assert asked == {OTHER_OFFICER, MANAGER}
    council.do("person.told", OFFICER, PHONED, by=MANAGER, at=LOST)


def test_1_that_others_are_to_be_told_is_no_news_that_somebody_is_rung_up_about(
    council: Council,
) -> None:
    deliver(council)
    lose(council, OFFICER)
    council.do("person.told", OFFICER, PHONED, by=MANAGER, at=LOST)
    lost = {OFFICER, "sw.mash"}
    lose(council, "sw.mash", at=DUE_DAY)
    for day in (0, 1, 2):
        sweep(council.ledger, council.programme, DUE_DAY + timedelta(days=day))
        post_fails(council, lost, DUE_DAY + timedelta(days=day))
    with council.read(DUE_DAY) as reader:
        assert {m.kind for m in reader.rows(Message, to=OFFICER, state="failed")} == {
            "allocation",
            "unreached",
            "nudge",
        }
    assert opened(council) == len(lost)


def test_1_where_teams_reaches_nobody_of_the_audit_team_it_goes_one_up_and_ends(
    council: Council,
) -> None:
    upn = out_of_reach(council)
    lost = {upn, *TEAM}
    for at in (LOST, DUE_DAY, DUE_DAY + timedelta(days=1), LATER, REMINDED):
        sweep(council.ledger, council.programme, at)
        post_fails(council, lost, at)
    assert opened(council) == len(lost), "what says so does not have more to be said"
    with council.read(REMINDED) as reader:
        asked = {d.subject for d in owed(reader) if d.kind == "delivery.reach"}
        nudges = reader.rows(Message, to=ACADEMY, kind="nudge")
        covered = {reader.get(Duty, duty).subject for m in nudges for duty in m.covers}
    assert asked == lost
    assert covered >= lost
    for one in lost:
        council.do("person.told", one, PHONED, by=ACADEMY, at=REMINDED)
    lose(council, "sw.mash", at=REMINDED)
    for day in (1, 4):
        sweep(council.ledger, council.programme, REMINDED + timedelta(days=day))
        post_fails(council, lost, REMINDED + timedelta(days=day))
    assert opened(council) == len(lost) + 1, "nor that somebody else is to be told"
