"""A council small enough to hold in one's head, played in code: make only what matters.

Two services. Frontdoor is the one audited; Care lends auditors. A ledger with an issued cycle is
made once a run and copied for each test, so that a test costs milliseconds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import md5
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlmodel import SQLModel

import store.acts
from store.ledger import Actor, Ledger, Reader, Unit
from store.ledger.database import open_engine
from store.ledger.founding import found
from store.ledger.proof import verify
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.programme.profile import shipped
from store.registry import Done, perform
from store.sheets.cases import CaseRow, CaseSheet
from store.sheets.people import PeopleSheet
from store.sheets.person import PersonRow
from store.tables import Audit, Duty, Message

assert store.acts.__all__  # importing it declares every act

KEY = "5e" * 32
SHELL = "cli:root"
CYCLE = "frontdoor-2026-12"
TEAMS = {"Frontdoor": ("MASH", "Assessment", "Response"), "Care": ("Care One", "Care Two")}

SETUP = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""Tuesday, a week before the audit month."""
ISSUED = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
"""Tuesday, first working day of the audit month: the Head of Service confirms."""
DUE = datetime(2026, 12, 21, 17, tzinfo=UTC)
"""Monday, 15th working day of December 2026 and 6 working days before its last."""

HOS, HOS_CARE = "hos.frontdoor", "hos.care"
GM, GM_CARE = "gm.frontdoor", "gm.care"
OFFICER, OTHER_OFFICER, MANAGER = "officer", "officer.two", "audit.manager"
ACADEMY, PSW, DIRECTOR, STRANGER = "academy", "psw", "director", "nobody.known"

DOMAINS = ("c1", "c2", "c3", "c4", "c5", "c6")


def profile_text(*, tm: int = 5, ap: int = 3, dips: tuple[int, int] = (1, 2)) -> str:
    """The Tower Hamlets profile with quotas that a small council can fill."""
    source = shipped("tower-hamlets")
    for old, new in (
        ('"team_manager", at_least = 40', f'"team_manager", at_least = {tm}'),
        ('"advanced_practitioner", at_least = 20', f'"advanced_practitioner", at_least = {ap}'),
        ("{ at_least = 10, at_most = 15 }", f"{{ at_least = {dips[0]}, at_most = {dips[1]} }}"),
    ):
        assert old in source
        source = source.replace(old, new)
    return source


def person(
    upn: str,
    *,
    roles: Sequence[str] = ("auditor",),
    service: str = "",
    team: str = "",
    manager: str | None = None,
    trained_on: date | None = date(2026, 1, 5),
    absent: tuple[date, date | None] | None = None,
    delegate: str | None = None,
    name: str | None = None,
) -> PersonRow:
    """Somebody in the people file; trained and here unless said otherwise."""
    return PersonRow(
        upn=upn,
        name=name or upn.replace(".", " ").title(),
        # Nothing secret hangs on it: an id that is the same in every run.
        entra_object_id=str(UUID(md5(upn.encode(), usedforsecurity=False).hexdigest())),
        roles=tuple(roles),
        service=service,
        team=team,
        manager_upn=manager,
        trained_on=trained_on,
        max_audits=None,
        absent_from=None if absent is None else absent[0],
        absent_to=None if absent is None else absent[1],
        delegate_upn=delegate,
        line=2,
    )


def case(
    ref: str,
    *,
    service: str = "Frontdoor",
    team: str = "MASH",
    child_name: str | None = "Zebedee Quill",
    date_of_birth: date | None = date(2014, 2, 3),
    ethnicity: str | None = "Martian",
    iro: str | None = None,
    involved: Sequence[str] = (),
    flags: Sequence[str] = ("neglect",),
) -> CaseRow:
    """One child's case, open, worked on by the team's own practitioner."""
    return CaseRow(
        case_ref=ref,
        child_name=child_name,
        date_of_birth=date_of_birth,
        ethnicity=ethnicity,
        service=service,
        team=team,
        practitioner_upn=of_team("sw", team),
        team_manager_upn=of_team("tm", team),
        iro_upn=iro,
        cp_chair_upn=None,
        plan="CIN",
        closed_on=None,
        flags=tuple(flags),
        involved_upns=tuple(involved),
        line=2,
    )


