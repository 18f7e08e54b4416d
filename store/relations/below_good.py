"""Who may do what about work below good: meetings, actions, progress, looking again (§3)."""

from collections.abc import Iterable

from store.audits.action_owners import confirmer_of, own_people
from store.audits.uopp_meetings import (
    barred_from_confirming,
    decider_of,
    meeting_leads,
    meetings,
    not_left,
    record_sharers,
)
from store.duties.predicates.closed_lists import OWNERS
from store.ledger import Reader
from store.people.posts import acting, holders, in_post, post, service_of, whose_work
from store.registry import Who
from store.tables import Action, Audit, Case, GradeDecision
from store.vocabulary import terms

# ---- meetings ------------------------------------------------------------------------------------


def _invited(reader: Reader, audit: Audit) -> Iterable[str]:
    found = meetings(reader, audit)
    return not_left(reader, found[0].invited) if found else ()


def _work_manager(reader: Reader, audit: Audit) -> Iterable[str]:
    """Whoever owes what the Team Manager owes: once they have left, the Head of Service (§3)."""
    owner = OWNERS["work_manager"](reader, audit)
    return () if owner is None else acting(reader, owner)


def _qa_lead(reader: Reader, _audit: Audit) -> Iterable[str]:
    return acting(reader, post("audit_manager"))


def _progression_decider(reader: Reader, audit: Audit) -> Iterable[str]:
    """Nobody who proposed it, had a say on the grade or did the work (programme.md §7)."""
    return acting(reader, decider_of(reader, audit), barred_from_confirming(reader, audit))


UOPP_LEAD = Who("uopp_lead", f"whoever leads its {terms.MEETING}", meeting_leads)
UOPP_CHAIR = Who("uopp_chair", f"whoever chaired the {terms.MEETING}", record_sharers)
INVITED = Who("invited", "whoever was invited to the meeting", _invited)
WORK_MANAGER = Who(
    "work_manager",
    f"the {terms.TEAM_MANAGER}, or whoever acts for them or above them",
    _work_manager,
)
QA_LEAD = Who("qa_lead", f"the {terms.AUDIT_MANAGER}", _qa_lead)
PROGRESSION_DECIDER = Who(
    "progression_decider",
    f"the {terms.AUDIT_MANAGER} or, where they have had a say on it, the manager above",
    _progression_decider,
)


# ---- actions, their closing and the board --------------------------------------------------------


def _action_owner(reader: Reader, action: Action) -> Iterable[str]:
    return acting(reader, action.owner)


def _second_person(reader: Reader, action: Action) -> Iterable[str]:
    """Nobody confirms an action of their own, whatever post or delegation they hold."""
    return acting(reader, confirmer_of(reader, action), own_people(reader, action))


def _head(reader: Reader, audit: Audit) -> Iterable[str]:
    return acting(reader, post("head_of_service", service_of(reader, audit)))


def _supervisor(reader: Reader, audit: Audit) -> Iterable[str]:
    """The Head of Service and the Team Manager of the case: either may record it."""
    case = reader.get(Case, audit.case_ref)
    managers = {
        p.id for upn in (case.team_manager, audit.team_manager) for p in in_post(reader, upn)
    }
    return set(_head(reader, audit)) | managers


def _board(reader: Reader, action: Action) -> Iterable[str]:
    """The Head of the Learning Academy records what the board decided, except on their own."""
    return acting(reader, post("head_of_learning_academy"), own_people(reader, action))


ACTION_OWNER = Who("action_owner", "the person responsible for the action", _action_owner)
SECOND_PERSON = Who("second_person", "a manager of the person responsible", _second_person)
AUDITED_HEAD = Who("audited_head", f"the {terms.HEAD_OF_SERVICE} of the service audited", _head)
SUPERVISOR = Who(
    "supervisor",
    f"the {terms.HEAD_OF_SERVICE} or the {terms.TEAM_MANAGER} of the case",
    _supervisor,
)
BOARD = Who(
    "board",
    f"the {terms.HEAD_OF_LEARNING_ACADEMY}, for the board, but for an action of theirs",
    _board,
)


# ---- looking again, and what is reported from it -------------------------------------------------


def _head_of_academy(reader: Reader, _subject: object) -> Iterable[str]:
    return acting(reader, post("head_of_learning_academy"))


def _dip_reauditor(reader: Reader, audit: Audit) -> Iterable[str]:
    """Nobody who graded it, or whose work it is, says whether it improved (§2.12, §7)."""
    decided = {row.decided_by for row in reader.rows(GradeDecision, audit=audit.id)}
    audited = {audit.auditor} if audit.auditor is not None else set()
    return acting(reader, post("audit_team"), decided | audited | whose_work(audit))


def _delay_answerer(reader: Reader, audit: Audit) -> Iterable[str]:
    """Head of Service and Group Managers discuss and address delay (Tower Hamlets guide §13).

    Where the profile names them as owners, they are the owners alone; else Group Managers may as
    well as the Head.
    """
    service = service_of(reader, audit)
    rule = reader.profile.duty.get("duty.delay")
    if rule is not None and "service_leads" in rule.owner.values():
        return acting(reader, post("service_leads", service), whose_work(audit))
    heads = acting(reader, post("head_of_service", service), whose_work(audit))
    managers = {person.id for person in holders(reader, post("group_manager", service))}
    return heads | (managers - whose_work(audit))


def _learning_academy(reader: Reader, subject: object) -> Iterable[str]:
    return {*_head_of_academy(reader, subject), *acting(reader, post("audit_team"))}


def _psw(reader: Reader, _subject: object) -> Iterable[str]:
    return acting(reader, post("psw"))


ESCALATOR = Who("escalator", f"the {terms.HEAD_OF_LEARNING_ACADEMY}", _head_of_academy)
DIP_REAUDITOR = Who(
    "dip_reauditor",
    f"the {terms.AUDIT_TEAM}, but for who graded it and whose work it is",
    _dip_reauditor,
)
DELAY_ANSWERER = Who(
    "delay_answerer",
    f"the {terms.HEAD_OF_SERVICE} or a {terms.GROUP_MANAGER} of the service",
    _delay_answerer,
)
LEARNING_ACADEMY = Who(
    "learning_academy",
    f"the {terms.HEAD_OF_LEARNING_ACADEMY} or the {terms.AUDIT_TEAM}",
    _learning_academy,
)
HEAD_OF_ACADEMY = Who(
    "head_of_learning_academy", f"the {terms.HEAD_OF_LEARNING_ACADEMY}", _head_of_academy
)
PSW = Who("psw", f"the {terms.PSW}", _psw)
