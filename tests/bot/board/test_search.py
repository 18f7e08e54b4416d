"""Search across pages: it finds what its reader may see, and tells of nothing else."""

import pytest
from playwright.async_api import Page, expect

from bot.board.page import Asked
from bot.board.places import drawn
from store.ledger import Reader
from store.tables import Audit, Person
from store.views.parts.viewer import Viewer, viewer_by_upn
from store.views.reports import search as searching
from store.views.reports.search import MOST, search
from tests.bot.board.conftest import DemoBoard
from tests.bot.board.pages_in_a_browser import look, violations
from tests.bot.board.test_by_keyboard import tab_to
from tests.bot.board.who_may_see import REF, known_audits, one_of_each_kind, words_of
from tests.store.council import DIRECTOR, HOS, OFFICER, Council


def _viewer(reader: Reader, upn: str) -> Viewer:
    viewer = viewer_by_upn(reader, upn)
    assert viewer is not None
    return viewer


def test_search_finds_exactly_the_cases_that_its_reader_may_know(
    whole_council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 10_000)
    found_in_all = 0
    for upn in one_of_each_kind(whole_council):
        with whole_council.read() as reader:
            viewer = _viewer(reader, upn)
            lawful = known_audits(reader, reader.get(Person, upn))
            found = {
                one.audit
                for begins in ("FR-", "CA-")
                for one in search(reader, viewer, begins).audits
            }
            assert found == lawful, upn
            found_in_all += len(found)
    assert found_in_all > 500


def test_search_names_nobody_and_no_team_that_the_pages_do_not_show(
    whole_council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 10_000)
    found_in_all = 0
    for upn in one_of_each_kind(whole_council):
        with whole_council.read() as reader:
            viewer = _viewer(reader, upn)
            audits = drawn(reader, "cycles", Asked(viewer, {"cycle": "all"})).tables[0].rows
            shown = {row[4].text for row in audits}
            people: set[str] = set()
            if viewer.scope.only is None:
                rows = drawn(reader, "people", Asked(viewer)).tables[0].rows
                people = {row[0].text for row in rows}
                shown |= {row[2].text for row in rows}
            for sought in ("front", "care", "mash", "tm ", "sw ", "ap "):
                found = search(reader, viewer, sought)
                assert {one.who.name for one in found.people} <= people, (upn, sought)
                assert {one.name for one in found.teams} <= shown, (upn, sought)
                found_in_all += len(found.people) + len(found.teams)
    assert found_in_all > 100


def test_a_director_finds_people_and_teams_and_no_case_by_its_reference(
    whole_council: Council,
) -> None:
    with whole_council.read() as reader:
        viewer = _viewer(reader, DIRECTOR)
        for audit in reader.rows(Audit)[::12]:
            assert search(reader, viewer, audit.case_ref).audits == ()
        page = drawn(reader, "search", Asked(viewer, {"q": "mash"}))
        assert {table.key for table in page.tables} >= {"audits", "teams"}
        assert not REF.search(words_of(page))
        assert not page.shows_refs


def test_too_little_finds_nothing_and_too_much_says_how_many(whole_council: Council) -> None:
    with whole_council.read() as reader:
        viewer = _viewer(reader, OFFICER)
        for sought in ("", " ", "f"):
            page = drawn(reader, "search", Asked(viewer, {"q": sought}))
            assert page.tables == ()
            assert "2 characters or more" in page.lead
        page = drawn(reader, "search", Asked(viewer, {"q": "r-1"}))
        assert f"the newest {MOST} of" in page.lead
        assert len(page.tables[0].rows) == MOST
        none = drawn(reader, "search", Asked(viewer, {"q": "<nothing>"}))
        assert "Nothing that you may see has “<nothing>”" in none.lead


async def _find(page: Page, words: str) -> None:
    await tab_to(page, "#find")
    await page.keyboard.type(words)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"“{words}”")).to_be_visible()


async def test_a_stranger_to_the_board_finds_the_story_the_person_and_the_team_by_keyboard(
    demo: DemoBoard, browser_page: Page
) -> None:
    page, audit = browser_page, demo.council.audits()[0]
    await look(page, f"{demo.url}/board?as={HOS}", "light", 1280)
    await _find(page, audit.case_ref.lower())
    await expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    assert await violations(page) == []
    await tab_to(page, f"tbody a[href*='/audits/{audit.id}']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="What has happened")).to_be_visible()
    with demo.council.read() as reader:
        name = reader.get(Person, audit.team_manager or "").name
    await _find(page, name)
    await tab_to(page, "tbody a[href*='/people']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("rowheader")).to_have_count(1)
    await _find(page, audit.team)
    await tab_to(page, "tbody a[href*='/cycles?'][href*='team=']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("rowheader", name=audit.case_ref).first).to_be_visible()
    await expect(page.get_by_label("Team", exact=True)).to_have_value(audit.team)
