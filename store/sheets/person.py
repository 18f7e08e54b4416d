"""One line of the people sheet: a person's roles, service, team, manager and absence."""

from dataclasses import dataclass
from datetime import date

from store.sheets import cells
from store.sheets.days import iso_date
from store.sheets.problems import quoted
from store.sheets.rows import RowReader, Suggestions
from store.vocabulary.roles import ROLES

COLUMNS = (
    "upn",
    "name",
    "entra_object_id",
    "roles",
    "service",
    "team",
    "manager_upn",
    "trained_on",
    "max_audits",
    "absent_from",
    "absent_to",
    "delegate_upn",
    "email",
)
REQUIRED = ("upn", "name", "entra_object_id", "roles")
# Roles that need a team or a service (programme.md §1).
IN_A_TEAM = frozenset({"practitioner", "team_manager", "advanced_practitioner"})
IN_A_SERVICE = IN_A_TEAM | {"group_manager", "head_of_service"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One checked line; UPNs and the object id are in lower case.

    An empty cell is None, or "" (service, team). An absence without `absent_to` has no known end.
    Without `max_audits` the person has no limit of their own. `email` is a mail address that
    differs from the UPN.
    """

    upn: str
    name: str
    entra_object_id: str
    roles: tuple[str, ...]
    service: str
    team: str
    manager_upn: str | None
    trained_on: date | None
    max_audits: int | None
    absent_from: date | None
    absent_to: date | None
    delegate_upn: str | None
    email: str | None = None
    line: int


def read_person(cell: RowReader, role_names: Suggestions) -> PersonRow:
    """One row; a required value that is wrong is noted and left empty."""

    def roles(value: str) -> tuple[str, ...]:
        given = [part.lower().replace(" ", "_") for part in cells.listed(value)]
        strange = [role for role in given if role not in ROLES]
        for role in strange[1:]:
            cell.note("roles", f"{quoted(role)} is not a role{role_names.near(role)}")
        if strange:
            raise cells.Unfit(f"is not a role{role_names.near(strange[0])}", strange[0])
        return tuple(dict.fromkeys(given))

    person = PersonRow(
        upn=cell.take("upn", cells.upn, required=True) or "",
        name=cell.take("name", cells.person_name, required=True) or "",
        entra_object_id=cell.take("entra_object_id", cells.object_id, required=True) or "",
        roles=cell.take("roles", roles, required=True) or (),
        service=cell.take("service", cells.text) or "",
        team=cell.take("team", cells.text) or "",
        manager_upn=cell.take("manager_upn", cells.upn),
        trained_on=cell.take("trained_on", iso_date),
        max_audits=cell.take("max_audits", cells.count),
        absent_from=cell.take("absent_from", iso_date),
        absent_to=cell.take("absent_to", iso_date),
        delegate_upn=cell.take("delegate_upn", cells.upn),
        email=cell.take("email", cells.email),
        line=cell.row.line,
    )
    _belongs_somewhere(cell, person)
    _absence_makes_sense(cell, person)
    return person


def _belongs_somewhere(cell: RowReader, person: PersonRow) -> None:
    for column, held, needs in (
        ("service", person.service, IN_A_SERVICE),
        ("team", person.team, IN_A_TEAM),
    ):
        placed = [role for role in person.roles if role in needs]
        if placed and not held and not cell.noted(column):
            cell.note(column, f"the cell is empty: a {placed[0]} needs a {column}.")
    if person.team and not person.service and not cell.noted("service"):
        cell.note("service", "the cell is empty: name the service of the team.")


def _absence_makes_sense(cell: RowReader, person: PersonRow) -> None:
    begins, ends = person.absent_from, person.absent_to
    if begins and ends and ends < begins:
        cell.note("absent_to", "it is before absent_from: change one of the two dates.")
    if ends and not begins and not cell.noted("absent_from"):
        cell.note("absent_from", "the cell is empty but absent_to is not: give the first day.")
    if person.delegate_upn and person.delegate_upn == person.upn:
        cell.note("delegate_upn", "the delegate is the person themselves: name somebody else.")
