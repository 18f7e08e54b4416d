"""One act for several rows: each is shown with what its own form says; what is asked, once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from bot.board.acting import MOST, NOTHING_HERE, Came
from bot.board.doors import Claimed
from bot.board.forms import ON_BOARD, OURS, Drawing
from bot.board.markup import tag
from bot.board.page import Cell, Table
from bot.board.place import Place
from bot.dialogs.forms import form
from store.ledger import Reader
from store.registry import ACTS, together
from store.views.nudges.duty_lines import about
from store.views.parts.offers import button_of, open_acts, submit_of
from store.views.parts.viewer import Viewer
from store.views.reports.looks import has_looked
from store.vocabulary.errors import Invalid, LedgerError, NotFound

Json = dict[str, Any]

ROW: Final = "row"
BY_ROWS: Final = frozenset({"same_for"})
"""Inputs that name other rows: those are ticked already."""
LEFT_OUT: Final = "{n} of those ticked cannot be done like this now, and {is_} left out."


@dataclass(frozen=True, slots=True)
class Ticked:
    """One row: its id and version, what it is about, and what its own form says of it."""

    id: str
    version: int
    about: str
    said: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnSeveral:
    """The page that asks once for all rows; `look` is what a fact has to say of it first."""

    viewer: Viewer
    verb: str
    title: str
    button: str
    rows: tuple[Ticked, ...]
    asks: tuple[Json, ...]
    left_out: int
    look: str


def several_drawn(
    reader: Reader,
    claimed: Claimed,
    verb: str,
    ids: Sequence[str],
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Invalid | None = None,
) -> DrawnSeveral | None:
    """The rows that this person may do `verb` on now; None for a stranger.

    Raises `NotFound` for an act that is not done together and where no row is left, and `Invalid`
    for more than `MOST` rows.
    """
    viewer = claimed.viewer(reader)
    if viewer is None:
        return None
    chosen = list(dict.fromkeys(ids))
    if len(chosen) > MOST:
        raise Invalid(f"Please tick at most {MOST} rows at once.", {"row": "are too many"})
    if not together(verb):
        raise NotFound(NOTHING_HERE)
    errors = None if wrong is None else wrong.fields or {"": wrong.message}
    rows: list[Ticked] = []
    asks: tuple[Json, ...] = ()
    for subject in chosen:
        try:
            row, asked = _ticked(reader, verb, subject, viewer.upn, typed=typed, errors=errors)
        except LedgerError:
            continue
        rows.append(row)
        asks = asks or asked
    if not rows:
        raise NotFound(NOTHING_HERE)
    path = f"do/{verb}"
    return DrawnSeveral(
        viewer=viewer,
        verb=verb,
        title=f"{button_of(verb).rstrip('…')}: {len(rows)} at once",
        button=f"{submit_of(verb).rstrip('…')} ({len(rows)})",
        rows=tuple(rows),
        asks=asks,
        left_out=len(chosen) - len(rows),
        look="" if has_looked(reader, viewer.upn, path) else path,
    )


def _ticked(
    reader: Reader,
    verb: str,
    subject: str,
    upn: str,
    *,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str] | None,
) -> tuple[Ticked, tuple[Json, ...]]:
    """One row, and what its form asks. Raises the `LedgerError` of what may not be done now."""
    row = reader.get(ACTS[verb].on, subject)
    said: list[Json] = []
    asks: list[Json] = []
    if verb in ON_BOARD:
        _, card = form(reader, verb, subject, upn, given=typed, errors=errors)
        for one in card["body"]:
            names = {each["id"] for each in (one, *one.get("items", ())) if _is_input(each)}
            troubles = one.get("style") == "emphasis"
            if not names & BY_ROWS:
                (asks if names or troubles else said).append(one)
    elif not open_acts(reader, row, upn, (verb,)):
        raise NotFound(NOTHING_HERE)
    return Ticked(row.id, row.version, about(reader, row), tuple(said)), tuple(asks)


def _is_input(one: Json) -> bool:
    return str(one["type"]).startswith("Input.")


def several_in(place: Place, made: DrawnSeveral, back: str) -> Markup:
    """The page: each row with what its form says, then what is asked, and one button."""
    drawing = Drawing()
    ours = {"word": place.word, "back": back, "version": "0"}
    n = made.left_out
    return tag(
        "form",
        tag("p", LEFT_OUT.format(n=n, is_="is" if n == 1 else "are"), class_="past") if n else None,
        [
            tag("section", tag("h2", row.about), drawing.all(row.said), class_="ticked")
            for row in made.rows
        ],
        drawing.all(made.asks),
        [tag("input", type="hidden", name=OURS + name, value=v) for name, v in ours.items()],
        [
            tag("input", type="hidden", name=f"{OURS}{ROW}", value=f"{row.id}|{row.version}")
            for row in made.rows
        ],
        tag(
            "p",
            tag("button", made.button, type="submit", class_="primary"),
            tag("a", "Back without doing it", class_="plain", href=place.link(back)),
            class_="does",
        ),
        method="post",
        action=place.link(f"do/{made.verb}"),
        class_="act",
        novalidate=True,
    )


def results_in(place: Place, came: Sequence[Came], back: str) -> Markup:
    """What came of each row, those that were refused first."""
    done = sum(one.done for one in came)
    return tag(
        "div",
        tag("p", f"Done for {done} of {len(came)}.", class_="lead", role="status"),
        tag("dl", [_result(one) for one in sorted(came, key=lambda c: c.done)], class_="facts"),
        tag("p", tag("a", "Back to the page", class_="button", href=place.link(back))),
    )


def _result(one: Came) -> Markup:
    words = one.said if one.done else f"Not done. {one.said}"
    name = one.about or "One that is not here for you"
    return tag("div", tag("dt", name), tag("dd", words, class_=None if one.done else "wrong"))


def several_of(place: Place, table: Table) -> tuple[str, ...]:
    """The acts that may be done for two rows or more of the table at once; none of a past day."""
    if place.on is not None:
        return ()
    found = Counter(
        verb
        for row in table.rows
        for verb in {press.verb for cell in row for press in cell.presses}
        if together(verb)
    )
    return tuple(sorted(verb for verb, n in found.items() if n > 1))


def box_in(table: Table, row: tuple[Cell, ...], verbs: Sequence[str]) -> Markup | None:
    """The box with which a row is ticked; it belongs to the form below the table."""
    presses = [press for cell in row for press in cell.presses if press.verb in verbs]
    if not presses:
        return None
    name = ", ".join(cell.text for cell in row[:2])
    box = tag(
        "input", type="checkbox", name=ROW, value=presses[0].id, form=_form_id(table),
        aria_label=f"Tick {name}",
    )  # fmt: skip
    return tag("label", box, tag("span", "Tick"), class_="tick")


def ticked_form(place: Place, table: Table, verbs: Sequence[str]) -> Markup | None:
    """A button for each of the acts that the ticked rows may have done at once."""
    if not verbs:
        return None
    kept = {**place.kept, "back": place.path}
    return tag(
        "form",
        tag("span", "Several at once: tick the rows, then choose.", class_="quiet"),
        [tag("input", type="hidden", name=name, value=value) for name, value in kept.items()],
        [
            tag("button", _button(verb), type="submit", formaction=place.path_to(f"do/{verb}"))
            for verb in verbs
        ],
        method="get",
        id=_form_id(table),
        class_="several",
    )


def _button(verb: str) -> str:
    return f"{button_of(verb).rstrip('…')}…"


def _form_id(table: Table) -> str:
    return f"several-{table.key}"
