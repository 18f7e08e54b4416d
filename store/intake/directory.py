"""The council's directory compared with the people file, checked, and its changes imported.

The directory knows names, managers, mail addresses and leavers. It has no roles, teams or training,
so it adds nobody; new people come with the people file (contract.md §4).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from store.intake.importing import PEOPLE, check_table, import_table
from store.ledger import Reader, Unit
from store.people.posts import has_left, is_absent
from store.people.upns import current_upns
from store.registry import enact, perform
from store.sheets import cells
from store.sheets.problems import BadSheet
from store.sheets.table import SheetRow, Table
from store.tables import Person
from store.vocabulary.errors import Invalid

SOURCE = "Microsoft Entra ID"
"""The fact gives this in place of a file name."""
COLUMNS = ("upn", "name", "entra_object_id", "roles", "service", "team", "manager_upn", "email")
FEW_LEAVERS = 3
"""This many people may always leave at once."""
LEAVER_SHARE = 5
"""More than one person in this many leaving at once points to wrong settings."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A person in the directory; `managers` are object ids, nearest first.

    `mail` is their mail address, if the directory has one.
    """

    entra_object_id: str
    upn: str
    name: str
    enabled: bool
    managers: tuple[str, ...] = ()
    mail: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryComparison:
    """What would change, what would stay, and what somebody has to check."""

    changes: Mapping[str, Mapping[str, tuple[str, str]]]
    """By UPN, then by `name`, `manager_upn` or `email`: the present value and the new one."""
    leavers: Mapping[str, str]
    """By UPN, the reason why somebody in the people file counts as having left."""
    questions: Mapping[str, str]
    """By UPN, what the audit team is asked before anything is recorded."""
    look_at: tuple[str, ...]
    """Sentences for people to check, about what the directory leaves open."""
    unchanged: int
    table: Table | None = field(repr=False)


def current_people(reader: Reader) -> dict[str, Person]:
    """The people who have not left, by object id."""
    today = reader.today
    return {
        person.entra_object_id: person
        for person in reader.everybody()
        if not has_left(person, today)
    }


def compare_directory(
    reader: Reader,
    entries: Mapping[str, DirectoryEntry],
    renewed: Mapping[str, DirectoryEntry],
    not_left: Collection[str] = (),
) -> DirectoryComparison:
    """Compare the directory with the people in the ledger.

    `entries` are by object id. `renewed` are accounts, by UPN, that have the UPN of somebody whose
    object id is gone. `not_left` are UPNs to keep, whatever the directory says.

    Raises `Invalid` if implausibly many people are gone, or if a name cannot be imported.
    """
    people = current_people(reader)
    look_at: list[str] = []
    leavers = dict(_leavers(people, entries, renewed, not_left, look_at))
    questions = {
        person.id: "the account is switched off: have they left?"
        for object_id, person in people.items()
        if _is_to_be_asked(reader, person, entries.get(object_id)) and person.id not in not_left
    }
    if len(leavers) > max(FEW_LEAVERS, len(people) // LEAVER_SHARE):
        raise Invalid(
            f"{len(leavers)} of {len(people)} people are missing from the directory, too many at "
            "once: check MicrosoftAppTenantId and the object ids in the people file. Nothing "
            "was changed.",
            {"leavers": f"{len(leavers)} of {len(people)}"},
        )
    # A person who has just left manages nobody.
    here = {object_id: one for object_id, one in people.items() if one.id not in leavers}
    changes: dict[str, dict[str, tuple[str, str]]] = {}
    now = current_upns(reader)
    for object_id, person in here.items():
        entry = entries.get(object_id)
        if entry is None:
            continue
        spelt = now.get(person.id, person.id)
        if entry.upn != spelt:
            look_at.append(
                f"{spelt} is {entry.upn} in the directory. Nothing needs to be done, because "
                "Sightline identifies people by their object id."
            )
        if changed := _changed(person, entry, here, look_at):
            changes[person.id] = changed
    table = _table(people, changes)
    if table is not None:
        _check(reader, table)
    unchanged = len(people) - len(changes) - len(leavers)
    return DirectoryComparison(changes, leavers, questions, tuple(look_at), unchanged, table)


def apply_comparison(unit: Unit, compared: DirectoryComparison) -> None:
    """Import names, managers and mail addresses as a people file, and leavers, in one commit.

    The audit team is asked about everybody whose account is switched off.
    """
    if compared.table is not None:
        import_table(unit, PEOPLE, SOURCE, compared.table)
    today: date = unit.today
    for upn in compared.leavers:
        perform(unit, "person.left", upn, {"on": today})
    for upn in compared.questions:
        enact(unit, "person.switched_off", unit.get(Person, upn))


def _is_to_be_asked(reader: Reader, person: Person, entry: DirectoryEntry | None) -> bool:
    """Whether somebody's account is switched off and nothing recorded says why.

    Accounts are switched off for long leave, too: that somebody left is for people to say.
    """
    known = person.left_on is not None or is_absent(person, reader.today)
    return entry is not None and not entry.enabled and not known


def _leavers(
    people: Mapping[str, Person],
    entries: Mapping[str, DirectoryEntry],
    renewed: Mapping[str, DirectoryEntry],
    not_left: Collection[str],
    look_at: list[str],
) -> Iterator[tuple[str, str]]:
    """Each leaver's UPN and the reason; a renewed account may belong to somebody else."""
    for object_id, person in people.items():
        entry = entries.get(object_id)
        if entry is None and person.id in renewed:
            look_at.append(
                f"{person.id} is now another account: if it belongs to {person.name}, put its "
                "object id into the people file."
            )
        # A leaving date that is already recorded stays.
        elif entry is None and person.id not in not_left and person.left_on is None:
            yield person.id, "not in the directory"


