"""The return's form in pages: what a page saves, where one is led, what it asks (§2.8)."""

from itertools import pairwise

import pytest

from bot.cards.audit_month.return_pages import GOES
from bot.dialogs.audit_month.return_ import flat_of, return_page
from bot.dialogs.faces import faced
from bot.turns import Caller, Dialog, DialogClosed, Refusal
from store.registry import ACTS
from store.tables import Person
from tests.bot.cards.linter import problems, said
from tests.bot.dialogs.audit_month.returning import (
    OVERALL,
    REST,
    TALK,
    Dialogs,
    action,
    domains,
    fill,
    inputs,
)
from tests.store.council import OFFICER, Council, a_return


@pytest.fixture
def dialog(council: Council) -> Dialogs:
    opened = Dialogs(council, council.audits()[0])
    opened.open()
    return opened


def test_a_return_is_four_to_six_pages_and_going_on_leads_through_them(dialog: Dialogs) -> None:
    seen = [dialog.title]
    for _ in range(5):
        dialog.press("return.save")
        seen.append(dialog.title)
    assert [title.rpartition(": ")[2] for title in seen] == [f"page {n} of 6" for n in range(1, 7)]


def test_every_field_of_the_act_has_its_input_on_one_page_and_no_other(dialog: Dialogs) -> None:
    asked: list[str] = []
    for _ in range(6):
        asked += [name for name in inputs(dialog.card) if not name.startswith(GOES)]
        dialog.press("return.save")
    assert len(asked) == len(set(asked))
    of_a_reaudit = {"manager_discussed_on"}
    assert {name.partition(".")[0] for name in asked} | of_a_reaudit == set(
        ACTS["return.submit"].fields.model_fields
    )
    for number in range(1, 4):
        assert {
            name.rpartition(".")[2] for name in asked if name.startswith(f"actions.{number}.")
        } == {"what", "who", "by", "different", "scope"}


def test_the_first_button_of_a_page_saves_it_and_the_last_page_returns_the_audit(
    dialog: Dialogs,
) -> None:
    first = dialog.card["actions"][0]
    assert (first["title"], first["data"]["verb"]) == ("Save and go on", "return.save")
    fill(dialog)
    last = dialog.card["actions"][0]
    assert (last["title"], last["data"]["verb"]) == ("Return the audit", "return.submit")
    answer = dialog.press("return.submit", REST)
    assert isinstance(answer, DialogClosed)
    assert (answer.text or "").startswith(f"{dialog.audit.case_ref} is returned.")
    returned = dialog.council.audit(dialog.audit.id)
    assert (returned.state, returned.first) == ("returned", "Good")


def test_closing_by_accident_costs_the_open_page_alone(dialog: Dialogs) -> None:
    dialog.press("return.save", OVERALL)
    # Page two is open and typed into; the dialog is closed, of which nobody hears.
    dialog.open()
    assert dialog.title.endswith("page 2 of 6")
    assert "Saved on Tue 1 Dec, 09:30." in said(dialog.card)
    dialog.press("return.back")
    assert inputs(dialog.card)["evidence"]["value"] == OVERALL["evidence"]


def test_save_and_close_says_what_is_still_to_come(dialog: Dialogs) -> None:
    answer = dialog.press("return.close", {"evidence": "Half a sentence"})
    assert isinstance(answer, DialogClosed)
    assert answer.text == (
        "Saved on Tue 1 Dec, 09:30, and not returned yet. It is due Mon 21 Dec. Your card opens it "
        "where you left off."
    )
    assert dialog.kept() == {"evidence": "Half a sentence"}
    dialog.open()
    assert inputs(dialog.card)["evidence"]["value"] == "Half a sentence"


def test_going_back_saves_too(dialog: Dialogs) -> None:
    dialog.press("return.save")
    dialog.press("return.back", {"family_feedback": "Heard."})
    assert dialog.title.endswith("page 1 of 6")
    assert dialog.kept()["family_feedback"] == "Heard."


