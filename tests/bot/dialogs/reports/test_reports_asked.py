"""Readers ask for a report by its name in the chat, and get it as a file (programme.md §5)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from bot.dialogs.faces import said as said_to
from bot.dialogs.files import give_file, offer_file
from bot.dialogs.forms import form
from bot.ledger_access import LedgerAccess
from bot.turns import FileAnswered, FileGiven, OfferFile, Words
from store.ledger import Actor, Reader
from store.registry import Done
from store.rules.report_readers import reports_for
from store.tables import Cycle, Person
from store.views.reports.report_trend import share_good, trend_of
from store.vocabulary.errors import Invalid, NotAllowed
from store.vocabulary.reports import REPORTS
from tests.bot.cards.linter import problems, said
from tests.bot.dialogs.showing import shown, verbs
from tests.bot.dialogs.test_files import CALLER, PLACE, FakeFiles
from tests.store.acts.looking_again import SIX_WEEKS_ON
from tests.store.council import CYCLE, DIRECTOR, GM, HOS, HOS_CARE, OFFICER, PSW, Council

LATER = SIX_WEEKS_ON + timedelta(hours=1)


@pytest.fixture
def access(council: Council) -> Iterator[LedgerAccess]:
    access = LedgerAccess(council.ledger, council.programme, now=lambda: LATER)
    yield access
    access.close()


def typed(council: Council, upn: str, text: str) -> str:
    """The words of the answer's card, which keeps the rules of cards."""
    with council.read(LATER) as reader:
        (answer,) = said_to(reader, reader.get(Person, upn), text)
    assert problems(answer) == []
    return said(answer.card)


def issued(council: Council, upn: str, **given: str) -> Done:
    return council.do("report.issue", council.programme, given, by=upn, at=LATER)


async def had(council: Council, access: LedgerAccess, upn: str, **given: str) -> tuple[str, bytes]:
    """The file's name and bytes, as that person gets it in the chat."""
    done = issued(council, upn, **given)
    offer = await offer_file(access, Actor(upn, "teams"), done.seq)
    assert isinstance(offer, OfferFile)
    files, turn = FakeFiles(), FileAnswered(CALLER, offer.offer, PLACE)
    assert await give_file(access, files, Actor(upn, "teams"), turn) == FileGiven(PLACE)
    [(_, content)] = files.given
    return offer.name, content


def test_grades_of_a_service_since_a_month_come_with_a_summary_and_a_button(
    council: Council,
) -> None:
    with council.read(LATER) as reader:
        (answer,) = said_to(reader, reader.get(Person, HOS), "grades for Frontdoor since April")
    assert problems(answer) == []
    assert "Grades: Frontdoor, since April 2026" in said(answer.card)
    assert "returned: Outstanding" in said(answer.card)
    assert "report.issue" in verbs(answer)


@pytest.mark.parametrize("report", REPORTS)
async def test_every_report_comes_as_a_file_under_the_agreed_name(
    council: Council, access: LedgerAccess, report: str
) -> None:
    name, content = await had(council, access, OFFICER, report=report, service="Frontdoor")
    assert name.startswith("Frontdoor 2027-01 ")
    if name.endswith(".docx"):
        assert Document(BytesIO(content)).paragraphs
    else:
        words = ZipFile(BytesIO(content)).read("xl/sharedStrings.xml").decode()
        assert "Requested by" in words
        assert "@" not in words
        assert "frontdoor-2026-12" not in words


def test_a_report_is_for_its_own_readers_and_of_their_own_service(council: Council) -> None:
    with council.read(LATER) as reader:
        assert reports_for(reader, OFFICER) == REPORTS
        assert set(reports_for(reader, DIRECTOR)) == set(REPORTS) - {"scorecard"}
        assert reports_for(reader, GM) == ("grades", "loop", "learning", "highlights")
        assert reports_for(reader, council.audits()[0].practitioner or "") == ()
    assert "No report waits for you" in typed(council, HOS_CARE, "grades for Frontdoor")
    assert "not for you" in typed(council, HOS, "scorecard")
    for upn, given in (
        (HOS_CARE, {"report": "grades", "service": "Frontdoor"}),
        (HOS, {"report": "scorecard"}),
    ):
        with pytest.raises(NotAllowed):
            issued(council, upn, **given)


def test_who_has_no_cycle_of_their_own_gets_nobody_elses_figures(council: Council) -> None:
    with council.read(LATER) as reader:
        assert reports_for(reader, HOS_CARE) == ()
    with pytest.raises(NotAllowed):
        issued(council, HOS_CARE)


def test_months_without_a_cycle_are_refused_with_what_to_do(council: Council) -> None:
    with pytest.raises(Invalid, match="ask for other months") as wrong:
        issued(council, PSW, report="grades", since="2030-01")
    assert set(wrong.value.fields) == {"since"}
    assert "ask for other months" in typed(council, PSW, "grades since January 2030")


async def test_a_file_that_was_asked_for_is_given_to_nobody_else(
    council: Council, access: LedgerAccess
) -> None:
    done = issued(council, PSW, report="grades")
    turn = FileAnswered(CALLER, str(done.seq), PLACE)
    assert isinstance(await give_file(access, FakeFiles(), Actor(HOS, "teams"), turn), Words)


def test_papers_alone_lists_what_somebody_may_have(council: Council) -> None:
    assert "Your reports" in typed(council, DIRECTOR, "papers")
    worker = council.audits()[0].practitioner or ""
    assert "No report waits for you" in typed(council, worker, "papers")


def test_the_form_keeps_what_was_chosen(council: Council) -> None:
    given = {"report": "loop", "service": "Frontdoor"}
    with council.read(LATER) as reader:
        _, drawn = form(reader, "report.issue", council.programme, PSW, given=given)
    chosen = {one["id"]: one.get("value") for one in drawn["body"] if "id" in one}
    assert (chosen["report"], chosen["service"]) == ("loop", "Frontdoor")


def test_grades_of_several_months_have_their_course_as_a_line(council: Council) -> None:
    known = {"2026-06": 75, "2027-01": 80}
    months = (*known, "2026-12")

    def told(_reader: Reader, ids: Sequence[str]) -> Iterator[tuple[str, int]]:
        if ids[0] in known:
            yield "Good or better", known[ids[0]]

    with council.read(LATER) as reader:
        one = reader.get(Cycle, CYCLE)
        cycles = [
            one.model_copy(update={"id": month, "month": date.fromisoformat(f"{month}-01")})
            for month in months
        ]
        trend = trend_of(reader, "grades", cycles, {"grades": ("Good", told)})
        assert trend is not None
        [(name, points)] = trend.courses
        assert (name, [value for *_, value in points]) == ("Good or better", [75, 80])
        assert trend_of(reader, "grades", cycles[:1], {"grades": ("Good", told)}) is None
        assert trend_of(reader, "loop", cycles) is None


def test_a_month_with_a_count_that_is_not_shown_has_no_point() -> None:
    assert share_good([("Good", 3), ("RI", 1)], {"Good"}) == 75
    assert share_good([("Good", None), ("RI", 4)], {"Good"}) is None
    assert share_good([("Good", 0)], {"Good"}) is None


def test_the_card_that_tells_of_highlights_offers_its_readers_the_file(council: Council) -> None:
    given = {"text": "Children's words are in the plans"}
    council.do("highlight.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    assert "report.issue" in verbs(shown(council, HOS, "highlight_report", at=LATER))
