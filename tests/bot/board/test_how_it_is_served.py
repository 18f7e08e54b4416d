"""What each answer under /board says to the browser, and what it says without a session."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.board.files import as_csv
from bot.board.page import Cell, Column, Table
from tests.bot.board.conftest import DemoBoard, ServedBoard
from tests.store.council import CYCLE, HOS, HOS_CARE, OFFICER

EVERYWHERE = (
    "/board", "/board/", "/board/cycles", "/board/cycles.csv", "/board/audits/none",
    "/board/static/board.js", "/board/static/board.css", "/board/static/none.js",
    "/board/configure", "/board/nothing", "/board/..%2f..%2fetc%2fpasswd",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("signed_in", [True, False])
async def test_teams_alone_may_frame_it_and_nobody_keeps_it(
    board: ServedBoard, path: str, signed_in: bool
) -> None:
    answer = await board.get(path, await board.cookie(OFFICER) if signed_in else None)
    rules = dict(
        rule.strip().partition(" ")[::2]
        for rule in answer.headers["Content-Security-Policy"].split(";")
    )
    assert rules.pop("frame-ancestors").split() == [
        "https://teams.microsoft.com", "https://*.teams.microsoft.com",
        "https://*.cloud.microsoft",
    ]  # fmt: skip
    assert rules == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
        "img-src": "'self'", "connect-src": "'self'", "form-action": "'self'",
        "base-uri": "'none'",
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "X-Frame-Options" not in answer.headers


async def test_without_a_session_the_front_signs_in_and_holds_nothing_and_the_rest_is_401(
    board: ServedBoard,
) -> None:
    for path, status in (
        ("/board", 200), ("/board/cycles", 401), ("/board/cycles.csv", 401),
        ("/board/nothing", 401),
    ):  # fmt: skip
        answer = await board.get(path)
        assert answer.status == status
        assert 'data-kind="sign-in"' in answer.text
        assert "FR-1" not in answer.text
        assert "Frontdoor" not in answer.text


@pytest.mark.parametrize("who", [OFFICER, HOS, HOS_CARE])
async def test_anothers_row_and_an_unknown_one_get_the_same_answer(
    board: ServedBoard, who: str
) -> None:
    audit = board.tenant.council.audits()[0].id
    cookie = await board.cookie(who)
    theirs = await board.get(f"/board/audits/{audit}", cookie)
    unknown = await board.get("/board/audits/FR-99-2026-12", cookie)
    assert unknown.status == 404
    assert (theirs.status == 200) == (who != HOS_CARE)
    if who == HOS_CARE:
        assert theirs.status == 404
        assert theirs.text == unknown.text
        assert theirs.headers.keys() == unknown.headers.keys()


async def test_saying_who_one_is_in_the_address_is_refused_in_teams(board: ServedBoard) -> None:
    for cookie in (None, await board.cookie(OFFICER)):
        for path in (f"/board?as={HOS}", f"/board/cycles?as={OFFICER}", "/board?as="):
            answer = await board.get(path, cookie)
            assert answer.status == 403
            assert "FR-1" not in answer.text


async def test_the_demonstration_shows_what_that_person_may_see(demo: DemoBoard) -> None:
    seen = await demo.get("/board", OFFICER)
    assert seen.status == 200
    assert "FR-1" in seen.text
    assert (await demo.get("/board", None)).status == 200
    assert (await demo.get("/board/cycles", None)).status == 401
    assert (await demo.get("/board/cycles", "nobody.at.all")).status == 403


async def test_another_site_cannot_reach_the_demonstration_under_a_name_of_its_own(
    demo: DemoBoard,
) -> None:
    answer = await demo.get("/board", OFFICER, Host="evil.example")
    assert answer.status == 403
    assert "FR-1" not in answer.text


async def test_a_choice_in_the_address_is_text_on_the_page(demo: DemoBoard) -> None:
    said = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    answer = await demo.get(f"/board/cycles?q={said}&sort={said}&team={said}&cycle={said}", OFFICER)
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    for file in Path("bot/board").rglob("*.py"):
        text = file.read_text("utf-8")
        assert "style=" not in text, file
        assert "onclick" not in text, file


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b"])
def test_no_text_of_a_file_is_a_formula(sign: str) -> None:
    row = (Cell(f"{sign}1+1"), Cell("M900123", note="plain"))
    made = as_csv(Table("t", "T", (Column("a", "A"), Column("b", "B")), (row,), ""))
    line = made.decode().removeprefix("\ufeff").partition("\r\n")[2]
    assert line.lstrip('"').startswith("'")
    assert "M900123 (plain)" in line


async def test_a_fault_of_ours_is_told_calmly_and_logged_by_its_kind_alone(
    demo: DemoBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("Zebedee Quill")

    monkeypatch.setattr("bot.board.asked_for.drawn", breaks)
    with capture_logs() as logs:
        answer = await demo.get("/board/cycles", OFFICER)
    assert answer.status == 500
    assert "cannot be shown just now" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Quill" not in f"{answer.text} {logs}"
    assert {"event": "board.failed", "error": "RuntimeError", "log_level": "error"} in logs


async def test_the_cycle_that_is_shown_is_the_one_that_stands_chosen(demo: DemoBoard) -> None:
    answer = await demo.get("/board/cycles", OFFICER)
    assert f'<option value="{CYCLE}" selected>' in answer.text