def test_one_goes_on_to_whatever_page_is_chosen(dialog: Dialogs) -> None:
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    dialog.press("return.save", {goes: "actions.1"})
    assert dialog.title.endswith("page 5 of 6")


@pytest.mark.parametrize("chosen", ["no.such.page", "actions.99", "actions.x", "", "domains.c5"])
def test_a_page_that_is_not_there_does_no_harm(dialog: Dialogs, chosen: str) -> None:
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    assert isinstance(dialog.press("return.save", {goes: chosen}), Dialog)


def test_an_emptied_box_is_emptied_and_other_pages_stay(dialog: Dialogs) -> None:
    dialog.press("return.save", OVERALL)
    dialog.press("return.back", TALK)
    dialog.press("return.save", {"rationale": None})
    assert "rationale" not in dialog.kept()
    assert dialog.kept()["evidence"] == OVERALL["evidence"]
    assert dialog.kept()["kloes"] == {"k1": TALK["kloes.k1"]}


def test_all_that_is_wrong_is_told_in_one_round_on_the_page_with_the_first_mistake(
    dialog: Dialogs,
) -> None:
    fill(dialog)
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    dialog.press("return.save", {**REST, "document_link": "javascript:x", goes: "talk"})
    dialog.press("return.save", {"discussed_on": "2027-01-01", "family_feedback": None})
    dialog.press("return.back")
    answer = dialog.press("return.submit", {})
    assert isinstance(answer, Dialog)
    assert dialog.council.audit(dialog.audit.id).state == "issued"
    assert dialog.title.endswith("page 2 of 6")
    words = said(dialog.card)
    assert "All that you typed is kept; 3 answers need correcting before you return it:" in words
    assert "discussed with them on is in the future: give a day from Mon 1 Jun 2026 to Tue" in words
    assert "say below why there is none" in words
    assert "Page 6, Link to the audit document is no web address" in words
    # Corrected here, it opens the next page with a mistake, past those without.
    dialog.press("return.save", TALK)
    assert dialog.title.endswith("page 6 of 6")
    assert "Please correct: this is no web address" in said(dialog.card)


def test_an_empty_box_is_no_mistake_before_one_asks_to_return_it(dialog: Dialogs) -> None:
    assert "correcting" not in said(dialog.card)
    dialog.press("return.submit")
    words = said(dialog.card)
    assert "Overall grade: choose the grade whose definition fits the work." in words
    assert "Page 3, Connect: grade is needed: choose a grade" in words
    assert dialog.title.endswith("page 1 of 6")


def test_a_form_that_holds_everything_is_taken_in_one_go(council: Council) -> None:
    """What the old single form sent, and what a script sends: no page, every input."""
    dialog = Dialogs(council, council.audits()[0])
    typed = OVERALL | TALK | domains(*range(1, 7)) | REST
    data = {"id": dialog.audit.id, "version": dialog.audit.version}
    assert isinstance(dialog.send("return.submit", data | typed), DialogClosed)
    assert council.audit(dialog.audit.id).state == "returned"


def test_everything_sent_from_the_first_page_is_taken_in_one_go_too(dialog: Dialogs) -> None:
    typed = OVERALL | TALK | domains(*range(1, 7)) | REST
    assert isinstance(dialog.press("return.submit", typed), DialogClosed)


def test_a_return_sent_in_twice_is_one_return_and_says_so_truly(dialog: Dialogs) -> None:
    fill(dialog)
    data = dialog.card["actions"][0]["data"] | REST
    data |= {name: i["value"] for name, i in inputs(dialog.card).items() if name.startswith(GOES)}
    answers = [dialog.send("return.submit", data) for _ in range(3)]
    assert all(isinstance(answer, DialogClosed) for answer in answers)
    assert len({getattr(answer, "text", "") for answer in answers}) == 1
    assert dialog.council.verbs().count("return.submit") == 1


