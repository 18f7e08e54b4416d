"""A page of the return says what is missing, and leads there (§2.8)."""

from bot.cards.audit_month.return_pages import GOES
from bot.turns import DialogClosed
from tests.bot.cards.linter import elements, said
from tests.bot.dialogs.audit_month.returning import (
    OVERALL,
    REST,
    TALK,
    Dialogs,
    action,
    domains,
    inputs,
)


def verbs(dialog: Dialogs) -> list[str]:
    """What the row of buttons under the page does."""
    return [button["data"]["verb"] for button in dialog.card["actions"]]


def test_every_page_says_how_much_is_missing_and_how_much_of_it_is_here(dialog: Dialogs) -> None:
    found = []
    for typed in (TALK, domains(1, 2, 3), domains(4, 5, 6), REST, OVERALL):
        found.append(str(dialog.card["body"][1]["text"]))
        dialog.press("return.save", typed)
    assert found == [
        "14 things are missing, 3 of them on this page.",
        "10 things are missing, 3 of them on this page.",
        "7 things are missing, 3 of them on this page.",
        "4 things are missing, none of them on this page.",
        "4 things are missing, on this page.",
    ]
    assert "Nothing is missing." in said(dialog.card)


def test_handing_in_is_offered_where_nothing_is_missing_elsewhere(dialog: Dialogs) -> None:
    for typed in (TALK, domains(1, 2, 3), domains(4, 5, 6), REST):
        assert "return.submit" not in verbs(dialog)
        dialog.press("return.save", typed)
    # All that is missing is asked for here, so that a press can succeed.
    assert verbs(dialog)[-1] == "return.submit"
    assert isinstance(dialog.press("return.submit", OVERALL), DialogClosed)


def test_the_last_page_leads_to_each_page_on_which_something_is_missing(dialog: Dialogs) -> None:
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    dialog.press("return.save", TALK | {goes: "actions.1"})
    assert "return.submit" not in verbs(dialog)
    jumps = {e["title"]: e["data"]["verb"] for e in elements(dialog.card)
             if str(e.get("title", "")).startswith("Page ")}  # fmt: skip
    assert jumps == {
        "Page 2: domains, 3 missing": "return.at.domains.c1",
        "Page 3: domains, 3 missing": "return.at.domains.c4",
        "Page 5: overall, 4 missing": "return.at.overall",
    }
    dialog.press("return.at.domains.c4", action(1))
    assert dialog.title.endswith("page 3 of 6")
    assert dialog.kept()["actions"] == [{k.rpartition(".")[2]: v for k, v in action(1).items()}]
