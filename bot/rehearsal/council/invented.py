"""The invented council of a rehearsal: its posts, teams, people and the children's cases.

Nobody in it exists. Every child has the surname that the canaries search for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from bot.rehearsal.checks.canaries import CHILD_SURNAME
from bot.rehearsal.council.sizes import CouncilSize, cases_needed
from bot.rehearsal.seeded_draw import SeededDraw
from store.programme.profile import Profile
from store.sheets.cases import CaseRow
from store.sheets.person import PersonRow

SERVICES = ("Frontdoor", "FSP and CWD", "CLA and TCS")
ACADEMY, QUALITY = "Learning Academy", "Safeguarding and QA"
DOMAIN = "rehearsal.example"
TRAINED = date(2025, 3, 3)
BORN, YEARS = date(2009, 1, 6), 14
FIRST = (
    "Alison Anwar Beth Callum Chidi Claire Delroy Efua Farah Fiona Gareth Graham Hannah Hodan "
    "Imran Ioana Jade Joanne Karen Kwame Laura Leon Liban Magda Marcia Martin Mei Nadia Neil "
    "Niamh Olumide Padraig Piotr Priya Rachel Rajesh Robert Ruksana Simon Siobhan Tariq Tom "
    "Vikram Winston Yvonne Zara"
)
LAST = (
    "Adeyemi Akhtar Ashdown Bailey Boateng Campbell Cheung Chowdhury Clarke Copeland Doherty "
    "Dunmore Eastwood Farah Gordon Greenhalgh Hoque Jessop Kavanagh Kershaw Lockwood Mahmood "
    "Mayhew Mensah Nowak Okonkwo Patel Pickering Popescu Rahman Rushworth Sandhu Stubbs Tierney "
    "Uddin Varley Wainwright Yardley"
)


@dataclass(slots=True)
class InventedCouncil:
    """A council as the rows of its people file and its case file."""

    people: tuple[PersonRow, ...]
    cases: tuple[CaseRow, ...]
    leavers: tuple[PersonRow, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        """The services that have cases, in the order of their audits."""
        return tuple(dict.fromkeys(case.service for case in self.cases))

    def holders_of(self, role: str) -> list[str]:
        """The UPNs of everybody with that role."""
        return [person.upn for person in self.people if role in person.roles]

    def replace_leaver(
        self, gone: str, upn: str, name: str
    ) -> tuple[list[PersonRow], list[CaseRow]]:
        """Put a successor in a leaver's place; gives every row of people and cases that changed."""
        own = self.person_row(gone)
        new = replace(own, upn=upn, name=name, entra_object_id=str(uuid5(NAMESPACE_DNS, upn)))
        reports = [
            replace(p, manager_upn=upn)
            for p in self.people
            if p.manager_upn == gone and p is not own
        ]
        cases = [
            replace(case, **changes)
            for case in self.cases
            if (changes := _reassigned(case, gone, upn))
        ]
        changed_people = {line.upn: line for line in reports}
        changed_cases = {line.case_ref: line for line in cases}
        kept = (p for p in self.people if p is not own)
        self.leavers = (*self.leavers, own)
        self.people = (*(changed_people.get(p.upn, p) for p in kept), new)
        self.cases = tuple(changed_cases.get(c.case_ref, c) for c in self.cases)
        return [new, *reports], cases

    def change_cases(self, rows: Sequence[CaseRow]) -> list[CaseRow]:
        """Put these rows in place of those of the same cases, or add them; gives them back."""
        changed = {row.case_ref: row for row in rows}
        known = {case.case_ref for case in self.cases}
        kept = (changed.get(case.case_ref, case) for case in self.cases)
        self.cases = (*kept, *(row for row in rows if row.case_ref not in known))
        return list(rows)

    def next_case(self, like: CaseRow) -> CaseRow:
        """Another child of the same worker, with a reference of its own."""
        prefix = like.case_ref.partition("-")[0]
        return replace(like, case_ref=f"{prefix}-9{len(self.cases):03d}", closed_on=None)

    def person_row(self, upn: str) -> PersonRow:
        """That person's row in the people file; a leaver's is kept."""
        return next(person for person in (*self.people, *self.leavers) if person.upn == upn)


def _reassigned(case: CaseRow, gone: str, upn: str) -> dict[str, Any]:
    columns = ("practitioner_upn", "team_manager_upn", "iro_upn", "cp_chair_upn")
    return {column: upn for column in columns if getattr(case, column) == gone}


def invent_council(
    draw: SeededDraw, size: CouncilSize, profiles: Sequence[Profile], *, months: int = 1
) -> InventedCouncil:
    """A council that can fill the quotas of all these profiles; the same for the same seed.

    Each team has more cases than `size` says where the quotas of `months` months need them. The
    order of the profiles makes no difference, so two profiles can be compared on one council.
    """
    quotas = (quota for rules in profiles for quota in rules.selection.quotas)
    staff = _Staff(draw, {role for quota in quotas for role in quota.held_by})
    staff.posts()
    involved = {name for rules in profiles for name in rules.tool.services_involved[:2]}
    for service in sorted(involved):
        staff.hire("group_manager", staff.top, service=service)
    services = [SERVICES[number % len(SERVICES)] for number in range(size.services)]
    hired = [(service, staff.service(service, size)) for service in services]
    each = max(size.cases, *(cases_needed(rules, staff.lines, size, months) for rules in profiles))
    cases: list[CaseRow] = []
    for service, places in hired:
        cases += _cases(draw, staff, service, places, each)
    return InventedCouncil(tuple(staff.lines), tuple(cases))


