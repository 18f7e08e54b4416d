"""Domains with marks of their own, and the overall grade that follows from them (§6)."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs.audit_month.return_ import return_page
from bot.dialogs.faces import faced
from store.programme.domain_grades import Marks, Overall, grades_from, overall_grade
from store.tables import Audit, Return
from store.views.audit_month.return_read import return_read
from store.views.reports.grades import grades
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import said
from tests.bot.dialogs.audit_team import inputs
from tests.store.acts.arranging import RETURNED
from tests.store.council import ISSUED, Council, a_return, caseload, profile_text, staff

MARKS = """
[tool.marks]
lowest = 0
highest = 10
good = 7
"""
MEAN = """
[tool.overall]
by = "mean"
least = { Outstanding = 9, Good = 7, RI = 4.5 }
"""
SCALE = ("Outstanding", "Good", "RI", "Inadequate")
LEAST = {"Outstanding": 9.0, "Good": 7.0, "RI": 4.5}


def council_of(folder: Path, text: str) -> Council:
    council = Council.empty(f"sqlite:///{folder / 'marked.db'}")
    council.found(profile_text() + text)
    council.load_people(staff())
    council.load_cases(caseload())
    council.open_cycle()
    council.draw()
    council.issue()
    return council


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[Council]:
    council = council_of(tmp_path, MARKS + MEAN)
    yield council
    council.close()


def accepted(council: Council) -> Audit:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "", at=ISSUED)
    return council.audit(audit.id)


def with_marks(*marks: str | None, **more: Any) -> dict[str, Any]:
    """A return without an overall grade; None is a domain that does not apply."""
    sent = a_return(**more)
    for key, mark in zip(sent["domains"], marks, strict=True):
        sent["domains"][key] = (
            {"not_applicable": "Nothing of it was due"}
            if mark is None
            else sent["domains"][key] | {"grade": mark}
        )
    return {name: value for name, value in sent.items() if name not in {"grade", "rationale"}}


def hand_in(council: Council, audit: Audit, sent: dict[str, Any]) -> Audit:
    council.do("return.submit", audit.id, sent, by=audit.auditor or "", at=RETURNED)
    return council.audit(audit.id)


@pytest.mark.parametrize(
    ("marks", "grade"),
    [
        (("9", "9", "9", "9", "9", "9"), "Outstanding"),
        (("10", "10", "10", "10", "10", "3"), "Good"),
        (("7", "7", "7", "7", "7", None), "Good"),
        (("4", "5", "4", "5", None, None), "RI"),
        (("4", "4", "4", "4", "4", "6"), "Inadequate"),
        ((None, None, None, None, None, "0"), "Inadequate"),
    ],
)
def test_the_overall_grade_follows_from_the_mean_of_the_domains_that_apply(
    marked: Council, marks: tuple[str | None, ...], grade: str
) -> None:
    plan = a_return(grade="RI")["actions"]
    audit = hand_in(marked, accepted(marked), with_marks(*marks, actions=plan))
    assert audit.first == grade
    with marked.read(RETURNED) as reader:
        [returned] = reader.rows(Return, audit=audit.id)
        assert returned.grade == grade
        assert tuple(returned.domain_grades.values()) == marks
        read = return_read(reader, audit.id)
    assert read is not None
    heading, lines = read.passages[0]
    assert heading == f"Overall: {grade}"
    assert any("the mean of the domains that apply: Outstanding from 9" in line for line in lines)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (with_marks("9", "9", "9", "9", "9", "9") | {"grade": "Good"}, "grade"),
        (with_marks(None, None, None, None, None, None), "domains.c1.grade"),
        (with_marks("9", "11", "9", "9", "9", "9"), "domains.c2.grade"),
        (with_marks("9", "Good", "9", "9", "9", "9"), "domains.c2.grade"),
        (with_marks("3", "3", "3", "3", "3", "3"), "actions"),
    ],
)
def test_what_does_not_fit_the_marks_is_refused_beside_its_field(
    marked: Council, sent: dict[str, Any], field: str
) -> None:
    audit = accepted(marked)
    with pytest.raises(Invalid) as refused:
        hand_in(marked, audit, sent)
    assert list(refused.value.fields) == [field]
    assert marked.audit(audit.id).first is None


def test_the_form_asks_for_marks_and_not_for_what_follows_from_them(marked: Council) -> None:
    audit = accepted(marked)
    with marked.read(ISSUED) as reader:
        overall = return_page(reader, audit.id, {}, at="overall")
        domain = return_page(reader, audit.id, {}, at="domains.c1")
    assert not {"grade", "rationale"} & inputs(overall).keys()
    assert "follows from the mean" in said(faced(overall).card)
    offered = [one["value"] for one in inputs(domain)["domains.c1.grade"]["choices"]]
    assert offered == [*(str(n) for n in range(10, -1, -1)), "not_applicable"]


def test_reports_count_domains_by_mark_and_audits_by_grade(marked: Council) -> None:
    hand_in(marked, accepted(marked), with_marks("9", "8", "8", "8", "8", "7"))
    with marked.read(RETURNED) as reader:
        report = grades(reader, full=True)
    assert report["scale"] == list(SCALE)
    assert report["domain_scale"] == [str(n) for n in range(10, -1, -1)]
    [row] = [row for row in report["rows"] if row["kind"] == "full"]
    assert row["first"]["Good"]["n"] == 1
    assert report["domains"][0]["grades"]["9"]["n"] == 1


def test_without_marks_the_worst_domain_may_be_the_overall_grade(tmp_path: Path) -> None:
    council = council_of(tmp_path, '\n[tool.overall]\nby = "worst"\n')
    sent = with_marks("Good", "Outstanding", "Good", None, "RI", "Good", actions=a_return(
        grade="RI")["actions"])  # fmt: skip
    assert hand_in(council, accepted(council), sent).first == "RI"
    council.close()


def test_a_scale_of_its_own_grades_the_domains_alone(tmp_path: Path) -> None:
    own = '\n[[tool.domain_scale]]\nname = "Met"\n[[tool.domain_scale]]\nname = "Not met"\n'
    council = council_of(tmp_path, own + "below_good = true\n")
    sent = with_marks("Met", "Not met", "Met", None, "Met", "Met")
    audit = accepted(council)
    with pytest.raises(Invalid) as refused:
        hand_in(council, audit, sent)
    assert set(refused.value.fields) == {"grade", "rationale"}
    given_by_hand = {"grade": "Good", "rationale": "Consistent work."}
    assert hand_in(council, audit, sent | given_by_hand).first == "Good"
    council.close()


def test_an_audit_form_without_such_keys_asks_what_it_asked(council: Council) -> None:
    audit = council.audits()[0]
    with council.read() as reader:
        overall = return_page(reader, audit.id, {}, at="overall")
    assert {"grade", "rationale"} <= inputs(overall).keys()


# ---- the rule itself -----------------------------------------------------------------------------

MARK = st.sampled_from([grade.name for grade in grades_from(Marks(highest=10, good=7))])


@settings(max_examples=200, deadline=None)
@given(marks=st.lists(MARK, min_size=1, max_size=12), by=st.sampled_from(["mean", "worst"]))
def test_a_better_mark_never_gives_a_worse_grade_and_a_threshold_is_exact(
    marks: list[str], by: Any
) -> None:
    rule = Overall(by=by, least=LEAST)
    grade = overall_grade(rule, SCALE, marks)
    value = min(map(int, marks)) if by == "worst" else Fraction(sum(map(int, marks)), len(marks))
    reached = [name for name in SCALE[:-1] if value >= Fraction(str(LEAST[name]))]
    assert grade == (reached[0] if reached else "Inadequate")
    for place, mark in enumerate(marks):
        better = [*marks[:place], str(min(int(mark) + 1, 10)), *marks[place + 1 :]]
        raised = overall_grade(rule, SCALE, better)
        assert SCALE.index(raised or "") <= SCALE.index(grade or "")
