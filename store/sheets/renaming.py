"""People whose UPN changed: their lines are known by the object id (contract.md §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from store.sheets.person import PersonRow
from store.sheets.problems import SheetProblem, quoted


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """The people of the ledger, by id: every UPN that means one, and the one in use now.

    `ids` gives the id that a UPN means, for every UPN that anybody has or had; `now` the UPN in use
    by id, where it is another; `object_ids` the id by Entra object id.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)
    object_ids: Mapping[str, str] = field(default_factory=dict)


def renamed_in(rows: Sequence[PersonRow], known: KnownPeople) -> dict[str, str]:
    """The id of each person whom a line gives a UPN that nobody had yet, by that UPN."""
    return {
        row.upn: known.object_ids[row.entra_object_id]
        for row in rows
        if row.upn and row.upn not in known.ids and row.entra_object_id in known.object_ids
    }


def taken(
    rows: Sequence[PersonRow], known: KnownPeople, renamed: Mapping[str, str]
) -> list[SheetProblem]:
    """Lines that give somebody a UPN which another person had: it goes on meaning that person."""
    again = {person: upn for upn, person in renamed.items()}
    problems = []
    for row in rows:
        person = known.ids.get(row.upn)
        if person is None or known.object_ids.get(row.entra_object_id) == person:
            continue
        now = again.get(person, known.now.get(person, person))
        if now != row.upn:
            reason = (
                f"{quoted(row.upn)} was the name of {quoted(now)} and still means them: "
                "give this person another."
            )
            problems.append(SheetProblem(row.line, "upn", reason))
    return problems


def by_known_id(row: PersonRow, ids: Mapping[str, str]) -> PersonRow:
    """The line with each UPN replaced by the id of the person who has it.

    That is the person's own, their manager's and their delegate's; an unknown UPN stays.
    """
    return replace(
        row,
        upn=ids.get(row.upn, row.upn),
        manager_upn=ids.get(row.manager_upn or "", row.manager_upn),
        delegate_upn=ids.get(row.delegate_upn or "", row.delegate_upn),
    )
