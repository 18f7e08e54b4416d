"""Obligations: slack, and deadlines that stand (programme.md §4)."""

import pytest

from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid
from tests.store.council import OFFICER, SETUP, Council, caseload, profile_text, staff


def test_4_a_cycle_with_too_little_slack_needs_the_audit_teams_word(empty: Council) -> None:
    # Four days to check a return, where the month leaves six between return and its end.
    profile = profile_text()
    assert "check = 1" in profile
    empty.found(profile.replace("check = 1", "check = 4"))
    empty.load_people(staff())
    empty.load_cases(caseload())
    given = {"service": "Frontdoor", "month": "2026-12-01"}
    with pytest.raises(Invalid, match="working days between return and moderation") as refused:
        empty.do("cycle.open", empty.programme, given, at=SETUP, by=OFFICER)
    assert refused.value.fields == {"accept_slack": "is needed"}
    empty.do("cycle.open", empty.programme, given | {"accept_slack": True}, at=SETUP, by=OFFICER)


def test_4_a_closure_day_added_later_moves_only_the_open_deadlines_on_that_day(
    council: Council,
) -> None:
    before = {d["id"]: (d["kind"], d["due_at"]) for d in council.table("duty")}
    council.do("closure.add", council.programme, {"on": "2026-12-21", "name": "Council day"})
    after = {d["id"]: d["due_at"] for d in council.table("duty")}
    moved = {before[duty][0] for duty in after if after[duty] != before[duty][1]}
    assert moved == {"return.submit"}
    with council.read() as reader:
        assert {
            say_day(reader.calendar.local(a.due).date()) for a in council.audits() if a.due
        } == {"Tue 22 Dec"}
    with pytest.raises(Invalid):
        council.do("closure.add", council.programme, {"on": "2026-12-21", "name": "Again"})


def test_4_a_service_has_one_cycle_a_month_and_a_service_that_is_none_has_none(
    council: Council,
) -> None:
    with pytest.raises(Invalid, match="already has a cycle for December 2026"):
        council.open_cycle()
    with pytest.raises(Invalid, match="No service is called"):
        council.open_cycle(service="Bakery")
