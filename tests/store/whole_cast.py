"""Who takes part, and who of them stands in each relation: told from programme.md, not the code."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    GM,
    GM_CARE,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    SHELL,
    STRANGER,
)
from tests.store.whole_labels import MET, NOBODYS, RETURNED
from tests.store.whole_setting import (
    AWAY_MODERATOR,
    AWAY_OFFICER,
    AWAY_WORKER,
    BACK_MODERATOR,
    CHAIR,
    DELEGATE,
    GONE_DELEGATE,
    IDLE_DELEGATE,
    LEAVER,
    QA_HEAD,
)

CAST: Mapping[str, Callable[[Any], str | None]] = {
    "auditor": lambda row: getattr(row, "auditor", None),
    "moderator": lambda row: getattr(row, "moderator", None),
    "deputy": lambda row: getattr(row, "deputy", None),
    "practitioner": lambda row: getattr(row, "practitioner", None),
    "Team Manager": lambda row: getattr(row, "team_manager", None),
    "the person themselves": lambda row: row.id if hasattr(row, "reports_to") else None,
    "whoever they report to": lambda row: getattr(row, "reports_to", None),
    "whoever raised it": lambda row: getattr(row, "raised_by", None),
    "whoever it was sent to": lambda row: _person(getattr(row, "to", None)),
    "whoever owes it": lambda row: _person(getattr(row, "owner", None)),
    "own Head of Service, away": lambda _: HOS,
    "Head of another service": lambda _: HOS_CARE,
    "Group Manager": lambda _: GM,
    "Group Manager of another service": lambda _: GM_CARE,
    "Audit Officer": lambda _: OFFICER,
    "Audit Officer who is away": lambda _: AWAY_OFFICER,
    "Audit Manager": lambda _: MANAGER,
    "Head of the Learning Academy": lambda _: ACADEMY,
    "Head of QA": lambda _: QA_HEAD,
    "PSW": lambda _: PSW,
    "director": lambda _: DIRECTOR,
    "Child Protection Chair": lambda _: CHAIR,
    "moderator who is away": lambda _: AWAY_MODERATOR,
    "practitioner who is away": lambda _: AWAY_WORKER,
    "Advanced Practitioner of the service": lambda _: "ap.mash",
    "stranger": lambda _: STRANGER,
    "leaver": lambda _: LEAVER,
    "the shell": lambda _: SHELL,
    "delegate of the absent Head of Service": lambda _: DELEGATE,
    "delegate of a Head of Service who is here": lambda _: IDLE_DELEGATE,
    "delegate who has left": lambda _: GONE_DELEGATE,
    "nobody": lambda _: "",
}

TEAM = {OFFICER, OTHER_OFFICER, AWAY_OFFICER, MANAGER}
FRONTDOORS_HEAD = {HOS, DELEGATE}
"""The one who is away and whoever stands in for them; nobody else's delegate does anything."""


SUPERVISORS = {"ap.mash", "ap.assessment", "ap.response"}
"""Those of the service that is audited, who talk its learning through."""


def _person(owner: str | None) -> str | None:
    return None if owner is None or owner.startswith("post:") else owner


def _moderating(label: str, audit: Any) -> set[str]:
    """The deputy takes over while the moderator is away, or once called in (programme.md §4).

    What was given to them then is theirs as well when the moderator is back.
    """
    given = audit.moderator == BACK_MODERATOR and label in {*RETURNED, "dispute raised"} - NOBODYS
    called = audit.moderator == AWAY_MODERATOR or label == "returned, deputy called in"
    takes_over = given or called
    return {audit.moderator} | ({audit.deputy} if takes_over else set())


def _writing(_label: str, audit: Any) -> set[str]:
    """The Team Manager stands in for a practitioner who is gone, and for nobody else (§3)."""
    stands_in = audit.practitioner == AWAY_WORKER
    return {audit.practitioner} | ({audit.team_manager} if stands_in else set())


def _holding(_label: str, concern: Any) -> set[str]:
    """Their own manager, for the three-way meeting too; then the Audit Manager (§2.12)."""
    own_manager = {"manager", "three_way"}
    return {concern.holder} if concern.state in own_manager else {MANAGER}


def _sampling(label: str, _audit: Any) -> set[str]:
    """Done in the Learning Academy, or by the chair whose head agreed (§2.15)."""
    one = {"sampling, an officer's": {OFFICER}, "sampling, a chair's": {CHAIR}}
    return one.get(label, TEAM)


def _signing(label: str, _report: Any) -> set[str]:
    return {PSW} if label == "signed once" else {OFFICER, OTHER_OFFICER, AWAY_OFFICER}


def _owing(label: str, duty: Any) -> set[str]:
    if label == "nobody's":
        return set()
    return TEAM if label == "a post's" else {duty.owner}


def _invited(label: str, _cycle: Any) -> set[str]:
    """Head and Group Manager, Learning Academy, and Group Managers where the chair sits (§2.1)."""
    if label not in ("planned, meeting convened", "planned, meeting held"):
        return set()
    return TEAM | {HOS, GM, ACADEMY, PSW, GM_CARE, DELEGATE, IDLE_DELEGATE}


