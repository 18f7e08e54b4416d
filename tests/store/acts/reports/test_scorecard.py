"""The Performance Team's scorecard (programme.md §5)."""

from datetime import timedelta

from bot.dialogs.faces import face
from store.tables import Dispute, Message
from store.views.reports.scorecard import scorecard, scorecard_read
from tests.bot.cards.linter import problems, said
from tests.store.acts.arranging import submit_return
from tests.store.acts.reporting import AFTER, MONTH_END, arrange, arrived, change, issued
from tests.store.council import CYCLE, HOS, ISSUED, Council, person

ROW = {
    "cycle", "service", "month", "allocated", "exempted", "returned", "in_time", "moderated",
    "first_grade", "moderated_grade", "family_feedback", "practitioner_feedback", "challenged",
}  # fmt: skip
NO_FAMILY = {"family_feedback": None, "no_family_feedback": "They did not answer."}
STAND_IN = {"practitioner_involved": "someone_else", "practitioner_stand_in": "Left; TM came."}


def test_5_the_scorecard_counts_the_month(council: Council) -> None:
    waiting, *audits = council.audits()
    council.exempt(waiting)
    for audit in audits[:4]:
        submit_return(council, audit)
    submit_return(council, audits[4], at=AFTER, **NO_FAMILY, **STAND_IN)
    change(council, audits[0], moderated="Good")
    dispute = Dispute(
        programme=council.programme, id="d1", audit=audits[0].id, raised_by=HOS, raised_at=ISSUED,
        reason="x", state="raised",
    )  # fmt: skip
    arrange(council, dispute)
    with council.read(AFTER) as reader:
        [row] = scorecard(reader, [CYCLE], full=True)["rows"]
    assert set(row) == ROW
    assert (row["allocated"], row["exempted"], row["returned"], row["in_time"]) == (7, 1, 5, 4)
    assert (row["moderated"], row["challenged"]) == (1, 1)
    assert (row["family_feedback"], row["practitioner_feedback"]) == (4, 4)
    assert row["first_grade"]["Good"]["n"] == 5


def test_5_the_performance_team_works_with_whole_counts(council: Council) -> None:
    for audit in council.audits()[:3]:
        submit_return(council, audit)
    with council.read(AFTER) as reader:
        [row] = scorecard(reader)["rows"]
    assert (row["family_feedback"], row["practitioner_feedback"]) == (3, 3)
    assert row["first_grade"]["Good"]["n"] == 3
    assert (row["returned"], row["in_time"], row["allocated"]) == (3, 3, 8)


def test_5_a_paper_for_others_has_the_scorecards_counts_of_work_alone(council: Council) -> None:
    for audit in council.audits()[:3]:
        submit_return(council, audit)
    with council.read(AFTER) as reader:
        [row] = scorecard(reader, full=False)["rows"]
    assert (row["returned"], row["in_time"], row["allocated"]) == (3, 3, 8)
    assert not {name for name in row if "grade" in name or "feedback" in name}


def test_5_it_goes_to_the_performance_team_with_the_months_end_digest_alone(
    council: Council,
) -> None:
    council.load_people([person("perf", roles=["performance_team"], trained_on=None)])
    arrived(council)
    issued(council)
    assert council.messages("scorecard") == []
    digest_id = issued(council, MONTH_END)
    assert council.messages("scorecard") == [("post:performance_team", digest_id)]


def test_5_after_an_outage_over_the_months_end_the_scorecard_is_of_the_month_that_ended(
    council: Council,
) -> None:
    council.load_people([person("perf", roles=["performance_team"], trained_on=None)])
    january = MONTH_END + timedelta(days=8)
    digest_id = issued(council, january)
    assert council.messages("scorecard") == [("post:performance_team", digest_id)]
    with council.read(january) as reader:
        view = scorecard_read(reader, digest_id, "perf")
    assert view is not None
    assert view.month == "December 2026"


def test_5_no_scorecard_is_owed_to_a_post_that_nobody_holds(council: Council) -> None:
    issued(council, MONTH_END)
    assert council.messages("scorecard") == []


def test_5_the_card_says_what_was_so_at_the_months_end(council: Council) -> None:
    council.load_people([person("perf", roles=["performance_team"], trained_on=None)])
    audits = council.audits()
    for audit in audits[:6]:
        submit_return(council, audit)
    digest_id = issued(council, MONTH_END)
    submit_return(council, audits[6], at=MONTH_END)
    with council.read(MONTH_END) as reader:
        view = scorecard_read(reader, digest_id, "perf")
        message = reader.rows(Message, Message.kind == "scorecard")[0]
        drawn = face(reader, message)
    assert view is not None
    assert view.services[0].returned == 6
    assert drawn is not None
    assert problems(drawn) == []
    assert drawn.summary == "Scorecard, December: 6 of 8 audits returned"
    assert "Good 6" in said(drawn.card)