def test_what_is_saved_after_it_was_returned_is_answered_with_what_is_so(dialog: Dialogs) -> None:
    other = Dialogs(dialog.council, dialog.audit)
    other.open()
    fill(dialog)
    dialog.press("return.submit", REST)
    answer = other.press("return.save", {"evidence": "Another text"})
    assert isinstance(answer, DialogClosed)
    assert "is returned" in (answer.text or "")


def test_nobody_else_saves_a_page(council: Council) -> None:
    dialog = Dialogs(council, council.audits()[0])
    dialog.open()
    with council.read() as reader:
        stranger = reader.get(Person, "sw.mash").entra_object_id
    dialog.caller = Caller(stranger, "t", "29:x", "a:1", "https://x.example/", "f:1", None)
    assert isinstance(dialog.press("return.save", OVERALL), Refusal)
    assert dialog.kept() == {}


def test_another_auditor_finds_nothing_of_what_the_first_one_wrote(council: Council) -> None:
    dialog = Dialogs(council, council.audits()[0])
    dialog.open()
    dialog.press("return.save", OVERALL)
    freed = council.exempt(council.audit(dialog.audit.id))
    council.do("reallocation.confirm", freed.id, by=OFFICER)
    assert "Six months" not in said(Dialogs(council, council.audit(freed.id)).open())


def test_more_actions_have_a_page_of_their_own_up_to_twelve(dialog: Dialogs) -> None:
    fill(dialog)
    dialog.press("return.back")
    assert "Add more actions" in [b["title"] for b in dialog.card["actions"]]
    for first in (1, 4, 7, 10):
        page = {k: v for n in range(first, first + 3) for k, v in action(n).items()}
        more = "return.more" in [b["data"]["verb"] for b in dialog.card["actions"]]
        assert more == (first != 10)
        dialog.press("return.more" if more else "return.save", page)
    dialog.press("return.submit", REST)
    assert len(dialog.council.table("action")) == 12


def test_an_action_half_filled_in_says_what_it_lacks_beside_its_own_slot(dialog: Dialogs) -> None:
    fill(dialog)
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    dialog.press("return.save", REST | {goes: "actions.1"})
    dialog.press("return.submit", action(2, who="", by="2026-11-02"))
    words = said(dialog.card)
    # Filled slots close up as they are kept, so the second is the first by now.
    assert "Action 1: who: choose who does it" in words
    assert (
        "Action 1: by when is in the past: give a day from Tue 1 Dec 2026 to Wed 1 Dec 2027"
        in words
    )


def test_what_cannot_be_kept_stays_on_its_page_and_says_why(dialog: Dialogs) -> None:
    answer = dialog.press("return.save", {"evidence": "A bell \x07 rang"})
    assert isinstance(answer, Dialog)
    assert "Not saved yet." in said(dialog.card)
    assert "rang" in inputs(dialog.card)["evidence"]["value"]
    assert dialog.kept() == {}


def test_a_text_beyond_every_box_is_refused_in_words(dialog: Dialogs) -> None:
    answer = dialog.press("return.save", {"evidence": "x" * 70_000})
    assert isinstance(answer, Refusal)
    assert "move the detail to the audit document" in answer.message


def test_each_page_can_be_drawn_with_the_longest_texts(council: Council) -> None:
    audit = council.audits()[0]
    long = "€" * 1500
    given = a_return(grade="RI", evidence=long, rationale=long)
    given["domains"] = {
        key: {"grade": "Good", "evidence": long[:500], "strengths": long[:500], "areas": long[:500]}
        for key in given["domains"]
    }
    with council.read() as reader:
        for at in ("overall", "talk", "domains.c1", "domains.c3", "domains.c6", "actions.1"):
            assert problems(faced(return_page(reader, audit.id, flat_of(given), at=at))) == []


def test_pages_follow_one_another_without_a_gap(dialog: Dialogs) -> None:
    [goes] = [i for name, i in inputs(dialog.card).items() if name.startswith(GOES)]
    numbers = [int(choice["title"].partition(":")[0]) for choice in goes["choices"]]
    assert all(b - a == 1 for a, b in pairwise(numbers))
    assert numbers[0] == 1
