"""People who leave, move or are involved: work never loses its owner (§2.3, §4)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.scheduler.sweep import sweep
from store.people.posts import in_post
from store.registry import not_open
from store.tables import Audit, Duty, Person, Referral
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed
from tests.store.acts.arranging import RETURNED, change_person, everybody, submit_return
from tests.store.acts.moderating import MODERATED, returned
from tests.store.council import ACADEMY, HOS, MANAGER, OFFICER, OTHER_OFFICER, PSW, Council, person

AWAY: dict[str, Any] = {"from": "2026-12-08", "to": "2027-01-08"}
LATER = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)


def absent(council: Council, upn: str | None, *, at: datetime = RETURNED, **given: Any) -> None:
    council.do("person.absent", upn or "", AWAY | given, by=OTHER_OFFICER, at=at)


def leaves(council: Council, upn: str | None, on: str, *, at: datetime = RETURNED) -> None:
    by = next(u for u in (OTHER_OFFICER, OFFICER) if u != upn)
    council.do("person.left", upn or "", {"on": on}, by=by, at=at)


def told(council: Council, kind: str, subject: str) -> list[str]:
    return [to for to, about in council.messages(kind) if about == subject]


def test_4_a_leavers_audit_finds_another_auditor_whom_the_audit_team_confirms(
    council: Council,
) -> None:
    audit = council.audits()[0]
    leaves(council, audit.auditor, "2026-12-08")
    now = council.audit(audit.id)
    assert now.state == "reallocating"
    assert now.auditor not in (None, audit.auditor)
    assert set(council.duties(audit.id)) == {"leaver.reassign"}
    council.do("reallocation.confirm", audit.id, by=OFFICER, at=RETURNED)
    assert council.audit(audit.id).state == "issued"
    assert council.duties(audit.id)["return.submit"].owner == now.auditor


def test_4_a_leaver_recorded_ahead_works_on_until_that_morning(council: Council) -> None:
    audit = council.audits()[0]
    leaves(council, audit.auditor, "2026-12-10")
    council.do("allocation.accept", audit.id, by=audit.auditor or "", at=RETURNED)
    sweep(council.ledger, council.programme, datetime(2026, 12, 9, 9, 30, tzinfo=UTC))
    assert council.audit(audit.id).state == "accepted"
    sweep(council.ledger, council.programme, LATER)
    assert council.audit(audit.id).state == "reallocating"
    with pytest.raises(NotAllowed):
        council.do("return.submit", audit.id, by=audit.auditor or "", at=LATER)


def test_4_a_leaver_who_had_asked_to_be_exempt_is_reallocated_without_a_decision(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    leaves(council, audit.auditor, "2026-12-08")
    assert council.audit(audit.id).state == "reallocating"
    assert council.table("exemption")[0]["state"] == "withdrawn"
    assert "exemption.decide" not in council.duties(audit.id)


@pytest.mark.parametrize("state", ["issued", "returned"])
def test_4_a_leaving_moderators_audits_go_to_the_deputy(council: Council, state: str) -> None:
    audit = council.audits()[0] if state == "issued" else returned(council)
    leaves(council, audit.moderator, "2026-12-09", at=datetime(2026, 12, 9, 10, tzinfo=UTC))
    now = council.audit(audit.id)
    assert now.moderator == audit.deputy
    assert now.deputy not in (audit.deputy, audit.moderator, now.auditor)
    assert "post:audit_team" in told(council, "handed_over", audit.id)
    if state == "returned":
        assert council.duties(audit.id)["moderation.decide"].owner == now.moderator


def test_4_nothing_that_is_open_belongs_to_somebody_who_has_left(council: Council) -> None:
    """Everybody of one team leaves, one after the other, with work in every state."""
    first, second, third = council.audits()[:3]
    submit_return(council, first)
    council.ask_exemption(second)
    council.do("conflict.declare", third.id, {"reason": "x"}, by=third.auditor or "")
    gone = {first.auditor, second.auditor, third.auditor, first.moderator, first.practitioner}
    for upn in sorted(upn for upn in gone if upn):
        leaves(council, upn, "2026-12-08")
    with council.read(LATER) as reader:
        owners = {d.owner for d in reader.rows(Duty) if d.closed_at is None}
        assert all(in_post(reader, owner) for owner in owners)
    assert not owners & gone


def test_4_a_leaver_is_told_nothing_more_and_can_do_nothing_more(council: Council) -> None:
    audit = council.audits()[0]
    leaves(council, audit.auditor, "2026-12-08")
    with pytest.raises(NotAllowed):
        council.do("allocation.accept", audit.id, by=audit.auditor or "", at=RETURNED)
    with pytest.raises(NotAllowed):
        council.do("person.back", audit.auditor or "", by=audit.auditor or "", at=RETURNED)


def test_2_3_a_moderator_who_is_involved_is_followed_by_the_deputy_at_once(
    council: Council,
) -> None:
    audit = returned(council)
    due = council.duties(audit.id)["moderation.decide"].due_at
    conflict = {"reason": "Zebedee's aunt is my neighbour.", "not_this_child": True}
    council.do("moderation.conflict", audit.id, conflict, by=audit.moderator or "", at=MODERATED)
    now = council.audit(audit.id)
    duty = council.duties(audit.id)["moderation.decide"]
    assert (now.moderator, duty.owner, duty.due_at) == (audit.deputy, audit.deputy, due)
    assert told(council, "returned", audit.id).count(audit.deputy or "") == 1
    assert told(council, "handed_over", audit.id) == ["post:audit_team"]
    assert "Zebedee" not in str(council.table("fact"))
    assert (now.independence or {})["moderator"]
    with pytest.raises(NotAllowed):
        council.do("moderation.agree", audit.id, by=audit.moderator or "", at=MODERATED)


def test_2_3_before_the_return_the_new_moderator_hears_which_audits_they_moderate(
    council: Council,
) -> None:
    audit = council.audits()[0]
    conflict = {"reason": "My cousin"}
    council.do("moderation.conflict", audit.id, conflict, by=audit.moderator or "")
    assert (audit.deputy, audit.cycle) in council.messages("moderating")


def test_2_3_where_nobody_is_lawful_the_audit_team_owes_it_and_names_somebody(
    council: Council,
) -> None:
    audit = returned(council)
    with council.unit() as unit:
        for row in unit.rows(Person):
            if row.id != audit.moderator:
                row.absent_from = date(2026, 12, 1)
        unit.record("flu", unit.programme, {})
    conflict = {"reason": "My cousin"}
    council.do("moderation.conflict", audit.id, conflict, by=audit.moderator or "", at=MODERATED)
    now = council.audit(audit.id)
    assert (now.moderator, now.deputy) == (None, None)
    assert council.duties(audit.id)["moderation.decide"].owner == "post:audit_team"
    free = next(u for u in (PSW, ACADEMY, MANAGER) if u not in (audit.moderator, audit.auditor))
    change_person(council, free, absent_from=None)
    change_person(council, OFFICER, absent_from=None)
    council.do("moderation.hand_over", audit.id, {"moderator": free}, by=OFFICER, at=MODERATED)
    council.do("moderation.agree", audit.id, by=free, at=MODERATED)


def test_2_3_the_audit_team_names_only_a_lawful_moderator_who_is_here(council: Council) -> None:
    audit = council.audits()[0]
    wrong = {
        "no.one": "is not known, is away or has left",
        audit.moderator or "": "moderates it already",
        HOS: "not Head of the service audited",
        OFFICER: "senior or a named moderator",
    }
    for upn, why in wrong.items():
        with pytest.raises(Invalid) as refused:
            council.do("moderation.hand_over", audit.id, {"moderator": upn}, by=OTHER_OFFICER)
        assert why in refused.value.fields["moderator"]
    with pytest.raises(NotAllowed):
        council.do("moderation.hand_over", audit.id, by=HOS)


def moved(council: Council, upn: str | None, audit: Audit) -> None:
    """The people file puts somebody into the team of the case."""
    was = everybody(council)[upn or ""]
    council.load_people(
        [
            person(
                was.id,
                roles=was.roles,
                service="Frontdoor",
                team=audit.team,
                manager=was.reports_to,
                trained_on=was.trained_on,
                name=was.name,
            )
        ]
    )


def test_2_3_an_auditor_who_moves_into_the_cases_team_has_a_conflict(council: Council) -> None:
    audit = council.audits()[0]
    moved(council, audit.auditor, audit)
    assert council.audit(audit.id).state == "conflict_declared"
    assert council.duties(audit.id)["conflict.resolve"].owner == "post:audit_team"
    keep = {"outcome": "keep", "reason": "It will do."}
    with pytest.raises(Invalid, match="no longer independent"):
        council.do("conflict.resolve", audit.id, keep, by=OFFICER)
    give = {"outcome": "reallocate", "reason": "They sit in the team now."}
    council.do("conflict.resolve", audit.id, give, by=OFFICER)
    assert council.audit(audit.id).auditor != audit.auditor


def test_2_3_what_an_auditor_was_to_mend_is_referred_when_they_move_into_the_cases_team(
    council: Council,
) -> None:
    audit = returned(council, checked=False)
    why = {"reasons": "no_analysis"}
    council.do("check.send_back", audit.id, why, by=OTHER_OFFICER, at=RETURNED)
    moved(council, audit.auditor, audit)
    assert council.audit(audit.id).state == "referred"
    assert "return.rectify" not in council.duties(audit.id)
    assert council.duties(audit.id)["void.decide"].owner == "post:audit_team"
    with council.read(RETURNED) as reader:
        assert [row.grounds for row in reader.rows(Referral)] == ["auditor_moved"]


def test_2_3_nothing_goes_back_to_an_auditor_who_has_moved_into_the_cases_team(
    council: Council,
) -> None:
    audit = returned(council, checked=False)
    moved(council, audit.auditor, audit)
    why = {"reasons": "no_analysis"}
    with pytest.raises(LedgerError, match="no longer independent"):
        council.do("check.send_back", audit.id, why, by=OTHER_OFFICER, at=RETURNED)
    with council.read(RETURNED) as reader:
        refused = not_open(reader, "moderation.send_back", reader.get(Audit, audit.id))
    assert "no longer independent" in str(refused)


def test_2_3_a_moderator_who_moves_into_the_cases_team_is_followed_by_the_deputy(
    council: Council,
) -> None:
    audit = council.audits()[0]
    moved(council, audit.moderator, audit)
    assert council.audit(audit.id).moderator == audit.deputy


def test_2_3_somebody_who_moves_elsewhere_keeps_their_audit(council: Council) -> None:
    audit = council.audits()[0]
    other = next(a for a in council.audits() if a.team != audit.team)
    was = everybody(council)[audit.auditor or ""]
    free = next(t for t in ("MASH", "Assessment", "Response") if t not in (audit.team, was.team))
    assert other.team
    council.load_people(
        [
            person(
                was.id,
                roles=was.roles,
                service="Frontdoor",
                team=free,
                manager=was.reports_to,
                trained_on=was.trained_on,
                name=was.name,
            )
        ]
    )
    assert council.audit(audit.id).auditor == audit.auditor
    assert council.audit(audit.id).state == "issued"
