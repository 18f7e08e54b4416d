"""A reminder and a digest lead to their page of the board, where Sightline has an address."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.board.places import PAGES as BOARD_PAGES
from bot.dialogs.faces import face
from bot.dialogs.to_board import OPENS, PAGES, TAB, tab_of, with_way_to_board
from bot.teams.app_package import BOARD
from store.tables import Message
from tests.store.council import Council
from tests.store.whole_council import everything_at_once

APP = "6f1c0a3e-0000-4000-8000-000000000001"


def _links(card: dict[str, Any]) -> list[str]:
    last = card["body"][-1]
    return [one["url"] for one in last.get("actions", ()) if one["title"] == OPENS]


def test_each_such_message_opens_a_page_that_is_there_by_teams_own_address(tmp_path: Path) -> None:
    whole = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    everything_at_once(whole)
    seen = set()
    for tab in ("", tab_of(APP)):
        whole.ledger.board_tab = tab
        with whole.read() as reader:
            for message in reader.rows(Message):
                if message.to.startswith("post:") or message.kind not in PAGES:
                    continue
                shown = face(reader, message)
                if shown is None:
                    continue
                assert bool(_links(shown.card)) == bool(tab), message.kind
                seen.add(message.kind)
    whole.close()
    assert seen, "the council has such messages"


def test_the_link_says_to_teams_which_page_and_the_page_understands_it() -> None:
    script = Path("bot/board/assets/board.js").read_text("utf-8")
    understood = re.search(r"/(\^\[a-z\].*)/\.test\(wanted\)", script)
    assert understood is not None
    for kind, page in PAGES.items():
        card = with_way_to_board({"body": []}, kind, tab_of(APP))
        parts = urlsplit(_links(card)[0])
        assert (parts.netloc, parts.path) == ("teams.microsoft.com", f"/l/entity/{APP}/{BOARD}")
        wanted = json.loads(parse_qs(parts.query)["context"][0])["subEntityId"]
        assert wanted == page
        assert re.match(understood[1], wanted)
        assert page.partition("?")[0] in {one.path for one in BOARD_PAGES}
    assert TAB == BOARD


def test_what_has_no_page_of_its_own_is_as_it_was() -> None:
    card: dict[str, Any] = {"body": []}
    assert with_way_to_board(card, "cover_named", tab_of(APP)) is card
