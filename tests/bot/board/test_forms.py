"""Acts that need a form, done on the board: the same form, fields and refusals as in a dialog."""

import re
from html import unescape

import pytest

from bot.board.forms import ON_BOARD, form_in
from bot.board.page import Asked
from bot.board.place import Place
from bot.dialogs.conversations import FORMS
from bot.dialogs.files import ISSUED
from bot.dialogs.forms import form
from store.registry import ACTS
from store.tables import Exemption, Person
from store.views.parts.viewer import viewer_by_upn
from store.vocabulary.errors import LedgerError
from tests.bot.board.conftest import Answer, DemoBoard
from tests.bot.board.pages_in_a_browser import whole
from tests.bot.board.test_acting import WORD
from tests.store.council import HOS, OFFICER, of_team

__all__ = ("whole",)  # the fixture

NAMES = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')


def _inputs(node: object) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(_inputs, node))
    if not isinstance(node, dict):
        return set()
    own = {node["id"]} if str(node.get("type")).startswith("Input.") else set()
    return own.union(*map(_inputs, node.values()))


async def _submit(board: DemoBoard, upn: str, path: str, typed: dict[str, str]) -> Answer:
    page = await board.get(f"/board/{path}", upn)
    assert page.status == 200, path
    hidden = dict(re.findall(r'name="(board\.[a-z]+)" value="([^"]*)"', page.text))
    url = f"{board.url}/board/{path}?as={upn}"
    async with board.client.post(url, data=hidden | typed, allow_redirects=False) as answer:
        return Answer(answer.status, dict(answer.headers), await answer.text())


def test_every_form_of_the_chat_has_the_same_inputs_and_words_on_the_board(
    whole: DemoBoard,
) -> None:
    drawn = 0
    with whole.council.read() as reader:
        viewer = viewer_by_upn(reader, OFFICER)
        assert viewer is not None
        place = Place("work", Asked(viewer), {})
        for verb in sorted(ON_BOARD):
            act = ACTS[verb]
            for row in reader.rows(act.on):
                upns = [upn for who in act.by for upn in who.upns(reader, row)]
                try:
                    _, card = form(reader, verb, row.id, next(iter(upns), ""))
                except LedgerError:
                    continue
                shown = form_in(place, verb, row.id, card, "work")
                names = {name for name in NAMES.findall(shown) if not name.startswith("board.")}
                assert {unescape(name) for name in names} == _inputs(card["body"]), verb
                drawn += 1
                break
    assert drawn > len(ON_BOARD) * 0.8


def test_what_is_left_to_the_chat_is_named_by_its_kind() -> None:
    left = {verb for verb in FORMS if verb not in ON_BOARD}
    assert left - set(ISSUED) == {
        "return.save", "return.submit", "concern.raise", "concern.answer",
    }  # fmt: skip


async def test_a_head_of_service_refuses_an_exemption_on_the_page_of_their_work(
    demo: DemoBoard,
) -> None:
    council, audit = demo.council, demo.council.audits()[0]
    council.ask_exemption(audit)
    head = council.head_of(audit.auditor)
    path = f"do/exemption.refuse/{audit.id}"
    page = (await demo.get("/board/exemptions", head)).text
    assert path in page
    assert f"do/exemption.approve/{audit.id}" in page
    empty = await _submit(demo, head, path, {"board.back": "exemptions"})
    assert empty.status == 400
    assert "Please fill in" in empty.text
    done = await _submit(
        demo, head, path, {"reason": "We need you this month", "board.back": "exemptions"}
    )
    assert done.status == 303
    assert done.headers["Location"].startswith("/board/exemptions?done=exemption.refuse")
    with council.read() as reader:
        assert reader.rows(Exemption)[0].state == "refused"
    last = council.table("fact")[-1]
    assert (last["verb"], last["actor"], last["via"]) == ("exemption.refuse", head, "board")
    assert council.problems() == []


async def test_what_needs_mending_stays_as_it_was_typed_with_the_reason_beside_it(
    demo: DemoBoard,
) -> None:
    manager = of_team("tm", "mash")
    path = f"do/person.absent/{of_team('sw', 'mash')}"
    assert path in (await demo.get("/board/people", manager)).text
    typed = {"from": "2026-12-10", "to": "2026-12-02", "delegate": of_team("ap", "mash")}
    answer = await _submit(demo, manager, path, typed)
    assert answer.status == 400
    assert "one answer needs correcting" in answer.text
    assert 'value="2026-12-10"' in answer.text
    assert f'value="{of_team("ap", "mash")}" selected' in answer.text
    assert 'role="alert"' in answer.text
    assert (await _submit(demo, manager, path, typed | {"to": "2026-12-14"})).status == 303
    with demo.council.read() as reader:
        assert str(reader.get(Person, of_team("sw", "mash")).absent_to) == "2026-12-14"


async def test_an_audit_officer_swaps_a_case_from_its_page(demo: DemoBoard) -> None:
    audit = demo.council.audits()[0]
    page = await demo.get(f"/board/audits/{audit.id}", OFFICER)
    assert "What you can do here" in page.text
    assert f"do/moderation.hand_over/{audit.id}" in page.text


async def test_a_form_of_anothers_act_and_one_that_is_over_are_refused_alike(
    demo: DemoBoard,
) -> None:
    audit = demo.council.audits()[0]
    other = next(a for a in demo.council.audits() if a.auditor != audit.auditor)
    answers = [
        await demo.get(f"/board/do/conflict.declare/{audit.id}", other.auditor),
        await demo.get("/board/do/conflict.declare/FR-99-2026-12", other.auditor),
        await demo.get(f"/board/do/exemption.refuse/{audit.id}", HOS),
        await demo.get(f"/board/do/return.submit/{audit.id}", audit.auditor),
        await demo.get(f"/board/do/nobody.does/{audit.id}", audit.auditor),
    ]
    assert {one.status for one in answers} == {404}
    assert len({one.text for one in answers}) == 1


async def test_a_form_that_another_site_sends_does_nothing(demo: DemoBoard) -> None:
    audit = demo.council.audits()[0]
    upn = audit.auditor or ""
    path = f"do/conflict.declare/{audit.id}"
    for typed, headers in (
        ({"board.word": "0" * 64}, {}), ({}, {"Sec-Fetch-Site": "cross-site"}),
    ):  # fmt: skip
        page = await demo.get(f"/board/{path}", upn)
        hidden = {"board.word": WORD.findall(page.text)[0], "board.version": str(audit.version)}
        url = f"{demo.url}/board/{path}?as={upn}"
        given = hidden | {"reason": "A neighbour"} | typed
        async with demo.client.post(url, data=given, headers=headers) as answer:
            assert answer.status == 403
    assert demo.council.audit(audit.id).state == "issued"


async def test_a_look_at_a_form_is_a_look(demo: DemoBoard) -> None:
    audit = demo.council.audits()[0]
    for _ in range(2):
        await demo.get(f"/board/do/conflict.declare/{audit.id}", audit.auditor)
    looks = [f["fields"] for f in demo.council.table("fact") if f["verb"] == "page.looked"]
    assert looks == [f'{{"page":"do/conflict.declare/{audit.id}"}}']


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "grades"])
async def test_a_form_leads_back_to_ones_own_pages_alone(demo: DemoBoard, back: str) -> None:
    audit = demo.council.audits()[0]
    upn = audit.auditor or ""
    typed = {"reason": "A neighbour", "board.back": back}
    answer = await _submit(demo, upn, f"do/conflict.declare/{audit.id}", typed)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/board/")
    assert "elsewhere" not in answer.headers["Location"]
    assert "grades" not in answer.headers["Location"]
