"""One box for a reference, a person or a team: what it finds, and where each leads."""

from bot.board.page import Asked, Cell, Column, Page, Table
from bot.board.pages.cycles import audit_cell, due_cell, waits_cell
from bot.cards.parts.state_words import state_in_words
from store.ledger import Reader
from store.views.parts.where_audits_stand import Stands
from store.views.reports.search import LEAST, Found, PersonFound, TeamFound, search

AUDITS = (
    Column("case", "Case"),
    Column("cycle", "Cycle"),
    Column("stage", "Stands"),
    Column("waits", "Waits for"),
    Column("due", "Due"),
    Column("team", "Team"),
)
PEOPLE = (
    Column("name", "Name"),
    Column("team", "Team"),
    Column("owes", "What they owe"),
    Column("audits", "Their audits"),
)
TEAMS = (Column("team", "Team"), Column("service", "Service"), Column("people", "Its people"))
ALL = {"cycle": "all"}


def search_page(reader: Reader, asked: Asked) -> Page:
    """What was found by `q`, of what its reader may see."""
    sought = asked.said("q").strip()
    found = search(reader, asked.viewer, sought)
    audits = found.audits
    tables = (
        Table("audits", "Audits", AUDITS, tuple(map(_audit, audits)), "No audit."),
        Table("people", "People", PEOPLE, tuple(map(_person, found.people)), "Nobody."),
        Table("teams", "Teams", TEAMS, tuple(map(_team, found.teams)), "No team."),
    )
    return Page(
        title="Search",
        lead=_lead(sought, found),
        tables=tuple(table for table in tables if table.rows),
        shows_refs=any(one.case_ref for one in audits),
    )


def _lead(sought: str, found: Found) -> str:
    if len(sought) < LEAST:
        return f"Type a reference, a person or a team: {LEAST} characters or more."
    if not (found.audits or found.people or found.teams):
        return f"Nothing that you may see has “{sought}” in its reference, person or team."
    if found.audits_in_all > len(found.audits):
        return (
            f"“{sought}”: the newest {len(found.audits)} of {found.audits_in_all} audits. "
            "Type more to find fewer."
        )
    return f"“{sought}”: audits {len(found.audits)}, people {len(found.people)}."


def _audit(one: Stands) -> tuple[Cell, ...]:
    return (
        audit_cell(one),
        Cell(f"{one.service}, {one.month}", path="cycles", chosen={"cycle": one.cycle}),
        Cell(state_in_words(one.state).capitalize()),
        waits_cell(one),
        due_cell(one),
        Cell(one.team),
    )


def _person(one: PersonFound) -> tuple[Cell, ...]:
    name = {"q": one.who.name}
    return (
        Cell(one.who.name, note=one.who.role, path="people", chosen=name),
        Cell(one.team or one.service, note=one.service if one.team else ""),
        Cell("Duties", path="duties", chosen=name),
        Cell("Audits", path="cycles", chosen=ALL | name),
    )


def _team(one: TeamFound) -> tuple[Cell, ...]:
    return (
        Cell(one.name, path="cycles", chosen=ALL | {"team": one.name}),
        Cell(one.service),
        Cell("People", path="people", chosen={"q": one.name}),
    )
