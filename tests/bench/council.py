"""The sample council in a ledger of its own, for measurements."""

from datetime import UTC, date, datetime
from pathlib import Path

import store.acts  # noqa: F401 - declares the acts
from store.acts.audit_list.cycle import cycle_id
from store.ledger import Actor, Ledger
from store.ledger.database import open_engine
from store.ledger.founding import found_programme
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.people.posts import acting, list_confirmer
from store.programme.profile import shipped
from store.registry import perform
from store.sheets.cases import read_cases
from store.sheets.people import read_people
from store.sheets.reading import read_table
from store.tables import Audit, Cycle, Person

FOUNDED = datetime(2026, 11, 24, 10, tzinfo=UTC)
ISSUED = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
DUE_AT = datetime(2026, 12, 14, 9, tzinfo=UTC)
SHELL = Actor("cli:bench", "cli:bench")
CYCLE = "frontdoor-2026-12"
COUNCIL = Path("bot/desk/council")
KEY = data_key("ab" * 32)


def council_at(url: str, *, text: str | None = None) -> tuple[Ledger, str]:
    """A ledger with the sample council's people and cases, and a data key for measurements only.

    `text` is a profile to use instead of the shipped one.
    """
    ledger = Ledger(open_engine(url), key=KEY, randomness=SeededRandomness(1))
    programme = found_programme(
        ledger,
        authority="Riverside",
        profile_name="tower-hamlets",
        text=text or shipped("tower-hamlets"),
        actor=SHELL,
        at=FOUNDED,
    )
    people = read_people(read_table("people.csv", (COUNCIL / "people.csv").read_bytes()))
    cases = read_cases(
        read_table("cases.csv", (COUNCIL / "cases.csv").read_bytes()),
        known=people.upns,
        teams=people.teams,
    )
    loads = (
        ("people.import", {"file": "people.csv", "rows": len(people.rows), "sheet": people}),
        ("cases.import", {"file": "cases.csv", "rows": len(cases.rows), "sheet": cases}),
    )
    for verb, fields in loads:
        with ledger.unit(programme, actor=SHELL, at=FOUNDED) as unit:
            perform(unit, verb, programme, fields)
    return ledger, programme


def issue(ledger: Ledger, programme: str, *, seed: int = 7, service: str = "Frontdoor") -> None:
    """Open, draw, allocate, propose and confirm that service's December."""
    cycle = cycle_id(service, date(2026, 12, 1))
    opening: dict[str, object] = {
        "service": service,
        "month": "2026-12-01",
        "kloes": [{"text": "Voice?"}],
    }
    steps: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("cycle.open", programme, opening),
        ("cycle.select", cycle, {"seed": seed}),
        ("cycle.allocate", cycle, {"seed": seed}),
        ("list.propose", cycle, {}),
    )
    for verb, subject, fields in steps:
        with ledger.unit(programme, actor=SHELL, at=FOUNDED) as unit:
            perform(unit, verb, subject, fields)
    with ledger.read(programme, at=ISSUED) as reader:
        confirmer = list_confirmer(reader, reader.get(Cycle, cycle))
        heads = sorted(acting(reader, confirmer))
    with ledger.unit(programme, actor=Actor(heads[0], "teams"), at=ISSUED) as unit:
        perform(unit, "list.confirm", cycle)


def audits_of(ledger: Ledger, programme: str) -> list[str]:
    """The ids of the issued audits."""
    with ledger.read(programme, at=ISSUED) as reader:
        return [audit.id for audit in reader.rows(Audit) if audit.state == "issued"]


def people_of(ledger: Ledger, programme: str) -> list[str]:
    """The UPNs of all people."""
    with ledger.read(programme, at=FOUNDED) as reader:
        return [person.id for person in reader.rows(Person)]
