"""The tables of every duty and every ladder, made from the profiles themselves (programme.md §3).

Posts are called as in Tower Hamlets, so that a rule which councils share is one line. Whoever
changes a rule on purpose writes them anew: `.venv/bin/python -m tests.docs.duties_table`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import store.acts  # noqa: F401 - declares the acts
from store.checker.owners_in_words import whom
from store.clock.ladders import OWNER
from store.people.posts import HEAD
from store.programme.duty_rules import DutyRule, LadderRule
from store.programme.profile import Profile, shipped, shipped_names
from store.registry import ACTS
from store.tables import Cycle, KloeReport, Row

DUTIES = (
    "| duty | councils | opened by | for whom | due | told | done by | seen |\n"
    "|---|---|---|---|---|---|---|---|"
)
LADDERS = "| told | councils | whoever owes it | late, also |\n|---|---|---|---|"
EVERYWHERE = "all five"
ANY = "otherwise"
PROFILES = {name: Profile.parse(shipped(name)) for name in shipped_names()}
TITLES = PROFILES["tower-hamlets"].titles
HEADS_WORK = (Cycle, KloeReport)
"""Of these in a cycle of the whole authority, who confirms its list does what a Head else does."""


PAGE = Path("docs/duties.md")


def tables() -> dict[str, str]:
    """Each table of the page by the name of its place there."""
    return {
        "duties": "\n".join([DUTIES, *duty_rows()]),
        "ladders": "\n".join([LADDERS, *ladder_rows()]),
    }


def written(page: str) -> str:
    """The page with its tables as the profiles are now."""
    for name, table in tables().items():
        before, _, rest = page.partition(f"<!-- {name}:begin -->\n")
        _, end, after = rest.partition(f"\n<!-- {name}:end -->")
        page = f"{before}<!-- {name}:begin -->\n{table}{end}{after}"
    return page


def duty_rows() -> list[str]:
    """Each duty once for all councils in which it is the same, in order of its kind."""
    return _joined(
        (kind, profile.programme.name, _duty(profile, rule))
        for profile in PROFILES.values()
        for kind, rule in profile.duty.items()
    )


def ladder_rows() -> list[str]:
    """Each ladder once for all councils in which it is the same, in order of its name."""
    return _joined(
        (name, profile.programme.name, _ladder(profile, rule))
        for profile in PROFILES.values()
        for name, rule in profile.ladder.items()
    )


def _joined(found: Iterable[tuple[str, str, str]]) -> list[str]:
    councils: dict[tuple[str, str], list[str]] = {}
    for name, council, cells in found:
        councils.setdefault((name, cells), []).append(council)
    return [
        f"| `{name}` | {EVERYWHERE if len(of) == len(PROFILES) else ', '.join(of)} | {cells} |"
        for (name, cells), of in sorted(councils.items())
    ]


def called(profile: Profile, name: str, on: type[Row] | None = None) -> str:
    """Who that is by the council's own rules, by the titles of Tower Hamlets."""
    wide = profile.programme.cycles == "authority"
    if name == HEAD and wide and on in HEADS_WORK:
        name = profile.programme.confirmed_by
    return whom(profile.model_copy(update={"titles": TITLES}), name)


def _duty(profile: Profile, rule: DutyRule) -> str:
    away = f"; while they are away {called(profile, rule.stand_in)}" if rule.stand_in else ""
    on = ACTS[rule.met_by[0]].on
    cells = (
        _acts(rule.opens_on),
        _by_case({case: called(profile, owner, on) for case, owner in rule.owner.items()}) + away,
        _by_case({case: deadline.text for case, deadline in rule.due.items()}),
        _by_case({case: f"`{ladder}`" for case, ladder in rule.ladder.items()}),
        _acts(rule.met_by),
        "their own work alone" if rule.confidential else "my work, the board; late, the digest",
    )
    return " | ".join(cells)


def _ladder(profile: Profile, rule: LadderRule) -> str:
    own = (rung.at for rung in rule.rungs if rung.tell == OWNER)
    others = (
        f"{rung.at}: {called(profile, rung.tell)}" for rung in rule.rungs if rung.tell != OWNER
    )
    return f"{'; '.join(own)} | {'; '.join(others) or 'nobody'}"


def _acts(verbs: Iterable[str]) -> str:
    return ", ".join(f"`{verb}`" for verb in verbs)


def _by_case(cases: Mapping[str, str]) -> str:
    return "; ".join(
        words if case == ANY else f"{case.replace('_', ' ')}: {words}"
        for case, words in cases.items()
    )


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
