"""Behind "Why this date?" stands where the rule of this case was published (programme.md §4)."""

from store.checker.checker import check
from store.programme.profile import DutyRule
from store.tables import Duty
from store.views.parts.due import due_of
from tests.store.acts.arranging import RETURNED
from tests.store.council import Council, a_return, profile_text


def why(council: Council, grade: str) -> str:
    """The sentence behind the day of a moderation, where the auditor gave that grade."""
    audit = council.audits()[0]
    given = a_return(today=RETURNED.date(), grade=grade)
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    duty = council.duties(audit.id)["moderation.decide"]
    with council.read(RETURNED) as reader:
        return due_of(reader, reader.get(Duty, duty.id)).why


def test_that_an_inadequates_day_is_a_working_day_is_said_to_be_our_own(council: Council) -> None:
    """Guide §10: the moderator completes the moderation "within 1 day"."""
    said = why(council, "Inadequate")
    assert '(Tower Hamlets guide, section 10: "within 1 day"; that it is a working day' in said
    assert "is our own" in said


def test_other_moderations_name_the_guide_and_what_is_ours(council: Council) -> None:
    said = why(council, "Good")
    month_end = '"by the last working day of the audit month"'
    assert f"(Tower Hamlets guide, section 7: {month_end}; the 3 days are our own)" in said
    assert "section 10" not in said


def test_one_source_holds_for_every_case_of_a_rule_that_names_no_other() -> None:
    rule = DutyRule.model_validate({
        "opens_on": ["a"], "owner": "auditor", "due": "1 working day", "event": "it",
        "met_by": ["b"], "ladder": "short", "words": "do it", "source": "the guide",
    })  # fmt: skip
    assert rule.source_of("otherwise") == rule.source_of("inadequate") == "the guide"


def test_a_source_for_a_case_that_no_deadline_has_is_found_by_the_checker() -> None:
    wrong = profile_text().replace("source.inadequate =", "source.inadequat =", 1)
    assert "inadequat" in str(check(wrong))
