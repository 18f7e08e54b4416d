"""Reports that leave the ledger: that one was issued, to whom, is a fact (trust.md §4)."""

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
    "evidence.issue",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"issued"},
    words=Words(dialog="The evidence pack"),
)
def issue_evidence(_unit: Unit, _cycle: Cycle, _fields: object) -> None:
    """The pack goes to whoever keeps the council's file of the cycle; it holds the head (§5)."""


@act(
    "register.issue",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=RegisterFields,
    words=Words(dialog="The register", lists=frozenset({"programme"})),
)
def issue_register(unit: Unit, _programme: Programme, given: RegisterFields) -> None:
    """The register goes to the audit team alone (programme.md §5); it is drawn from this fact on.

    Raises `NotFound` for a cycle that there is not.
    """
    for cycle in given.cycles:
        unit.get(Cycle, cycle)
