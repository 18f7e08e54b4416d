"""A shared audit shows grades and dates and no text (programme.md §2.14)."""

import pytest

from bot.dialogs.forms import form
from store.vocabulary.errors import NotAllowed
from tests.bot.dialogs.showing import shown, verbs
from tests.store.acts.moderating import MODERATED, moderate, returned
from tests.store.council import OFFICER, Council, case

WRITTEN = "The aunt of Quillon Zephyrine told me so."


def test_the_reviewing_officer_reads_grades_and_dates_and_no_text(council: Council) -> None:
    audit = council.audits()[0]
    council.load_cases([case(audit.case_ref, team=audit.team, iro="iro")])
    audit = returned(council, services_involved=["Edge of Care"])
    assert "shared" not in {kind for kind, _ in council.messages()}
    moderate(council, audit, note=WRITTEN)
    card = shown(council, "iro", "shared", at=MODERATED)
    assert card.summary == f"An audit of {audit.case_ref} is complete: graded Good"
    assert verbs(card) == set()
    with pytest.raises(NotAllowed), council.read(MODERATED) as reader:
        form(reader, "grades.view", audit.id, "iro")
    by_hand = shown(council, OFFICER, "share_by_hand", at=MODERATED)
    assert by_hand.summary == f"Please share {audit.case_ref} with Edge of Care"
