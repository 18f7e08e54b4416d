"""The rows that make a council: its people, its cases, its profile and one return."""

from collections.abc import Sequence
from datetime import date
from hashlib import md5
from typing import Any
from uuid import UUID

from store.programme.profile import shipped
from store.sheets.cases import CaseRow
from store.sheets.person import PersonRow

TEAMS = {"Frontdoor": ("MASH", "Assessment", "Response"), "Care": ("Care One", "Care Two")}

HOS, HOS_CARE = "hos.frontdoor", "hos.care"
GM, GM_CARE = "gm.frontdoor", "gm.care"
OFFICER, OTHER_OFFICER, MANAGER = "officer", "officer.two", "audit.manager"
ACADEMY, PSW, DIRECTOR, STRANGER = "academy", "psw", "director", "nobody.known"

DOMAINS = ("c1", "c2", "c3", "c4", "c5", "c6")


def profile_text(
    *, tm: int = 5, ap: int = 3, dips: tuple[int, int] = (1, 2), form: str = "whole"
) -> str:
    """The Tower Hamlets profile with quotas that a small council can fill.

    Its returns are made whole unless `form` says otherwise, for that asks the most of them.
    """
    source = shipped("tower-hamlets")
    for old, new in (
        ('form = "with_document"', f'form = "{form}"'),
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
    """One line of the people file; trained and present by default."""
    return PersonRow(
        upn=upn,
        name=name or upn.replace(".", " ").title(),
        # The id is not secret, and is the same in every run.
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
    """One child's case: open, and with the team's own practitioner."""
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
    """`each` cases in each team."""
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
    """A completed audit as the form sends it; below good it includes an action."""
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
