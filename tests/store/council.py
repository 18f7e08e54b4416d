"""A small council that tests play in code, with only what matters.

It has two services. Frontdoor is audited; Care lends auditors. A ledger with an issued cycle is
built once a run and copied for each test, so that a test takes milliseconds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

import store.acts
from store.ledger import Actor, Ledger, Reader, Unit
from store.ledger.database import open_engine
from store.ledger.founding import found_programme
from store.ledger.proof import verify
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.registry import Done, perform
from store.sheets.cases import CaseRow, CaseSheet
from store.sheets.people import PeopleSheet
from store.sheets.person import PersonRow
from store.tables import Audit, Duty, Message
from tests.store.council_rows import (
    ACADEMY,
    DIRECTOR,
    DOMAINS,
    GM,
    GM_CARE,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    STRANGER,
    TEAMS,
    a_return,
    case,
    caseload,
    of_team,
    person,
    profile_text,
    staff,
)

__all__ = (
    "ACADEMY", "CYCLE", "DIRECTOR", "DOMAINS", "DUE", "GM", "GM_CARE", "HOS", "HOS_CARE", "ISSUED",
    "KEY", "MANAGER", "OFFICER", "OTHER_OFFICER", "PSW", "SETUP", "SHELL", "STRANGER", "TEAMS",
    "Council", "a_return", "build", "case", "caseload", "of_team", "person", "profile_text",
    "staff",
)  # fmt: skip

assert store.acts.__all__  # importing it declares every act

KEY = "5e" * 32
SHELL = "cli:root"
CYCLE = "frontdoor-2026-12"

SETUP = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""Tuesday, a week before the audit month."""
ISSUED = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
"""Tuesday, first working day of the audit month: the Head of Service confirms."""
DUE = datetime(2026, 12, 21, 17, tzinfo=UTC)
"""Monday, 15th working day of December 2026 and 6 working days before its last."""


def actor(upn: str) -> Actor:
    """Who acts, and by which door."""
    return Actor(upn, "cli:root" if upn == SHELL else "teams")


