"""What others see is the same whether or not somebody raised a concern (programme.md §2.12).

Everything that people can look at is read before and after; whoever has no part in the concern must
see no difference. Each search is shown to find one where its defence is taken out.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from structlog.testing import capture_logs

from bot.dialogs.buttons import note, note_done
from bot.dialogs.faces import face, said
from bot.dialogs.forms import form
from bot.scheduler.digests import issue_digest
from store.ledger import Reader
from store.registry import enact
from store.rules.confidential import hearers
from store.tables import Audit, Concern, Duty, Message, Person
from store.views.deliveries.unreached import unreached
from store.views.reports.audit_story import audit_story
from store.views.reports.cycle_audits import audit_place
from store.vocabulary.errors import LedgerError, NotAllowed
from tests.bot.dialogs.showing import deliver, words
from tests.store.acts.arranging import RETURNED, change_person
from tests.store.acts.arranging_disputes import apart_from_the_audit_manager, concern_about
from tests.store.council import HOS, MANAGER, OFFICER, PSW, Council

LATE = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)
MONTH_END = datetime(2026, 12, 31, 9, tzinfo=UTC)
CANARY = "CANARY-concern"
TYPED = ("my work", "my requests", "status", "who owes", "audit team")


def seen_by(reader: Reader, upn: str) -> Iterator[tuple[str, str]]:
    """Everything that somebody reads by typing."""
    person = reader.get(Person, upn)
    for typed in TYPED:
        yield typed, " ".join(words(one) for one in said(reader, person, typed))


def all_that_others_see(council: Council, *, but: set[str], at: datetime) -> dict[str, str]:
    """By what was looked at and by whom: its words, but for those in the concern."""
    found: dict[str, str] = {}
    with council.read(at) as reader:
        for person in reader.rows(Person):
            if person.id not in but:
                found |= {
                    f"{what} of {person.id}": told for what, told in seen_by(reader, person.id)
                }
        for audit in reader.rows(Audit):
            found[f"story of {audit.id}"] = str(audit_story(reader, audit.id))
            found[f"place of {audit.id}"] = str(audit_place(reader, audit.id, OFFICER).waits)
        found["unreached"] = str(unreached(reader))
    return found


@pytest.mark.parametrize("at", [RETURNED, LATE])
def test_nothing_that_others_look_at_changes_with_a_concern(council: Council, at: datetime) -> None:
    audit = apart_from_the_audit_manager(council)
    parties = {audit.practitioner, audit.team_manager}
    before = all_that_others_see(council, but=parties, at=at)
    concern_about(council, audit)
    assert all_that_others_see(council, but=parties, at=at) == before


def test_the_search_finds_who_owes_where_its_defence_is_taken_out(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = apart_from_the_audit_manager(council)
    parties = {audit.practitioner, audit.team_manager}
    before = all_that_others_see(council, but=parties, at=LATE)
    concern_about(council, audit)
    monkeypatch.setattr("store.views.nudges.who_owes.is_confidential", lambda _reader, _duty: False)
    after = all_that_others_see(council, but=parties, at=LATE)
    assert {what.split(" of ")[0] for what in after if after[what] != before[what]} == {"who owes"}


def delegate_of_the_holder(council: Council) -> tuple[str, str]:
    """What somebody sees of their work who stands in for the holder, without and with a concern."""
    audit = apart_from_the_audit_manager(council)
    away = {"absent_from": date(2026, 12, 8), "absent_to": date(2026, 12, 31)}
    change_person(council, audit.team_manager, delegate=PSW, **away)
    told = []
    for step in range(2):
        if step:
            concern_about(council, audit)
        with council.read(LATE) as reader:
            told.append(dict(seen_by(reader, PSW))["my work"])
    return told[0], told[1]


def test_who_stands_in_for_its_holder_does_not_see_it_in_their_work(council: Council) -> None:
    before, after = delegate_of_the_holder(council)
    assert before == after


def test_the_search_finds_it_in_a_stand_ins_work_where_the_defence_is_taken_out(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defence is that a delegate is no hearer."""

    def with_delegate(reader: Reader, concern: Concern) -> set[str]:
        return hearers(reader, concern) | {PSW}

    monkeypatch.setattr("store.relations.moderation.hearers", with_delegate)
    before, after = delegate_of_the_holder(council)
    assert before != after


