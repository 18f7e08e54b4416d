"""Learning reaches people: planned by theme, sent each Monday, talked through, reported on (§3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.cards.audit_month.appraisal import appraisal_card
from store.audits.learning import mondays
from store.clock.calendar import Calendar
from store.programme.profile import Profile, shipped, shipped_names
from store.tables import Message
from store.views.audit_month.appraisal import appraisal
from store.views.reports.learning_report import learning_in_blocks, learning_report
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.looking_again import SIX_WEEKS_ON, moderated
from tests.store.council import (
    ACADEMY,
    CYCLE,
    HOS,
    OFFICER,
    PSW,
    Council,
    case,
    caseload,
    profile_text,
    staff,
)  # fmt: skip
from tests.store.kinds import APPRAISALS

PLANNED = SIX_WEEKS_ON
"""Thu 21 January 2027; the first piece is for Mon 1 February."""
MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
PLAN: dict[str, Any] = {
    "theme": "The child's voice",
    "domain": "c2",
    "starts_on": "2027-01-26",
    "pieces": [
        {"title": "Seeing them alone", "minutes": 10, "link": "https://learning.example/1"},
        {"title": "Their own words", "minutes": "15"},
    ],
}
SUPERVISOR = "ap.mash"


def planned(council: Council, by: str = PSW, **changed: Any) -> None:
    council.do("learning.plan", CYCLE, PLAN | changed, by=by, at=PLANNED)


def sent_to(council: Council) -> list[Message]:
    with council.read() as reader:
        return list(reader.rows(Message, kind="learning"))


def report(council: Council) -> dict[str, Any]:
    with council.read(MONDAY) as reader:
        return learning_report(reader, [CYCLE])


def reflect(council: Council, by: str = SUPERVISOR, **changed: Any) -> None:
    given = {"person": "sw.mash", "held_on": "2027-02-01", "cases": "FR-10, FR-12"} | changed
    council.do("learning.reflect", CYCLE, given, by=by, at=MONDAY)


def test_the_campaign_once_agreed_asks_the_psw_to_plan_its_learning(council: Council) -> None:
    given = {"workshop_on": "2027-03-10", "plan": "One plan a team", "themes": ["Voice"]}
    council.do("campaign.agreed", CYCLE, given, by=PSW, at=PLANNED)
    assert council.duties(CYCLE)["learning.plan"].owner == "post:psw"
    planned(council)
    assert "learning.plan" not in council.duties(CYCLE)


def test_each_piece_is_owed_on_its_monday_and_the_next_one_after_it(council: Council) -> None:
    planned(council)
    dues = []
    while "learning.send" in council.duties(CYCLE):
        dues.append(council.duties(CYCLE)["learning.send"].due_at.date())
        council.do("learning.send", CYCLE, by=PSW, at=MONDAY + timedelta(days=7 * len(dues) - 7))
    assert dues == [date(2027, 2, 1), date(2027, 2, 8)]
    with pytest.raises(Stale, match="has been sent"):
        council.do("learning.send", CYCLE, by=PSW, at=MONDAY)


def test_a_monday_that_is_a_bank_holiday_goes_forward() -> None:
    assert mondays(Calendar(), date(2027, 3, 23), 2) == [date(2027, 3, 30), date(2027, 4, 5)]


def test_a_piece_goes_to_the_teams_of_the_service_once_and_waits_for_its_monday(
    council: Council,
) -> None:
    planned(council)
    council.do("learning.send", CYCLE, by=ACADEMY, at=PLANNED)
    told = sent_to(council)
    assert {"sw.mash", "tm.mash", SUPERVISOR, PSW} <= {message.to for message in told}
    assert not [message for message in told if ".care" in message.to]
    assert len({message.to for message in told}) == len(told)
    assert {message.not_before for message in told} == {datetime(2027, 2, 1, 9, tzinfo=UTC)}


@pytest.mark.parametrize("by", [OFFICER, HOS, "sw.mash", "tm.mash"])
def test_nobody_else_sets_the_learning(council: Council, by: str) -> None:
    with pytest.raises(NotAllowed):
        planned(council, by=by)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"domain": "c9"}, "domain"),
        ({"pieces": [{"title": "Long", "minutes": 16}]}, "pieces.0.minutes"),
        ({"pieces": [{"title": "x", "minutes": 5, "link": "http://x.example"}]}, "pieces.0.link"),
        ({"pieces": []}, "pieces"),
        ({"theme": "Zebedee Quill's visits"}, "theme"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused_by_its_field(
    council: Council, changed: dict[str, Any], field: str
) -> None:
    council.load_cases([case("FR-10", child_name="Zebedee Quill")])
    with pytest.raises(Invalid) as refused:
        planned(council, **changed)
    assert any(name.startswith(field) for name in refused.value.fields), refused.value.fields


def test_a_practice_supervisor_records_a_session_and_the_cases_looked_at(council: Council) -> None:
    planned(council)
    for stranger in ("sw.mash", HOS):
        with pytest.raises(NotAllowed):
            reflect(council, by=stranger)
    for wrong in ({"cases": "Zoe"}, {"person": "nobody.here"}, {"held_on": "2027-02-02"}):
        with pytest.raises(Invalid):
            reflect(council, **wrong)
    reflect(council)
    (row,) = report(council)["rows"]
    assert (row["sessions"], row["people"], row["cases_looked_at"]) == (1, 1, 2)


def test_sessions_and_workshops_wait_for_a_plan(council: Council) -> None:
    with pytest.raises(Stale, match="plan it first"):
        reflect(council)


def test_the_report_sets_what_was_done_beside_what_audits_since_show_of_that_theme(
    council: Council,
) -> None:
    moderated(council, "Good", "RI")
    planned(council)
    council.do("learning.send", CYCLE, by=PSW, at=PLANNED)
    came = {"what": "Service day", "held_on": "2027-02-01", "people": ["sw.mash", "tm.mash"]}
    council.do("learning.attend", CYCLE, came, by=PSW, at=MONDAY)
    (row,) = report(council)["rows"]
    assert row["area"] == "Stay curious, seek to understand"
    assert [piece["sent"] for piece in row["pieces"]] == [True, False]
    assert row["workshops"] == [{"what": "Service day", "on": "2027-02-01", "came": 2}]
    assert row["before"]["cycle"] == CYCLE
    assert row["before"]["suppressed"]
    assert row["since"] == []
    said = " ".join(
        word
        for block in learning_in_blocks(report(council), "Europe/London")
        for word in (block.words, *block.items)
    )
    assert "Monday's pieces sent: 1 of 2." in said
    assert "Service day on Mon 1 Feb: 2 came." in said


def test_a_council_without_a_learning_programme_has_none_of_it() -> None:
    names = {name for name in shipped_names() if Profile.parse(shipped(name)).learning.set_by}
    assert names == {"tower-hamlets", "bradford", "bromley"}
    for name in set(shipped_names()) - names:
        assert not {"learning.plan", "learning.send"} & Profile.parse(shipped(name)).duty.keys()


def test_the_months_appraisal_and_its_dip_sample_look_at_the_theme_first(empty: Council) -> None:
    empty.found(profile_text() + APPRAISALS)
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.draw()
    empty.issue()
    row = empty.table("appraisal")[0]
    planned(empty)
    with empty.read(MONDAY) as reader:
        view = appraisal(reader, row["id"], row["team_manager"])
    assert view is not None
    assert "The month's learning is on The child's voice: look at that first." in str(
        appraisal_card(view)
    )
