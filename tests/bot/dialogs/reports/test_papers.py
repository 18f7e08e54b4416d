"""A report's readers get it as a document from the card that told them of it (programme.md §5)."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from bot.dialogs.faces import said as said_to
from bot.dialogs.files import give_file, offer_file
from bot.dialogs.forms import form
from bot.ledger_access import LedgerAccess
from bot.turns import FileAnswered, FileGiven, OfferFile
from store.ledger import Actor
from store.tables import Person
from store.views.reports.cycle_report import reported
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import said
from tests.bot.dialogs.showing import shown, verbs
from tests.bot.dialogs.test_files import CALLER, PLACE, FakeFiles
from tests.store.acts.looking_again import SIX_WEEKS_ON
from tests.store.acts.reports.test_cycle_report import BOARD
from tests.store.council import CYCLE, HOS, HOS_CARE, OFFICER, Council

LATER = SIX_WEEKS_ON + timedelta(hours=1)
SHORT = "Children's words are in the plans"


@pytest.fixture
def written(council: Council) -> Council:
    given = BOARD | {"practitioners": SHORT}
    council.do("board.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    return council


@pytest.fixture
def access(written: Council) -> Iterator[LedgerAccess]:
    access = LedgerAccess(written.ledger, written.programme, now=lambda: LATER)
    yield access
    access.close()


async def had_by(upn: str, council: Council, access: LedgerAccess) -> tuple[str, str]:
    """The file's name, and all its paragraphs."""
    done = council.do("paper.issue", CYCLE, by=upn, at=LATER)
    offer = await offer_file(access, Actor(upn, "teams"), done.seq)
    assert isinstance(offer, OfferFile)
    files, turn = FakeFiles(), FileAnswered(CALLER, offer.offer, PLACE)
    assert await give_file(access, files, Actor(upn, "teams"), turn) == FileGiven(PLACE)
    [(_, content)] = files.given
    return offer.name, "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)


async def test_a_head_of_service_gets_the_whole_board_report_from_its_card(
    written: Council, access: LedgerAccess
) -> None:
    card = shown(written, HOS, "board_report", at=LATER)
    assert "paper.issue" in verbs(card)
    name, words = await had_by(HOS, written, access)
    assert name == "Frontdoor 2026-12 Board report.docx"
    assert BOARD["plan"] in words


async def test_a_practitioner_gets_the_short_version(
    written: Council, access: LedgerAccess
) -> None:
    upn = written.audits()[0].practitioner or ""
    assert "paper.issue" in verbs(shown(written, upn, "practitioners_report", at=LATER))
    with written.read(LATER) as reader:
        _, asked = form(reader, "paper.issue", CYCLE, upn)
    assert "for those whose work was audited" in said(asked)
    name, words = await had_by(upn, written, access)
    assert name == "Frontdoor 2026-12 Report for practitioners.docx"
    assert SHORT in words


def test_nobody_gets_a_report_that_was_not_sent_to_them(written: Council) -> None:
    with pytest.raises(NotAllowed):
        written.do("paper.issue", CYCLE, by=HOS_CARE, at=LATER)
    with written.read(LATER) as reader:
        report = written.table("cycle_report")[0]["id"]
        assert "paper.issue" not in reported(reader, report, HOS_CARE).may


@pytest.mark.parametrize("typed", ["board papers", "Board report?", "the board paper"])
def test_who_types_the_name_of_a_paper_is_offered_theirs_and_no_other(
    written: Council, typed: str
) -> None:
    def offered(upn: str) -> list[str]:
        with written.read(LATER) as reader:
            (answer,) = said_to(reader, reader.get(Person, upn), typed)
            if "papers.view" not in str(answer.card):
                return []
            _, papers = form(reader, "papers.view", upn, upn)
        return [line for line in said(papers).splitlines() if "December 2026" in line]

    practitioner = written.audits()[0].practitioner or ""
    assert offered(HOS) == ["Board report: Frontdoor, December 2026"]
    assert offered(practitioner) == ["Report for practitioners: Frontdoor, December 2026"]
    assert offered(HOS_CARE) == []


def test_that_somebody_had_it_is_a_fact(written: Council) -> None:
    done = written.do("paper.issue", CYCLE, by=HOS, at=LATER)
    fact = next(one for one in written.table("fact") if one["seq"] == done.seq)
    assert (fact["verb"], fact["subject"], fact["actor"]) == ("paper.issue", CYCLE, HOS)