def test_its_holder_sees_it_in_their_own_work_without_its_audit(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern_about(council, audit)
    with council.read(RETURNED) as reader:
        told = dict(seen_by(reader, audit.team_manager))["my work"]
    assert "In confidence: hold the meeting about a concern" in told
    assert audit.case_ref not in told


def test_a_digest_counts_no_concern(council: Council) -> None:
    """Issued with a late concern in the ledger, it says nothing of it to anybody."""
    audit = apart_from_the_audit_manager(council)
    concern_about(council, audit)
    deliver(council)
    issue_digest(council.ledger, council.programme, MONTH_END)
    with council.read(MONTH_END) as reader:
        sent = [m for m in reader.rows(Message) if "digest" in m.kind or m.kind == "scorecard"]
        drawn = [one for m in sent if not m.to.startswith("post:") and (one := face(reader, m))]
    assert sent
    assert not any("concern" in words(one).lower() for one in drawn)


def test_no_card_of_a_concern_says_which_audit_or_what_was_written(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    met = {"outcome": "go_on", "met_on": "2026-12-08", "learnt": f"{CANARY} learnt"}
    told = ""
    for by in (audit.team_manager, audit.team_manager, MANAGER, MANAGER, None):
        deliver(council, RETURNED)
        with council.read(LATE) as reader:
            about = {concern.id, *(d.id for d in reader.rows(Duty) if d.subject == concern.id)}
            sent = [m for m in reader.rows(Message) if {m.subject, *m.covers} & about]
            cards = [face(reader, m) for m in sent if not m.to.startswith("post:")]
            told += " ".join(words(card) for card in cards if card is not None)
        if by is not None:
            council.do("concern.answer", concern.id, met, by=by, at=RETURNED)
    assert "in confidence" in told.lower()
    assert "three-way meeting" in told
    assert CANARY not in told
    assert audit.case_ref not in told
    assert audit.id not in told


def test_its_holder_reads_it_in_a_dialog_and_nobody_else_opens_that(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    with council.read(RETURNED) as reader:
        for upn in (audit.team_manager, audit.practitioner):
            _, card = form(reader, "concern.view", concern.id, upn)
            assert CANARY in str(card)
            assert audit.case_ref in str(card)
        for person in reader.rows(Person):
            if person.id not in {audit.team_manager, audit.practitioner}:
                with pytest.raises(NotAllowed):
                    form(reader, "concern.view", concern.id, person.id)


def test_the_search_for_readers_finds_one_where_the_defence_is_taken_out(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    concern = concern_about(council, apart_from_the_audit_manager(council))
    monkeypatch.setattr(
        "store.views.moderation.concern.readers_of", lambda _reader, _concern: {HOS}
    )
    with council.read(RETURNED) as reader:
        _, card = form(reader, "concern.view", concern.id, HOS)
    assert CANARY in str(card)


def test_a_concern_that_is_none_is_refused_in_the_same_words(council: Council) -> None:
    """A guessed id tells a stranger nothing: not even whether there is one."""
    concern = concern_about(council, apart_from_the_audit_manager(council))
    refusals = []
    with council.read(RETURNED) as reader:
        for guessed in (concern.id, "concern-99999"):
            with pytest.raises(NotAllowed) as refused:
                form(reader, "concern.view", guessed, HOS)
            refusals.append(refused.value.message)
    assert refusals[0] == refusals[1]


def test_a_log_says_neither_who_nor_what_of_a_concern(council: Council) -> None:
    with council.read() as reader:
        person = reader.get(Person, HOS)
    with capture_logs() as logged:
        note_done("concern.raise", HOS)
        note_done("concern.answer", "concern-77")
        note("concern.view", person, LedgerError("x"))
    told = str(logged)
    assert logged
    for secret in ("concern", HOS, person.entra_object_id):
        assert secret not in told


def test_the_search_of_the_log_finds_what_others_leave_there(council: Council) -> None:
    with council.read() as reader:
        person = reader.get(Person, HOS)
    with capture_logs() as logged:
        note_done("dispute.raise", "M900123")
        note("dispute.raise", person, LedgerError("x"))
    assert "M900123" in str(logged)
    assert person.entra_object_id in str(logged)


def reminder_of_it(council: Council, to: str) -> str:
    """What a reminder that carries the meeting says to somebody, whoever it was sent to."""
    concern = concern_about(council, apart_from_the_audit_manager(council))
    [duty] = council.duties(concern.id).values()
    fields = {
        "rungs": [{"duty": duty.id, "rung": "on the day", "tell": "owner"}],
        "day": RETURNED.date().isoformat(),
    }
    with council.unit(at=RETURNED) as unit:
        enact(unit, "nudge.send", unit.get(Person, to), fields)
    deliver(council, RETURNED)
    with council.read(RETURNED) as reader:
        drawn = [face(reader, m) for m in reader.rows(Message) if (m.kind, m.to) == ("nudge", to)]
    return " ".join(words(card) for card in drawn if card is not None)


def test_a_reminder_says_it_to_its_holder(council: Council) -> None:
    holder = apart_from_the_audit_manager(council).team_manager
    assert "hold the meeting" in reminder_of_it(council, holder)


def test_a_reminder_says_nothing_of_it_to_who_may_not_hear_it(council: Council) -> None:
    assert reminder_of_it(council, HOS) == ""
