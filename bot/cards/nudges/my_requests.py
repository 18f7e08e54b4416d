"""My requests: what I asked and was asked, open and decided, as people know it from Approvals."""

from collections.abc import Sequence

from bot.cards.nudges.duty_lines import ask_line, ask_line_in_dialog, number
from bot.cards.parts.kit import Json, buttons, card, heading, opens_dialog, quiet, submits, text
from bot.cards.parts.surface import pages_of
from store.views.nudges.my_requests import MyRequests, Request

REQUESTS = "requests.view"
"""The dialog that lists them."""
PAGE = 8
"""Requests on one page."""
SHOWN = 3
"""Requests of each kind on the card in the chat."""


def my_requests_card(view: MyRequests) -> Json:
    """What waits for the reader and what they asked, the newest; all of them a press away."""
    if _is_empty(view):
        return _none()
    waits = f": {number(len(view.waiting))} for you to answer" if view.waiting else ""
    return card(
        f"My requests{waits}",
        *(ask_line(one, primary=at == 0) for at, one in enumerate(view.waiting[:SHOWN])),
        *(text(_asked(one), spacing="Small") for one in view.asked[:SHOWN]),
        *buttons(opens_dialog(REQUESTS, "All of them", view.upn, view.version)),
    )


def my_requests_dialog(view: MyRequests, page: int = 1) -> Json:
    """A page of them: what waits for the reader, what they asked, and what they decided."""
    parts = [
        *(("Waits for you", ask_line_in_dialog(one)) for one in view.waiting),
        *(("You asked", text(_asked(one), spacing="Small")) for one in view.asked),
        *(("You decided", text(_decided(one), spacing="Small")) for one in view.decided),
    ]
    if not parts:
        return _none()
    page, pages = pages_of(len(parts), PAGE, page)
    of = "" if pages == 1 else f", page {page} of {pages}"
    return card(
        f"My requests{of}",
        *_under_headings(parts[(page - 1) * PAGE : page * PAGE]),
        actions=[
            submits(REQUESTS, title, f"{view.upn} {to}", view.version, primary=False)
            for title, to in (("Next page", page + 1), ("Page before", page - 1))
            if 1 <= to <= pages
        ],
    )


def _is_empty(view: MyRequests) -> bool:
    return not (view.waiting or view.asked or view.decided)


def _none() -> Json:
    return card(
        "You have asked for nothing, and nobody has asked you",
        quiet("Exemptions, conflicts, disputes and questions are listed here once made."),
    )


def _under_headings(parts: Sequence[tuple[str, Json]]) -> list[Json]:
    """Each part, under its heading where a new one begins."""
    shown: list[Json] = []
    last = ""
    for name, part in parts:
        shown += [] if name == last else [heading(name)]
        shown.append(part)
        last = name
    return shown


def _asked(one: Request) -> str:
    on = f", asked on {one.asked_on}" if one.asked_on else ""
    by = f" by {one.decided_by}" if one.decided_by else ""
    return f"{one.what}{on}: {_outcome(one, by)}"


def _decided(one: Request) -> str:
    return f"{one.what}, asked by {one.asked_by}: {_outcome(one)}"


def _outcome(one: Request, by: str = "") -> str:
    when = f" on {one.decided_on}" if one.decided_on else ""
    return "not decided yet" if one.is_open else f"{one.outcome}{by}{when}"
