"""The people of the sample council."""

import unicodedata
from datetime import date, timedelta
from uuid import NAMESPACE_DNS, uuid5

from infra.sample_council.chance import Draw
from infra.sample_council.services import SERVICES
from store.sheets import person

DOMAIN = "riverside.example"
SATURDAY = 5

Line = dict[str, str]


def address(name: str) -> str:
    """The UPN of a person with that name."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace("'", "").replace(" ", ".") + f"@{DOMAIN}"


class People:
    """The people of the council, in the order of their hiring."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.lines: list[Line] = []

    def hire(self, roles: str, boss: Line | None, *, service: str = "", team: str = "") -> Line:
        """Hire one person. Auditors were trained on a working day of the two years before."""
        name, _ = self.draw.name()
        upn = address(name)
        line = dict.fromkeys(person.COLUMNS, "") | {
            "upn": upn,
            "name": name,
            "entra_object_id": str(uuid5(NAMESPACE_DNS, upn)),
            "roles": roles,
            "service": service,
            "team": team,
            "manager_upn": boss["upn"] if boss else "",
        }
        if "auditor" in roles.split(";"):
            trained = working_day(date(2024, 9, 2) + timedelta(days=self.draw.below(730)))
            line["trained_on"] = trained.isoformat()
        self.lines.append(line)
        return line

    def holding(self, role: str, *, service: str = "", team: str = "") -> list[Line]:
        """The people with `role`, within the named service or team if any."""
        return [
            line
            for line in self.lines
            if role in line["roles"].split(";")
            and service in {"", line["service"]}
            and team in {"", line["team"]}
        ]


def working_day(day: date) -> date:
    """`day`, or the Friday before if it is at a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def staff(draw: Draw) -> People:
    """Everybody, from the Director down; every line of management leads to the Director."""
    people = People(draw)
    director = people.hire("director", None)
    division = people.hire("divisional_director", director)
    assistant = people.hire("assistant_director", division)

    learning = "Learning Academy"
    academy = people.hire("head_of_learning_academy", division, service=learning)
    people.hire("psw", academy, service=learning)
    audit_manager = people.hire("audit_manager", academy, service=learning, team="Audit Team")
    for roles in ("audit_officer;auditor",) * 2 + ("external_auditor;auditor",) * 2:
        people.hire(roles, audit_manager, service=learning, team="Audit Team")
    for _ in range(3):
        people.hire("moderator", academy, service=learning, team="Practice Development")

    quality = "Safeguarding and QA"
    head_of_qa = people.hire("head_of_qa;moderator", division, service=quality)
    people.hire("performance_team", head_of_qa, service=quality, team="Performance")
    for role, team in (("iro", "IRO Service"), ("cp_chair", "CP Chairs")):
        manager = people.hire("group_manager;moderator", head_of_qa, service=quality, team=team)
        for number in range(6):
            roles = f"{role};moderator" if number % 2 else role
            people.hire(roles, manager, service=quality, team=team)

    for service in SERVICES:
        head = people.hire("head_of_service;moderator", assistant, service=service.name)
        managers = [
            people.hire("group_manager;moderator", head, service=service.name) for _ in range(2)
        ]
        for number, team in enumerate(service.teams):
            place = {"service": service.name, "team": team}
            leader = people.hire("team_manager;auditor", managers[number % 2], **place)
            for _ in range(2):
                people.hire("advanced_practitioner;auditor", leader, **place)
            for _ in range(4 + draw.below(3)):
                people.hire("practitioner", leader, **place)
    exceptions(people)
    return people


def exceptions(people: People) -> None:
    """Add the exceptions of any real list: absences, an untrained auditor, one with fewer hours."""

    def away(who: Line, stand_in: Line, first: str, last: str) -> None:
        who |= {"absent_from": first, "absent_to": last, "delegate_upn": stand_in["upn"]}

    frontdoor, families, looked_after = (service.name for service in SERVICES)
    practitioners = people.holding("advanced_practitioner", service=frontdoor)
    away(practitioners[0], practitioners[1], "2026-12-07", "2026-12-18")
    leader = people.holding("team_manager", service=families)[2]
    deputy = people.holding("advanced_practitioner", team=leader["team"])[0]
    away(leader, deputy, "2026-10-05", "2027-04-30")
    managers = people.holding("group_manager", service=looked_after)
    away(managers[0], managers[1], "2026-12-14", "2026-12-18")
    people.holding("advanced_practitioner", service=looked_after)[3]["trained_on"] = ""
    people.holding("team_manager", service=looked_after)[1]["max_audits"] = "1"