def _changed(
    person: Person, entry: DirectoryEntry, people: Mapping[str, Person], look_at: list[str]
) -> dict[str, tuple[str, str]]:
    """The columns that differ: name, manager, mail. Managers outside the programme are skipped."""
    found: dict[str, tuple[str, str]] = {}
    if entry.name != person.name:
        found["name"] = (person.name, entry.name)
    nearest = next((people[above].id for above in entry.managers if above in people), None)
    if nearest is None and person.reports_to is not None:
        look_at.append(
            f"{person.id} has no manager in the directory who takes part: {person.reports_to} "
            "stays their manager."
        )
    elif nearest is not None and nearest != person.reports_to:
        found["manager_upn"] = (person.reports_to or "", nearest)
    if entry.mail and (mail := _mail(person, entry.mail, look_at)) is not None:
        found["email"] = (person.email or "", mail)
    return found


def _mail(person: Person, address: str, look_at: list[str]) -> str | None:
    """The directory's mail address if it is new and valid, else None."""
    try:
        mail = cells.email(address)
    except cells.Unfit:
        look_at.append(
            f"{person.id} has an unusual mail address in the directory, so Sightline keeps the "
            "address that it has."
        )
        return None
    return None if mail == (person.email or person.id) else mail


def _table(
    people: Mapping[str, Person], changes: Mapping[str, Mapping[str, tuple[str, str]]]
) -> Table | None:
    """The changed rows as a people file; columns that the directory lacks keep their values."""
    rows = [
        SheetRow(
            number,
            (
                person.id,
                changes[person.id].get("name", ("", person.name))[1],
                person.entra_object_id,
                ";".join(person.roles),
                person.service,
                person.team,
                changes[person.id].get("manager_upn", ("", person.reports_to or ""))[1],
                changes[person.id].get("email", ("", person.email or ""))[1],
            ),
        )
        for number, person in enumerate(
            (person for person in people.values() if person.id in changes), start=1
        )
    ]
    return Table(COLUMNS, 0, tuple(rows)) if rows else None


def _check(reader: Reader, table: Table) -> None:
    """Check the table as a people file; its errors name people, because there are no lines."""
    try:
        check_table(reader, PEOPLE, table)
    except BadSheet as bad:
        upns = {row.line: row.cells[0] for row in table.rows}
        fields = {
            f"{upns.get(problem.line, SOURCE)}, {problem.column}": problem.reason
            for problem in bad.problems
        }
        reasons = "; ".join(f"{place}: {reason}" for place, reason in fields.items())
        raise Invalid(
            f"Nothing was changed, because the directory has errors. {reasons}", fields
        ) from bad
