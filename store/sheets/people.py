"""The people sheet as a whole: everybody in it, and whether its lines fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from store.sheets.person import COLUMNS, REQUIRED, PersonRow, read_person
from store.sheets.problems import BadSheet, SheetProblem, quoted
from store.sheets.renaming import KnownPeople, by_known_id, renamed_in, taken
from store.sheets.rows import Columns, RowReader, Suggestions
from store.sheets.table import Table
from store.vocabulary.roles import ROLES

LONGEST_CIRCLE = 4


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """All rows, and the headings that are unknown or absent.

    The fields of an absent column are None in every row, and the ledger keeps its values.
    """

    rows: tuple[PersonRow, ...]
    unknown_columns: tuple[str, ...]
    absent_columns: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """By a new UPN, the id of the person who has it from now on; their row has that id."""

    @property
    def upns(self) -> frozenset[str]:
        """Everybody in the sheet."""
        return frozenset(row.upn for row in self.rows)

    @property
    def teams(self) -> frozenset[tuple[str, str]]:
        """The (service, team) pairs of everybody who has both."""
        return frozenset((row.service, row.team) for row in self.rows if row.service and row.team)


def read_people(
    table: Table,
    known: frozenset[str] = frozenset(),
    *,
    managers: Mapping[str, str | None] | None = None,
    object_ids: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    now: Mapping[str, str] | None = None,
) -> PeopleSheet:
    """The people in `table`. Raises `BadSheet` with every problem in it.

    A manager or delegate must be in the sheet or among `known`, the ids in the ledger. `managers`
    (id to manager's id) and `object_ids` (Entra object id to id) also come from the ledger, and
    reveal circles and shared ids that the sheet alone does not show. `aliases` are the ids of
    people by their other UPNs, and `now` the UPNs in use by id: rows name people by id, whichever
    of their UPNs the sheet writes.
    """
    ids = {upn: upn for upn in known} | dict(aliases or {})
    people = KnownPeople(ids, now or {}, object_ids or {})
    columns = Columns.of(table, wanted=COLUMNS, required=REQUIRED)
    problems: list[SheetProblem] = []
    role_names = Suggestions(ROLES)
    rows = [read_person(RowReader(row, columns, problems), role_names) for row in table.rows]
    renamed = renamed_in(rows, people)
    problems += taken(rows, people, renamed)
    wrong = {problem.line for problem in problems if problem.column == "upn"}
    rows = [by_known_id(row, {**ids, **renamed}) for row in rows]
    problems += _repeats([row for row in rows if row.line not in wrong], people.object_ids)
    problems += _strangers(rows, frozenset(ids))
    problems += _circles(rows, managers or {})
    problems += _spellings(rows)
    if problems:
        raise BadSheet(problems)
    return PeopleSheet(tuple(rows), columns.unknown, columns.absent, renamed)


def _repeats(rows: Sequence[PersonRow], object_ids: Mapping[str, str]) -> list[SheetProblem]:
    problems = []
    first_upn: dict[str, int] = {}
    first_id: dict[str, int] = {}
    for row in rows:
        earlier = first_upn.setdefault(row.upn, row.line) if row.upn else row.line
        if earlier != row.line:
            reason = f"{quoted(row.upn)} is already on line {earlier}: keep one line per person."
            problems.append(SheetProblem(row.line, "upn", reason))
        if not row.entra_object_id:
            continue
        earlier = first_id.setdefault(row.entra_object_id, row.line)
        holder = object_ids.get(row.entra_object_id, row.upn)
        if earlier != row.line:
            reason = f"the same id is already on line {earlier}: copy each person's own."
            problems.append(SheetProblem(row.line, "entra_object_id", reason))
        elif row.upn and holder != row.upn:
            reason = f"the id already belongs to {quoted(holder)}: copy this person's own."
            problems.append(SheetProblem(row.line, "entra_object_id", reason))
    return problems


def _strangers(rows: Sequence[PersonRow], known: frozenset[str]) -> list[SheetProblem]:
    everybody = known | {row.upn for row in rows if row.upn}
    people = Suggestions(everybody)
    return [
        SheetProblem(
            row.line,
            column,
            f"{quoted(named)} is neither in this sheet nor in the ledger{people.near(named)}",
        )
        for row in rows
        for column, named in (("manager_upn", row.manager_upn), ("delegate_upn", row.delegate_upn))
        if named and named not in everybody
    ]


def _circles(rows: Sequence[PersonRow], managers: Mapping[str, str | None]) -> list[SheetProblem]:
    """A circle of managers would make an escalation endless. Each circle is reported once."""
    above = {**managers, **{row.upn: row.manager_upn for row in rows}}
    lines = {row.upn: row.line for row in rows}
    settled: set[str] = set()
    problems = []
    for row in rows:
        path: dict[str, None] = {}
        person: str | None = row.upn
        while person and person not in settled and person not in path:
            path[person] = None
            person = above.get(person)
        if person in path:
            circle = list(path)[list(path).index(person) :]
            if in_sheet := [lines[member] for member in circle if member in lines]:
                reason = f"the managers form a circle ({_round(circle)}): correct one of them."
                problems.append(SheetProblem(min(in_sheet), "manager_upn", reason))
        settled |= path.keys()
    return problems


def _round(circle: Sequence[str]) -> str:
    names = [*circle[:LONGEST_CIRCLE], *(["…"] if len(circle) > LONGEST_CIRCLE else []), circle[0]]
    return " → ".join(names)


def _spellings(rows: Sequence[PersonRow]) -> list[SheetProblem]:
    """A service or team spelt in two ways would count as two, and defeat independence."""
    problems = []
    first: dict[tuple[str, str], PersonRow] = {}
    for row in rows:
        for column, name, within in (
            ("service", row.service, ""),
            ("team", row.team, row.service.casefold()),
        ):
            if not name:
                continue
            earlier = first.setdefault((column, f"{within}/{name.casefold()}"), row)
            spelt = earlier.service if column == "service" else earlier.team
            if spelt != name:
                reason = (
                    f"{quoted(name)} is written {quoted(spelt)} on line {earlier.line}: "
                    "use one spelling."
                )
                problems.append(SheetProblem(row.line, column, reason))
    return problems
