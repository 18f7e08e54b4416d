"""docs/board.md names each page of the board, and for whom it is."""

from pathlib import Path

from bot.board.places import PAGES
from store.views.parts.scope import Scope
from store.views.parts.viewer import Viewer

TABLE = Path("docs/board.md").read_text("utf-8").partition("<!-- pages:begin -->")[2]


def _viewer(scope: Scope, *, runs: bool = False) -> Viewer:
    return Viewer("upn", "Name", "Role", scope, sees_refs=True, runs=runs)


WHO = {
    "everybody": (True, True, True, True),
    "who leads, and Team Managers": (False, True, True, True),
    "who leads": (False, False, True, True),
    "the audit team": (False, False, False, True),
}
VIEWERS = (
    _viewer(Scope("you", only="upn")),
    _viewer(Scope("MASH", service="Frontdoor", team="MASH")),
    _viewer(Scope("Frontdoor", service="Frontdoor")),
    _viewer(Scope("everybody"), runs=True),
)


def test_the_page_of_the_board_has_every_page_in_order_and_says_for_whom_it_is() -> None:
    lines = [line for line in TABLE.partition("<!-- pages:end -->")[0].splitlines() if "`" in line]
    said = [(cells[1].strip(" `"), cells[3].strip()) for cells in (x.split("|") for x in lines)]
    assert [path for path, _ in said] == [one.path for one in PAGES]
    for one, (_, who) in zip(PAGES, said, strict=True):
        assert tuple(one.is_for(viewer) for viewer in VIEWERS) == WHO[who], one.path
