"""People who are away, posts that are vacant or shared, rungs that are skipped (§3, §4)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.scheduler.sweep import sweep
from store.people.posts import acting, in_post, post
from store.tables import Audit, Duty, Message
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.acts.moderating import MODERATED, returned
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    GM,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
)

AWAY: dict[str, Any] = {"from": "2026-12-08", "to": "2027-01-08"}
EARLY: dict[str, Any] = {"from": "2026-12-01"}
AHEAD: dict[str, Any] = {"from": "2026-12-21"}


def absent(council: Council, upn: str | None, *, at: datetime = RETURNED, **given: Any) -> None:
    council.do("person.absent", upn or "", AWAY | given, by=OTHER_OFFICER, at=at)


def leaves(council: Council, upn: str | None, on: str, *, at: datetime = RETURNED) -> None:
    by = next(u for u in (OTHER_OFFICER, OFFICER) if u != upn)
    council.do("person.left", upn or "", {"on": on}, by=by, at=at)


def told(council: Council, kind: str, subject: str) -> list[str]:
    return [to for to, about in council.messages(kind) if about == subject]


def test_4_an_absent_moderators_deputy_takes_over_by_the_date_it_had(council: Council) -> None:
    audit = returned(council)
    due = council.duties(audit.id)["moderation.decide"].due_at
    absent(council, audit.moderator)
    duty = council.duties(audit.id)["moderation.decide"]
    assert (duty.owner, duty.due_at) == (audit.deputy, due)
    assert audit.deputy in told(council, "returned", audit.id)
    council.do("moderation.agree", audit.id, by=audit.deputy or "", at=MODERATED)
    assert council.audit(audit.id).moderated_by == audit.deputy


def test_4_a_deputy_decides_nothing_while_the_moderator_is_here(council: Council) -> None:
    audit = returned(council)
    with pytest.raises(NotAllowed):
        council.do("moderation.agree", audit.id, by=audit.deputy or "", at=MODERATED)


def test_4_a_return_that_comes_while_the_moderator_is_away_goes_to_the_deputy(
    council: Council,
) -> None:
    audit = council.audits()[0]
    absent(council, audit.moderator, at=ISSUED, **EARLY)
    submit_return(council, audit)
    assert council.duties(audit.id)["moderation.decide"].owner == audit.deputy
    assert audit.deputy in told(council, "returned", audit.id)


def test_4_an_absence_recorded_ahead_changes_nothing_yet(council: Council) -> None:
    audit = returned(council)
    absent(council, audit.moderator, **AHEAD)
    assert council.duties(audit.id)["moderation.decide"].owner == audit.moderator
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=MODERATED)


def test_4_a_short_absence_asks_for_no_other_moderator_and_a_long_one_does(
    council: Council,
) -> None:
    audit = returned(council)
    change_person(council, audit.deputy, absent_from=date(2026, 12, 1))
    absent(council, audit.moderator, to="2026-12-11")
    assert told(council, "handed_over", audit.id) == []
    absent(council, audit.moderator)
    assert told(council, "handed_over", audit.id) == ["post:audit_team"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from": "2026-12-09", "to": "2026-12-08"}, "to"),
        ({"from": "2026-11-02", "to": "2026-11-06"}, "to"),
        ({"delegate": "no.one"}, "delegate"),
        ({"delegate": HOS}, "delegate"),
    ],
)
def test_4_an_absence_that_makes_no_sense_is_refused(
    council: Council, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        absent(council, HOS, **given)
    assert set(refused.value.fields) == {field}


def test_4_who_records_an_absence_is_oneself_ones_manager_or_the_audit_team(
    council: Council,
) -> None:
    for by in ("tm.mash", GM, OFFICER, MANAGER):
        council.do("person.absent", "tm.mash", AWAY, by=by, at=RETURNED)
    for by in ("tm.response", HOS_CARE, "ap.mash"):
        with pytest.raises(NotAllowed):
            council.do("person.absent", "tm.mash", AWAY, by=by, at=RETURNED)
    council.do("person.back", "tm.mash", by="tm.mash", at=RETURNED)
    with pytest.raises(Stale):
        council.do("person.back", "tm.mash", by="tm.mash", at=RETURNED)


def test_4_a_nudge_goes_to_the_delegate_and_never_to_the_absent(council: Council) -> None:
    audit = council.audits()[0]
    absent(council, audit.auditor, delegate=OFFICER)
    sweep(council.ledger, council.programme, datetime(2026, 12, 14, 9, tzinfo=UTC))
    with council.read() as reader:
        nudges = [m for m in reader.rows(Message) if m.kind == "nudge"]
        owed = {d.id for d in reader.rows(Duty) if d.subject == audit.id}
    to = {m.to for m in nudges if owed & set(m.covers)}
    assert OFFICER in to
    assert audit.auditor not in {m.to for m in nudges if m.queued_at > RETURNED}


def test_3_the_team_manager_stands_in_for_a_practitioner_who_is_away(council: Council) -> None:
    audit = council.audits()[0]
    absent(council, audit.practitioner)
    section = {"practice_model": "Applied."}
    with pytest.raises(Invalid):
        council.do("section.complete", audit.id, section, by=audit.team_manager, at=RETURNED)
    section = {"practice_model": "Applied.", "stand_in_reason": "Away till January"}
    council.do("section.complete", audit.id, section, by=audit.team_manager, at=RETURNED)


@pytest.mark.parametrize(
    ("vacant", "above"),
    [
        ((HOS,), DIRECTOR),
        ((MANAGER,), ACADEMY),
        ((OFFICER, OTHER_OFFICER, MANAGER), ACADEMY),
        ((PSW,), DIRECTOR),  # her own manager
        ((PSW, ACADEMY), DIRECTOR),
    ],
)
def test_4_a_post_that_nobody_holds_is_held_by_the_one_above(
    council: Council, vacant: tuple[str, ...], above: str
) -> None:
    posts = {
        HOS: post("head_of_service", "Frontdoor"),
        MANAGER: post("audit_manager"),
        OFFICER: post("audit_team"),
        PSW: post("psw"),
    }
    for upn in vacant:
        change_person(council, upn, left_on=date(2026, 12, 1))
    with council.read(RETURNED) as reader:
        assert [p.id for p in in_post(reader, posts[vacant[0]])] == [above]


def test_4_holders_who_are_all_away_without_a_delegate_are_followed_by_the_one_above(
    council: Council,
) -> None:
    change_person(council, HOS, absent_from=date(2026, 12, 1))
    with council.read(RETURNED) as reader:
        assert acting(reader, post("head_of_service", "Frontdoor")) == {HOS, DIRECTOR}
    change_person(council, HOS, delegate=GM)
    with council.read(RETURNED) as reader:
        assert acting(reader, post("head_of_service", "Frontdoor")) == {HOS, GM}


def test_4_a_rung_at_or_below_the_owner_is_skipped(council: Council) -> None:
    """The Audit Manager owes nobody a word about what the Head above them owes."""
    audit = council.audits()[0]
    with council.unit() as unit:
        unit.get(Audit, audit.id).moderator = ACADEMY
        unit.record("moderator.named", audit.id, {})
    submit_return(council, audit, grade="Inadequate")
    sweep(council.ledger, council.programme, datetime(2026, 12, 9, 12, tzinfo=UTC))
    duty = council.duties(audit.id)["moderation.decide"]
    assert MANAGER not in {r["to"] for r in duty.rungs_sent if r["tell"] == "audit_manager"}


def test_4_any_holder_discharges_what_their_post_owes_once(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    council.do("check.pass", audit.id, by=OFFICER, at=RETURNED)
    with pytest.raises(Stale, match="passed the check already"):
        council.do("check.pass", audit.id, by=OTHER_OFFICER, at=RETURNED)
