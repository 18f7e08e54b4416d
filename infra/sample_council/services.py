"""The services of the sample council and the kinds of their cases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """A service: its teams, the number of cases in each, and the kinds of cases.

    `plans` and `flags` give the chance of each in per cent.
    """

    name: str
    prefix: str
    teams: tuple[str, ...]
    cases_each: int
    plans: dict[str, int]
    flags: dict[str, int]


SERVICES = (
    Service(
        "Frontdoor",
        "FD",
        (
            "MASH North",
            "MASH South",
            "A&I Bankside",
            "A&I Castle",
            "A&I Docks",
            "A&I Eastgate",
            "A&I Fairfield",
            "Early Help Hub",
        ),
        20,
        {"CIN": 46, "EHA": 28, "CP": 20, "CLA": 6},
        {"neglect": 54, "domestic_abuse": 38, "re_referral": 26, "stepped_up": 18},
    ),
    Service(
        "FSP and CWD",
        "FS",
        (
            "FSP Bankside",
            "FSP Castle",
            "FSP Docks",
            "FSP Eastgate",
            "FSP Fairfield",
            "FSP Court Team",
            "CWD Under 12",
            "CWD Over 12",
        ),
        13,
        {"CIN": 44, "CP": 44, "CLA": 12},
        {"neglect": 46, "domestic_abuse": 34, "stepped_up": 20, "parental_mental_health": 24},
    ),
    Service(
        "CLA and TCS",
        "CL",
        (
            "CLA Bankside",
            "CLA Castle",
            "CLA Docks",
            "CLA Eastgate",
            "Permanence",
            "Separated Children",
            "TCS 16 Plus",
            "TCS Transitions",
        ),
        12,
        {"CLA": 100},
        {"neglect": 36, "placement_move": 30, "domestic_abuse": 18, "stepped_down": 10},
    ),
)
OLDER_FLAGS = {"exploitation": 22, "missing_episodes": 18}
OLDER = 11  # years: only older children get the two flags above
LOOKED_AFTER = ("CLA", "Pathway")
