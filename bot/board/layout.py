"""A page as HTML: the same heading, ways to the other pages, filters and tables on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from markupsafe import Markup

from bot.board.markup import joined, tag
from bot.board.page import Asked, Cell, Fact, Figure, Filter, Moment, Page, Press, Table

ROOT = "/board"
SORT = "sort"
DONE = "Done. It stands in the record, and whoever waits for it is told."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its path under /board, the choices in its address, and whose it is.

    `always` is what each link carries: in the demonstration who looks, in Teams nothing. `word` is
    what each form carries, which no other site knows.
    """

    path: str
    asked: Asked
    always: Mapping[str, str]
    word: str = ""

    def link(self, path: str, chosen: Mapping[str, str] | None = None) -> str:
        """The address of a page with these choices."""
        query = {key: value for key, value in (chosen or {}).items() if value} | dict(self.always)
        return f"{ROOT}/{quote(path)}".rstrip("/") + (f"?{urlencode(query)}" if query else "")

    def here(self, **changed: str) -> str:
        """The address of this page with some choices changed."""
        return self.link(self.path, {**self.asked.chosen, **changed})


def document(title: str, body: Markup, *, kind: str = "page", teams: bool = True) -> str:
    """A whole document; `kind` tells the page's script what to do."""
    scripts = (["teams.js"] if teams else []) + ["board.js"]
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
    place: Place, page: Page, ways: tuple[tuple[str, str], ...], *, teams: bool = True
) -> str:
    """The document of one page; `ways` are the paths and names of this person's pages."""
    viewer = place.asked.viewer
    who = f"{viewer.name}, {viewer.role}" if viewer.role else viewer.name
    body = tag(
        "body",
        tag("a", "Skip to the page", class_="skip", href="#page"),
        tag(
            "header",
            tag("p", tag("strong", "Sightline"), " board", class_="name"),
            tag("p", who, class_="who"),
        ),
        tag("nav", tag("ul", [_way(place, *way) for way in ways]), aria_label="Pages"),
        tag(
            "main",
            tag("h1", page.title),
            tag("p", page.lead, class_="lead"),
            _figures(place, page.figures),
            _facts(place, page.facts),
            _filters(place, page.filters),
            tag(
                "div",
                tag("div", [_table(place, table) for table in page.tables]),
                _story(page.story),
                class_="split" if page.story else None,
            ),
            id="page",
            tabindex="-1",
        ),
        tag("p", DONE if place.asked.said("done") else "", class_="told", role="status", id="told"),
        data_events=place.link("events"),
    )
    return document(page.title, body, teams=teams)


def _way(place: Place, path: str, name: str) -> Markup:
    here = place.path == path or place.path.startswith(f"{path}/")
    return tag("li", tag("a", name, href=place.link(path), aria_current="page" if here else None))


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
    kept = {SORT: place.asked.said(SORT), **place.always}
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
        action=f"{ROOT}/{quote(place.path)}",
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


def _table(place: Place, table: Table) -> Markup:
    if not table.rows:
        return tag("section", tag("h2", table.caption), tag("p", table.empty, class_="empty"))
    many = f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
    head = tag("tr", [_heading(place, c.key, c.title, c.number) for c in table.columns], role="row")
    rows = [_row(place, table, row) for row in table.rows]
    return tag(
        "section",
        tag(
            "div",
            tag("h2", table.caption, " ", tag("span", many, class_="quiet")),
            tag("a", "Download as CSV", href=_csv(place, table), download=True, class_="plain"),
            class_="over",
        ),
        tag(
            "table",
            tag("caption", f"{table.caption}, {many}", class_="hidden"),
            tag("thead", head, role="rowgroup"),
            tag("tbody", rows, role="rowgroup"),
            role="table",
        ),
    )


def _csv(place: Place, table: Table) -> str:
    return place.link(f"{place.path}.csv", {**place.asked.chosen, "table": table.key})


def _heading(place: Place, key: str, title: str, number: bool) -> Markup:
    sort = place.asked.said(SORT)
    up, down = sort == key, sort == f"-{key}"
    turned = "ascending" if up else "descending" if down else None
    mark = tag("span", " ▲" if up else " ▼", aria_hidden="true") if up or down else None
    link = tag("a", title, mark, href=place.here(sort=f"-{key}" if up else key))
    return tag(
        "th", link, scope="col", role="columnheader", aria_sort=turned,
        class_="number" if number else None,
    )  # fmt: skip


def _row(place: Place, table: Table, row: tuple[Cell, ...]) -> Markup:
    cells = [
        _cell(place, cell, column.title, number=column.number, first=index == 0)
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True))
    ]
    return tag("tr", cells, role="row")


def _cell(place: Place, cell: Cell, title: str, *, number: bool, first: bool) -> Markup:
    words: Markup | str = cell.text
    if cell.path:
        words = tag("a", cell.text, href=place.link(cell.path))
    elif cell.tone:
        words = tag("span", cell.text, class_=f"tone {cell.tone}")
    inside = [words, tag("span", cell.note, class_="note") if cell.note else None]
    if cell.press is not None:
        inside.append(_press(place, cell.press))
    classes = " ".join(name for name in ("number" if number else "", "" if cell.text else "none"))
    return tag(
        "th" if first else "td",
        tag("div", inside),
        scope="row" if first else None,
        role="rowheader" if first else "cell",
        data_label=title,
        class_=classes.strip() or None,
    )


def _press(place: Place, press: Press) -> Markup:
    hidden = {
        "word": place.word, "verb": press.verb, "id": press.id, "version": str(press.version),
        "back": place.path,
    }  # fmt: skip
    return tag(
        "form",
        [tag("input", type="hidden", name=name, value=value) for name, value in hidden.items()],
        tag("button", press.title, type="submit", class_="primary"),
        method="post",
        action=place.link("act"),
        class_="press",
    )


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