def _keeping(_label: str, person: Any) -> set[str]:
    return TEAM | {person.id, person.reports_to}


def _leading(label: str, audit: Any) -> set[str]:
    """The auditor; the Audit Manager for an Inadequate, the Head of Service for its second (§3)."""
    led = {
        "moderated Inadequate": {MANAGER},
        "Inadequate with actions": {MANAGER},
        "second meeting due": FRONTDOORS_HEAD,
    }
    return led.get(label, {audit.auditor})


def _chaired(label: str, audit: Any) -> set[str]:
    """Whoever chaired the meeting that was held."""
    if label not in MET:
        return set()
    return {MANAGER} if label == "second meeting due" else {audit.auditor}


def _asked_to_meet(label: str, audit: Any) -> set[str]:
    """Team Manager and practitioner; the auditor convened it."""
    convened = label == "meeting convened"
    return {audit.team_manager, audit.practitioner} if convened else set()


def _raising(_label: str, audit: Any) -> set[str]:
    """Nobody who audited or moderated it confirms that its grade is raised (§7)."""
    return {ACADEMY} if MANAGER in (audit.auditor, audit.moderator) else {MANAGER}


MEMBERS: Mapping[str, Callable[[str, Any], set[str]]] = {
    "auditor": lambda _, audit: {audit.auditor},
    "audit_team": lambda *_: TEAM,
    "conflict_resolver": lambda _, audit: TEAM - {audit.auditor},
    "team_apart": lambda _, audit: (
        TEAM if audit.state == "reallocating" else TEAM - {audit.auditor}
    ),
    "head_of_service": lambda *_: FRONTDOORS_HEAD,
    "exempting_authority": lambda *_: FRONTDOORS_HEAD,
    "digest_answerer": lambda *_: {DIRECTOR},
    "paper_reader": lambda *_: TEAM,
    # Heads and Group Managers of another service have no cycle of theirs here.
    "report_reader": lambda *_: TEAM | {ACADEMY, QA_HEAD, PSW, DIRECTOR, HOS, GM},
    "section_writer": _writing,
    # Nobody decides twice on one audit (programme.md §2.12, §7).
    "checker": lambda _, audit: TEAM - {audit.auditor, audit.moderator},
    "moderator": _moderating,
    "void_decider": lambda _, audit: TEAM - {audit.auditor, audit.moderator},
    "third_lock": lambda *_: {QA_HEAD},
    "disputer": lambda _, audit: (
        (FRONTDOORS_HEAD - {audit.auditor, audit.moderator})
        | {audit.practitioner, audit.team_manager}
    ),
    "raiser": lambda _, audit: {audit.team_manager},
    "dispute_decider": lambda _, audit: (TEAM | {PSW}) - {audit.auditor, audit.moderator},
    "concern_holder": _holding,
    "cover_namer": lambda *_: {*FRONTDOORS_HEAD, DIRECTOR},
    "sampler": _sampling,
    "samplers_head": lambda *_: {HOS_CARE, GM_CARE, DELEGATE, IDLE_DELEGATE},
    "signatory": _signing,
    "uopp_lead": _leading,
    "uopp_chair": _chaired,
    "invited": _asked_to_meet,
    "work_manager": lambda _, audit: {audit.team_manager},
    "qa_lead": lambda *_: {MANAGER},
    "progression_decider": _raising,
    # Whoever graded it, or settled the dispute about it, does not look at it again.
    "dip_reauditor": lambda label, audit: (
        TEAM
        - {audit.auditor, audit.moderated_by}
        - ({OFFICER} if label == "dispute settled" else set())
    ),
    "delay_answerer": lambda *_: {*FRONTDOORS_HEAD, GM},
    "learning_academy": lambda *_: TEAM | {ACADEMY},
    "head_of_learning_academy": lambda *_: {ACADEMY},
    "psw": lambda *_: {PSW},
    "learning_lead": lambda *_: {PSW, ACADEMY},
    "practice_supervisor": lambda *_: SUPERVISORS,
    "feedback_giver": lambda label, audit: (
        _moderating(label, audit) if audit.moderated_by == AWAY_MODERATOR else {audit.moderated_by}
    ),
    "appraised_manager": lambda _, row: {row.team_manager},
    "appraisers_head": lambda *_: FRONTDOORS_HEAD,
    "duty_owner": _owing,
    "duty_doer": _owing,
    "keeper": _keeping,
    # Nobody is asked to tell themselves (trust.md §1).
    "reacher": lambda _, person: TEAM - {person.id},
    "kloe_invited": _invited,
    "themselves": lambda _, person: {person.id},
    # Actions, their closing, the board (§3): nobody confirms what is their own.
    "action_owner": lambda _, action: (
        {action.owner} | ({DIRECTOR} if action.owner == AWAY_WORKER else set())
    ),
    "second_person": lambda *_: FRONTDOORS_HEAD,
    "audited_head": lambda *_: FRONTDOORS_HEAD,
    "supervisor": lambda _, audit: FRONTDOORS_HEAD | {audit.team_manager},
    "escalator": lambda *_: {ACADEMY},
    "board": lambda *_: {ACADEMY},
    "addressee": lambda _, message: {message.to},
}
