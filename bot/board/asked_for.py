"""What an address asks for: which page, as what file, with which choices, of which day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.board.doors import AS, Claimed
from bot.board.files import as_csv, as_xlsx
from bot.board.forms import ON_BOARD
from bot.board.page import Asked, Page, Table, in_order
from bot.board.place import ON, SORT
from bot.board.places import drawn, home_of, ways_of
from bot.dialogs.forms import form, receipt
from store.ledger import Reader
from store.ledger.evening import parse_day
from store.views.parts.viewer import Viewer
from store.views.reports.looks import has_done, has_looked
from store.vocabulary.errors import Invalid, NotAllowed, NotFound, Stale

LIVE: Final = "Sightline-Live"
"""The header with which an open page asks for itself again because something changed."""
LONGEST_CHOICE: Final = 200
DONE, DONE_OF = "done", "of"
"""In the address of the page that an act leads back to: which act, on what."""
CSV, XLSX = ".csv", ".xlsx"
FILES: Final = (CSV, XLSX)
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page with its viewer; `look` is what a fact has to say of it first, "" if one does."""

    viewer: Viewer
    path: str
    page: Page
    look: str
    at: datetime
    done: str = ""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One request: `path` is None for the first page of whoever asks; `on` is None for today."""

    claimed: Claimed
    path: str | None
    chosen: Mapping[str, str]
    live: bool
    on: date | None
    done: tuple[str, str] = ("", "")

    @property
    def is_file(self) -> bool:
        """Whether a file is asked for and no page."""
        return self.path is not None and self.path.endswith(FILES)

    def draw(self, reader: Reader, today: Reader) -> Drawn | None:
        """The page from `reader`, for whom today's ledger knows; None for a stranger."""
        viewer = self.claimed.viewer(today)
        if viewer is None:
            return None
        if reader is not today:
            viewer = replace(viewer, today=today)
        path = (
            home_of(viewer) if self.path is None else self.path.removesuffix(CSV).removesuffix(XLSX)
        )
        page = drawn(reader, path, Asked(viewer, self.chosen))
        look = (self.path or path) + (f"?{ON}={self.on}" if reader is not today else "")
        days = 2 if self.live else 1
        seen = not page.shows_refs or has_looked(today, viewer.upn, look, days=days)
        at = reader.calendar.local(reader.at)
        done = _receipt(today, viewer.upn, *self.done)
        return Drawn(replace(viewer, today=None), path, page, "" if seen else look, at, done)

    def in_order(self, page: Page) -> Page:
        """The page with its tables sorted as was asked for."""
        sort = self.chosen.get(SORT, "")
        return replace(page, tables=tuple(in_order(table, sort) for table in page.tables))

    def file(self, made: Drawn) -> web.Response:
        """One table of the page as a file. Raises `NotFound` where there is none."""
        page = made.page
        tables: dict[str, Table] = {table.key: table for table in page.tables}
        table = tables.get(self.chosen.get("table", ""), next(iter(tables.values()), None))
        if table is None:
            raise NotFound("There is no table here.")
        day = "" if self.on is None else f"-{self.on}"
        table = in_order(table, self.chosen.get(SORT, ""))
        is_book = (self.path or "").endswith(XLSX)
        name = f"sightline-{made.path.partition('/')[0]}-{table.key}{day}{XLSX if is_book else CSV}"
        return web.Response(
            body=as_xlsx(page, table, made.at) if is_book else as_csv(table),
            content_type=WORKBOOK if is_book else "text/csv",
            charset=None if is_book else "utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def asked_for(request: web.Request, claimed: Claimed, path: str | None) -> AskedFor:
    """What the request asks for; of a choice that is made twice the last, and who looks is none.

    Raises `Invalid` for a day that is no day.
    """
    made = parse_qsl(request.query_string, max_num_fields=40)
    chosen = {key: value[:LONGEST_CHOICE] for key, value in made if key != AS and value}
    day = chosen.pop(ON, None)
    try:
        on = None if day is None else parse_day(day)
    except ValueError as error:
        raise Invalid(str(error), {"on": "is no day"}) from None
    done = (chosen.pop(DONE, ""), chosen.pop(DONE_OF, ""))
    return AskedFor(claimed, path, chosen, request.headers.get(LIVE) == "1", on, done)


def _receipt(reader: Reader, upn: str, verb: str, subject: str) -> str:
    """What the act says that was done, to the person who did it today; "" to anybody else."""
    if not verb or not has_done(reader, upn, verb, subject):
        return ""
    return receipt(reader, verb, subject)


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """The form of an act for one viewer; `look` as in `Drawn`."""

    viewer: Viewer
    path: str
    title: str
    card: dict[str, Any]
    look: str


def form_drawn(
    reader: Reader,
    claimed: Claimed,
    verb: str,
    subject: str,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Invalid | None = None,
) -> DrawnForm | None:
    """The form of `verb` on `subject` with what was typed; None for a stranger.

    Raises `NotFound` alike for what is not there, what is another's, what is over and what no page
    offers.
    """
    viewer = claimed.viewer(reader)
    if viewer is None:
        return None
    errors = None if wrong is None else wrong.fields or {"": wrong.message}
    try:
        if verb not in ON_BOARD:
            raise NotFound(verb)
        title, card = form(reader, verb, subject, viewer.upn, given=typed, errors=errors)
    except (NotAllowed, Stale) as refused:
        raise NotFound(str(refused)) from refused
    path = f"do/{verb}/{subject}"
    seen = has_looked(reader, viewer.upn, path)
    return DrawnForm(viewer, path, title, card, "" if seen else path)


def back_of(viewer: Viewer, back: str) -> str:
    """The page that a form leads back to: one of this person's, or an audit's; else the first."""
    known = {path for path, _ in ways_of(viewer)}
    return back if back in known or back.startswith("audits/") else home_of(viewer)
