"""The practitioner's own section: its day, its writers, its readers (programme.md §2.6, §3)."""

from datetime import UTC, date, datetime

import pytest

from store.tables import Section
from store.views.audit_month.section import may_read_section, section_read, section_stands
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, Stale
from tests.store.acts.arranging import change_person, submit_return
from tests.store.council import GM, HOS, OFFICER, PSW, Council

WORDS = {"practice_model": "A family map was drawn with them.", "difference": "She sees her aunt."}
CHECKED = datetime(2026, 12, 8, 15, tzinfo=UTC)


def test_2_6_it_is_due_5_working_days_from_issue_and_met_by_writing_it(council: Council) -> None:
    audit = council.audits()[0]
    duty = council.duties(audit.id)["section.complete"]
    assert (duty.owner, duty.due_at) == (audit.practitioner, datetime(2026, 12, 8, 17, tzinfo=UTC))
    council.do("section.complete", audit.id, WORDS, by=audit.practitioner)
    assert "section.complete" not in council.duties(audit.id)


def test_2_6_its_absence_is_shown_and_never_blocks_the_return(council: Council) -> None:
    audit = council.audits()[0]
    with council.read() as reader:
        stands = section_stands(reader, audit)
    assert (stands.written_on, stands.due and stands.due.on) == ("", "Tue 8 Dec")
    submit_return(council, audit)
    assert council.audit(audit.id).state == "returned"


def test_2_6_it_may_be_written_again_until_the_grade_is_decided(council: Council) -> None:
    audit = council.audits()[0]
    for words in ("First.", "Second."):
        council.do(
            "section.complete", audit.id, WORDS | {"practice_model": words}, by=audit.practitioner
        )
    with council.read() as reader:
        assert section_read(reader, audit.id, audit.practitioner).practice_model == "Second."
    submit_return(council, audit)
    council.do("check.pass", audit.id, by=OFFICER, at=CHECKED)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=CHECKED)
    with pytest.raises(Stale):
        council.do("section.complete", audit.id, WORDS, by=audit.practitioner, at=CHECKED)


def test_2_6_nobody_else_writes_it_while_the_practitioner_is_here(council: Council) -> None:
    audit = council.audits()[0]
    for upn in (audit.team_manager, audit.auditor or "", OFFICER):
        with pytest.raises(NotAllowed):
            council.do("section.complete", audit.id, WORDS, by=upn)


def test_3_the_team_manager_stands_in_for_one_who_is_away_and_says_why(council: Council) -> None:
    audit = council.audits()[0]
    change_person(council, audit.practitioner, absent_from=date(2026, 12, 1))
    with pytest.raises(Invalid) as refused:
        council.do("section.complete", audit.id, WORDS, by=audit.team_manager)
    assert set(refused.value.fields) == {"stand_in_reason"}
    given = WORDS | {"stand_in_reason": "Away since Tuesday."}
    council.do("section.complete", audit.id, given, by=audit.team_manager)
    with council.read() as reader:
        read = section_read(reader, audit.id, audit.team_manager)
    assert read.stand_in_reason == "Away since Tuesday."
    assert read.stands.written_by.startswith("Tm ")


def test_2_6_those_in_the_audit_and_the_audit_team_read_it_and_nobody_else(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.do("section.complete", audit.id, WORDS, by=audit.practitioner)
    readers = (audit.auditor, audit.moderator, audit.practitioner, audit.team_manager, OFFICER)
    others = {"sw.response", "ap.care.two", GM, HOS, PSW} - set(readers)
    with council.read() as reader:
        assert all(may_read_section(reader, audit.id, upn or "") for upn in readers)
        assert not any(may_read_section(reader, audit.id, upn) for upn in others)
        assert not may_read_section(reader, "no-such-audit", OFFICER)


def test_2_6_its_words_are_sealed_and_stand_in_no_fact(council: Council) -> None:
    audit = council.audits()[0]
    given = WORDS | {"practice_model": "CANARY-SECTION", "difference": "CANARY-SECTION"}
    council.do("section.complete", audit.id, given, by=audit.practitioner)
    assert "CANARY-SECTION" not in str(council.everything())
    with council.read() as reader:
        [row] = reader.rows(Section)
        assert "CANARY-SECTION" in (reader.unseal(row.content) or "")


@pytest.mark.parametrize("words", ["", "  ", "\u200b"])
def test_2_6_a_section_says_something(council: Council, words: str) -> None:
    audit = council.audits()[0]
    with pytest.raises(LedgerError):
        council.do("section.complete", audit.id, {"practice_model": words}, by=audit.practitioner)
