"""The audit officer answers one list of questions about the names in the council's file."""

from store.intake.importing import import_given
from store.tables import Case
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.audit_team import inputs, looked, opened, sent
from tests.store.council import ISSUED, OFFICER, Council
from tests.store.sheets.child_level.making import Value, given, in_need


def load(council: Council, *lines: list[Value]) -> None:
    with council.unit(by=OFFICER, at=ISSUED) as unit:
        import_given(unit, "annex.xlsx", given({6: lines}))


def test_the_officer_answers_one_list_and_the_cases_can_be_drawn(council: Council) -> None:
    load(
        council,
        in_need(1, team="The Hub", worker="Liz Mash"),
        in_need(2, team="The Hub", worker="Sw Mash"),
    )
    card = opened(council, "cases.match", council.programme)
    asked = inputs(card)
    assert [one["label"] for one in asked.values()] == [
        "The team “The Hub” (2 cases)", "Liz Mash, The Hub (1 case)",
    ]  # fmt: skip
    answers = {
        name: next(
            choice["value"]
            for choice in box["choices"]
            if choice["title"] in ("Frontdoor: MASH", "Sw Mash, MASH (sw.mash)")
        )
        for name, box in asked.items()
    }
    sent(council, "cases.match", council.programme, answers)
    with council.read() as reader:
        cases = [reader.get(Case, ref) for ref in "12"]
    assert [(case.practitioner, case.team, case.set_aside) for case in cases] == [
        ("sw.mash", "MASH", None), ("sw.mash", "MASH", None),
    ]  # fmt: skip


def test_more_questions_than_a_form_holds_follow_it(council: Council) -> None:
    load(council, *(in_need(n, team="MASH", worker=f"Some Body{n}") for n in range(1, 14)))
    card = opened(council, "cases.match", council.programme)
    assert len(inputs(card)) == 10
    assert "3 more questions will follow" in words_of(card)


def test_two_choices_never_read_the_same(council: Council) -> None:
    load(council, in_need(1, team="MASH", worker="Mash"))
    (box,) = inputs(opened(council, "cases.match", council.programme)).values()
    titles = [choice["title"] for choice in box["choices"]]
    assert len(set(titles)) == len(titles)
    assert titles[-1] == "Nobody in the people file"


def test_the_programmes_card_offers_the_questions_while_a_case_waits(council: Council) -> None:
    def offered() -> bool:
        return "Who is this?" in str(looked(council, "programme.view", council.programme))

    assert not offered()
    load(council, in_need(1, team="MASH", worker="Liz Mash"))
    assert offered()
    worker = {"name": "Liz Mash", "upn": "sw.mash"}
    council.do("cases.match", council.programme, {"workers": [worker]}, by=OFFICER)
    assert not offered()
