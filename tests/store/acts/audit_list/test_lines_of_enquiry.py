"""A filter or month that cannot work is told when the cycle is opened (programme.md §2.2)."""

from typing import Any

import pytest

from bot.dialogs.forms import form
from store.vocabulary.errors import Invalid
from tests.store.council import CYCLE, OFFICER, SETUP, Council, case, caseload, staff


def filled(empty: Council) -> Council:
    """A council with people and cases, and no cycle yet."""
    empty.found()
    empty.load_people(staff())
    others = [
        case("FR-X1", flags=("Domestic abuse",)),
        case("CA-X1", service="Care", team="Care One", flags=("exploitation",)),
    ]
    empty.load_cases([*caseload(), *others])
    return empty


def refusal(council: Council, *filters: str, month: str = "2026-12-01") -> Invalid:
    kloes = [{"text": f"Question {n}?", "where": where} for n, where in enumerate(filters, 1)]
    given: dict[str, Any] = {
        "service": "Frontdoor",
        "month": month,
        "kloes": kloes,
        "accept_slack": True,
    }
    with pytest.raises(Invalid) as refused:
        council.do("cycle.open", council.programme, given, by=OFFICER, at=SETUP)
    return refused.value


def test_2_2_a_flag_that_no_case_of_the_service_has_is_refused_and_those_there_are_named(
    empty: Council,
) -> None:
    refused = refusal(filled(empty), "", "flags=neglekt")
    assert refused.fields == {
        "kloes.1.where": "no case has flags=neglekt; there is Domestic abuse, neglect"
    }
    assert refused.message.startswith("The filter of line of enquiry 2: no case has flags=neglekt")


@pytest.mark.parametrize(
    ("where", "there"),
    [
        ("flags!=neglekt", "neglect"),
        ("flags=exploitation", "neglect"),  # a case of Care has it: that is another service
        ("team=Mosh", "MASH"),
        ("plan=CPP", "CIN"),
        ("plan=CIN and flags=neglekt", "neglect"),
    ],
)
def test_2_2_so_is_any_word_that_would_take_no_case_or_every_one(
    empty: Council, where: str, there: str
) -> None:
    (how,) = refusal(filled(empty), where).fields.values()
    assert there in how


@pytest.mark.parametrize("where", ["flag=neglect", "risk=high", "neglect"])
def test_2_2_an_unknown_column_is_refused_and_the_known_ones_are_named(
    empty: Council, where: str
) -> None:
    refused = refusal(filled(empty), where)
    assert set(refused.fields) == {"kloes.0.where"}
    for column in ("service", "team", "plan", "flags", "closed_on", "closed_within"):
        assert column in refused.fields["kloes.0.where"]


def test_2_2_what_is_wrong_with_several_lines_is_told_at_once(empty: Council) -> None:
    refused = refusal(filled(empty), "flags=neglekt", "flags=neglect", "risk=high")
    assert set(refused.fields) == {"kloes.0.where", "kloes.2.where"}


@pytest.mark.parametrize(
    "where", ["", "flags=NEGLECT", "flags=domestic  Abuse", "team=MASH and closed_within=6 months"]
)
def test_2_2_what_cases_have_is_taken_in_any_spelling(empty: Council, where: str) -> None:
    council = filled(empty)
    kloe = {"text": "Is it seen?", "where": where}
    given = {"service": "Frontdoor", "month": "2026-12-01", "kloes": [kloe], "accept_slack": True}
    council.do("cycle.open", council.programme, given, by=OFFICER, at=SETUP)
    assert council.table("cycle")[0]["id"] == CYCLE


def test_2_2_the_form_says_it_beside_the_line_that_was_typed(empty: Council) -> None:
    """The second line of the form was left empty, so the act's second is the form's third."""
    council = filled(empty)
    refused = refusal(council, "", "flags=neglekt")
    typed = {
        "kloes.1.text": "Question 1?",
        "kloes.3.text": "Question 2?",
        "kloes.3.where": "flags=neglekt",
    }
    with council.read(SETUP) as reader:
        _, card = form(
            reader, "cycle.open", council.programme, OFFICER, given=typed, errors=refused.fields
        )
    assert "Dip samples for 3: only cases with: no case has flags=neglekt" in str(card)


@pytest.mark.parametrize("month", ["2026-12-01", "2026-12-17"])
def test_2_2_a_month_that_has_a_cycle_says_which_and_what_to_do(
    council: Council, month: str
) -> None:
    refused = refusal(council, "", month=month)
    assert refused.fields == {
        "month": f"there is {CYCLE}, which is issued: continue with it or choose another"
    }
    assert refused.message == (
        f"Frontdoor already has a cycle for December 2026, {CYCLE}, which is issued: "
        "continue with it or choose another month."
    )
