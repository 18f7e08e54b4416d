"""A page as HTML: the same heading, ways to the other pages, filters and tables on each."""

from markupsafe import Markup

from bot.board.markup import Content, joined, tag
from bot.board.page import Fact, Figure, Filter, Moment, Page, Press
from bot.board.place import ON, ROOT, SEARCH, SORT, Place
from bot.board.presses import press_in
from bot.board.tables import table_in
from store.vocabulary.dates_in_words import say_day

LOOKED_BACK = (
    "This page shows what was known at the end of {day}, and what you may see today. How far "
    "messages had got on their way is left out: no fact holds it. Nothing can be done from here."
)


def document(
    title: str, body: Markup, *, kind: str = "page", teams: bool = True, charts: bool = False
) -> str:
    """A whole document; `kind` tells the page's script what to do, `charts` that it draws some."""
    scripts = ["teams.js"] * teams + ["board.js"] + ["chart.js", "charts.js"] * charts
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · Sightline"),
        tag("link", rel="stylesheet", href=f"{ROOT}/static/board.css"),
        [tag("script", src=f"{ROOT}/static/{name}", defer=True) for name in scripts],
    )
    return f"<!doctype html>{tag('html', head, body, lang='en-GB', data_kind=kind)}"


def whole_page(
    place: Place,
    page: Page,
    ways: tuple[tuple[str, str], ...],
    *,
    teams: bool = True,
    done: str = "",
) -> str:
    """The document of one page; `ways` are the paths and names of this person's pages.

    `done` is the receipt of an act that led back to it.
    """
    inside: list[Content] = [
        tag("p", page.lead, class_="lead"),
        _figures(place, page.figures),
        _looked_back(place),
        _facts(place, page.facts),
        _presses(place, page.presses),
        _filters(place, page.filters),
        tag(
            "div",
            tag("div", [table_in(place, table) for table in page.tables]),
            _story(page.story),
            class_="split" if page.story else None,
        ),
        _of_a_day(place),
    ]
    charts = any(table.chart for table in page.tables)
    live = place.on is None
    return page_of(
        place, page.title, inside, ways, teams=teams, live=live, charts=charts, told=done
    )


def page_of(
    place: Place,
    title: str,
    inside: Content,
    ways: tuple[tuple[str, str], ...],
    *,
    teams: bool = True,
    live: bool = False,
    charts: bool = False,
    told: str = "",
) -> str:
    """The document around a page's content; `live` pages renew themselves."""
    viewer = place.asked.viewer
    who = f"{viewer.name}, {viewer.role}" if viewer.role else viewer.name
    body = tag(
        "body",
        tag("a", "Skip to the page", class_="skip", href="#page"),
        tag(
            "header",
            tag("p", tag("strong", "Sightline"), " board", class_="name"),
            _search(place),
            tag(
                "p",
                who,
                tag("a", "To the chat", href=place.chat, class_="plain") if place.chat else None,
                class_="who",
            ),
        ),
        tag("nav", tag("ul", [_way(place, *way) for way in ways]), aria_label="Pages"),
        tag("main", tag("h1", title), inside, id="page", tabindex="-1"),
        tag("p", told, class_="told", role="status", id="told"),
        data_events=place.link("events") if live else None,
    )
    return document(title, body, teams=teams, charts=charts)


def _search(place: Place) -> Markup:
    """The box that finds a reference, a person or a team, of the page's own day."""
    sought = place.asked.said("q") if place.path == SEARCH else ""
    return tag(
        "form",
        tag("label", "Find", for_="find"),
        tag(
            "input", type="search", id="find", name="q", value=sought, maxlength=80,
            placeholder="Reference, name or team",
        ),
        [tag("input", type="hidden", name=k, value=v) for k, v in place.kept.items()],
        tag("button", "Search", type="submit"),
        method="get",
        action=place.path_to(SEARCH),
        class_="find",
        role="search",
        aria_label="Search every page",
    )  # fmt: skip


def _presses(place: Place, presses: tuple[Press, ...]) -> Markup | None:
    if not presses or place.on is not None:
        return None
    return tag(
        "section",
        tag("h2", "What you can do here"),
        tag("div", [press_in(place, press) for press in presses], class_="presses"),
    )


