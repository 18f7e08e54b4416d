"""A return asks no more than it did, and with the document little more than half of it (§2.8)."""

from datetime import date

import pytest

from bot.rehearsal.return_effort import SENTENCE, ReturnEffort, effort_of, good_with_two_actions
from tests.store.council import DOMAINS, Council, a_return, profile_text

LINES = 1
BEFORE = 3 + 3 + LINES + 4 * len(DOMAINS) + 2 * 4 + 1
"""Fields of a Good with two actions in November 2026: the grade with its evidence and rationale;
who took part, when it was discussed and the family's word; the lines of enquiry; four fields of
each domain and four of each action; and the link."""


def measured(council: Council, form: str) -> ReturnEffort:
    if form != "whole":
        text = profile_text(form=form)
        council.do("profile.adopt", council.programme, {"name": "riverside", "text": text})
    audit = council.audits()[0]
    with council.read() as reader:
        return effort_of(reader, audit.id, good_with_two_actions(reader, audit))


@pytest.mark.parametrize(("form", "most"), [("whole", 1.0), ("with_document", 0.6)])
def test_a_good_with_two_actions_takes_no_more_than_its_share_of_what_it_took(
    council: Council, form: str, most: float
) -> None:
    effort = measured(council, form)
    assert effort.fields <= most * BEFORE
    assert effort.offered, "the last page hands it in"
    assert effort.unasked == ()


def test_with_the_document_it_is_quicker_too(council: Council) -> None:
    whole, with_document = measured(council, "whole"), measured(council, "with_document")
    assert with_document.pages < whole.pages
    assert with_document.seconds <= 0.6 * whole.seconds


def test_what_no_page_asks_for_is_told(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(today=date(2026, 12, 1))
    given |= {"kloes": {"k1": SENTENCE, "k9": SENTENCE}}
    with council.read() as reader:
        effort = effort_of(reader, audit.id, given)
    assert effort.unasked == ("kloes.k9",)
