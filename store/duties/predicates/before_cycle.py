"""What a profile may ask and whom it may name before a cycle begins (programme.md §2.1)."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from store.ledger import Reader
from store.people.posts import holders, post
from store.tables import Cycle, Row

REVIEWING = frozenset({"iro", "cp_chair"})


def reviewing_managers(reader: Reader, _subject: Row) -> str | None:
    """The Group Managers of the service that IROs and CP chairs sit in; its Head where none is."""
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
"""What a cycle is asked before its list stands."""

OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "reviewing_managers": reviewing_managers
}
"""Who else is named around a KLOE meeting."""

ASKED_OF: Mapping[str, tuple[type[Row], ...]] = {
    "kloes_not_agreed": (Cycle,),
    "changes_asked": (Cycle,),
}
"""These are asked of a cycle alone."""
