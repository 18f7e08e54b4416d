"""The evidence pack of a cycle: for the council's own file, provable, and of no child (§5)."""

import hashlib
import io
import zipfile
from collections import Counter
from datetime import UTC, datetime

import pytest
from docx import Document
from openpyxl import load_workbook

from store.ledger import reader as reader_module
from store.ledger.sealed import DataKey, open_sealed
from store.papers.evidence_pack import evidence_pack
from store.programme.profile import NotAProfile, Profile
from store.tables import Case, Sealed
from store.views.reports.evidence import Evidence, evidence
from store.vocabulary.errors import NotAllowed, Stale
from tests.store.acts.looking_again import JUNE, NEXT, issue_next, moderated, next_cycle
from tests.store.audit_month import moderate
from tests.store.council import CYCLE, HOS, ISSUED, OFFICER, PSW, Council, profile_text
from tests.store.kinds import with_rules

LATER = datetime(2026, 12, 10, 11, tzinfo=UTC)
NAMES = ("Zebedee Quill", "2014-02-03", "Martian")


def told(council: Council) -> Evidence:
    with council.read(LATER) as reader:
        return evidence(reader, CYCLE, asked_by=OFFICER)


def unpacked(view: Evidence) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(evidence_pack(view))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def everything(files: dict[str, bytes]) -> str:
    """All that somebody can read in it."""
    said = []
    for name, content in files.items():
        if name.endswith(".docx"):
            said += [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
        elif name.endswith(".xlsx"):
            book = load_workbook(io.BytesIO(content))
            said += [str(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
        else:
            said.append(content.decode())
    return "\n".join(said)


def test_5_it_holds_the_reports_the_figures_and_the_ledgers_head(council: Council) -> None:
    view = told(council)
    files = unpacked(view)
    assert list(files) == [
        "Frontdoor 2026-12 Board report.docx",
        "Frontdoor 2026-12 For practitioners.docx",
        "Frontdoor 2026-12 Figures.xlsx",
        "Frontdoor 2026-12 Contents.txt",
    ]
    contents = files["Frontdoor 2026-12 Contents.txt"].decode()
    with council.read() as reader:
        seq, head = reader.head()
    assert f"fact {seq}, {head}" in contents
    for name, content in list(files.items())[:-1]:
        assert f"{hashlib.sha256(content).hexdigest()}  {name}" in contents


def test_5_it_names_no_child_says_no_case_s_grade_and_no_small_count(council: Council) -> None:
    for audit, grade in zip(council.audits()[:2], ("RI", "Inadequate"), strict=True):
        moderate(council, audit, at=LATER, grade=grade)
    view = told(council)
    said = everything(unpacked(view))
    for canary in (*NAMES, "CANARY"):
        assert canary not in said
    assert not any("grade" in column for row in view.tables["The list"] for column in row)
    (grades,) = view.tables["Grades"]
    assert grades["final, RI, n"] == "not shown"
    assert {row["scope"] for row in view.tables["Actions"]} == {"service", "report"}


def test_2_2_anybody_can_repeat_the_draw_from_it(council: Council) -> None:
    draw = {row["what"]: row["value"] for row in told(council).tables["The draw"]}
    assert draw["seed"] == 7
    drawn = {audit.case_ref for audit in council.audits()}
    assert drawn <= set(str(draw["drawn"]).split(", "))
    assert set(str(draw["drawn"]).split(", ")) <= set(str(draw["pool"]).split(", "))


@pytest.mark.parametrize("upn", [HOS, PSW])
def test_5_it_is_issued_to_the_audit_team_and_that_is_a_fact(council: Council, upn: str) -> None:
    with pytest.raises(NotAllowed):
        council.do("evidence.issue", CYCLE, by=upn)
    council.do("evidence.issue", CYCLE, by=OFFICER)
    fact = council.table("fact")[-1]
    assert (fact["verb"], fact["subject"], fact["actor"]) == ("evidence.issue", CYCLE, OFFICER)


def test_5_before_a_cycle_is_issued_there_is_no_evidence_of_it(council: Council) -> None:
    cycle = council.open_cycle(month="2027-06-01")
    with pytest.raises(Stale):
        council.do("evidence.issue", cycle, by=OFFICER, at=ISSUED)


def test_5_its_files_are_named_as_the_authority_agreed(council: Council) -> None:
    named = with_rules('\n[evidence]\nname = "QA-{month}-{service}-{part}"\n')
    assert Profile.parse(named).evidence.name == "QA-{month}-{service}-{part}"
    assert told(council).name_of("Board report") == "Frontdoor 2026-12 Board report"


@pytest.mark.parametrize(
    "name",
    ["{service} {month}", "{part}", "{service} {month} {part} {child}",
     "{part!r} {month} {service}", "{service}/{month}/{part}", " {service} {month} {part}",
     "{service} {month} {part"],
)  # fmt: skip
def test_5_a_name_that_fits_no_file_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(NotAProfile, match=r"evidence\.name"):
        Profile.parse(f'{profile_text()}\n[evidence]\nname = "{name}"\n')


def test_5_the_packs_scorecard_counts_work_and_its_other_sheets_children(council: Council) -> None:
    for audit, grade in zip(council.audits()[:2], ("RI", "Inadequate"), strict=True):
        moderate(council, audit, at=LATER, grade=grade)
    tables = told(council).tables
    assert not any("feedback" in name or "grade" in name for name in tables["Scorecard"][0])
    assert [row["kind"] for row in tables["Kinds of audit"]] == ["full"]
    assert {row["grades, RI, n"] for row in tables["Domains"]} == {"not shown"}
    assert tables["Grades"][0]["kappa"] == "none"


def test_5_the_pack_does_not_say_whose_work_fell_below_good(council: Council) -> None:
    below = {audit.case_ref for audit in moderated(council, "RI", "RI", "Inadequate")}
    next_cycle(council)
    issue_next(council)
    with council.read(JUNE) as reader:
        view = evidence(reader, NEXT)
    (again,) = (row for row in view.tables["The list"] if row["kind"] == "reaudit")
    assert (again["audit"], again["case_ref"]) == ("not shown", "not shown")
    (parameters,) = (row for row in view.tables["The draw"] if row["what"] == "parameters")
    said = str(parameters["value"])
    assert not any(ref in said for ref in below)


def test_6_each_childs_name_is_opened_once_for_a_whole_pack(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every text of the pack is looked through for every child's name."""
    opened: Counter[str] = Counter()

    def counted(key: DataKey, sealed: Sealed) -> str:
        opened[sealed.id] += 1
        return open_sealed(key, sealed)

    monkeypatch.setattr(reader_module, "open_sealed", counted)
    with council.read(LATER) as reader:
        evidence(reader, CYCLE, asked_by=OFFICER)
        names = {case.identity for case in reader.rows(Case)}
    assert {opened[name] for name in names} == {1}
