"""What somebody owes, and who owes what: by kind where it is much, the next page a press away."""

from collections.abc import Sequence

from bot.cards.nudges.duty_lines import ask_line, ask_line_in_dialog, ask_words, number
from bot.cards.nudges.kinds_in_words import WORK, by_kind, counted, in_number, kind_line
from bot.cards.nudges.my_requests import REQUESTS
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    heading,
    lines,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.surface import pages_of
from bot.cards.parts.text import count
from store.views.nudges.my_work import MyWork
from store.views.nudges.who_owes import Owing, WhoOwes

SHOWN = 10
"""Most lines with buttons on one card; more are shown by kind, each with its list."""
FLAT = 5
"""Lines that need no headings."""
PAGE = 8
"""Lines on one page of a list."""
PEOPLE, PEOPLE_PAGE = 10, 20
"""People on the card of who owes, and on one page of the whole list."""
EVERY = "all"
"""In place of a kind: the list of all of somebody's work."""
OWING = "owing.view"
"""The dialog that lists everybody who owes something."""


def my_work_card(view: MyWork) -> Json:
    """A person's open duties: each with its button, or by kind where there are many."""
    if not view.asks:
        return card(
            "Nothing is open for you",
            text("When there is something for you to do, a card says what, by when and why you."),
            *_moderates(view),
            *_requests(view),
        )
    title = _work_title(view)
    return card(
        title,
        *_work_lines(view),
        *_moderates(view),
        *_requests(view),
        says=f"{title}. First: {ask_words(view.asks[0])}",
    )


def _requests(view: MyWork) -> list[Json]:
    """The button to what this person asked and was asked."""
    return buttons(opens_dialog(REQUESTS, "My requests", view.upn, view.version))


def _work_lines(view: MyWork) -> list[Json]:
    kinds = by_kind(view.asks)
    if len(view.asks) <= FLAT or (len(kinds) == 1 and len(view.asks) <= SHOWN):
        return [ask_line(ask, primary=at == 0) for at, ask in enumerate(view.asks)]
    if len(view.asks) > SHOWN:
        return [
            ask_line(of_one[0], primary=at == 0)
            if len(of_one) == 1
            else kind_line(of_one, view.upn, view.version, primary=at == 0)
            for at, of_one in enumerate(kinds)
        ]
    return [
        part
        for at, of_one in enumerate(kinds)
        for part in (
            heading(counted(of_one)),
            *(ask_line(ask, primary=at == place == 0) for place, ask in enumerate(of_one)),
        )
    ]


def my_work_dialog(view: MyWork, kind: str = "", page: int = 1) -> Json:
    """A page of all of it, or of one kind."""
    asks = [ask for ask in view.asks if kind in {"", ask.kind}]
    if not asks:
        return card("All of these are done" if view.asks else "Nothing is open for you")
    page, pages = pages_of(len(asks), PAGE, page)
    shown = asks[(page - 1) * PAGE : page * PAGE]
    title = counted(asks) if kind else _work_title(view)
    return card(
        _paged(title, page, pages),
        *(ask_line_in_dialog(ask) for ask in shown),
        *([] if kind else _moderates(view)),
        actions=_turning(WORK, f"{view.upn} {kind or EVERY}", view.version, page, pages),
    )


def _paged(title: str, page: int, pages: int) -> str:
    return title if pages == 1 else f"{title}, page {page} of {pages}"


def _turning(verb: str, subject: str, version: int, page: int, pages: int) -> list[Json]:
    """The buttons to the next page and to the one before; the page follows the subject."""
    ways = (("Next page", page + 1), ("Page before", page - 1))
    return [
        submits(verb, title, f"{subject} {to}", version, primary=False)
        for title, to in ways
        if 1 <= to <= pages
    ]


def _work_title(view: MyWork) -> str:
    overdue = f", {number(view.overdue)} overdue" if view.overdue else ""
    return f"Your work: {count(len(view.asks), 'thing')}{overdue}"


def _moderates(view: MyWork) -> list[Json]:
    if not view.moderates:
        return []
    return [
        quiet(
            f"You will moderate {count(view.moderates, 'audit')} still with the auditor; you will "
            "be notified when each is returned."
        )
    ]


def who_owes_card(view: WhoOwes) -> Json:
    """Who has open duties, the most urgent first; the whole list and the kinds a press away."""
    scope = {"you": "you alone"}.get(view.scope, view.scope)
    if not view.people:
        return card("Nobody owes anything", text(f"Looked at: {scope}. Everything is done."))
    whole = opens_dialog(OWING, f"All {len(view.people)} people", view.asker, view.version)
    return card(
        _owing_title(view),
        quiet(f"Looked at: {scope}."),
        *buttons(
            whole if len(view.people) > PEOPLE else None,
            fold("By what it is", *lines(in_number(*kind) for kind in view.kinds)),
        ),
        _owing_facts(view.people[:PEOPLE]),
    )


def who_owes_dialog(view: WhoOwes, page: int = 1) -> Json:
    """A page of everybody who owes something."""
    page, pages = pages_of(len(view.people), PEOPLE_PAGE, page)
    shown = view.people[(page - 1) * PEOPLE_PAGE : page * PEOPLE_PAGE]
    return card(
        _paged(_owing_title(view), page, pages),
        _owing_facts(shown),
        actions=_turning(OWING, view.asker, view.version, page, pages),
    )


def _owing_title(view: WhoOwes) -> str:
    overdue = sum(bool(one.overdue) for one in view.people)
    late = f", {number(overdue)} with something overdue" if overdue else ""
    owing = "person owes" if len(view.people) == 1 else "people owe"
    return f"{len(view.people)} {owing} something{late}"


def _owing_facts(people: Sequence[Owing]) -> Json:
    return facts((one.who.name, _owing(one)) for one in people)


def _owing(one: Owing) -> str:
    late = f", {one.overdue} overdue" if one.overdue else ""
    return f"{one.owes}{late}. First: {one.first}, due {one.due.words}"
