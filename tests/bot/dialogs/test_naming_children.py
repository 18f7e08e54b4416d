"""Text that names the child comes back in its writer's own form, with the words marked there."""

import json

import pytest

from bot.turns import Dialog, DialogClosed
from store.registry.naming import NOT_THIS_CHILD
from tests.bot.cards.linter import elements
from tests.bot.dialogs.audit_month.returning import OVERALL, REST, TALK, Dialogs, domains, inputs
from tests.store.council import Council

SAID = "Zebedee did not come, so the review was late."


def _marked(dialog: Dialogs) -> list[str]:
    """The words that the form marks."""
    return [run["text"] for run in elements(dialog.card) if run.get("highlight")]


def _fill(dialog: Dialogs) -> None:
    """Every page; that of the grade has the child's name, and the last page leads there."""
    dialog.open()
    named = OVERALL | {"evidence": SAID}
    for typed in (TALK, domains(1, 2, 3), domains(4, 5, 6), REST, named):
        dialog.press("return.save", typed)
    dialog.press("return.at.overall")


@pytest.fixture
def dialog(council: Council) -> Dialogs:
    return Dialogs(council, council.audits()[0])


def test_a_reason_that_names_the_child_comes_back_marked_with_all_that_was_typed(
    dialog: Dialogs,
) -> None:
    sent = {"id": dialog.audit.id, "version": dialog.audit.version, "category": "other"}
    answer = dialog.send("exemption.request", sent | {"reason": SAID})
    assert isinstance(answer, Dialog)
    assert _marked(dialog) == ["Zebedee"]
    assert inputs(dialog.card)["reason"]["value"] == SAID
    assert inputs(dialog.card)[NOT_THIS_CHILD]["value"] == "false"
    assert "exemption.request" not in dialog.council.verbs()


def test_it_goes_through_once_its_writer_says_that_it_is_another(dialog: Dialogs) -> None:
    sent = {"id": dialog.audit.id, "version": dialog.audit.version, "category": "other"}
    dialog.send("exemption.request", sent | {"reason": SAID})
    answer = dialog.press("exemption.request", {NOT_THIS_CHILD: "true"})
    assert isinstance(answer, DialogClosed)
    facts = [row for row in dialog.council.table("fact") if row["verb"] == "exemption.request"]
    assert [json.loads(row["fields"])[NOT_THIS_CHILD] for row in facts] == [True]
    assert dialog.council.audit(dialog.audit.id).state == "exemption_asked"


def test_a_form_without_such_words_asks_nothing(dialog: Dialogs) -> None:
    dialog.open()
    assert NOT_THIS_CHILD not in inputs(dialog.card)


def test_a_return_that_names_the_child_keeps_its_draft_and_is_not_handed_in(
    dialog: Dialogs,
) -> None:
    _fill(dialog)
    dialog.press("return.submit")
    assert dialog.council.audit(dialog.audit.id).state == "issued"
    assert dialog.kept()["evidence"] == SAID
    assert _marked(dialog) == ["Zebedee"]


def test_a_return_about_another_child_of_that_name_is_handed_in(dialog: Dialogs) -> None:
    _fill(dialog)
    assert _marked(dialog) == ["Zebedee"]
    assert isinstance(dialog.press("return.submit", {NOT_THIS_CHILD: "true"}), DialogClosed)
    (fact,) = [row for row in dialog.council.table("fact") if row["verb"] == "return.submit"]
    assert json.loads(fact["fields"])[NOT_THIS_CHILD] is True