@dataclass
class Council:
    """A ledger with one programme, and short words for what people do in it."""

    ledger: Ledger
    programme: str

    @classmethod
    def open(cls, url: str, *, seed: int = 2) -> "Council":
        """The council in the database at `url`; `seed` keeps its sealed rows apart from others'."""
        council = cls.empty(url, seed=seed)
        council.programme = council.ledger.programmes()[0]
        return council

    @classmethod
    def empty(cls, url: str, *, seed: int = 1) -> "Council":
        """A council with nothing in it, in the database at `url`."""
        return cls(
            Ledger(open_engine(url), key=data_key(KEY), randomness=SeededRandomness(seed)), ""
        )

    @property
    def engine(self) -> Engine:
        """The database itself."""
        return self.ledger.engine

    def close(self) -> None:
        """Let go of the database."""
        self.ledger.engine.dispose()

    def do(
        self,
        verb: str,
        subject: str,
        given: Mapping[str, Any] | None = None,
        *,
        by: str = SHELL,
        at: datetime = ISSUED,
        version: int | None = None,
    ) -> Done:
        """One act in a commit of its own."""
        with self.unit(by=by, at=at) as unit:
            return perform(unit, verb, subject, given, version=version)

    @contextmanager
    def unit(self, *, by: str = SHELL, at: datetime = ISSUED) -> Iterator[Unit]:
        """One transaction."""
        with self.ledger.unit(self.programme, actor=actor(by), at=at) as unit:
            yield unit

    @contextmanager
    def read(self, at: datetime = ISSUED) -> Iterator[Reader]:
        """A reader of the ledger."""
        with self.ledger.read(self.programme, at=at) as reader:
            yield reader

    # ---- what stands now -------------------------------------------------------------------

    def audit(self, audit: str) -> Audit:
        """One audit as it stands."""
        with self.read() as reader:
            return reader.get(Audit, audit)

    def audits(self, *, state: str = "issued", cycle: str = CYCLE) -> list[Audit]:
        """The ids of the full audits of the cycle in that state."""
        with self.read() as reader:
            found = reader.rows(Audit, Audit.cycle == cycle, Audit.kind == "full")
            return [audit for audit in found if audit.state == state]

    def duties(self, subject: str, *, still_open: bool = True) -> dict[str, Duty]:
        """The duties about a subject by kind: the open ones, or the last of each."""
        with self.read() as reader:
            found = sorted(reader.rows(Duty, Duty.subject == subject), key=lambda d: d.opened_at)
            return {d.kind: d for d in found if not still_open or d.closed_at is None}

    def messages(self, kind: str | None = None) -> list[tuple[str, str]]:
        """The (to, subject) pairs of all messages ever queued, of one kind if given."""
        with self.read() as reader:
            return [(m.to, m.subject) for m in reader.rows(Message) if kind in (None, m.kind)]

    def verbs(self) -> list[str]:
        """The verbs of all facts in order."""
        return [fact["verb"] for fact in self.table("fact")]

    def problems(self) -> list[str]:
        """The problems that verifying finds."""
        return [problem.what for problem in verify(self.ledger, self.programme).problems]

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table's rows as the database holds them, byte for byte, in order of their key."""
        with self.engine.connect() as connection:
            return _rows(connection, name)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every table's rows."""
        with self.engine.connect() as connection:
            return {name: _rows(connection, name) for name in SQLModel.metadata.tables}

    def tamper(self, *statements: str) -> None:
        """Change the database without the ledger, as its owner could: with its triggers off."""
        with self.engine.begin() as connection, without_triggers(connection):
            for statement in statements:
                connection.execute(text(re.sub(r"(?<!:):(?=\w)", r"\:", statement)))

    # ---- the story -------------------------------------------------------------------------

    def found(self, profile: str | None = None) -> None:
        """A programme with its profile."""
        self.programme = found_programme(
            self.ledger,
            authority="Riverside",
            profile_name="tower-hamlets",
            text=profile or profile_text(),
            actor=Actor(SHELL, SHELL),
            at=SETUP,
        )

    def load_people(
        self, rows: Sequence[PersonRow], *, absent_columns: Sequence[str] = (), at: datetime = SETUP
    ) -> Done:
        """Import people."""
        sheet = PeopleSheet(tuple(rows), (), tuple(absent_columns))
        given = {"file": "people.csv", "rows": len(rows), "sheet": sheet}
        return self.do("people.import", self.programme, given, at=at)

    def load_cases(self, rows: Sequence[CaseRow], *, absent_columns: Sequence[str] = ()) -> Done:
        """Import cases."""
        sheet = CaseSheet(tuple(rows), (), tuple(absent_columns))
        given = {"file": "cases.csv", "rows": len(rows), "sheet": sheet}
        return self.do("cases.import", self.programme, given, at=SETUP)

    def open_cycle(self, *, service: str = "Frontdoor", month: str = "2026-12-01") -> str:
        """Open a cycle with one line of enquiry; returns its id."""
        kloe = {"text": "Is the child's voice in the plan?", "where": "flags=neglect"}
        given = {"service": service, "month": month, "kloes": [kloe], "accept_slack": True}
        self.do("cycle.open", self.programme, given, at=SETUP)
        return f"{service.lower()}-{month[:7]}"

    def draw(self, cycle: str = CYCLE) -> None:
        """Draw and allocate."""
        self.do("cycle.select", cycle, {"seed": 7}, at=SETUP)
        self.do("cycle.allocate", cycle, {"seed": 7}, at=SETUP)

    def issue(self, cycle: str = CYCLE, *, hos: str = HOS) -> None:
        """Propose the list and have the Head of Service confirm it."""
        self.do("list.propose", cycle, at=SETUP)
        self.do("list.confirm", cycle, by=hos, at=ISSUED)

    def ask_exemption(self, audit: Audit, *, at: datetime = ISSUED, **given: Any) -> Done:
        """The auditor asks to be exempt."""
        fields = {"category": "leave", "reason": "On leave from 7 December"} | given
        return self.do("exemption.request", audit.id, fields, by=audit.auditor or "", at=at)

    def exempt(self, audit: Audit, *, by: str | None = None, at: datetime = ISSUED) -> Audit:
        """The auditor asks, their Head of Service approves; returns the audit as it is then."""
        self.ask_exemption(audit, at=at)
        self.do("exemption.approve", audit.id, by=by or self.head_of(audit.auditor), at=at)
        return self.audit(audit.id)

    def head_of(self, upn: str | None) -> str:
        """The Head of that person's own service, computed from the council's plan alone."""
        teams = {
            of_team(role, team): service
            for service, of in TEAMS.items()
            for team in of
            for role in ("tm", "ap", "sw")
        }
        return {"Frontdoor": HOS, "Care": HOS_CARE}[teams[upn or ""]]


def issued_at(file: Path) -> Council:
    """The council that `build` makes, in `file`: made once a run, then copied."""
    file.write_bytes(_issued())
    return Council.open(f"sqlite:///{file}")


@cache
def _issued() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "issued.db"
        council = Council.empty(f"sqlite:///{file}")
        build(council)
        council.close()
        return file.read_bytes()


@contextmanager
def without_triggers(connection: Connection) -> Iterator[None]:
    """Take the triggers off, and put those back that were not made anew meanwhile."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("ALTER TABLE fact DISABLE TRIGGER ALL"))
        yield
        connection.execute(text("ALTER TABLE fact ENABLE TRIGGER ALL"))
        return
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    taken = connection.execute(query).all()
    for name, _ in taken:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    there = {name for name, _ in connection.execute(query)}
    for name, made_by in taken:
        if name not in there:
            connection.exec_driver_sql(made_by)


def _rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    keys = ", ".join(f'"{c.name}"' for c in SQLModel.metadata.tables[name].primary_key)
    found = connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY {keys}')
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found]


def build(council: Council) -> None:
    """People, cases and an issued cycle of eight audits."""
    council.found()
    council.load_people(staff())
    council.load_cases(caseload())
    council.open_cycle()
    council.draw()
    council.issue()
