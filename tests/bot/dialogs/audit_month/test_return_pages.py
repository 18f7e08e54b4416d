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
    of_actions = {name for name in asked if name.startswith("actions.")}
    assert of_actions == {
        f"actions.1.{part}" for part in ("what", "who", "by", "different", "scope")
    }


def test_the_first_button_of_a_page_saves_it_and_the_last_page_returns_the_audit(
    dialog: Dialogs,
) -> None:
    first = dialog.card["actions"][0]
    assert (first["title"], first["data"]["verb"]) == ("Save and go on", "return.save")
    fill(dialog)
    last = dialog.card["actions"][0]
    assert (last["title"], last["data"]["verb"]) == ("Return the audit", "return.submit")
    answer = dialog.press("return.submit")
    assert isinstance(answer, DialogClosed)
    assert (answer.text or "").startswith(f"{dialog.audit.case_ref} is returned.")
    returned = dialog.council.audit(dialog.audit.id)
    assert (returned.state, returned.first) == ("returned", "Good")


def test_closing_by_accident_costs_the_open_page_alone(dialog: Dialogs) -> None:
    dialog.press("return.save", TALK)
    # Page two is open and typed into; the dialog is closed, of which nobody hears.
    dialog.open()
    assert dialog.title.endswith("page 2 of 6")
    assert "Saved on Tue 1 Dec, 09:30." in said(dialog.card)
    dialog.press("return.back")
    assert inputs(dialog.card)["family_feedback"]["value"] == TALK["family_feedback"]


def test_save_and_close_says_what_is_still_to_come(dialog: Dialogs) -> None:
    answer = dialog.press("return.close", {"family_feedback": "Half a sentence"})
    assert isinstance(answer, DialogClosed)
    assert answer.text == (
        "Saved on Tue 1 Dec, 09:30, and not returned yet. It is due Mon 21 Dec. Your card opens it "
        "where you left off."
    )
    assert dialog.kept() == {"family_feedback": "Half a sentence"}
    dialog.open()
    assert inputs(dialog.card)["family_feedback"]["value"] == "Half a sentence"


def test_going_back_saves_too(dialog: Dialogs) -> None:
    dialog.press("return.save")
    dialog.press("return.back", {"family_feedback": "Heard."})
    assert dialog.title.endswith("page 1 of 6")
    assert dialog.kept()["family_feedback"] == "Heard."


def test_one_goes_on_to_whatever_page_is_chosen(dialog: Dialogs) -> None:
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    dialog.press("return.save", {goes: "overall"})
    assert dialog.title.endswith("page 5 of 6")


@pytest.mark.parametrize("chosen", ["no.such.page", "actions.99", "actions.x", "", "domains.c5"])
def test_a_page_that_is_not_there_does_no_harm(dialog: Dialogs, chosen: str) -> None:
    [goes] = [name for name in inputs(dialog.card) if name.startswith(GOES)]
    assert isinstance(dialog.press("return.save", {goes: chosen}), Dialog)


def test_an_emptied_box_is_emptied_and_other_pages_stay(dialog: Dialogs) -> None:
    dialog.press("return.save", TALK)
    dialog.press("return.back", domains(1))
    dialog.press("return.save", {"family_feedback": None})
    assert "family_feedback" not in dialog.kept()
    assert dialog.kept()["discussed_on"] == TALK["discussed_on"]
    assert dialog.kept()["domains"]["c1"]["grade"] == "Good"


def test_all_that_is_wrong_is_told_in_one_round_on_the_page_with_the_first_mistake(
    dialog: Dialogs,
) -> None:
    fill(dialog)
    wrong = {"discussed_on": "2027-01-01", "family_feedback": "", "document_link": "javascript:x"}
    dialog.send("return.at.talk", dialog.whole_page({}))
    answer = dialog.send("return.submit", dialog.whole_page({**TALK, **OVERALL, **wrong}))
    assert isinstance(answer, Dialog)
    assert dialog.council.audit(dialog.audit.id).state == "issued"
    assert dialog.title.endswith("page 1 of 6")
    words = said(dialog.card)
    assert "All that you typed is kept; 3 answers need correcting before you return it:" in words
    assert "discussed with them on is in the future: give a day from Mon 1 Jun 2026 to Tue" in words
    assert "say below why there is none" in words
    assert "Page 5, Link to the audit document is no web address" in words
    # Corrected here, one press opens the page with the other mistake.
    dialog.press("return.at.overall", TALK)
    assert dialog.title.endswith("page 5 of 6")
    assert "Please correct: this is no web address" in said(dialog.card)


def test_an_empty_box_is_no_mistake_before_one_asks_to_return_it(dialog: Dialogs) -> None:
    assert "correcting" not in said(dialog.card)
    dialog.send("return.submit", dialog.whole_page({}))
    words = said(dialog.card)
    assert "Who took part: choose who took part in the audit." in words
    assert "Page 2, Connect: grade is needed: choose a grade" in words
    assert dialog.title.endswith("page 1 of 6")


