"""The UPNs that people have or had: whom one means, and how somebody is spelt now.

People are known by their Entra object id. When the tenant spells somebody's sign-in anew, their
row keeps its id, and the new UPN stands beside it (contract.md §4).
"""

import re
from collections.abc import Mapping
from typing import Any

from store.ledger import Reader, Unit
from store.tables import Person, UpnAlias


def ids_of_upns(reader: Reader) -> dict[str, str]:
    """The id of a person's row by each UPN that a renaming gave them; ids mean themselves."""
    return {alias.id: alias.person for alias in reader.rows(UpnAlias)}


def current_upns(reader: Reader) -> dict[str, str]:
    """By each UPN that is out of use, the one that the same person has now."""
    aliases = reader.rows(UpnAlias)
    now = {alias.person: alias.id for alias in aliases if alias.current}
    former = {alias.id: now[alias.person] for alias in aliases if not alias.current}
    return now | former


def current_upn(reader: Reader, person: str) -> str:
    """How the tenant spells the sign-in of the person whose row has that id."""
    return current_upns(reader).get(person, person)


def person_by_upn(reader: Reader, upn: str) -> Person | None:
    """The person who has this UPN or had it; capital and small letters count as the same."""
    lower = upn.lower()
    alias = reader.find(UpnAlias, lower)
    return reader.find(Person, lower if alias is None else alias.person)


def rename(unit: Unit, person: Person, upn: str) -> None:
    """Make `upn` the current one of that person; all that they had go on working."""
    for alias in unit.rows(UpnAlias, person=person.id, current=True):
        alias.current = False
    unit.add(UpnAlias(programme=unit.programme, id=upn, person=person.id, current=True))


SEPARATED = re.compile(r"([,;\s]+)")


def by_id(given: Any, ids: Mapping[str, str]) -> Any:
    """`given` with every text that is a UPN replaced by the id of its person, at any depth."""
    if not ids:
        return given
    if isinstance(given, str):
        return _in_text(given, ids)
    if isinstance(given, Mapping):
        return {ids.get(str(key).lower(), key): by_id(value, ids) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(by_id(value, ids) for value in given)
    return given


def _in_text(text: str, ids: Mapping[str, str]) -> str:
    """One UPN, or several and nothing else; other text stays as it was written."""
    if (one := ids.get(text.strip().lower())) is not None:
        return one
    parts = SEPARATED.split(text)
    if not all("@" in part for part in parts[::2] if part):
        return text
    return "".join(ids.get(part.lower(), part) for part in parts)
