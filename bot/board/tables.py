"""A table of a page as HTML: rows, cells and what may be pressed there."""

import re

from markupsafe import Markup

from bot.board.charts import chart_in
from bot.board.markup import tag
from bot.board.page import Cell, Table
from bot.board.place import SORT, Place
from bot.board.presses import press_in
from bot.board.several import box_in, several_of, ticked_form

DAY = re.compile(r"[A-Z][a-z]{2} [0-9]{1,2} [A-Z][a-z]{2}(?: [0-9]{4})?")
"""A date in words, "Wed 10 Mar", which stays on one line."""


def table_in(place: Place, table: Table) -> Markup:
    """A table with its heading, the way to its file, and sortable columns."""
    if not table.rows:
        return tag("section", tag("h2", table.caption), tag("p", table.empty, class_="empty"))
    many = f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
    head = tag("tr", [_heading(place, c.key, c.title, c.number) for c in table.columns], role="row")
    verbs = several_of(place, table)
    rows = [_row(place, table, row, box_in(table, row, verbs)) for row in table.rows]
    return tag(
        "section",
        tag(
            "div",
            tag("h2", table.caption, " ", tag("span", many, class_="quiet")),
            tag(
                "span",
                tag(
                    "a",
                    "Download as CSV",
                    href=_file(place, table, ".csv"),
                    download=True,
                    class_="plain",
                ),
                " ",
                tag(
                    "a",
                    "Download for Excel",
                    href=_file(place, table, ".xlsx"),
                    download=True,
                    class_="plain",
                ),
            ),
            class_="over",
        ),
        None if table.chart is None else chart_in(table.chart, table.caption),
        tag(
            "table",
            tag("caption", f"{table.caption}, {many}", class_="hidden"),
            tag("thead", head, role="rowgroup"),
            tag("tbody", rows, role="rowgroup"),
            role="table",
        ),
        ticked_form(place, table, verbs),
    )


def _file(place: Place, table: Table, ending: str) -> str:
    return place.link(f"{place.path}{ending}", {**place.asked.chosen, "table": table.key})


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


def _row(place: Place, table: Table, row: tuple[Cell, ...], box: Markup | None) -> Markup:
    cells = [
        _cell(
            place,
            cell,
            column.title,
            number=column.number,
            first=index == 0,
            box=box if index == 0 else None,
        )
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True))
    ]
    return tag("tr", cells, role="row")


def _cell(
    place: Place, cell: Cell, title: str, *, number: bool, first: bool, box: Markup | None
) -> Markup:
    words: Markup | str = cell.text
    day = DAY.fullmatch(cell.text) is not None
    if cell.path:
        words = tag("a", cell.text, href=place.link(cell.path, cell.chosen))
    elif cell.tone:
        words = tag("span", cell.text, class_=f"tone {cell.tone}")
    inside = [words, tag("span", cell.note, class_="note") if cell.note else None]
    if place.on is None:
        inside += [press_in(place, press) for press in cell.presses]
    inside.append(box)
    named = {"number": number, "date": day, "none": not cell.text}
    classes = " ".join(name for name, so in named.items() if so)
    return tag(
        "th" if first else "td",
        tag("div", inside),
        scope="row" if first else None,
        role="rowheader" if first else "cell",
        data_label=title,
        class_=classes or None,
    )