def of_team(role: str, team: str) -> str:
    """`tm.mash`: the one person of that role in that team."""
    return f"{role}.{team.lower().replace(' ', '.')}"


def staff() -> list[PersonRow]:
    """Everybody: the posts, and per team a manager, an advanced practitioner, a social worker."""
    people = [
        person(DIRECTOR, roles=["divisional_director"], trained_on=None),
        person(HOS, roles=["head_of_service"], service="Frontdoor", manager=DIRECTOR),
        person(HOS_CARE, roles=["head_of_service"], service="Care", manager=DIRECTOR),
        person(GM, roles=["group_manager"], service="Frontdoor", manager=HOS),
        person(GM_CARE, roles=["group_manager"], service="Care", manager=HOS_CARE),
        person(ACADEMY, roles=["head_of_learning_academy"], manager=DIRECTOR),
        person(MANAGER, roles=["audit_manager"], manager=ACADEMY),
        person(OFFICER, roles=["audit_officer"], manager=MANAGER, trained_on=None),
        person(OTHER_OFFICER, roles=["audit_officer"], manager=MANAGER, trained_on=None),
        person(PSW, roles=["psw"], manager=DIRECTOR),
        person("iro", roles=["iro"], trained_on=None),
    ]
    for service, teams in TEAMS.items():
        above = GM if service == "Frontdoor" else GM_CARE
        for team in teams:
            manager = of_team("tm", team)
            place: dict[str, Any] = {"service": service, "team": team}
            people += [
                person(manager, roles=["team_manager", "auditor"], manager=above, **place),
                person(
                    of_team("ap", team),
                    roles=["advanced_practitioner", "auditor"], manager=manager, **place,
                ),
                person(
                    of_team("sw", team),
                    roles=["practitioner"], manager=manager, trained_on=None, **place,
                ),
            ]  # fmt: skip
    return people


def caseload(each: int = 4) -> list[CaseRow]:
    """So many cases in each team."""
    return [
        case(
            f"{service[:2].upper()}-{number}{n}",
            service=service,
            team=team,
            child_name=f"Zebedee Quill of {team} {n}",
        )
        for service, teams in TEAMS.items()
        for number, team in enumerate(teams, 1)
        for n in range(each)
    ]


