"""In Teams a line's cases are chosen; the filter's text stays what is recorded."""

import pytest

from bot.dialogs.parts.kloes import with_kloes
from tests.bot.dialogs.audit_team import inputs, opened
from tests.store.council import Council, case


def test_the_form_offers_what_the_data_holds_with_the_number_of_cases(council: Council) -> None:
    council.load_cases([case("FR-900", service="Frontdoor", team="MASH", flags=["uasc"])])
    box = inputs(opened(council, "cycle.open", council.programme))["kloes.1.pick"]
    found = {choice["value"]: choice["title"] for choice in box["choices"]}
    assert found["flags=uasc"] == "uasc: 1"
    assert found["plan=CIN and flags=neglect"] == "CIN plan, neglect: 20"


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"pick": "plan=CP"}, "plan=CP"),
        ({"where": "team=MASH"}, "team=MASH"),
        ({"pick": "plan=CP", "where": " team=MASH "}, "plan=CP and team=MASH"),
    ],
)
def test_what_is_chosen_and_what_is_typed_become_one_filter(
    typed: dict[str, str], where: str
) -> None:
    flat = {"kloes.1.text": "Is it so?"} | {f"kloes.1.{key}": said for key, said in typed.items()}
    assert with_kloes(flat)["kloes"] == [{"text": "Is it so?", "where": where}]


def test_a_line_without_either_asks_for_any_case() -> None:
    assert with_kloes({"kloes.1.text": "Is it so?"})["kloes"] == [{"text": "Is it so?"}]
