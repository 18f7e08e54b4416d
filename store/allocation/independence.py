"""Who may audit or moderate a case: the hard rules, each under a name in plain words.

The sources are programme.md §2.3 and the Tower Hamlets guide ("independent of the team in which the
work is situated with no direct involvement in the work"). No rule is ever bent.
"""

from dataclasses import dataclass
from datetime import date

Window = tuple[date, date]
"""The first and the last day of the work on an audit, from issue to moderation."""

TRAINED = "trained"
MAY_AUDIT = "a manager, an advanced practitioner or a named auditor"
OTHER_TEAM = "not in the case's team"
NOT_PRACTITIONER = "not the case's practitioner"
NOT_TEAM_MANAGER = "not the case's Team Manager"
NOT_IRO = "not the case's IRO"
NOT_CP_CHAIR = "not the case's CP chair"
NOT_INVOLVED = "no declared involvement"
NOT_RELEASED = "not released from this audit"
IN_POST = "in post"
NOT_ABSENT = "not recorded absent during the audit"
NOT_AUDITOR = "not the auditor"
LEAVES_MODERATOR = "leaves somebody else to moderate"
SENIOR_OR_NAMED = "senior or a named moderator"
NOT_HEAD_OF_SERVICE = "not Head of the service audited"

SENIOR = frozenset({
    "group_manager", "head_of_service", "audit_manager", "head_of_learning_academy",
    "head_of_qa", "psw", "divisional_director", "assistant_director", "director",
})  # fmt: skip
"""Roles that may moderate without being named for it (programme.md §2.3, a default of ours)."""

AUDITING = SENIOR | {
    "auditor", "team_manager", "advanced_practitioner", "audit_officer", "external_auditor",
}  # fmt: skip
"""Roles that may audit once trained: "trained manager or advanced practitioner" (§1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The facts about a person that the rules need, as auditor or moderator.

    `absent` holds first and last days; None is an open end. `load_before` and `moderations_before`
    count the audits and moderations of past cycles. `senior` are the roles that the profile allows
    to moderate without being named.
    """

    upn: str
    roles: frozenset[str]
    service: str = ""
    team: str = ""
    manager: str | None = None
    trained_on: date | None = None
    max_audits: int | None = None
    absent: tuple[tuple[date, date | None], ...] = ()
    left: bool = False
    load_before: int = 0
    moderations_before: int = 0
    name: str = ""
    senior: frozenset[str] = SENIOR


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRow:
    """One case to audit, with everybody who is too close to it.

    `involved` comes from the data sheet, `declared` from later conflicts, and `released` are people
    exempted from this audit. `quota` is the role for which the row was drawn. The auditor of a
    `practice` audit is not trained yet, and is trained once they pass it.
    """

    id: str
    case_ref: str
    service: str
    team: str
    practitioner: str
    team_manager: str
    iro: str | None = None
    cp_chair: str | None = None
    involved: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()
    quota: str | None = None
    practice: bool = False


def fold(upn: str | None) -> str:
    """A normalised user principal name: names that differ only in capitals are one person."""
    return (upn or "").strip().casefold()


def team_of(place: Candidate | AllocationRow) -> tuple[str, str] | None:
    """Service and team, normalised; None for somebody without a team."""
    team = fold(place.team)
    return (fold(place.service), team) if team else None


def trained_by(candidate: Candidate, window: Window) -> bool:
    """Whether the person was trained before the work starts."""
    return candidate.trained_on is not None and candidate.trained_on <= window[0]


def present_in(candidate: Candidate, window: Window) -> bool:
    """Whether no recorded absence overlaps the window."""
    return not any(
        start <= window[1] and (end is None or end >= window[0]) for start, end in candidate.absent
    )


def heads_service(candidate: Candidate, service: str) -> bool:
    """Whether `candidate` is Head of `service`."""
    return "head_of_service" in candidate.roles and fold(candidate.service) == fold(service)


def _independent(row: AllocationRow, candidate: Candidate, window: Window) -> dict[str, bool]:
    me = fold(candidate.upn)
    return {
        OTHER_TEAM: team_of(candidate) != team_of(row),
        NOT_PRACTITIONER: me != fold(row.practitioner),
        NOT_TEAM_MANAGER: me != fold(row.team_manager),
        NOT_IRO: me != fold(row.iro),
        NOT_CP_CHAIR: me != fold(row.cp_chair),
        NOT_INVOLVED: all(me != fold(upn) for upn in (*row.involved, *row.declared)),
        NOT_RELEASED: all(me != fold(upn) for upn in row.released),
        IN_POST: not candidate.left,
        NOT_ABSENT: present_in(candidate, window),
    }


def auditor_rules(row: AllocationRow, candidate: Candidate, *, window: Window) -> dict[str, bool]:
    """Each hard rule for `candidate` as auditor of `row`; True if it holds."""
    return {
        TRAINED: row.practice or trained_by(candidate, window),
        MAY_AUDIT: not AUDITING.isdisjoint(candidate.roles),
    } | _independent(row, candidate, window)


def moderator_rules(
    row: AllocationRow, candidate: Candidate, auditor: str | None, *, window: Window
) -> dict[str, bool]:
    """Each hard rule for `candidate` as moderator of `row`, which the UPN `auditor` audits."""
    return {
        NOT_AUDITOR: fold(candidate.upn) != fold(auditor),
        SENIOR_OR_NAMED: named_or_senior(candidate),
        NOT_HEAD_OF_SERVICE: not heads_service(candidate, row.service),
    } | _independent(row, candidate, window)


def named_or_senior(candidate: Candidate) -> bool:
    """Whether `candidate` holds a senior role or is a named moderator."""
    return "moderator" in candidate.roles or not candidate.senior.isdisjoint(candidate.roles)
