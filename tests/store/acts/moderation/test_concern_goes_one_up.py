"""The Audit Manager hears no concern about an audit they have a part in: it goes one up (§2.12)."""

from datetime import timedelta

import pytest

from store.rules.confidential import hearers, readers_of
from store.tables import Audit, Concern
from store.views.moderation.concern import concern_held, concern_read, concern_told
from store.vocabulary.errors import NotAllowed
from tests.store.acts.arranging import RETURNED, change_person
from tests.store.acts.arranging_disputes import (
    apart_from_the_audit_manager,
    concern_about,
    the_concern,
    told,
)
from tests.store.council import ACADEMY, DIRECTOR, MANAGER, OTHER_OFFICER, PSW, Council

PARTS = ("auditor", "moderator", "moderated_by", "practitioner", "team_manager")
GO_ON = {"outcome": "go_on", "met_on": "2026-12-08"}


def with_the_audit_manager_as(council: Council, part: str) -> tuple[Audit, str]:
    """An audit in which they have that part, and somebody else of it who raises a concern."""
    audit = apart_from_the_audit_manager(council)
    with council.unit() as unit:
        row = unit.get(Audit, audit.id)
        setattr(row, part, MANAGER)
        unit.record("audit.changed", row.id, {})
    now = council.audit(audit.id)
    raiser = now.practitioner if part != "practitioner" else now.auditor or ""
    # Their manager is nobody in the audit, so that the first step has a holder of its own.
    change_person(council, raiser, reports_to=OTHER_OFFICER)
    return now, raiser


def hears(council: Council) -> set[str]:
    with council.read(RETURNED) as reader:
        return hearers(reader, reader.rows(Concern)[0])


def meet(council: Council, by: str) -> None:
    council.do("concern.answer", the_concern(council).id, GO_ON, by=by, at=RETURNED)


@pytest.mark.parametrize("part", PARTS)
def test_2_12_a_concern_about_their_own_audit_goes_to_the_head_of_the_learning_academy(
    council: Council, part: str
) -> None:
    audit, raiser = with_the_audit_manager_as(council, part)
    concern_about(council, audit, by=raiser)
    for _ in range(2):
        meet(council, OTHER_OFFICER)
    assert the_concern(council).holder == "post:head_of_learning_academy"
    assert hears(council) == {ACADEMY}
    with pytest.raises(NotAllowed):
        meet(council, MANAGER)
    meet(council, ACADEMY)


@pytest.mark.parametrize("part", PARTS)
def test_2_12_they_are_not_told_of_the_three_way_meeting_either(
    council: Council, part: str
) -> None:
    audit, raiser = with_the_audit_manager_as(council, part)
    concern = concern_about(council, audit, by=raiser)
    meet(council, OTHER_OFFICER)
    assert told(council, "concern_told") == {"post:head_of_learning_academy"}
    with council.read(RETURNED) as reader:
        assert concern_told(reader, concern.id, MANAGER) is None


def test_2_12_of_two_audit_managers_only_the_one_without_a_part_in_it_hears(
    council: Council,
) -> None:
    audit, raiser = with_the_audit_manager_as(council, "moderator")
    change_person(council, OTHER_OFFICER, roles=["audit_manager"])
    change_person(council, raiser, reports_to=None)
    concern = concern_about(council, audit, by=raiser)
    assert concern.holder == "post:audit_manager"
    assert hears(council) == {OTHER_OFFICER}
    with council.read(RETURNED) as reader:
        assert MANAGER not in readers_of(reader, concern)
        assert concern_held(reader, concern.id, MANAGER) is None


def test_2_12_who_begins_to_moderate_it_later_hears_it_no_more(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    change_person(council, audit.practitioner, reports_to=None)
    concern_about(council, audit)
    assert hears(council) == {MANAGER}
    with_the_audit_manager_as(council, "moderator")
    assert hears(council) == {ACADEMY}


def test_2_12_where_all_who_might_hear_it_have_left_or_a_part_it_waits_for_who_comes(
    council: Council,
) -> None:
    audit, raiser = with_the_audit_manager_as(council, "moderator")
    change_person(council, raiser, reports_to=None)
    for upn in (ACADEMY, DIRECTOR, PSW):
        council.do("person.left", upn, {"on": RETURNED.date().isoformat()}, at=RETURNED)
    concern = concern_about(council, audit, by=raiser, at=RETURNED + timedelta(days=1))
    assert concern.holder == "post:head_of_learning_academy"
    assert hears(council) == set()
    change_person(council, OTHER_OFFICER, roles=["head_of_learning_academy"])
    assert hears(council) == {OTHER_OFFICER}


def test_2_12_which_audit_it_is_shows_in_no_card_of_whoever_hears_it_one_up(
    council: Council,
) -> None:
    audit, raiser = with_the_audit_manager_as(council, "moderator")
    change_person(council, raiser, reports_to=None)
    concern = concern_about(council, audit, by=raiser)
    with council.read(RETURNED) as reader:
        shown = repr(concern_held(reader, concern.id, ACADEMY))
        assert audit.case_ref not in shown
        assert audit.id not in shown
        assert concern_read(reader, concern.id, MANAGER) is None
