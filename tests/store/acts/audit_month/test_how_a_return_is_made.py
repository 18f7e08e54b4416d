"""A return is made whole, or with the audit document that holds its words (§2.8, `tool.form`)."""

from typing import Any

import pytest

from bot.dialogs.audit_month.return_ import flat_of, return_page
from bot.dialogs.faces import faced
from store.programme.profile import Profile
from store.programme.shipped import shipped, shipped_names
from store.tables import Audit
from store.views.audit_month.return_read import return_read
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import problems, said
from tests.bot.dialogs.audit_team import inputs
from tests.store.acts.arranging import RETURNED
from tests.store.council import DOMAINS, Council, a_return, profile_text

KEY = 'form = "whole"'
WORDS = ("evidence", "strengths", "areas")


@pytest.fixture
def audit(council: Council) -> Audit:
    return council.audits()[0]


def adopted(council: Council, text: str) -> None:
    assert text != profile_text()
    council.do("profile.adopt", council.programme, {"name": "riverside", "text": text})


@pytest.fixture
def with_document(council: Council, audit: Audit) -> Audit:
    """An audit of a programme whose returns go with the audit document."""
    adopted(council, profile_text(form="with_document"))
    return audit


def grades_alone(**changed: Any) -> dict[str, Any]:
    """A return without a word that its document holds."""
    given = a_return(domains={key: {"grade": "Good"} for key in DOMAINS}, **changed)
    del given["evidence"]
    return given


def submit(council: Council, audit: Audit, given: dict[str, Any]) -> Audit:
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    return council.audit(audit.id)


def test_with_the_document_grades_stand_without_the_words_that_it_holds(
    council: Council, with_document: Audit
) -> None:
    assert submit(council, with_document, grades_alone()).first == "Good"
    with council.read() as reader:
        read = return_read(reader, with_document.id)
    assert read is not None
    [lines] = [lines for name, lines in read.passages if name == "Graded in the audit document"]
    assert lines[0] == "Connect: Good"
    assert lines[-1] == "Their evidence, strengths and areas stand in the audit document."


def test_with_the_document_a_reason_why_a_domain_does_not_apply_is_still_needed(
    council: Council, with_document: Audit
) -> None:
    given = grades_alone()
    given["domains"]["c1"] = {}
    with pytest.raises(Invalid) as refused:
        submit(council, with_document, given)
    assert set(refused.value.fields) == {"domains.c1"}


@pytest.mark.parametrize("form", ["whole", "with_document"])
def test_every_field_of_a_return_is_taken_however_it_is_made(
    council: Council, audit: Audit, form: str
) -> None:
    if form != "whole":
        adopted(council, profile_text(form=form))
    assert submit(council, audit, a_return()).first == "Good"
    with council.read() as reader:
        read = return_read(reader, audit.id)
    assert read is not None
    assert "Areas to develop: Few." in dict(read.passages)["Connect: Good"]


def test_a_profile_stored_without_the_key_asks_for_every_word_as_before(
    council: Council, audit: Audit
) -> None:
    stored = "\n".join(line for line in profile_text().splitlines() if KEY not in line)
    rules = Profile.parse(stored.replace('extends = "base"', 'extends = "base"'))
    adopted(council, stored)
    assert rules.made_whole
    with pytest.raises(Invalid) as refused:
        submit(council, audit, grades_alone())
    assert set(refused.value.fields) == {"evidence", *(f"domains.{key}" for key in DOMAINS)}


def test_nobody_owes_areas_to_develop_for_an_outstanding(council: Council, audit: Audit) -> None:
    given = a_return()
    given["domains"]["c1"] = {"grade": "Outstanding", "evidence": "Seen.", "strengths": "Many."}
    assert submit(council, audit, given).state == "returned"


@pytest.mark.parametrize(
    ("name", "beyond"),
    [("tower-hamlets", "Outstanding"), ("coventry", "Exceeds Good"), ("tameside", "")],
)
def test_only_a_grade_beyond_good_leaves_nothing_to_develop(name: str, beyond: str) -> None:
    assert Profile.parse(shipped(name)).beyond_good == beyond


def test_each_profile_that_ships_makes_returns_as_its_text_says() -> None:
    rules = {name: Profile.parse(shipped(name)) for name in shipped_names()}
    assert {name: rule.tool.form for name, rule in rules.items()} == {
        "bradford": "whole",
        "bromley": "whole",
        "coventry": "whole",
        "tameside": "whole",
        "tower-hamlets": "with_document",
    }
    ours = {name for name, rule in rules.items() if "tool.form" in rule.defaults}
    assert ours == set(rules) - {"tower-hamlets"}


def test_the_form_asks_for_no_word_that_the_document_holds(
    council: Council, with_document: Audit
) -> None:
    with council.read() as reader:
        asked = [
            name
            for at in ("talk", "domains.c1", "kloes.k1", "overall", "actions.1")
            for name in inputs(return_page(reader, with_document.id, at=at))
        ]
        page = return_page(reader, with_document.id, at="domains.c1")
    assert {f"domains.{key}.grade" for key in DOMAINS} <= set(inputs(page)), "on one page"
    assert "stand in the audit document" in said(page)
    assert not [name for name in asked if name.rpartition(".")[2] in WORDS]


def test_words_saved_before_the_form_changed_stay_in_sight_and_are_kept(
    council: Council, audit: Audit
) -> None:
    draft = {"evidence": "Begun whole.", "domains": {"c2": {"grade": "Good", "areas": "Two."}}}
    council.do("return.save", audit.id, draft, by=audit.auditor or "", at=RETURNED)
    adopted(council, profile_text(form="with_document"))
    with council.read() as reader:
        for at, kept in (("overall", "evidence"), ("domains.c2", "domains.c2.areas")):
            page = return_page(reader, audit.id, flat_of(draft), at=at)
            assert problems(faced(page)) == []
            assert inputs(page)[kept]["value"] in {"Begun whole.", "Two."}
