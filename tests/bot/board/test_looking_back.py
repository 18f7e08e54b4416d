"""A page of a day that is past: as it was then, for whoever may see it today."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.board.page import Asked, Page
from bot.board.places import PAGES, drawn
from store.ledger import Reader
from store.ledger.as_of import ledger_as_of
from store.views.parts.viewer import Viewer, viewer_by_upn
from tests.bot.board.conftest import DemoBoard, demo_of
from tests.store.council import (
    DIRECTOR,
    HOS,
    ISSUED,
    OFFICER,
    Council,
    issued_at,
    of_team,
    person,
    staff,
)
from tests.store.printed import evening

DAY = ISSUED.date()
LATER = ISSUED + timedelta(days=8)
ON = f"on={DAY}"


@pytest.fixture
async def later(tmp_path: Path) -> AsyncIterator[DemoBoard]:
    """The board eight days after the list went out."""
    council = issued_at(tmp_path / "ledger.db")
    async with demo_of(council, LATER) as running:
        yield running
    council.close()


def _viewer(reader: Reader, upn: str) -> Viewer:
    found = viewer_by_upn(reader, upn)
    assert found is not None
    return found


def _pages(reader: Reader, viewer: Viewer) -> dict[str, Page]:
    asked = Asked(viewer, {"cycle": "all"})
    return {one.path: drawn(reader, one.path, asked) for one in PAGES if one.is_for(viewer)}


def _accept_all(council: Council) -> None:
    for audit in council.audits():
        council.do("allocation.accept", audit.id, by=audit.auditor or "", at=LATER)


def test_every_page_of_a_past_day_is_the_page_of_that_evening(later: DemoBoard) -> None:
    council = later.council
    auditor = council.audits()[0].auditor or ""
    people = (OFFICER, HOS, DIRECTOR, of_team("tm", "mash"), auditor)
    with council.read(evening(DAY)) as reader:
        then = {upn: _pages(reader, _viewer(reader, upn)) for upn in people}
    _accept_all(council)
    past = ledger_as_of(council.ledger, council.programme, DAY, now=LATER)
    with past.read() as reader, council.read(LATER) as today:
        for upn in people:
            viewer = replace(_viewer(today, upn), today=today)
            assert _pages(reader, viewer) == then[upn], upn
            assert _pages(today, _viewer(today, upn)) != then[upn]
    past.close()


async def test_whoever_has_no_part_any_more_does_not_see_it_in_the_past_either(
    later: DemoBoard,
) -> None:
    council = later.council
    audit = council.audits()[0]
    before = audit.auditor or ""
    assert audit.case_ref in (await later.get(f"/board/cycles?{ON}", before)).text
    council.exempt(audit, at=LATER)
    council.do("reallocation.confirm", audit.id, by=OFFICER, at=LATER)
    assert council.audit(audit.id).auditor != before
    for path in ("cycles", "work", f"audits/{audit.id}"):
        answer = await later.get(f"/board/{path}?{ON}", before)
        assert audit.case_ref not in answer.text, path
    now_theirs = council.audit(audit.id).auditor or ""
    assert audit.case_ref in (await later.get("/board/cycles", now_theirs)).text
    assert audit.case_ref not in (await later.get(f"/board/cycles?{ON}", now_theirs)).text, (
        "it was not theirs on that day"
    )
    assert audit.case_ref in (await later.get(f"/board/cycles?{ON}", OFFICER)).text


async def test_somebody_who_has_joined_since_looks_back_as_who_they_are_today(
    later: DemoBoard,
) -> None:
    council = later.council
    new = person("new.officer", roles=["audit_officer"])
    council.load_people([*staff(), new], at=LATER)
    for path in (*(one.path for one in PAGES), f"audits/{council.audits()[0].id}"):
        answer = await later.get(f"/board/{path}?{ON}", new.upn)
        assert answer.status == 200, path
    assert "FR-" in (await later.get(f"/board/cycles?{ON}", new.upn)).text


async def test_it_says_that_it_is_past_and_offers_nothing_to_do_and_the_way_back(
    later: DemoBoard,
) -> None:
    upn = later.council.audits()[0].auditor or ""
    today = await later.get("/board/work", upn)
    assert "do/allocation.accept/" in today.text
    page = await later.get(f"/board/work?{ON}", upn)
    assert "what was known at the end of Tue 1 Dec 2026" in page.text
    assert "is left out: no fact holds it" in page.text
    assert "allocation.accept" not in page.text
    assert "data-events" not in page.text
    assert f"{ON}&amp;as=" in page.text or f"&amp;{ON}" in page.text, "links stay on that day"
    assert 'href="/board/work?as=' in page.text, "and one leads back to today"


async def test_a_look_at_a_past_day_is_a_fact_of_its_own_and_a_file_names_the_day(
    later: DemoBoard,
) -> None:
    for _ in range(2):
        await later.get(f"/board/cycles?{ON}", OFFICER)
    file = await later.get(f"/board/cycles.csv?{ON}", OFFICER)
    assert f'filename="sightline-cycles-audits-{DAY}.csv"' in file.headers["Content-Disposition"]
    looks = [f["fields"] for f in later.council.table("fact") if f["verb"] == "page.looked"]
    assert looks == [f'{{"page":"cycles?{ON}"}}', f'{{"page":"cycles.csv?{ON}"}}']
    assert later.council.problems() == []


@pytest.mark.parametrize(
    "day", ["2027-01-01", "2026-11-23", "yesterday", "2026-02-30", "0001-01-01"]
)
async def test_a_day_that_cannot_be_looked_back_to_is_refused_in_words(
    later: DemoBoard, day: str
) -> None:
    answer = await later.get(f"/board/cycles?on={day}", OFFICER)
    assert answer.status == 400
    assert "This cannot be shown" in answer.text
    assert "FR-" not in answer.text


async def test_today_is_todays_page(later: DemoBoard) -> None:
    page = await later.get(f"/board/cycles?on={LATER.date()}", OFFICER)
    plain = await later.get("/board/cycles", OFFICER)
    assert page.text.count("FR-") == plain.text.count("FR-") > 0
