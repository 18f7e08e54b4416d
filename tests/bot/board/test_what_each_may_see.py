"""Every page, person and audit: what stands there is what the registry's relations allow."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.board.page import Asked
from bot.board.places import PAGES, drawn
from store.tables import Audit, Person
from store.views.parts.viewer import viewer_by_upn
from store.vocabulary.errors import NotFound
from tests.bot.board.conftest import DemoBoard, demo_of
from tests.bot.board.who_may_see import (
    REF,
    known_audits,
    one_of_each_kind,
    refs_of,
    theirs_to_do,
    words_of,
)
from tests.store.council import DIRECTOR, HOS, OFFICER, Council


def test_no_page_names_a_case_that_its_reader_may_not_know(whole_council: Council) -> None:
    wrong, seen = [], 0
    for upn in one_of_each_kind(whole_council):
        with whole_council.read() as reader:
            viewer, person = viewer_by_upn(reader, upn), reader.get(Person, upn)
            assert viewer is not None
            lawful = refs_of(reader, known_audits(reader, person) | theirs_to_do(reader, upn))
            for one in PAGES:
                if not one.is_for(viewer):
                    continue
                page = drawn(reader, one.path, Asked(viewer, {"cycle": "all"}))
                named = set(REF.findall(words_of(page)))
                seen += len(named)
                wrong += [(upn, one.path, ref) for ref in sorted(named - lawful)]
                assert page.shows_refs or not named, (upn, one.path)
    assert wrong == []
    assert seen > 500, "the pages are not empty"


def test_the_board_lists_every_audit_that_its_reader_may_know(whole_council: Council) -> None:
    for upn in one_of_each_kind(whole_council):
        with whole_council.read() as reader:
            viewer, person = viewer_by_upn(reader, upn), reader.get(Person, upn)
            assert viewer is not None
            lawful = refs_of(reader, known_audits(reader, person))
            page = drawn(reader, "cycles", Asked(viewer, {"cycle": "all"}))
            missing = lawful - set(REF.findall(words_of(page)))
            assert missing == set(), upn


def test_the_story_of_an_audit_opens_for_whoever_may_know_it_and_for_nobody_else(
    whole_council: Council,
) -> None:
    opened = 0
    for upn in one_of_each_kind(whole_council):
        with whole_council.read() as reader:
            viewer, person = viewer_by_upn(reader, upn), reader.get(Person, upn)
            assert viewer is not None
            known = known_audits(reader, person)
            for at, audit in enumerate(reader.rows(Audit)):
                lawful = audit.id in known
                if lawful and at % 17:  # a sample is drawn; every refusal is tried
                    continue
                try:
                    page = drawn(reader, f"audits/{audit.id}", Asked(viewer, {}))
                except NotFound:
                    assert not lawful, (upn, audit.id)
                else:
                    assert lawful, (upn, audit.id)
                    assert page.story
                    opened += 1
    assert opened > 50


def test_a_director_sees_how_every_audit_stands_and_which_child_of_none(
    whole_council: Council,
) -> None:
    with whole_council.read() as reader:
        viewer = viewer_by_upn(reader, DIRECTOR)
        assert viewer is not None
        page = drawn(reader, "cycles", Asked(viewer, {"cycle": "all"}))
        assert len(page.tables[0].rows) == len(
            [a for a in reader.rows(Audit) if a.state != "swapped"]
        )
        assert not REF.search(words_of(page))
        assert not page.shows_refs


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[DemoBoard]:
    """The demonstration's board over a cycle that has just been issued."""
    from tests.store.council import issued_at  # noqa: PLC0415 - this test alone

    council = issued_at(tmp_path / "ledger.db")
    async with demo_of(council) as running:
        yield running
    council.close()


def _looks(council: Council) -> list[tuple[str, str]]:
    with council.ledger.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT subject, fields FROM fact WHERE verb = 'page.looked' ORDER BY seq"
        )
        return [(row[0], row[1]) for row in found]


async def test_a_look_at_case_references_is_one_fact_a_person_page_and_day(demo: DemoBoard) -> None:
    for _ in range(3):
        assert (await demo.get("/board/cycles", OFFICER)).status == 200
    assert _looks(demo.council) == [(OFFICER, '{"page":"cycles"}')]
    await demo.get("/board/cycles.csv", OFFICER)
    await demo.get("/board/cycles?late=yes&q=none", OFFICER)
    audit = demo.council.audits()[0].id
    await demo.get(f"/board/audits/{audit}", HOS)
    assert _looks(demo.council)[1:] == [
        (OFFICER, '{"page":"cycles.csv"}'), (HOS, f'{{"page":"audits/{audit}"}}'),
    ]  # fmt: skip
    assert demo.council.problems() == []


async def test_what_shows_no_case_and_what_renews_itself_leaves_no_fact(demo: DemoBoard) -> None:
    assert "FR-" not in (await demo.get("/board/cycles", "idle.audit")).text
    await demo.get("/board/static/board.css", OFFICER)
    await demo.get("/board/audits/none", OFFICER)
    assert _looks(demo.council) == []
    await demo.get("/board/cycles", OFFICER)
    await demo.get("/board/cycles", OFFICER, **{"Sightline-Live": "1"})
    assert len(_looks(demo.council)) == 1


async def test_saying_that_a_page_renews_itself_hides_no_first_look(demo: DemoBoard) -> None:
    await demo.get("/board/cycles", OFFICER, **{"Sightline-Live": "1"})
    assert len(_looks(demo.council)) == 1


async def test_what_is_shown_comes_as_a_file_in_which_nothing_is_a_formula(demo: DemoBoard) -> None:
    answer = await demo.get("/board/cycles.csv?sort=-case", OFFICER)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "Case,Due,Stands,Waits for,Team,Auditor"
    refs = [line.partition(" ")[0] for line in lines[1:]]
    assert refs == sorted(refs, reverse=True)
    assert len(refs) >= 8


async def test_what_is_shown_comes_for_excel_too_with_numbers_as_numbers(demo: DemoBoard) -> None:
    url = f"{demo.url}/board/cycles.xlsx?sort=-case&as={OFFICER}"
    async with demo.client.get(url) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].endswith('cycles-audits.xlsx"')
        book = load_workbook(BytesIO(await answer.read()))
    assert book.sheetnames == ["About", "Audits"]
    first, *rows = book["Audits"].iter_rows(values_only=True)
    assert first == ("Case", "Due", "Stands", "Waits for", "Team", "Auditor")
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
    url = f"{demo.url}/board/cycles.xlsx?table=counts&as={OFFICER}"
    async with demo.client.get(url) as answer:
        counted = load_workbook(BytesIO(await answer.read())).worksheets[1]
    assert sum(int(row[1]) for row in counted.iter_rows(min_row=2, values_only=True)) == len(rows)
    assert isinstance(counted.cell(2, 2).value, int)
    assert _looks(demo.council) == [(OFFICER, '{"page":"cycles.xlsx"}')]
