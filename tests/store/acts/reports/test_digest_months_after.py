"""A digest tells all that is open in every cycle, for as long as anything is (§5)."""

from datetime import UTC, datetime

from bot.rehearsal.checks.months_after import late_and_in_no_digest
from bot.scheduler.digests import issue_digest
from store.tables import Audit, Duty, Message
from store.views.reports.digest import digest
from store.views.reports.digest_read import digest_read
from store.views.reports.service_digest import scoped_digest
from tests.bot.cards.linter import elements
from tests.bot.dialogs.showing import shown
from tests.store.acts.looking_again import moderated
from tests.store.council import DIRECTOR, HOS, Council

MARCH = datetime(2027, 3, 22, 9, tzinfo=UTC)


def issued(council: Council, at: datetime) -> str:
    found = issue_digest(council.ledger, council.programme, at)
    assert found is not None
    return found


def close_everything(council: Council) -> None:
    with council.unit() as unit:
        for row in unit.rows(Duty):
            row.closed_at, row.outcome = MARCH, "cancelled"
        for audit in unit.rows(Audit):
            audit.state = audit.state if audit.returned_at else "voided"
        unit.record("test.closed", council.programme, {})


def test_in_march_the_director_reads_of_the_inadequate_of_december_and_what_is_late_about_it(
    council: Council,
) -> None:
    (audit,) = moderated(council, "Inadequate")
    read = said_by(council, DIRECTOR, "digest")
    assert audit.case_ref in read
    assert "hold the UoPP meeting" in read
    assert "December" in read.splitlines()[0]
    assert "working days late" in read
    assert "Inadequate: none" not in read


def said_by(council: Council, upn: str, kind: str, at: datetime = MARCH) -> str:
    digest_id = issued(council, at)
    drawn = shown(council, upn, kind, digest_id, at=at)
    words = [str(part["text"]) for part in elements(drawn.card) if "text" in part]
    words += [
        f"{row['title']}: {row['value']}"
        for part in elements(drawn.card)
        for row in part.get("facts", ())
    ]
    return "\n".join(words)


def test_head_of_service_and_team_manager_go_on_getting_their_part(council: Council) -> None:
    (audit,) = moderated(council, "Inadequate")
    digest_id = issued(council, MARCH)
    with council.read(MARCH) as reader:
        to = {m.to for m in reader.rows(Message, subject=digest_id)}
        assert {HOS, audit.team_manager} <= to
        for upn in (HOS, audit.team_manager):
            part = scoped_digest(reader, digest_id, upn)
            assert part is not None
            assert any(audit.case_ref in line.words for line in part.open.late)
        assert list(late_and_in_no_digest(reader, digest_id)) == []


def test_the_worst_and_oldest_stands_first(council: Council) -> None:
    ri, bad = moderated(council, "RI", "Inadequate")
    digest_id = issued(council, MARCH)
    with council.read(MARCH) as reader:
        late = digest_read(reader, digest_id, DIRECTOR).open.late
        about = [line.words.partition(",")[0] for line in late]
        assert bad.case_ref in about[0]
        assert about.index(bad.case_ref) < about.index(ri.case_ref)
        rows = digest(reader)["late"]
        assert [row["duty"] for row in rows] == [line.duty for line in late]


def test_nothing_is_open_is_said_only_when_nothing_is(council: Council) -> None:
    moderated(council, "Good")
    assert "Nothing is open" not in said_by(council, DIRECTOR, "digest")
    close_everything(council)
    assert "Nothing is open" in said_by(council, DIRECTOR, "digest", MARCH.replace(day=30))


def test_a_blind_digest_would_be_noticed(council: Council) -> None:
    (audit,) = moderated(council, "Inadequate")
    digest_id = issued(council, MARCH)
    with council.unit() as unit:
        for message in unit.rows(Message, subject=digest_id, to=audit.team_manager):
            message.subject = "digest-2026-01-01"
        unit.record("test.lost", council.programme, {})
    with council.read(MARCH) as reader:
        untold = list(late_and_in_no_digest(reader, digest_id))
        assert any(audit.team_manager in sentence for sentence in untold)
