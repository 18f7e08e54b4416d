"""What the council's own directory says of people who take part: compared, checked, taken over.

The directory knows names, managers, mail addresses and who is gone. It knows no role, no team and
no training, so it adds nobody: that stays with the people file (contract.md §4).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from store.intake.importing import PEOPLE, checked, import_table
from store.ledger import Reader, Unit
from store.people.posts import has_left
from store.registry import perform
from store.sheets import cells
from store.sheets.problems import BadSheet
from store.sheets.table import SheetRow, Table
from store.tables import Person
from store.vocabulary.errors import Invalid

SOURCE = "Microsoft Entra ID"
"""What stands in the fact in the place of a file's name."""
COLUMNS = ("upn", "name", "entra_object_id", "roles", "service", "team", "manager_upn", "email")
FEW = 3
"""So many may always be gone at once."""
SHARE = 5
"""More than one in so many gone at once is a mistake in the settings, and no exodus."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Somebody as the directory has them; `managers` are object ids, nearest first.

    `mail` is their mail address, where the directory knows one.
    """

    entra_object_id: str
    upn: str
    name: str
    enabled: bool
    managers: tuple[str, ...] = ()
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What would change, what would not, and what somebody has to look at."""

    changes: Mapping[str, Mapping[str, tuple[str, str]]]
    """By UPN, and by `name`, `manager_upn` or `email`: what stands and what would."""
    leavers: Mapping[str, str]
    """UPN and why: who is in the people file and no longer in the directory."""
    look_at: tuple[str, ...]
    """Sentences about what the directory does not settle."""
    unchanged: int
    table: Table | None = field(repr=False)


def who_takes_part(reader: Reader) -> dict[str, Person]:
    """Those in the people file who have not left, by object id."""
    today = reader.calendar.local(reader.at).date()
    return {
        person.entra_object_id: person
        for person in reader.everybody()
        if not has_left(person, today)
    }


def compare(
    reader: Reader,
    entries: Mapping[str, DirectoryEntry],
    renewed: Mapping[str, DirectoryEntry],
    not_left: Collection[str] = (),
) -> Compared:
    """Hold the directory beside the people file.

    `entries` are by object id; `renewed` are accounts, by UPN, that have the UPN of somebody whose
    object id is gone; `not_left` are UPNs that stay, whatever the directory says.

    Raises `Invalid` where more people than ever leave at once are gone, or a name is unfit.
    """
    people = who_takes_part(reader)
    look_at: list[str] = []
    leavers = dict(_leavers(people, entries, renewed, not_left, look_at))
    if len(leavers) > max(FEW, len(people) // SHARE):
        raise Invalid(
            f"{len(leavers)} of {len(people)} people are gone from the directory, more than leave "
            "at once: check MicrosoftAppTenantId and the object ids in the people file. Nothing "
            "was changed.",
            {"leavers": f"{len(leavers)} of {len(people)}"},
        )
    # Whoever has just left is nobody's manager any more.
    here = {object_id: one for object_id, one in people.items() if one.id not in leavers}
    changes: dict[str, dict[str, tuple[str, str]]] = {}
    for object_id, person in here.items():
        entry = entries.get(object_id)
        if entry is not None and (changed := _changed(person, entry, here, look_at)):
            changes[person.id] = changed
    table = _table(people, changes)
    if table is not None:
        _check(reader, table)
    unchanged = len(people) - len(changes) - len(leavers)
    return Compared(changes, leavers, tuple(look_at), unchanged, table)


def take_over(unit: Unit, compared: Compared) -> None:
    """Names and managers by the very act of a people file, leavers by theirs; all in one commit."""
    if compared.table is not None:
        import_table(unit, PEOPLE, SOURCE, compared.table)
    today: date = unit.calendar.local(unit.at).date()
    for upn in compared.leavers:
        perform(unit, "person.left", upn, {"on": today})


def _leavers(
    people: Mapping[str, Person],
    entries: Mapping[str, DirectoryEntry],
    renewed: Mapping[str, DirectoryEntry],
    not_left: Collection[str],
    look_at: list[str],
) -> Iterator[tuple[str, str]]:
    """Who is gone, and why; an account made anew may be somebody else's."""
    for object_id, person in people.items():
        entry = entries.get(object_id)
        if entry is None and person.id in renewed:
            look_at.append(
                f"{person.id} is another account now: if it is {person.name}'s, put its object id "
                "into the people file."
            )
        elif entry is not None and entry.enabled:
            continue
        # A leaving day that is known already stands.
        elif person.id not in not_left and person.left_on is None:
            gone = "not in the directory" if entry is None else "the account is switched off"
            yield person.id, gone


def _changed(
    person: Person, entry: DirectoryEntry, people: Mapping[str, Person], look_at: list[str]
) -> dict[str, tuple[str, str]]:
    """What of name, manager and mail differs; who takes no part is nobody's manager here."""
    found: dict[str, tuple[str, str]] = {}
    if entry.upn != person.id:
        look_at.append(
            f"{person.id} is {entry.upn} in the directory; nothing is lost, for Sightline knows "
            "people by their object id."
        )
    if entry.name != person.name:
        found["name"] = (person.name, entry.name)
    nearest = next((people[above].id for above in entry.managers if above in people), None)
    if nearest is None and person.reports_to is not None:
        look_at.append(
            f"{person.id} has no manager in the directory who takes part: {person.reports_to} "
            "stays theirs."
        )
    elif nearest is not None and nearest != person.reports_to:
        found["manager_upn"] = (person.reports_to or "", nearest)
    if entry.mail and (mail := _mail(person, entry.mail, look_at)) is not None:
        found["email"] = (person.email or "", mail)
    return found


def _mail(person: Person, told: str, look_at: list[str]) -> str | None:
    """The directory's mail address, where letters have gone elsewhere; one that is unfit stays."""
    try:
        mail = cells.email(told)
    except cells.Unfit:
        look_at.append(
            f"{person.id} has a mail address in the directory that is not written plainly, so "
            "letters go where they went."
        )
        return None
    return None if mail == (person.email or person.id) else mail


def _table(
    people: Mapping[str, Person], changes: Mapping[str, Mapping[str, tuple[str, str]]]
) -> Table | None:
    """The changed rows as a people file would have them; what the directory lacks stands."""
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
    """As a people file is checked; but nobody has lines to look at, so people are named."""
    try:
        checked(reader, PEOPLE, table)
    except BadSheet as bad:
        upns = {row.line: row.cells[0] for row in table.rows}
        fields = {
            f"{upns.get(problem.line, SOURCE)}, {problem.column}": problem.reason
            for problem in bad.problems
        }
        told = "; ".join(f"{place}: {reason}" for place, reason in fields.items())
        raise Invalid(
            f"Nothing was changed, for the directory cannot be taken over as it is. {told}", fields
        ) from bad