def _way(place: Place, path: str, name: str) -> Markup:
    here = place.path == path or place.path.startswith(f"{path}/")
    return tag("li", tag("a", name, href=place.link(path), aria_current="page" if here else None))


def _looked_back(place: Place) -> Markup | None:
    """What the page of a day that is past shows, and which day it is."""
    if place.on is None:
        return None
    return tag("p", LOOKED_BACK.format(day=say_day(place.on, year=True)), class_="past")


def _of_a_day(place: Place) -> Markup:
    """Asks of which day the page is to tell."""
    kept = {**place.asked.chosen, **place.always}
    past = place.on is not None
    box = tag(
        "input", type="date", id="f-on", name=ON, required=True,
        value="" if place.on is None else place.on.isoformat(),
    )  # fmt: skip
    return tag(
        "form",
        tag("span", tag("label", "As it was known at the end of", for_="f-on"), box),
        [tag("input", type="hidden", name=name, value=value) for name, value in kept.items()],
        tag(
            "span",
            tag("button", "Look back", type="submit"),
            tag("a", "Back to today", href=place.today(), class_="plain") if past else None,
            class_="does",
        ),
        method="get", action=place.path_to(place.path), class_="filters day",
        aria_label="Day",
    )  # fmt: skip


def _figures(place: Place, figures: tuple[Figure, ...]) -> Markup | None:
    return (
        tag("ul", [_figure(place, one) for one in figures], class_="figures") if figures else None
    )


def _figure(place: Place, one: Figure) -> Markup:
    said = [tag("strong", str(one.number)), " ", tag("span", one.words)]
    if one.filters is None:
        return tag("li", tag("span", said, class_="figure"), class_=one.tone or None)
    chosen = {**place.asked.chosen, **one.filters}
    current = all(place.asked.said(key) == value for key, value in one.filters.items())
    link = tag(
        "a", said, class_="figure", href=place.link(place.path, chosen),
        aria_current="true" if current else None,
    )  # fmt: skip
    return tag("li", link, class_=one.tone or None)


def _facts(place: Place, facts: tuple[Fact, ...]) -> Markup | None:
    if not facts:
        return None
    return tag("dl", [_fact(place, one) for one in facts], class_="facts")


def _fact(place: Place, one: Fact) -> Markup:
    value: Markup | str = one.value
    if one.path:
        value = tag("a", one.value, href=place.link(one.path))
    return tag("div", tag("dt", one.name), tag("dd", value, class_=one.tone or None))


def _filters(place: Place, filters: tuple[Filter, ...]) -> Markup | None:
    if not filters:
        return None
    kept = {SORT: place.asked.said(SORT), **place.kept}
    clear = any(place.asked.said(one.key) for one in filters)
    return tag(
        "form",
        [_filter(place, one) for one in filters],
        [tag("input", type="hidden", name=k, value=v) for k, v in kept.items() if v],
        tag(
            "span",
            tag("button", "Show", type="submit"),
            tag("a", "Show all", href=place.link(place.path), class_="plain") if clear else None,
            class_="does",
        ),
        method="get",
        action=place.path_to(place.path),
        class_="filters",
        role="search",
        aria_label="What the page shows",
    )


def _filter(place: Place, one: Filter) -> Markup:
    chosen, name = place.asked.said(one.key) or one.default, f"f-{one.key}"
    if one.options:
        box = tag(
            "select",
            [tag("option", words, value=v, selected=v == chosen) for v, words in one.options],
            id=name,
            name=one.key,
        )
    else:
        box = tag("input", type="search", id=name, name=one.key, value=chosen, maxlength=80)
    return tag("span", tag("label", one.label, for_=name), box)


def _story(story: tuple[Moment, ...]) -> Markup | None:
    if not story:
        return None
    lines = [
        tag("li", tag("time", one.when), tag("p", tag("strong", one.who), " ", one.what))
        for one in story
    ]
    return tag(
        "section", tag("h2", "What has happened"), tag("ol", lines, class_="story"), class_="beside"
    )


def notice(title: str, *sentences: str, kind: str = "notice", teams: bool = False) -> str:
    """A page without data: a heading and what to do."""
    body = tag(
        "body",
        tag(
            "main",
            tag("h1", title),
            [tag("p", sentence) for sentence in sentences],
            tag("p", class_="told", role="status", id="told"),
            id="page",
        ),
    )
    return document(title, joined(body), kind=kind, teams=teams)
