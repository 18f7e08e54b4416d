"""An act pressed on a page is the registry's: from one's own page alone, once, or refused."""

import re

from bot.board.sessions import COOKIE
from store.tables import Audit
from tests.bot.board.conftest import Answer, DemoBoard, ServedBoard
from tests.store.council import OFFICER

WORD = re.compile(r'name="board\.word" value="([0-9a-f]{64})"')


def _given(audit: Audit, word: str, **said: str) -> dict[str, str]:
    return {
        "verb": "allocation.accept", "id": audit.id, "board.version": str(audit.version),
        "board.word": word, "board.back": "work",
    } | said  # fmt: skip


async def _post(
    board: DemoBoard | ServedBoard, upn: str, said: dict[str, str], **headers: str
) -> Answer:
    given = dict(said)
    url = f"{board.url}/board/do/{given.pop('verb')}/{given.pop('id')}"
    if isinstance(board, DemoBoard):
        client, url = board.client, f"{url}?as={upn}"
    else:
        client = board.tenant.client
    async with client.post(url, data=given, headers=headers, allow_redirects=False) as answer:
        return Answer(answer.status, dict(answer.headers), await answer.text())


async def _word(demo: DemoBoard, upn: str) -> str:
    page = await demo.get("/board/work", upn)
    found = WORD.search(page.text)
    assert found is not None
    return found[1]


async def test_an_auditor_accepts_the_audit_on_the_page_of_their_work(demo: DemoBoard) -> None:
    audit = demo.council.audits()[0]
    upn = audit.auditor or ""
    said = _given(audit, await _word(demo, upn))
    answer = await _post(demo, upn, said)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/board/work?done=allocation.accept")
    assert demo.council.audit(audit.id).state == "accepted"
    again = await _post(demo, upn, said)
    assert again.status == 303, "the same press again is answered as the first"
    verbs = [verb for verb in demo.council.verbs() if verb == "allocation.accept"]
    assert len(verbs) == 1
    page = await demo.get(answer.headers["Location"].partition("&as=")[0], upn)
    shown = re.search(r'id="told">([^<]+)<', page.text)
    assert shown is not None
    assert audit.case_ref in shown[1], "the act's own receipt"


async def test_a_receipt_is_shown_to_whoever_did_the_act_and_to_nobody_else(
    demo: DemoBoard,
) -> None:
    audit = demo.council.audits()[0]
    demo.council.do("allocation.accept", audit.id, by=audit.auditor or "")
    for verb, of in (("allocation.accept", audit.id), ("check.pass", audit.id), ("no.act", "x")):
        page = await demo.get(f"/board/work?done={verb}&of={of}", OFFICER)
        assert page.status == 200
        assert 'id="told"></p>' in page.text


async def test_another_site_cannot_have_anything_done(demo: DemoBoard) -> None:
    audit = demo.council.audits()[0]
    upn = audit.auditor or ""
    word = await _word(demo, upn)
    for other in ("", "é", "0" * 64, await _word(demo, demo.council.audits()[-1].auditor or "")):
        assert (await _post(demo, upn, _given(audit, other))).status == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert (await _post(demo, upn, _given(audit, word), **elsewhere)).status == 403
    assert demo.council.audit(audit.id).state == "issued"


async def test_a_word_of_another_session_is_refused_and_nobody_acts_without_one(
    board: ServedBoard,
) -> None:
    council = board.tenant.council
    audit = council.audits()[0]
    cookie = await board.cookie(audit.auditor or "")
    page = await board.get("/board/work", cookie)
    found = WORD.search(page.text)
    assert found is not None
    other = await board.cookie(OFFICER)
    headers = {"Cookie": f"{COOKIE}={other}"}
    assert (await _post(board, "", _given(audit, found[1]), **headers)).status == 403
    assert (await _post(board, "", _given(audit, found[1]))).status == 401
    assert council.audit(audit.id).state == "issued"
    mine = {"Cookie": f"{COOKIE}={cookie}"}
    assert (await _post(board, "", _given(audit, found[1]), **mine)).status == 303
    assert council.audit(audit.id).state == "accepted"


async def test_what_is_anothers_or_not_there_is_refused_alike_and_what_is_over_in_words(
    demo: DemoBoard,
) -> None:
    audit = demo.council.audits()[0]
    upn = audit.auditor or ""
    word = await _word(demo, upn)
    theirs = next(one for one in demo.council.audits() if one.auditor != upn)
    refused = [
        await _post(demo, upn, _given(theirs, word)),
        await _post(demo, upn, _given(audit, word, id="FR-99-2026-12")),
        await _post(demo, upn, _given(audit, word, verb="nobody.does")),
        await _post(demo, upn, _given(audit, word, **{"board.version": "x"})),
    ]
    assert {one.status for one in refused} == {404}
    assert len({one.text for one in refused}) == 1
    demo.council.do("allocation.accept", audit.id, by=upn)
    late = await _post(demo, upn, _given(demo.council.audit(audit.id), word))
    assert late.status == 409
    assert "no longer open" in late.text
    assert demo.council.problems() == []
