"""Whatever somebody types opens a card, shows no more than they may see, and does nothing."""

from datetime import UTC, datetime

import pytest

from bot.cards.nudges.understood import SHOW
from bot.dialogs.faces import Face, chosen, faced, said
from bot.dialogs.nudges.answers import ANSWERS, answer_to
from bot.dialogs.nudges.typing_person import Typing
from bot.understanding.intents import intents, offered
from bot.understanding.reading import Understood
from store.people.posts import exempting_authority, in_post
from store.tables import Audit, Person
from store.vocabulary.intents import INTENTS
from tests.bot.cards.linter import elements, problems
from tests.bot.dialogs.showing import verbs, words
from tests.store.acts.moderating import MODERATED, returned
from tests.store.council import DIRECTOR, HOS, ISSUED, OFFICER, PSW, Council

BY_PERSON = frozenset({"who_owes", "status"})
"""Answers about people in somebody's scope, wherever those people audit (test_typed_words)."""
AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)


def typed(council: Council, upn: str, text: str, *, at: datetime = ISSUED) -> Face:
    with council.read(at) as reader:
        (answer,) = said(reader, reader.get(Person, upn), text)
    assert problems(answer) == []
    return answer


def inputs(face: Face) -> dict[str, str]:
    """What stands in each input of a card."""
    return {
        one["id"]: str(one.get("value", ""))
        for one in elements(face.card)
        if str(one.get("type", "")).startswith("Input.")
    }


def everybody(council: Council) -> list[str]:
    audit = council.audits()[0]
    return [
        PSW, HOS, OFFICER, DIRECTOR, "tm.mash", audit.auditor or "", audit.moderator or "",
        audit.practitioner,
    ]  # fmt: skip


def test_every_meaning_has_its_answer_and_its_name() -> None:
    assert set(ANSWERS) == set(INTENTS) == set(intents())


@pytest.mark.parametrize("intent", sorted(ANSWERS))
@pytest.mark.parametrize("at", [ISSUED, AFTER])
def test_each_meaning_shows_each_person_a_card_that_keeps_the_rules(
    council: Council, intent: str, at: datetime
) -> None:
    for upn in everybody(council):
        with council.read(at) as reader:
            typing = Typing(reader, reader.get(Person, upn), "away 7 to 9 December, long story")
            assert problems(faced(answer_to(intent, typing))) == [], (intent, upn)


@pytest.mark.parametrize("intent", sorted(set(ANSWERS) - BY_PERSON))
def test_no_meaning_shows_a_case_that_somebody_has_no_part_in(
    council: Council, intent: str
) -> None:
    """Their own cases alone, even where another is named by its reference."""
    audits = council.audits()
    one = audits[0]
    for upn in {one.auditor or "", one.practitioner, "tm.mash"}:
        with council.read() as reader:
            person = reader.get(Person, upn)
            own = {
                row.case_ref
                for row in reader.rows(Audit)
                if upn in {row.auditor, row.moderator, row.practitioner, row.team_manager}
                or (person.team and "team_manager" in person.roles and row.team == person.team)
            }
            others = {row.case_ref for row in audits} - own
            for about in ("", *sorted(others)[:2]):
                drawn = answer_to(intent, Typing(reader, person, "about it", about))
                told = words(faced(drawn)).replace(f"no audit of {about} that", "")
                assert [ref for ref in others if ref in told] == [], (intent, upn)


def test_a_proposed_auditor_is_told_nothing_before_it_is_confirmed(council: Council) -> None:
    audit = council.audits()[0]
    first = audit.auditor or ""
    council.do(
        "exemption.request",
        audit.id,
        {"category": "workload", "reason": "Two vacancies."},
        by=first,
    )
    with council.read() as reader:
        decider = in_post(reader, exempting_authority(reader, first))[0].id
    council.do("exemption.approve", audit.id, by=decider)
    proposed = council.audit(audit.id).auditor
    assert proposed not in {None, first}
    assert audit.case_ref not in words(typed(council, proposed or "", "which audits do I have"))
    assert audit.case_ref not in words(typed(council, proposed or "", audit.case_ref)).replace(
        f"no audit of {audit.case_ref}", ""
    )


def test_what_might_be_a_conflict_opens_its_form_with_the_words_in_it(council: Council) -> None:
    audit = council.audits()[0]
    said_so = "I know this family, the mother is my cousin"
    answer = typed(council, audit.auditor or "", said_so)
    assert inputs(answer)["reason"] == said_so
    assert verbs(answer) == {"conflict.declare", SHOW}


