"""The invented council of a rehearsal: its posts, teams, people and the children's cases.

Nobody in it exists. Every child bears a name that is searched for afterwards (`canaries`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from bot.rehearsal.checks.canaries import CHILD
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


@dataclass(frozen=True, slots=True)
class Size:
    """How large a council is: services, teams in each, and cases and practitioners in a team.

    `tm` and `ap` are the quotas of full audits and `dips` the dip samples per line of enquiry,
    or nothing where the profile's own stand.
    """

    services: int
    teams: int
    practitioners: int
    cases: int
    quotas: int | None = None
    dips: tuple[int, int] | None = None


SMALL = Size(services=2, teams=3, practitioners=1, cases=6, quotas=4, dips=(1, 2))
FULL = Size(services=3, teams=8, practitioners=3, cases=16)


@dataclass(slots=True)
class InventedCouncil:
    """People and cases as the two sheets would bring them."""

    people: tuple[PersonRow, ...]
    cases: tuple[CaseRow, ...]
    gone: tuple[PersonRow, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        """The services that have cases, in the order in which they are audited."""
        return tuple(dict.fromkeys(case.service for case in self.cases))

    def holding(self, role: str) -> list[str]:
        """Everybody with that role, by UPN."""
        return [person.upn for person in self.people if role in person.roles]

    def follow(self, gone: str, upn: str, name: str) -> tuple[list[PersonRow], list[CaseRow]]:
        """Put somebody new in the place of who has left: their lines, and those that name them."""
        own = self.row(gone)
        new = replace(own, upn=upn, name=name, entra_object_id=str(uuid5(NAMESPACE_DNS, upn)))
        below = [
            replace(p, manager_upn=upn)
            for p in self.people
            if p.manager_upn == gone and p is not own
        ]
        cases = [
            replace(case, **_instead(case, gone, upn))
            for case in self.cases
            if _instead(case, gone, upn)
        ]
        changed_people = {line.upn: line for line in below}
        changed_cases = {line.case_ref: line for line in cases}
        kept = (p for p in self.people if p is not own)
        self.gone = (*self.gone, own)
        self.people = (*(changed_people.get(p.upn, p) for p in kept), new)
        self.cases = tuple(changed_cases.get(c.case_ref, c) for c in self.cases)
        return [new, *below], cases

    def row(self, upn: str) -> PersonRow:
        """That person's line, also once somebody else has come in their place."""
        return next(person for person in (*self.people, *self.gone) if person.upn == upn)


def _instead(case: CaseRow, gone: str, upn: str) -> dict[str, Any]:
    said = ("practitioner_upn", "team_manager_upn", "iro_upn", "cp_chair_upn")
    return {part: upn for part in said if getattr(case, part) == gone}


def fitted(text: str, size: Size) -> str:
    """The profile `text` with quotas and dip samples that a council of that size can fill."""
    if size.quotas is not None:
        quota = r'(\broles?\s*=\s*(?:"\w+"|\[[^\]]*\]),\s*at_least\s*=\s*)\d+'
        text = re.sub(quota, rf"\g<1>{size.quotas}", text)
    if size.dips is not None:
        least, most = size.dips
        text = re.sub(
            r"dip_samples_per_kloe\s*=\s*\{[^}]*\}",
            f"dip_samples_per_kloe = {{ at_least = {least}, at_most = {most} }}",
            text,
        )
    return text


def invented(draw: SeededDraw, size: Size, profiles: Sequence[Profile]) -> InventedCouncil:
    """A council that can fill these profiles' quotas; the same for the same chance.

    The order of the profiles makes no difference, so that two can be tried on one council.
    """
    quotas = (quota for rules in profiles for quota in rules.selection.quotas)
    staff = _Staff(draw, {role for quota in quotas for role in quota.held_by})
    staff.posts()
    involved = {name for rules in profiles for name in rules.tool.services_involved[:2]}
    for service in sorted(involved):
        staff.hire("group_manager", staff.top, service=service)
    cases: list[CaseRow] = []
    for number in range(size.services):
        service = SERVICES[number % len(SERVICES)]
        places = staff.service(service, size)
        cases += _cases(draw, staff, service, places, size.cases)
    return InventedCouncil(tuple(staff.lines), tuple(cases))


class _Staff:
    """Hires people, top down."""

    def __init__(self, draw: SeededDraw, auditing: set[str]) -> None:
        self._draw, self._auditing = draw, auditing
        self._first, self._last = FIRST.split(), LAST.split()
        self.lines: list[PersonRow] = []
        self.top: str | None = None

    def hire(self, roles: str, boss: str | None, *, service: str = "", team: str = "") -> str:
        number = len(self.lines)
        first = self._first[(number * 7 + self._draw.number(5)) % len(self._first)]
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

    def service(self, name: str, size: Size) -> list[tuple[str, str, list[str]]]:
        """Each team with its Team Manager and its practitioners."""
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
            plan = draw.weighed((("CIN", 50), ("CP", 30), ("CLA", 20)))
            found.append(
                CaseRow(
                    case_ref=f"{prefix}-{place + 1}{number:03d}",
                    child_name=f"{draw.one(FIRST.split())} {CHILD}",
                    date_of_birth=BORN + timedelta(days=draw.number(YEARS * 365)),
                    ethnicity="Invented",
                    service=service,
                    team=team,
                    practitioner_upn=draw.one(workers),
                    team_manager_upn=leader,
                    iro_upn=draw.one(staff.iros) if plan == "CLA" else None,
                    cp_chair_upn=draw.one(staff.chairs) if plan == "CP" else None,
                    plan=plan,
                    closed_on=None,
                    flags=("neglect",) if draw.chance(60) else (),
                    involved_upns=(),
                    line=len(found) + 2,
                )
            )
    return found