class _Staff:
    """Hires people from the top of the council down."""

    def __init__(self, draw: SeededDraw, auditing: set[str]) -> None:
        self._draw, self._auditing = draw, auditing
        self._first, self._last = FIRST.split(), LAST.split()
        self.lines: list[PersonRow] = []
        self.top: str | None = None

    def hire(self, roles: str, boss: str | None, *, service: str = "", team: str = "") -> str:
        number = len(self.lines)
        first = self._first[(number * 7 + self._draw.below(5)) % len(self._first)]
        last = self._last[(number * 11 + number // len(self._first)) % len(self._last)]
        upn = f"{first}.{last}.{number}@{DOMAIN}".lower()
        held = tuple(roles.split(";"))
        audits = "auditor" in held or not self._auditing.isdisjoint(held)
        self.lines.append(
            PersonRow(
                upn=upn,
                name=f"{first} {last}",
                entra_object_id=str(uuid5(NAMESPACE_DNS, upn)),
                roles=held if not audits or "auditor" in held else (*held, "auditor"),
                service=service,
                team=team,
                manager_upn=boss,
                trained_on=TRAINED if audits else None,
                max_audits=None,
                absent_from=None,
                absent_to=None,
                delegate_upn=None,
                line=number + 2,
            )
        )
        return upn

    def posts(self) -> None:
        director = self.hire("director", None)
        self.top = self.hire("divisional_director", director)
        self.assistant = self.hire("assistant_director", self.top)
        academy = self.hire("head_of_learning_academy", self.top, service=ACADEMY)
        self.hire("psw", academy, service=ACADEMY)
        manager = self.hire("audit_manager", academy, service=ACADEMY, team="Audit Team")
        for _ in range(2):
            self.hire("audit_officer", manager, service=ACADEMY, team="Audit Team")
        for _ in range(2):
            self.hire("moderator", academy, service=ACADEMY, team="Practice Development")
        for _ in range(2 if "external_auditor" in self._auditing else 0):
            self.hire("external_auditor", academy, service="Consultants")
        quality = self.hire("head_of_qa;moderator", self.top, service=QUALITY)
        self.hire("performance_team", quality, service=QUALITY, team="Performance")
        above = self.hire("group_manager;moderator", quality, service=QUALITY)
        self.iros = [self.hire("iro", above, service=QUALITY, team="IROs") for _ in range(3)]
        self.chairs = [
            self.hire("cp_chair", above, service=QUALITY, team="CP Chairs") for _ in range(2)
        ]

    def service(self, name: str, size: CouncilSize) -> list[tuple[str, str, list[str]]]:
        """Hire a service; gives each team with its Team Manager and its practitioners."""
        head = self.hire("head_of_service;moderator", self.assistant, service=name)
        managers = [
            self.hire("group_manager;moderator", head, service=name)
            for _ in range(2 if size.teams > 3 else 1)  # noqa: PLR2004 - one for three teams
        ]
        places = []
        for number in range(size.teams):
            team = f"{name.split(maxsplit=1)[0]} {number + 1}"
            boss = managers[number % len(managers)]
            leader = self.hire("team_manager;auditor", boss, service=name, team=team)
            for _ in range(2 if size.quotas is None else 1):
                self.hire("advanced_practitioner;auditor", leader, service=name, team=team)
            workers = [
                self.hire("practitioner", leader, service=name, team=team)
                for _ in range(size.practitioners)
            ]
            places.append((team, leader, workers))
        return places


def _cases(
    draw: SeededDraw,
    staff: _Staff,
    service: str,
    places: Sequence[tuple[str, str, list[str]]],
    each: int,
) -> list[CaseRow]:
    found: list[CaseRow] = []
    prefix = "".join(word[0] for word in service.split())[:2].upper()
    for place, (team, leader, workers) in enumerate(places):
        for number in range(each):
            plan = draw.weighted_choice((("CIN", 50), ("CP", 30), ("CLA", 20)))
            found.append(
                CaseRow(
                    case_ref=f"{prefix}-{place + 1}{number:03d}",
                    child_name=f"{draw.choice(FIRST.split())} {CHILD_SURNAME}",
                    date_of_birth=BORN + timedelta(days=draw.below(YEARS * 365)),
                    ethnicity="Invented",
                    service=service,
                    team=team,
                    practitioner_upn=draw.choice(workers),
                    team_manager_upn=leader,
                    iro_upn=draw.choice(staff.iros) if plan == "CLA" else None,
                    cp_chair_upn=draw.choice(staff.chairs) if plan == "CP" else None,
                    plan=plan,
                    closed_on=None,
                    flags=("neglect",) if draw.chance(60) else (),
                    involved_upns=(),
                    line=len(found) + 2,
                )
            )
    return found