def test_areas_to_develop_are_not_asked_for_of_an_outstanding(dialog: Dialogs) -> None:
    dialog.press("return.save", TALK)
    outstanding = {"domains.c1.grade": "Outstanding", "domains.c1.evidence": "Seen."}
    dialog.press("return.save", outstanding)
    dialog.press("return.back")
    assert "domains.c1.areas" not in inputs(dialog.card)
    assert "domains.c2.areas" in inputs(dialog.card)
    dialog.press("return.save", outstanding | {"domains.c1.grade": "Good"})
    dialog.press("return.back")
    assert "domains.c1.areas" in inputs(dialog.card), "a lesser grade asks for them again"


@pytest.mark.parametrize("verb", ["return.at.no.such", "return.at.actions.99", "return.at."])
def test_a_press_that_leads_to_no_page_does_no_harm(dialog: Dialogs, verb: str) -> None:
    assert isinstance(dialog.send(verb, dialog.whole_page(TALK)), Dialog)
    assert dialog.kept()["discussed_on"] == TALK["discussed_on"]


def test_a_form_that_holds_everything_is_taken_in_one_go(council: Council) -> None:
    """What the old single form sent, and what a script sends: no page, every input."""
    dialog = Dialogs(council, council.audits()[0])
    typed = OVERALL | TALK | domains(*range(1, 7)) | REST
    data = {"id": dialog.audit.id, "version": dialog.audit.version}
    assert isinstance(dialog.send("return.submit", data | typed), DialogClosed)
    assert council.audit(dialog.audit.id).state == "returned"


def test_everything_sent_from_the_first_page_is_taken_in_one_go_too(dialog: Dialogs) -> None:
    typed = OVERALL | TALK | domains(*range(1, 7)) | REST
    answer = dialog.send("return.submit", dialog.whole_page(typed))
    assert isinstance(answer, DialogClosed)


def test_a_return_sent_in_twice_is_one_return_and_says_so_truly(dialog: Dialogs) -> None:
    fill(dialog)
    data = dialog.whole_page(REST)
    answers = [dialog.send("return.submit", data) for _ in range(3)]
    assert all(isinstance(answer, DialogClosed) for answer in answers)
    assert len({getattr(answer, "text", "") for answer in answers}) == 1
    assert dialog.council.verbs().count("return.submit") == 1


def test_what_is_saved_after_it_was_returned_is_answered_with_what_is_so(dialog: Dialogs) -> None:
    other = Dialogs(dialog.council, dialog.audit)
    other.open()
    fill(dialog)
    dialog.press("return.submit")
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


def test_actions_are_asked_for_one_at_a_time_up_to_twelve(dialog: Dialogs) -> None:
    fill(dialog)
    for number in range(1, 13):
        assert [n for n in inputs(dialog.card) if n.endswith(".what")] == [f"actions.{number}.what"]
        titles = [button["title"] for button in dialog.card["actions"]]
        assert ("Add another action" in titles) == (number != 12)
        dialog.press("return.more" if number != 12 else "return.submit", action(number))
    assert len(dialog.council.table("action")) == 12


def test_an_action_half_filled_in_says_what_it_lacks_beside_its_own_slot(dialog: Dialogs) -> None:
    fill(dialog)
    dialog.press("return.submit", action(2, who="", by="2026-11-02"))
    words = said(dialog.card)
    # Filled slots close up as they are kept, so the second is the first by now.
    assert "Action 1: who: choose who does it" in words
    assert (
        "Action 1: by when is in the past: give a day from Tue 1 Dec 2026 to Wed 1 Dec 2027"
        in words
    )


def test_what_cannot_be_kept_stays_on_its_page_and_says_why(dialog: Dialogs) -> None:
    answer = dialog.press("return.save", {"family_feedback": "A bell \x07 rang"})
    assert isinstance(answer, Dialog)
    assert "Not saved yet." in said(dialog.card)
    assert "rang" in inputs(dialog.card)["family_feedback"]["value"]
    assert dialog.kept() == {}


def test_a_text_beyond_every_box_is_refused_in_words(dialog: Dialogs) -> None:
    answer = dialog.press("return.save", {"practitioner_feedback": "x" * 70_000})
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
        for at in ("talk", "domains.c1", "domains.c6", "kloes.k1", "overall", "actions.1"):
            assert problems(faced(return_page(reader, audit.id, flat_of(given), at=at))) == []


def test_pages_follow_one_another_without_a_gap(dialog: Dialogs) -> None:
    [goes] = [i for name, i in inputs(dialog.card).items() if name.startswith(GOES)]
    numbers = [int(choice["title"].partition(":")[0]) for choice in goes["choices"]]
    assert all(b - a == 1 for a, b in pairwise(numbers))
    assert numbers[0] == 1
