"""What each person may know of, by the registry's relations and their posts."""

import re

from bot.board.page import Page
from store.ledger import Reader
from store.people.posts import service_of
from store.relations.basic import AUDIT_TEAM, AUDITOR
from store.relations.below_good import ACTION_OWNER
from store.relations.moderation import MODERATOR
from store.rules.doers import doers
from store.rules.report_readers import SEES_ALL
from store.tables import Action, Audit, Duty, Person, Programme
from store.views.parts.viewer import DIRECTORS
from tests.store.council import Council

REF = re.compile(r"\b(?:FR|CA)-[0-9]+\b")
"""A case reference of the council of the tests."""


def known_audits(reader: Reader, person: Person) -> set[str]:
    """The ids of the audits that this person may know of by case, by relations and posts."""
    programme = reader.get(Programme, reader.programme)
    runs = person.id in set(AUDIT_TEAM.upns(reader, programme))
    return {
        audit.id
        for audit in reader.rows(Audit)
        if audit.state != "swapped" and (runs or _lawful(reader, person, audit))
    }


def theirs_to_do(reader: Reader, upn: str) -> set[str]:
    """The audits about which they may do something that is open, as the registry says who may."""
    duties = [d for d in reader.rows(Duty, closed_at=None) if upn in doers(reader, d).shown]
    actions = [one for one in reader.rows(Action) if upn in set(ACTION_OWNER.upns(reader, one))]
    audits = {d.subject.partition(".")[0] for d in duties} | {one.audit for one in actions}
    return {audit for audit in audits if reader.find(Audit, audit) is not None}


def refs_of(reader: Reader, audits: set[str]) -> set[str]:
    """Their case references."""
    return {reader.get(Audit, audit).case_ref for audit in audits}


def _lawful(reader: Reader, person: Person, audit: Audit) -> bool:
    own = person.id in {audit.practitioner, audit.team_manager, audit.moderator, audit.deputy}
    roles, out = set(person.roles), audit.state not in {"drawn", "allocated"}
    if roles & (SEES_ALL - DIRECTORS):
        return True
    service = service_of(reader, audit)
    heads = roles & {"head_of_service", "group_manager"} and not roles & DIRECTORS
    if heads and person.service.casefold() == service.casefold():
        return True
    stands = person.id in {*AUDITOR.upns(reader, audit), *MODERATOR.upns(reader, audit)}
    if out and (own or stands or person.id == audit.auditor):
        return True
    team = (person.service.casefold(), person.team.casefold())
    leads_team = "team_manager" in roles and not roles & DIRECTORS and person.team
    return bool(out and leads_team and team == (service.casefold(), audit.team.casefold()))


def words_of(page: Page) -> str:
    """Every word of a page, and every path."""
    cells = [
        f"{cell.text} {cell.note} {cell.path}"
        for table in page.tables
        for row in table.rows
        for cell in row
    ]
    options = [str(option) for one in page.filters for option in one.options]
    facts = [f"{fact.name} {fact.value} {fact.path}" for fact in page.facts]
    return " ".join([page.title, page.lead, *cells, *options, *facts, *map(str, page.story)])


def one_of_each_kind(whole: Council) -> list[str]:
    """One of each kind: with these roles, of that service, with or without an open duty."""
    with whole.read() as reader:
        owing = {upn for d in reader.rows(Duty, closed_at=None) for upn in doers(reader, d).able}
        kinds = {
            (tuple(sorted(person.roles)), person.service, person.id in owing): person.id
            for person in reader.everybody()
            if person.left_on is None
        }
    return sorted(kinds.values())
