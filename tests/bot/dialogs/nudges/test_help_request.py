"""Help with a duty: the question and the answer are on no card, only in their dialogs (§4)."""

from datetime import datetime

import pytest

from bot.dialogs.faces import faced
from bot.dialogs.forms import form
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.arranging_disputes import RAISED, told
from tests.store.council import HOS, OFFICER, Council


def opened(council: Council, verb: str, subject: str, upn: str, at: datetime = RAISED) -> str:
    """What a dialog says to somebody."""
    with council.read(at) as reader:
        _, drawn = form(reader, verb, subject, upn)
    assert problems(faced(drawn)) == []
    return words(faced(drawn))


def test_help_goes_to_the_audit_team_and_the_answer_comes_back(council: Council) -> None:
    audit = council.audits()[0]
    duty = council.duties(audit.id)["return.submit"]
    ask = opened(council, "help.ask", duty.id, duty.owner)
    assert "Officer" in ask
    assert "Audit Manager" in ask
    council.do("help.ask", duty.id, {"what": "CANARY-stuck"}, by=duty.owner, at=RAISED)
    card = shown(council, OFFICER, "help_asked", at=RAISED)
    assert verbs(card) == {"help.answer"}
    assert "CANARY" not in words(card)
    [request] = {subject for _, subject in council.messages("help_asked")}
    assert "CANARY-stuck" in opened(council, "help.answer", request, OFFICER)
    council.do("help.answer", request, {"answer": "CANARY-ring"}, by=OFFICER, at=RAISED)
    answered = shown(council, duty.owner, "help_answered", at=RAISED)
    assert verbs(answered) >= {"help.view"}
    assert "CANARY" not in words(answered)
    assert "CANARY-ring" in opened(council, "help.view", request, duty.owner)
    with council.read(RAISED) as reader, pytest.raises(NotAllowed):
        form(reader, "help.view", request, HOS)
    assert told(council, "help_answered") == {duty.owner}
