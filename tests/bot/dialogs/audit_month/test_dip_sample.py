"""Dip samples: recorded, agreed and signed off; only their readers open the findings (§2.15)."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.faces import faced
from bot.dialogs.forms import form
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.arranging import change_person
from tests.store.acts.arranging_disputes import RAISED, dips
from tests.store.council import CYCLE, HOS, HOS_CARE, OFFICER, OTHER_OFFICER, PSW, Council

REPORT = f"{CYCLE}.k1"

LATER = datetime(2026, 12, 21, 10, tzinfo=UTC)

FOUND = {"answer": "partly", "finding": "CANARY-finding: the plan names the child's view once."}


def opened(council: Council, verb: str, subject: str, upn: str, at: datetime = RAISED) -> str:
    """What a dialog says to somebody."""
    with council.read(at) as reader:
        _, drawn = form(reader, verb, subject, upn)
    assert problems(faced(drawn)) == []
    return words(faced(drawn))


def test_the_audit_team_sees_how_many_are_done_and_the_next(council: Council) -> None:
    samples = dips(council)
    card = shown(council, OFFICER, "dips", REPORT, at=LATER)
    assert card.summary == f"Dip samples, line 1: 0 of {len(samples)} done, by Thu 31 Dec"
    assert verbs(card) == {"dip.record", "dips.view"}
    for audit in samples:
        council.do("dip.record", audit.id, FOUND, by=OFFICER, at=LATER)
    card = shown(council, OFFICER, "dips", REPORT, at=LATER)
    assert verbs(card) == {"dip.report", "dips.view"}
    assert "CANARY-finding" not in words(card)
    assert "CANARY-finding" in opened(council, "dips.view", REPORT, OFFICER, LATER)
    assert f"{len(samples)} partly" in opened(council, "dip.report", REPORT, OFFICER, LATER)


def test_a_head_is_asked_and_the_sampler_has_it_once_they_agree(council: Council) -> None:
    change_person(council, "iro", service="Care")
    audit = dips(council)[0]
    assert "Iro" in opened(council, "dip.assign", audit.id, OFFICER, LATER)
    council.do("dip.assign", audit.id, {"to": "iro"}, by=OFFICER, at=LATER)
    asked = shown(council, HOS_CARE, "dip_agree", at=LATER)
    assert verbs(asked) == {"dip.agree", "dip.decline"}
    council.do("dip.agree", audit.id, by=HOS_CARE, at=LATER)
    assert verbs(shown(council, HOS_CARE, "dip_agree", at=LATER)) == set()
    assert verbs(shown(council, "iro", "dip_given", at=LATER)) == {"dip.record"}
    council.do("dip.record", audit.id, FOUND, by="iro", at=LATER)
    done = shown(council, "iro", "dip_given", at=LATER)
    assert verbs(done) == set()
    assert "is recorded" in done.summary


def test_who_signs_reads_the_findings_first_and_others_do_not_open_them(council: Council) -> None:
    for audit in dips(council):
        council.do("dip.record", audit.id, FOUND, by=OFFICER, at=LATER)
    given = {"findings": "CANARY-key: the child's voice is in most plans."}
    council.do("dip.report", REPORT, given, by=OFFICER, at=LATER)
    card = shown(council, OTHER_OFFICER, "dip_sign", at=LATER)
    assert verbs(card) == {"dip.sign_off", "dips.findings"}
    assert "CANARY" not in words(card)
    assert "CANARY-key" in opened(council, "dips.findings", REPORT, OTHER_OFFICER, LATER)
    with council.read(LATER) as reader:
        for upn in (HOS, HOS_CARE, "tm.mash", "iro"):
            with pytest.raises(NotAllowed):
                form(reader, "dips.findings", REPORT, upn)
    council.do("dip.sign_off", REPORT, by=OTHER_OFFICER, at=LATER)
    assert verbs(shown(council, PSW, "dip_sign", at=LATER)) == {"dip.sign_off", "dips.findings"}
    council.do("dip.sign_off", REPORT, by=PSW, at=LATER)
    assert "CANARY-key" in opened(council, "dips.findings", REPORT, HOS, LATER)
    assert verbs(shown(council, HOS, "dip_report", at=LATER)) == {"dips.findings"}
    assert verbs(shown(council, PSW, "dip_sign", at=LATER)) == {"dips.findings"}
