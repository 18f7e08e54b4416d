"""What a profile may ask of a cycle and whom it may name before it begins (programme.md §2.1)."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from store.ledger import Reader
from store.people.posts import holders, post
from store.tables import Cycle, Row

REVIEWING = frozenset({"iro", "cp_chair"})


def reviewing_managers(reader: Reader, _subject: Row) -> str | None:
    """The Group Managers of the service where IROs and CP chairs work; its Head if it has none."""
    homes = Counter(
        person.service
        for person in reader.everybody()
        if person.service and person.left_on is None and REVIEWING & set(person.roles)
    )
    if not homes:
        return None
    service = min(homes, key=lambda name: (-homes[name], name))
    managers = post("group_manager", service)
    return managers if holders(reader, managers) else post("head_of_service", service)


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "kloes_not_agreed": lambda _reader, cycle: cycle.kloe_met_at is None,
    "changes_asked": lambda _reader, cycle: cycle.state == "changes_asked",
}
"""What a profile may ask of a cycle before its list is confirmed."""

OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "reviewing_managers": reviewing_managers
}
"""Whom a profile may name for a KLOE meeting."""

ASKED_OF: Mapping[str, tuple[type[Row], ...]] = {
    "kloes_not_agreed": (Cycle,),
    "changes_asked": (Cycle,),
}
"""Which kinds of row each predicate applies to."""
