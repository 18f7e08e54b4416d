"""Several rows ticked: one act, done for each by itself, and what came of each is said."""

import re

from playwright.async_api import Page, expect

from bot.board.acting import MOST
from store.registry import ACTS
from store.tables import Audit
from tests.bot.board.conftest import Answer, DemoBoard
from tests.bot.board.pages_in_a_browser import look, violations
from tests.bot.board.test_acting import WORD
from tests.bot.board.test_by_keyboard import tab_to
from tests.store.audit_month import hand_in
from tests.store.council import HOS_CARE, OFFICER

CHECKED = "check.pass"


def _returned(demo: DemoBoard, n: int) -> list[Audit]:
    return [hand_in(demo.council, audit) for audit in demo.council.audits()[:n]]


async def _word(demo: DemoBoard, upn: str) -> str:
    found = WORD.search((await demo.get("/board/work", upn)).text)
    assert found is not None
    return found[1]


async def _post(
    demo: DemoBoard, upn: str, verb: str, rows: list[str], word: str, **typed: str
) -> Answer:
    said = [("board.word", word), ("board.back", "work"), ("board.version", "0")]
    given = [*said, *(("board.row", row) for row in rows), *typed.items()]
    url = f"{demo.url}/board/do/{verb}?as={upn}"
    async with demo.client.post(url, data=given, allow_redirects=False) as answer:
        return Answer(answer.status, dict(answer.headers), await answer.text())


def _row(audit: Audit) -> str:
    return f"{audit.id}|{audit.version}"


def test_only_what_one_decides_having_seen_each_may_be_done_together() -> None:
    found = {verb for verb, act in ACTS.items() if act.words.together}
    assert found == {
        CHECKED, "board.signed_off", "digest.addressed", "exemption.approve", "exemption.refuse",
    }  # fmt: skip


async def test_the_officer_checks_three_returns_at_once_by_keyboard(
    demo: DemoBoard, browser_page: Page
) -> None:
    audits, page = _returned(demo, 4), browser_page
    await look(page, f"{demo.url}/board/work?as={OFFICER}", "light", 1280)
    for audit in audits[:3]:
        await tab_to(page, f"input[name=row][value='{audit.id}']")
        await page.keyboard.press("Space")
    await tab_to(page, f"button[formaction*='/do/{CHECKED}']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("It is complete: 3 at once")
    assert await violations(page) == []
    await tab_to(page, "button.primary")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").first).to_have_text("Done for 3 of 3.")
    for audit in audits[:3]:
        await expect(page.get_by_text(audit.case_ref, exact=True)).to_be_visible()
    assert await violations(page) == []
    assert demo.council.verbs().count(CHECKED) == 3
    assert demo.council.audit(audits[3].id).state == "returned"
    assert demo.council.problems() == []


async def test_what_came_of_each_row_is_said_and_a_refused_one_stops_no_other(
    demo: DemoBoard,
) -> None:
    audits = _returned(demo, 3)
    demo.council.do(CHECKED, audits[1].id, by=OFFICER)
    word, rows = await _word(demo, OFFICER), [_row(audit) for audit in audits]
    answer = await _post(demo, OFFICER, CHECKED, [*rows, "FR-99-2026-12|3"], word)
    assert answer.status == 200
    assert "Done for 2 of 4." in answer.text
    assert answer.text.count("Not done.") == 2
    assert "One that is not here for you" in answer.text
    assert "FR-99-2026-12" not in answer.text
    again = await _post(demo, OFFICER, CHECKED, rows, word)
    assert "Done for 2 of 3." in again.text, "the same press again is answered as the first"
    assert demo.council.verbs().count(CHECKED) == 3
    assert demo.council.problems() == []


async def test_rows_of_others_are_named_to_nobody_and_no_other_site_ticks_any(
    demo: DemoBoard,
) -> None:
    audits = _returned(demo, 2)
    rows = [_row(audit) for audit in audits]
    hers = await _word_of(demo, HOS_CARE)
    theirs = await _post(demo, HOS_CARE, CHECKED, rows, hers)
    assert "Done for 0 of 2." in theirs.text
    assert not re.search(r"FR-\d", theirs.text)
    unknown = await _post(demo, HOS_CARE, CHECKED, ["FR-98-2026-12|3", "FR-99-2026-12|3"], hers)
    assert unknown.text == theirs.text
    ids = "&".join(f"row={audit.id}" for audit in audits)
    assert (await demo.get(f"/board/do/{CHECKED}?{ids}", HOS_CARE)).status == 404
    word = await _word(demo, OFFICER)
    assert (await _post(demo, OFFICER, CHECKED, rows, "0" * 64)).status == 403
    assert (await _post(demo, OFFICER, "moderation.agree", rows, word)).status == 404
    assert (await _post(demo, OFFICER, CHECKED, [], word)).status == 404
    many = [f"FR-{n}-2026-12|1" for n in range(MOST + 1)]
    assert (await _post(demo, OFFICER, CHECKED, many, word)).status == 400
    assert CHECKED not in demo.council.verbs()


async def _word_of(demo: DemoBoard, upn: str) -> str:
    """The word of somebody's pages, from the form with which they record an absence."""
    found = WORD.search((await demo.get(f"/board/do/person.absent/{upn}", upn)).text)
    assert found is not None
    return found[1]


async def test_a_head_of_service_refuses_two_requests_with_one_reason_having_read_both(
    demo: DemoBoard,
) -> None:
    by_head: dict[str, list[Audit]] = {}
    for audit in demo.council.audits():
        by_head.setdefault(demo.council.head_of(audit.auditor), []).append(audit)
    head, audits = max(by_head.items(), key=lambda item: len(item[1]))
    for at, audit in enumerate(audits[:2]):
        demo.council.ask_exemption(audit, reason=f"Reason number {at}")
    page = await demo.get("/board/exemptions", head)
    assert page.text.count('name="row"') == 2
    ids = "&".join(f"row={audit.id}" for audit in audits[:2])
    form = await demo.get(f"/board/do/exemption.refuse?{ids}", head)
    assert "Reason number 0" in form.text
    assert "Reason number 1" in form.text
    assert form.text.count("<textarea") == 1
    word = WORD.search(form.text)
    assert word is not None
    rows = [_row(demo.council.audit(audit.id)) for audit in audits[:2]]
    nothing = await _post(demo, head, "exemption.refuse", rows, word[1])
    assert nothing.status == 400
    assert "exemption.refuse" not in demo.council.verbs()
    done = await _post(demo, head, "exemption.refuse", rows, word[1], reason="Nobody else is free")
    assert "Done for 2 of 2." in done.text
    assert {demo.council.audit(one.id).state for one in audits[:2]} <= {"issued", "accepted"}
    assert demo.council.problems() == []


async def test_one_row_alone_has_no_box_and_a_past_day_has_none(demo: DemoBoard) -> None:
    _returned(demo, 1)
    assert 'name="row"' not in (await demo.get("/board/work", OFFICER)).text
