"""The cases of the sample council."""

from datetime import date, timedelta

from infra.sample_council.chance import Draw
from infra.sample_council.services import LOOKED_AFTER, OLDER, OLDER_FLAGS, SERVICES, Service
from infra.sample_council.staff import Line, People, working_day
from store.sheets import cases

AUDIT_MONTH = date(2026, 12, 1)


def children(draw: Draw, people: People) -> list[Line]:
    """The rows of the case file: each case in a team, with the people who work on it."""
    reviewing, chairing = people.holding("iro"), people.holding("cp_chair")
    numbers: set[int] = set()
    lines = []
    for service in SERVICES:
        colleagues = [line for line in people.lines if line["service"] == service.name]
        for team in service.teams:
            leader = people.holding("team_manager", team=team)[0]
            workers = people.holding("practitioner", team=team)
            outside = [line for line in colleagues if line["team"] not in {"", team}]
            for _ in range(service.cases_each):
                while (number := 10_000 + draw.below(90_000)) in numbers:
                    pass
                numbers.add(number)
                name, ethnicity = draw.name(child=True)
                born = birthday(draw, team)
                plan = (
                    "Pathway"
                    if team.startswith("TCS")
                    else draw.weighted_choice(list(service.plans.items()))
                )
                helpers = [draw.choice(outside) for _ in range(draw.below(3))]
                involved = helpers if draw.chance(30) else []
                lines.append(
                    dict.fromkeys(cases.COLUMNS, "")
                    | {
                        "case_ref": f"{service.prefix}-{number}",
                        "child_name": name,
                        "date_of_birth": born.isoformat(),
                        "ethnicity": ethnicity,
                        "service": service.name,
                        "team": team,
                        "practitioner_upn": draw.choice(workers)["upn"],
                        "team_manager_upn": leader["upn"],
                        "iro_upn": draw.choice(reviewing)["upn"] if plan in LOOKED_AFTER else "",
                        "cp_chair_upn": draw.choice(chairing)["upn"] if plan == "CP" else "",
                        "plan": plan,
                        "closed_on": closing_day(draw, born),
                        "flags": ";".join(case_flags(draw, service, team, born)),
                        "involved_upns": ";".join(sorted({line["upn"] for line in involved})),
                    }
                )
    return lines


def birthday(draw: Draw, team: str) -> date:
    """A date of birth: under 18 in the audit month, and of an age that the team works with."""
    youngest, oldest = {
        "CWD Under 12": (1, 12),
        "CWD Over 12": (12, 18),
        "Separated Children": (14, 18),
        "TCS 16 Plus": (16, 18),
        "TCS Transitions": (17, 18),
    }.get(team, (0, 18))
    days = (oldest - youngest) * 365 - 60
    return AUDIT_MONTH - timedelta(days=youngest * 366 + 30 + draw.below(days))


def closing_day(draw: Draw, born: date) -> str:
    """A closing day or "". Most cases are open; most others closed in the last six months."""
    if not draw.chance(20):
        return ""
    first, days = (date(2026, 1, 5), 140) if draw.chance(20) else (date(2026, 6, 3), 170)
    day = working_day(first + timedelta(days=draw.below(days)))
    return day.isoformat() if day > born else ""


def case_flags(draw: Draw, service: Service, team: str, born: date) -> list[str]:
    """The case's flags."""
    found = [flag for flag, weight in service.flags.items() if draw.chance(weight)]
    if (AUDIT_MONTH - born).days > OLDER * 365:
        found += [flag for flag, weight in OLDER_FLAGS.items() if draw.chance(weight)]
    if team.startswith("CWD"):
        found.append("disability")
    if team == "Separated Children":
        found.append("separated_child")
    return found