def a_return(
    *, grade: str = "Good", today: date = date(2026, 12, 8), **changed: Any
) -> dict[str, Any]:
    """A completed audit as the form sends it; below good it carries an action."""
    domain = {"grade": "Good", "evidence": "Seen.", "strengths": "Many.", "areas": "Few."}
    action = {
        "what": "See the child alone",
        "who": "practitioner",
        "by": "2026-12-31",
        "different": "The child's own words guide the plan",
    }
    given: dict[str, Any] = {
        "grade": grade,
        "evidence": "Records of six months were read.",
        "rationale": "Consistent work.",
        "domains": {key: dict(domain) for key in DOMAINS},
        "practitioner_involved": "practitioner",
        "discussed_on": today.isoformat(),
        "family_feedback": "They felt heard.",
        "kloes": {"k1": "It is in the plan."},
        "actions": [action] if grade in ("RI", "Inadequate") else [],
        "document_link": "https://council.example/audits/1",
    }
    return given | changed


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
        """Nothing yet, in the database at `url`."""
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
        actor = Actor(by, "cli:root" if by == SHELL else "teams")
        with self.ledger.unit(self.programme, actor=actor, at=at) as unit:
            yield unit

    @contextmanager
    def read(self, at: datetime = ISSUED) -> Iterator[Reader]:
        """One look."""
        with self.ledger.read(self.programme, at=at) as reader:
            yield reader

    # ---- what stands now -------------------------------------------------------------------

    def audit(self, audit: str) -> Audit:
        """One audit as it stands."""
        with self.read() as reader:
            return reader.get(Audit, audit)

    def audits(self, *, state: str = "issued", cycle: str = CYCLE) -> list[Audit]:
        """The full audits of the cycle in that state, by id."""
        with self.read() as reader:
            found = reader.rows(Audit, Audit.cycle == cycle, Audit.kind == "full")
            return [audit for audit in found if audit.state == state]

    def duties(self, subject: str, *, still_open: bool = True) -> dict[str, Duty]:
        """The duties about a subject by kind: the open ones, or the last of each."""
        with self.read() as reader:
            found = sorted(reader.rows(Duty, Duty.subject == subject), key=lambda d: d.opened_at)
            return {d.kind: d for d in found if not still_open or d.closed_at is None}

    def messages(self, kind: str | None = None) -> list[tuple[str, str]]:
        """(to, subject) of all messages ever owed, of one kind if asked."""
        with self.read() as reader:
            return [(m.to, m.subject) for m in reader.rows(Message) if kind in (None, m.kind)]

    def verbs(self) -> list[str]:
        """The verbs of all facts in order."""
        return [fact["verb"] for fact in self.table("fact")]

    def problems(self) -> list[str]:
        """What verifying finds."""
        return [problem.what for problem in verify(self.ledger, self.programme).problems]

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table's rows as the database holds them, byte for byte, in order of their key."""
        keys = ", ".join(f'"{c.name}"' for c in SQLModel.metadata.tables[name].primary_key)
        with self.engine.connect() as connection:
            found = connection.execute(text(f'SELECT * FROM "{name}" ORDER BY {keys}'))
            return [dict(row) for row in found.mappings()]

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every table's rows."""
        return {name: self.table(name) for name in SQLModel.metadata.tables}

    def tamper(self, *statements: str) -> None:
        """Change the database behind the ledger's back, as its owner could: triggers go first."""
        with self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for name in list(connection.execute(query).scalars()):
                    connection.execute(text(f"DROP TRIGGER {name}"))
            else:
                connection.execute(text("ALTER TABLE fact DISABLE TRIGGER ALL"))
            for statement in statements:
                connection.execute(text(re.sub(r"(?<!:):(?=\w)", r"\:", statement)))

    # ---- the story -------------------------------------------------------------------------

    def found(self, profile: str | None = None) -> None:
        """A programme with its profile."""
        self.programme = found(
            self.ledger,
            authority="Riverside",
            profile_name="tower-hamlets",
            text=profile or profile_text(),
            actor=Actor(SHELL, SHELL),
            at=SETUP,
        )

    def load_people(self, rows: Sequence[PersonRow], *, absent_columns: Sequence[str] = ()) -> Done:
        """Import people."""
        sheet = PeopleSheet(tuple(rows), (), tuple(absent_columns))
        given = {"file": "people.csv", "rows": len(rows), "sheet": sheet}
        return self.do("people.import", self.programme, given, at=SETUP)

    def load_cases(self, rows: Sequence[CaseRow], *, absent_columns: Sequence[str] = ()) -> Done:
        """Import cases."""
        sheet = CaseSheet(tuple(rows), (), tuple(absent_columns))
        given = {"file": "cases.csv", "rows": len(rows), "sheet": sheet}
        return self.do("cases.import", self.programme, given, at=SETUP)

    def open_cycle(self, *, service: str = "Frontdoor", month: str = "2026-12-01") -> str:
        """Open a cycle with one line of enquiry; gives its id."""
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
        """The auditor asks."""
        fields = {"category": "leave", "reason": "On leave from 7 December"} | given
        return self.do("exemption.request", audit.id, fields, by=audit.auditor or "", at=at)

    def exempt(self, audit: Audit, *, by: str | None = None, at: datetime = ISSUED) -> Audit:
        """The auditor asks, their Head of Service approves; gives the audit as it stands then."""
        self.ask_exemption(audit, at=at)
        self.do("exemption.approve", audit.id, by=by or self.head_of(audit.auditor), at=at)
        return self.audit(audit.id)

    def head_of(self, upn: str | None) -> str:
        """The Head of that person's own service, told from the council's plan alone."""
        teams = {of_team(role, team): service for service, of in TEAMS.items() for team in of
                 for role in ("tm", "ap", "sw")}  # fmt: skip
        return {"Frontdoor": HOS, "Care": HOS_CARE}[teams[upn or ""]]


def build(council: Council) -> None:
    """People, cases and an issued cycle of eight audits."""
    council.found()
    council.load_people(staff())
    council.load_cases(caseload())
    council.open_cycle()
    council.draw()
    council.issue()
