"""In Teams: each reader's own part of a digest, and recording what was done from within a list."""

import pytest

from bot.dialogs.forms import asks_first, form
from bot.scheduler.digests import issue_digest
from store.tables import Digest, DigestLine
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import elements, said
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.reporting import MONTH_END
from tests.store.council import DIRECTOR, GM, HOS, HOS_CARE, PSW, Council, a_return


def issue(council: Council) -> str:
    deliver(council)
    issue_digest(council.ledger, council.programme, MONTH_END)
    deliver(council, MONTH_END)
    with council.read(MONTH_END) as reader:
        return reader.rows(Digest)[0].id


@pytest.mark.parametrize(
    ("upn", "kind"),
    [(HOS, "service_digest"), (HOS_CARE, "service_digest"), (GM, "team_digest"),
     ("tm.mash", "team_digest")],
)  # fmt: skip
def test_each_opens_the_names_of_their_own_part(council: Council, upn: str, kind: str) -> None:
    digest_id = issue(council)
    card = shown(council, upn, kind, at=MONTH_END)
    assert "digest.addressed" not in verbs(card)
    with council.read(MONTH_END) as reader:
        _, names = form(reader, "digest.view", digest_id, upn)
    assert "Not in on Thu 31 Dec: " in said(names)
    assert "digest.addressed" not in str(names)


def test_a_stranger_to_a_digest_opens_no_part_of_it(council: Council) -> None:
    digest_id = issue(council)
    with council.read(MONTH_END) as reader, pytest.raises(NotAllowed):
        form(reader, "digest.view", digest_id, "sw.mash")


def test_a_team_manager_reads_no_names_but_those_of_their_own_part(council: Council) -> None:
    digest_id = issue(council)
    with council.read(MONTH_END) as reader:
        _, part = form(reader, "digest.view", digest_id, "tm.care.one")
        _, whole = form(reader, "digest.view", digest_id, PSW)
        lines = reader.rows(DigestLine)
    ours = {line.audit for line in lines if line.auditor.endswith(".care.one")}
    assert said(part).count("due Mon 21 Dec") == len(ours)
    assert said(whole).count("due Mon 21 Dec") == len(lines)


def test_recording_from_within_the_list_opens_an_empty_form_that_complains_of_nothing() -> None:
    button = {"verb": "digest.addressed", "id": "x", "version": 1, "page": "2"}
    assert asks_first("digest.addressed", button)
    assert not asks_first("digest.addressed", button | {"how": ""})
    assert not asks_first("digest.addressed", button | {"how": "Spoke to them."})
    assert not asks_first("allocation.accept", button)
    assert not asks_first("no.such.act", button)


def test_the_form_says_no_other_lateness_than_the_list(council: Council) -> None:
    issue(council)
    with council.read(MONTH_END) as reader:
        line = reader.rows(DigestLine)[0]
        _, card = form(reader, "digest.addressed", line.id, DIRECTOR)
    assert "working day" not in said(card)
    assert "due Mon 21 Dec" in said(card)
    assert any(element.get("id") == "how" for element in elements(card))


def test_a_part_that_was_delivered_keeps_to_its_own_day(council: Council) -> None:
    returned = council.audits()[0]
    given = a_return(today=MONTH_END.date())
    issue(council)
    council.do("return.submit", returned.id, given, by=returned.auditor or "", at=MONTH_END)
    before = words(shown(council, "tm.mash", "team_digest", at=MONTH_END))
    assert "As of Thu 31 Dec, 09:00" in before
