"""The digest counts what was so on its day, and each audit once (programme.md §5)."""

from datetime import timedelta

from bot.cards.parts.kit import title_of
from bot.cards.reports.digest import digest_card
from store.tables import Audit, Duty, Person
from store.views.reports.as_recorded import PastReader
from store.views.reports.assignments import assignments, cycles_in_force
from store.views.reports.digest import digest
from store.views.reports.digest_read import digest_read
from store.views.reports.scorecard import scorecard
from tests.bot.cards.linter import said
from tests.store.acts.arranging import submit_return
from tests.store.acts.reporting import AFTER, MONDAY, MONTH_END, arrange, arrived, change, issued
from tests.store.council import CYCLE, DIRECTOR, DUE, ISSUED, OFFICER, Council


def test_5_a_voided_audit_counts_no_more_and_the_one_in_its_place_once(council: Council) -> None:
    first = council.audits()[0]
    again = first.model_dump() | {"id": f"{first.id}-again", "replaces": first.id, "version": 0}
    arrange(
        council,
        Audit(**again),
        (first, {"state": "voided", "returned_at": ISSUED, "first": "Inadequate"}),
    )
    with council.read(AFTER) as reader:
        told = digest(reader)
        counted = [one.audit.id for one in assignments(reader, cycles_in_force(reader, AFTER))]
    assert told["services"][0]["allocated"] == 8
    assert told["inadequate"] == []
    assert first.id not in counted
    assert counted.count(f"{first.id}-again") == 1


def test_5_an_exemption_that_was_given_counts_though_the_audit_was_voided_since(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.exempt(audit)
    change(council, audit, state="voided")
    with council.read(AFTER) as reader:
        told, [scores] = digest(reader), scorecard(reader, [CYCLE])["rows"]
    assert told["services"][0]["exempted"] == scores["exempted"] == 1
    assert [one["state"] for one in told["exemptions"]] == ["given"]


def test_5_a_return_that_was_taken_back_is_not_in(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    with council.read(AFTER) as reader:
        assert digest(reader)["services"][0]["returned_in_time"] == 1
    change(council, audit, state="accepted", returned_at=None, first=None)
    with council.read(AFTER) as reader:
        row = digest(reader)["services"][0]
    assert (row["returned_in_time"], row["not_returned"]) == (0, 8)


def test_2_8_in_time_is_judged_by_the_first_submission_and_rework_is_shown_apart(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    change(council, audit, state="rectifying")
    owed = council.duties(audit.id)["moderation.decide"]
    rework = owed.model_dump() | {
        "id": "rework.1", "kind": "return.rectify", "owner": audit.auditor, "version": 0,
        "opened_at": ISSUED + timedelta(days=10), "due_at": DUE, "profile": owed.profile,
    }  # fmt: skip
    arrange(council, Duty(**rework))
    with council.read(AFTER) as reader:
        told = digest(reader)
    assert told["services"][0]["returned_in_time"] == 1
    [row] = told["rework"]
    assert (row["audit"], row["auditor"], row["service"]) == (audit.id, audit.auditor, "Frontdoor")
    with council.read(ISSUED) as reader:
        assert digest(reader)["rework"] == []


def test_5_of_an_inadequate_it_says_whether_it_was_moderated_and_by_when(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate")
    due = council.duties(audit.id)["moderation.decide"].due_at
    with council.read(AFTER) as reader:
        [row] = digest(reader)["inadequate"]
    assert (row["moderated"], row["moderation_due"]) == (None, due)
    change(council, audit, moderated="Inadequate", moderated_at=due)
    with council.read(AFTER) as reader:
        [row] = digest(reader)["inadequate"]
        [earlier] = digest(reader, as_of=due - timedelta(hours=1))["inadequate"]
    assert (row["moderated"], earlier["moderated"]) == (due, None)


def test_5_a_digest_says_later_what_it_said_on_its_day(council: Council) -> None:
    arrived(council)
    waiting, late, asks = council.audits()[:3]
    council.exempt(waiting)
    council.ask_exemption(asks)
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        before = digest_read(reader, digest_id, DIRECTOR)
    assert before.waiting == (waiting.case_ref,)
    assert (before.services[0].not_in, before.asked, before.given) == (7, 2, 1)
    council.do("reallocation.confirm", waiting.id, by=OFFICER, at=MONTH_END)
    council.do("exemption.approve", asks.id, by=council.head_of(asks.auditor), at=MONTH_END)
    submit_return(council, late, at=MONTH_END)
    with council.read(MONTH_END) as reader:
        after = digest_read(reader, digest_id, DIRECTOR)
    assert [line.in_since for line in after.lines if line.case_ref == late.case_ref] == [
        "Thu 31 Dec, 09:00"
    ]
    still = {"services", "waiting", "asked", "given", "backlog", "inadequate", "unreached"}
    assert {name: getattr(after, name) for name in still} == {
        name: getattr(before, name) for name in still
    }
    assert {line.late for line in after.lines} == {line.late for line in before.lines}


def test_5_on_the_due_day_the_digest_says_until_when_there_is_time(council: Council) -> None:
    arrived(council)
    submit_return(council, council.audits()[0])
    digest_id = issued(council, MONDAY)
    with council.read(MONDAY) as reader:
        card = digest_card(digest_read(reader, digest_id, DIRECTOR))
    assert title_of(card) == "Frontdoor, December: 1 of 8 in, the next due today at 17:00"
    assert "none due yet" not in said(card)


def test_the_past_is_what_the_facts_say_it_was(council: Council) -> None:
    audit, auditor = council.audits()[0], council.audits()[0].auditor
    with council.read() as reader:
        seq, head = reader.head()
        then = {row.id: row.model_dump() for row in reader.rows(Audit)}
        people = {row.id: row.model_dump() for row in reader.rows(Person)}
    council.exempt(audit)
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    arrange(council, Audit(**then[audit.id] | {"id": "later", "version": 0}))
    with council.read(AFTER) as reader:
        past = PastReader(reader, seq, ISSUED)
        assert past.head() == (seq, head)
        assert past.find(Audit, "later") is None
        assert past.find(Audit, audit.id) is not None
        assert past.get(Audit, audit.id).auditor == auditor != reader.get(Audit, audit.id).auditor
        assert {row.id: row.model_dump() for row in past.rows(Audit)} == then
        assert {row.id: row.model_dump() for row in past.rows(Person)} == people
        assert reader.get(Audit, audit.id).auditor != auditor
