"""The Inadequate notice and the duty owner: each card says what is so now (§2.13, §4)."""

from datetime import UTC, datetime

from store.tables import Audit
from tests.bot.dialogs.opening import inputs, opened
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.acts.moderating import MODERATED, SPOKE, checker, moderate
from tests.store.council import ACADEMY, DIRECTOR, HOS, Council

CHRISTMAS = datetime(2026, 12, 24, 16, 40, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 29, 10, tzinfo=UTC)


def inadequate(council: Council, at: datetime) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=at)
    return council.audit(audit.id)


def test_the_inadequate_notice_says_what_is_so_at_every_later_moment(council: Council) -> None:
    audit = inadequate(council, RETURNED)
    ref = audit.case_ref
    card = shown(council, HOS, "inadequate", at=RETURNED)
    assert card.summary.startswith(f"An audit of {ref} was graded Inadequate by")
    assert card.summary.endswith("at 14:00")
    assert "moderates it by Wed 9 Dec." in words(card)
    moderate(council, audit, "send_back", reasons=["scant"], spoke_on="2026-12-08")
    assert "went back to" in shown(council, HOS, "inadequate", at=MODERATED).summary
    submit_return(council, audit, grade="Inadequate", at=MODERATED)
    moderate(council, audit, "refer", reason="x")
    assert "with the audit team" in shown(council, HOS, "inadequate", at=MODERATED).summary
    decision = {"outcome": "keep", "reason": "x"}
    council.do("void.decide", audit.id, decision, by=checker(audit), at=MODERATED)
    change = {"grade": "RI", "rationale": "No harm came.", "spoke_on": SPOKE}
    moderate(council, audit, "change", **change)
    card = shown(council, HOS, "inadequate", at=MODERATED)
    assert card.summary == f"{ref} is now graded RI, no longer Inadequate"
    assert "dispute.raise" in verbs(card)


def test_an_inadequate_that_is_taken_back_says_so(council: Council) -> None:
    audit = inadequate(council, RETURNED)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=RETURNED)
    card = shown(council, ACADEMY, "inadequate", at=RETURNED)
    assert card.summary == f"{audit.case_ref}: the return graded Inadequate was taken back"
    assert "It is not returned now and is due Mon 21 Dec." in words(card)


def test_over_christmas_the_duty_owner_is_named_and_may_be_changed(council: Council) -> None:
    audit = inadequate(council, CHRISTMAS)
    card = shown(council, HOS, "cover", at=CHRISTMAS)
    assert card.summary == (f"{audit.case_ref}: the deadline runs over Christmas, until Tue 29 Dec")
    assert "You are the duty owner until you name somebody else" in words(card)
    asked = opened(council, "cover.name", audit.id, HOS, CHRISTMAS)
    offered = [choice["value"] for choice in inputs(asked)["person"]["choices"]]
    assert offered[0] == "gm.frontdoor"
    assert HOS not in offered
    council.do("cover.name", audit.id, {"person": "gm.frontdoor"}, by=HOS, at=CHRISTMAS)
    named = shown(council, "gm.frontdoor", "cover_named", at=CHRISTMAS)
    assert named.summary == f"You are the duty owner for {audit.case_ref} until Tue 29 Dec"
    assert "Gm Frontdoor is the duty owner" in words(shown(council, HOS, "cover", at=CHRISTMAS))
    council.do("cover.name", audit.id, {"person": DIRECTOR}, by=HOS, at=CHRISTMAS)
    past = shown(council, "gm.frontdoor", "cover_named", at=CHRISTMAS)
    assert "nothing more for you to do" in words(past)
    council.do("check.pass", audit.id, by=checker(audit), at=TUESDAY)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=TUESDAY)
    ended = shown(council, HOS, "cover", at=TUESDAY)
    assert "no duty owner is needed" in ended.summary
    assert verbs(ended) == set()
