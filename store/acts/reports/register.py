"""The register of audits, for the audit team: that it was issued is a fact (trust.md §4)."""

from pydantic import Field

from store.ledger import Unit
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.tables import Cycle, Programme
from store.vocabulary.fields import Fields


class RegisterFields(Fields):
    """Which cycles, none for all; and whether it says who the children are."""

    cycles: list[str] = Field(default_factory=list)
    identifiable: bool = False


@act(
    "register.issue",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=RegisterFields,
    words=Words(
        button="The register…",
        dialog="The register",
        submit="Make the file",
        lists=frozenset({"programme"}),
    ),
)
def issue_register(unit: Unit, _programme: Programme, given: RegisterFields) -> None:
    """The register goes to the audit team alone (programme.md §5). It is drawn from this fact on.

    Raises `NotFound` for a cycle that does not exist.
    """
    for cycle in given.cycles:
        unit.get(Cycle, cycle)
