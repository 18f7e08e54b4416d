"""No card says that nothing is to be done to somebody who then owes something (§4)."""

from bot.cards.parts.closing import closes, with_what_is_owed
from bot.rehearsal.checks.months_after import told_nothing_more_then_owed
from store.tables import Message
from store.tables.columns import canonical
from tests.bot.cards.linter import elements
from tests.bot.dialogs.showing import shown
from tests.store.acts.looking_again import MODERATED, moderated
from tests.store.council import Council


def words(card: dict[str, object]) -> str:
    return " ".join(str(part["text"]) for part in elements(card) if "text" in part)


def test_an_auditor_who_owes_the_meeting_is_not_told_that_nothing_is_left(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    auditor = audit.auditor or ""
    card = shown(council, auditor, "moderated", audit.id, at=MODERATED).card
    assert "nothing more" not in words(card)
    assert "Yours to do: hold the UoPP meeting by Thu 17 Dec" in words(card)


def test_an_auditor_who_owes_nothing_is_told_so(council: Council) -> None:
    (audit,) = moderated(council, "Good")
    card = shown(council, audit.auditor or "", "moderated", audit.id, at=MODERATED).card
    assert "There is nothing more for you to do." in words(card)


def test_a_card_that_closed_too_early_would_be_noticed(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    said = {"body": [{"text": "Moderated. There is nothing more for you to do."}]}
    with council.read(MODERATED) as reader:
        (message,) = [
            one
            for one in reader.rows(Message, kind="moderated", to=audit.auditor)
            if one.subject == audit.id
        ]
        told = told_nothing_more_then_owed(reader, message, message.to, canonical(said))
        assert any("uopp.hold" in sentence for sentence in told)


def test_the_sentence_alone_is_replaced_and_the_rest_of_the_card_stays() -> None:
    card = {
        "body": [
            {"text": "Priya agreed. There is nothing more to do. Questions: the audit team."},
            {"text": "A copy for the audit team: nothing for you to do."},
        ]
    }
    assert closes(card)
    first, second = with_what_is_owed(card, ["a", "b", "c", "d"])["body"]
    assert first["text"] == (
        "Priya agreed. Yours to do: a, b, c and 1 more. Questions: the audit team."
    )
    assert second["text"] == "Yours to do: a, b, c and 1 more."
    assert with_what_is_owed(card, []) == card
