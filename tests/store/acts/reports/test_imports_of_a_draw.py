"""The evidence pack says which imports of cases a draw stood on, so that a file can be shown."""

from datetime import UTC, datetime
from hashlib import sha256

from store.intake.importing import import_given
from store.ledger import Reader
from store.sheets.given import read_given
from store.tables import Audit, Case, Cycle
from store.views.parts.team_as_filed import team_as_filed
from store.views.reports.evidence import evidence
from store.views.reports.imports import imports_of
from store.views.reports.register import register
from tests.store.acts.looking_again import JUNE, NEXT, next_cycle
from tests.store.acts.reporting import change
from tests.store.council import CYCLE, OFFICER, Council
from tests.store.sheets.child_level.making import in_need, workbook_of

LATER = datetime(2026, 12, 10, 11, tzinfo=UTC)


def case_of_audit(council: Council, audit: Audit) -> Case:
    with council.read() as reader:
        return reader.get(Case, audit.case_ref)


def told(reader: Reader, cycle: str) -> list[dict[str, object]]:
    return [dict(row) for row in imports_of(reader, reader.get(Cycle, cycle))]


def test_the_pack_lists_each_import_before_the_draw_with_hash_and_day(council: Council) -> None:
    content = workbook_of({6: [in_need(1)]})
    with council.unit(at=LATER) as unit:
        read = read_given("annex.xlsx", content, unit.profile.child_level_data)
        import_given(unit, "annex.xlsx", read)
    next_cycle(council)
    with council.read(JUNE) as reader:
        first, second = told(reader, CYCLE), told(reader, NEXT)
        pack = evidence(reader, CYCLE).tables["Imports before it"]
    assert [(row["file"], row["taken for"]) for row in first] == [("cases.csv", "sheet")]
    assert [(row["file"], row["taken for"]) for row in second] == [
        ("annex.xlsx", "annex-a"), ("cases.csv", "sheet"),
    ]  # fmt: skip
    assert second[0]["sha256"] == sha256(content).hexdigest()
    assert [dict(row) for row in pack] == first


def test_a_team_is_called_in_papers_what_the_councils_own_file_calls_it(council: Council) -> None:
    audit = council.audits()[0]
    with council.read(JUNE) as reader:
        assert team_as_filed(reader, audit) == audit.team
    change(council, case_of_audit(council, audit), team_named="The Hub")
    with council.read(JUNE) as reader:
        pack = evidence(reader, CYCLE).tables["The list"]
        papers = register(reader, [CYCLE], identifiable=False, asked_by=OFFICER).audits
    assert [row["team"] for row in pack if row["audit"] == audit.id] == ["The Hub"]
    assert [row["team"] for row in papers if row["audit"] == audit.id] == ["The Hub"]


def test_of_a_case_that_has_moved_a_paper_keeps_the_team_of_the_audit(council: Council) -> None:
    audit = council.audits()[0]
    change(council, case_of_audit(council, audit), team_named="Unit 9", team="Another Team")
    with council.read(JUNE) as reader:
        assert team_as_filed(reader, audit) == audit.team
