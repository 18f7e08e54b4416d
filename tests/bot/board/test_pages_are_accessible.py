"""Every page in every theme and at both widths: axe-core finds nothing, and nothing is cut off."""

from collections.abc import Sequence

import pytest
from playwright.async_api import Page, expect

from bot.board.places import PAGES
from store.tables import Audit, DigestLine
from store.views.parts.offers import may_now
from tests.bot.board.conftest import DemoBoard
from tests.bot.board.pages_in_a_browser import THEMES, WIDTHS, Theme, look, violations, whole
from tests.store.council import DIRECTOR, HOS_CARE, OFFICER, of_team

__all__ = ("whole",)  # the fixture

ADDRESSED = "digest.addressed"
EACH = [(theme, width) for theme in THEMES for width in WIDTHS]
SAMPLE = ("cycles?as", "loads?as", "do/person.absent", "search?q=front")
"""What a day looks at of the night's walk: a table, a chart, a form, what was found."""


def _addresses(board: DemoBoard) -> list[str]:
    with board.council.read() as reader:
        audit = next(one.id for one in reader.rows(Audit) if one.moderated == "Inadequate")
        line, addresses = next(
            (one.id, person.id)
            for one in reader.rows(DigestLine)
            for person in reader.everybody()
            if may_now(reader, one, person.id, [ADDRESSED])
        )
    return [
        *(f"/board/{one.path}?as={OFFICER}" for one in PAGES),
        f"/board/cycles?cycle=all&late=yes&sort=-due&as={DIRECTOR}",
        f"/board/cycles?q=nothing+of+the+kind&as={OFFICER}",
        f"/board/inadequates?as={HOS_CARE}",
        f"/board/audits/{audit}?as={OFFICER}",
        f"/board/audits/none?as={OFFICER}",
        f"/board/cycles?on=1999-01-01&as={OFFICER}",
        f"/board/search?as={OFFICER}",
        f"/board/search?q=front&as={OFFICER}",
        f"/board/do/digest.addressed?row={line}&as={addresses}",
        f"/board/do/person.absent/{of_team('sw', 'mash')}?as={OFFICER}",
        f"/board/do/digest.addressed/{line}?as={addresses}",
        "/board",
        "/board/configure",
    ]


@pytest.mark.nightly
@pytest.mark.parametrize(("theme", "width"), EACH)
async def test_no_page_has_a_fault_of_accessibility_in_any_theme_or_width(
    whole: DemoBoard, browser_page: Page, page_errors: list[str], theme: Theme, width: int
) -> None:
    found = await _faults(whole, browser_page, _addresses(whole), theme, width)
    page_errors[:] = [
        one for one in page_errors if not any(code in one for code in ("400", "401", "404"))
    ]
    assert found == []


async def test_the_pages_of_a_day_s_sample_have_no_fault_of_accessibility(
    whole: DemoBoard, browser_page: Page
) -> None:
    sample = [one for one in _addresses(whole) if any(part in one for part in SAMPLE)]
    assert len(sample) == len(SAMPLE)
    assert await _faults(whole, browser_page, sample, "dark", 360) == []


async def _faults(
    board: DemoBoard, page: Page, addresses: Sequence[str], theme: Theme, width: int
) -> list[str]:
    found = []
    for address in addresses:
        await look(page, board.url + address, theme, width)
        found += [f"{address} {one}" for one in await violations(page)]
        wide = await page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address} is {wide} px wide")
    return found


async def test_a_filter_stands_in_the_address_so_that_a_colleague_sees_the_same(
    whole: DemoBoard, browser_page: Page
) -> None:
    await look(browser_page, f"{whole.url}/board/cycles?as={OFFICER}", "light", 1280)
    await browser_page.get_by_label("Cycle").select_option("all")
    await browser_page.get_by_label("Reference, person or team").fill("mash")
    await browser_page.get_by_role("button", name="Show", exact=True).click()
    await browser_page.wait_for_url("**q=mash**")
    await browser_page.get_by_role("link", name="Auditor", exact=True).click()
    await browser_page.wait_for_url("**sort=auditor**")
    address = browser_page.url
    shown = await browser_page.get_by_role("rowheader").all_inner_texts()
    await browser_page.goto(address)
    assert await browser_page.get_by_role("rowheader").all_inner_texts() == shown
    heading = browser_page.get_by_role("columnheader", name="Auditor")
    await expect(heading).to_have_attribute("aria-sort", "ascending")