def test_an_absence_opens_with_the_days_that_were_read_and_says_them_with_their_weekdays(
    council: Council,
) -> None:
    answer = typed(council, council.audits()[0].auditor or "", "I'm on leave 7 to 18 December")
    assert inputs(answer)["from"] == "2026-12-07"
    assert inputs(answer)["to"] == "2026-12-18"
    assert "I read Mon 7 Dec to Fri 18 Dec" in words(answer)
    assert "person.absent" in verbs(answer)


def test_who_is_named_to_stand_in_is_chosen_already_and_nobody_is_guessed(council: Council) -> None:
    auditor = council.audits()[0].auditor or ""
    with council.read() as reader:
        name = reader.get(Person, OFFICER).name
    answer = typed(council, auditor, f"on leave 7 to 18 December, {name} stands in for me")
    assert inputs(answer)["delegate"] == OFFICER
    first_name = name.split()[0]
    for no_delegate in ("I'm on leave 7 to 18 December", f"on leave, {first_name} knows"):
        assert "delegate" not in inputs(typed(council, auditor, no_delegate))


def test_days_that_may_be_two_are_asked_about_and_never_guessed(council: Council) -> None:
    answer = typed(council, HOS, "I'm off sick until the 14th")
    assert inputs(answer)["to"] == ""
    assert "the last day away, or the first day back" in words(answer)


def test_words_that_may_mean_several_things_are_kept_for_the_form_that_is_chosen(
    council: Council,
) -> None:
    auditor = council.audits()[0].auditor or ""
    text = "the mum and me, it's complicated, bit much for me right now"
    answer = typed(council, auditor, text)
    assert answer.understood is not None
    if answer.understood.tier == "unsure" and "conflict" in answer.understood.intents:
        assert inputs(answer)["reason"] == text
    with council.read() as reader:
        data = {"id": "conflict", "version": 0, "reason": text}
        drawn = chosen(reader, reader.get(Person, auditor), data)
    assert inputs(drawn)["reason"] == text


def test_who_asks_for_more_time_reads_the_rule_and_may_ask_to_be_exempt(council: Council) -> None:
    answer = typed(council, council.audits()[0].auditor or "", "can I get an extension")
    assert "There are no extensions" in words(answer)
    assert verbs(answer) == {"exemption.request", SHOW}


def test_nonsense_is_answered_with_one_sentence_the_menu_and_the_audit_team(
    council: Council,
) -> None:
    answer = typed(council, HOS, "what's for lunch")
    assert answer.summary == "I did not understand that"
    assert "audit team" in words(answer)
    assert verbs(answer) == {SHOW}
    assert "lunch" not in str(answer.card)


def test_a_child_who_may_be_at_risk_comes_before_everything_else(council: Council) -> None:
    for text in ("dad has come to the house with a knife", "he has hit her again this morning"):
        answer = typed(council, HOS, text)
        assert "this is not the place" in words(answer)
        assert "this is not the place" in str(answer.card["body"][1])


def test_typed_words_do_nothing_and_stand_in_no_fact(council: Council) -> None:
    before = council.table("fact")
    for name in offered():
        typed(council, HOS, intents()[name].sentences[0])
    assert council.table("fact") == before


def test_every_button_of_the_menu_leads_to_its_answer(council: Council) -> None:
    with council.read() as reader:
        for upn in everybody(council):
            for name in offered():
                drawn = chosen(reader, reader.get(Person, upn), {"id": name, "version": 0})
                assert problems(drawn) == [], (name, upn)
                assert drawn.understood == Understood("chosen", (name,))
            for forged in ("", "nothing", "show FD-1", "show \x00", "show " + "9" * 500):
                drawn = chosen(reader, reader.get(Person, upn), {"id": forged, "version": 0})
                assert drawn.understood is not None
                assert set(drawn.understood.intents) <= {"help", "show"}


def test_a_moderator_who_knows_the_family_opens_their_own_form(council: Council) -> None:
    audit = returned(council)
    answer = typed(council, audit.moderator or "", "I know this family", at=MODERATED)
    assert "moderation.conflict" in verbs(answer)


def test_nobody_is_told_of_a_dip_sample_of_their_work(council: Council) -> None:
    with council.read() as reader:
        dips = [row for row in reader.rows(Audit) if row.state in {"offered", "sampling"}]
        assert dips
        for dip in dips:
            person = reader.get(Person, dip.practitioner)
            told = words(faced(answer_to("show", Typing(reader, person, "", dip.case_ref))))
            assert "being sampled" not in told
