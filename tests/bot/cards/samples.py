"""Sample views: a small council in plain dataclasses, so that cards need no ledger to be drawn."""

from dataclasses import replace
from datetime import UTC, datetime

from store.views.audit_list.confirmation import AuditList, ChangeAsked, ListRow
from store.views.audit_month.allocation import AllocatedAudit
from store.views.audit_month.conflict import Declared
from store.views.audit_month.exemption import ExemptionAsked
from store.views.audit_month.reallocation import Reallocation
from store.views.audit_month.returned import ReturnedAudit
from store.views.audit_month.selected import CycleNews, SelectedPart
from store.views.nudges.duty_lines import Ask, DutyButton
from store.views.nudges.nudge import Nudge
from store.views.nudges.status import CycleStanding, OwnAudit, ProgrammeStatus
from store.views.parts.brief import Brief
from store.views.parts.due import Due
from store.views.parts.in_hand import InHand
from store.views.parts.people_in_words import NamedPerson
from store.views.reports.digest_read import DigestRead, Line
from store.views.reports.digest_services import ServiceRow

SAM = NamedPerson("sam.okoro@riverside.example", "Sam Okoro", "social worker")
LEAH = NamedPerson("leah.grant@riverside.example", "Leah Grant", "Team Manager")
TOM = NamedPerson("tom.reed@riverside.example", "Tom Reed", "Advanced Practitioner")
OMAR = NamedPerson("omar.said@riverside.example", "Omar Said", "Team Manager")
PRIYA = NamedPerson("priya.shah@riverside.example", "Priya Shah", "Head of Service")
LEWIS = NamedPerson("a.lewis@riverside.example", "Dr A. Lewis", "moderator")
NINA = NamedPerson("nina.cole@riverside.example", "Nina Cole", "Team Manager")
TRICKY = NamedPerson(
    "x@riverside.example", "<at>Eve</at> [*press*](https://evil.example)", "auditor"
)

DUE = Due(
    at=datetime(2026, 12, 21, 17, tzinfo=UTC),
    on="Mon 21 Dec",
    rule=(
        "the earlier of the 15th working day of December 2026 (Mon 21 Dec) and 6 working days "
        "before its last working day (Mon 21 Dec)"
    ),
    source="default",
    counted=("Mon 14 Dec", "Tue 15", "Wed 16", "Thu 17", "Fri 18", "Mon 21"),
)
SOON = Due(
    at=datetime(2026, 12, 4, 17, tzinfo=UTC),
    on="Fri 4 Dec",
    rule="2 working days from issue on Wed 2 Dec",
    source="Tower Hamlets guide §7; the days are a default",
    counted=("Thu 3 Dec", "Fri 4"),
)
LATE = replace(DUE, passed=True, late=2)
JUST_PAST = replace(DUE, passed=True)

KLOE = "Is the child's own voice in the plan, and did it change what the professionals did next?"
AUDIT = Brief(
    id="M900123-2026-12",
    version=3,
    case_ref="M900123",
    service="FSP & CWD",
    month="December 2026",
    team="Team C",
    practitioner=SAM,
    team_manager=NINA,
    auditor=LEAH,
    moderator=LEWIS,
    kloes=(KLOE, "Was the management oversight timely?"),
    due=DUE,
    tool_link="https://tower-hamlets.example/audit-tool",
)
RULES = ("trained", "not in the case's team", "not the case's practitioner", "in post")

ISSUED = AllocatedAudit(
    AUDIT,
    "issued",
    accept_by=SOON,
    rules_kept=RULES,
    may=frozenset({"allocation.accept", "exemption.request", "conflict.declare", "return.submit"}),
)
ACCEPTED = replace(
    ISSUED,
    state="accepted",
    done_on="Wed 2 Dec, 09:14",
    may=frozenset({"exemption.request", "conflict.declare", "return.submit"}),
)
LONG_REASON = " ".join(["On leave from Mon 7 December and back on Mon 4 January."] * 9)

ASKED = ExemptionAsked(
    AUDIT,
    "asked",
    asked_by=LEAH,
    category="leave",
    reason="On leave from Mon 7 December, back Mon 4 January.",
    asked_on="Wed 2 Dec, 10:02",
    decide_by=SOON,
    reallocated_due="later of the date it had and 5 working days from reallocation",
    reallocated_by="Mon 21 Dec",
    would_go_to="Omar Said, Group Manager",
    with_them=("M900140, return due Mon 21 Dec",),
    in_hand=InHand(2, 1, 3),
    viewer=PRIYA.upn,
    may=frozenset({"exemption.approve", "exemption.refuse"}),
)
APPROVED = replace(
    ASKED,
    state="approved",
    decided_by=PRIYA,
    decided_on="Wed 2 Dec, 11:40",
    goes_to=OMAR.name,
    may=frozenset(),
)
REFUSED = replace(
    ASKED,
    state="refused",
    decided_by=PRIYA,
    decided_on="Wed 2 Dec, 11:40",
    refusal="The leave starts after the due date; we can move one of your visits.",
    still_theirs=ISSUED,
    is_news=True,
    may=frozenset(),
)
DECLARED = Declared(
    AUDIT,
    "declared",
    declared_by=LEAH,
    reason="I supervised the worker until Mon 2 November.",
    resolve_by=SOON,
    viewer="officer@riverside.example",
    may=frozenset({"conflict.resolve"}),
)
RESOLVED = replace(
    DECLARED, state="keep", resolved_by=OMAR, resolved_on="Thu 3 Dec, 09:20", may=frozenset()
)
PROPOSED = Reallocation(
    replace(AUDIT, auditor=OMAR),
    "proposed",
    why="Priya Shah agreed to an exemption on Wed 2 Dec, 11:40",
    confirm_by=SOON,
    rules_kept=RULES,
    may=frozenset({"reallocation.confirm"}),
)

ROWS = tuple(
    ListRow(
        audit=f"M9{n:05}-2026-12",
        case_ref=f"M9{n:05}",
        team=f"Assessment and Intervention {n % 7}",
        practitioner=f"Practitioner Number {n}",
        auditor=f"Auditor Number {n}",
        moderator=f"Moderator Number {n}",
    )
    for n in range(1, 61)
)
LIST = AuditList(
    cycle="frontdoor-2026-12",
    version=4,
    service="Frontdoor",
    month="December 2026",
    state="proposed",
    rows=ROWS,
    quotas=(("Advanced Practitioner", 20), ("Team Manager", 40)),
    dips=12,
    pool=214,
    seed=7,
    kloes=(KLOE,),
    confirm_by=SOON,
    viewer=PRIYA.upn,
    may=frozenset({"list.confirm", "list.change"}),
)
CHANGE = ChangeAsked(
    cycle=LIST.cycle,
    version=5,
    service="Frontdoor",
    month="December 2026",
    row=ROWS[0],
    asked_by=PRIYA,
    reason="The worker left on Mon 30 November; please take another case.",
    state="asked",
    answer_by=SOON,
    open_changes=3,
    may=frozenset({"list.propose", "list.swap"}),
)
PARTS = tuple(
    SelectedPart(f"M9{n:05}-2026-12", f"M9{n:05}", SAM, LEAH if n % 2 else TOM, DUE, "issued")
    for n in range(1, 7)
)
NEWS = CycleNews(
    cycle=LIST.cycle,
    service="Frontdoor",
    month="December 2026",
    parts=PARTS,
    team_manager=NINA,
    kloes=(KLOE,),
    tool_link="https://tower-hamlets.example/understanding-our-practice/audit-tool",
)
RETURNED = ReturnedAudit(
    audit=AUDIT,
    reader="moderator",
    grade="Good",
    inadequate=False,
    below_good=False,
    auditor=LEAH,
    returned_on="Mon 14 Dec, 10:02",
    late=0,
    in_time=True,
    actions=2,
    document_link="https://riverside.example/audits/M900123",
    moderate_by=DUE,
    moderates="Dr A. Lewis",
)


def press(verb: str, title: str, *, dialog: bool = False) -> DutyButton:
    """A button of a line."""
    return DutyButton(verb, title, "M900123-2026-12", 3, dialog)


RETURN_IT = Ask(
    "d1", "M900123", "return the audit", LATE,
    press("return.submit", "Return the audit", dialog=True),
)  # fmt: skip
RETURN_IT = replace(RETURN_IT, escalated_to=PRIYA.with_role, kind="return.submit")
ACCEPT_IT = Ask(
    "d2", "M900140", "accept the audit", SOON, press("allocation.accept", "Accept the audit"),
    kind="allocation.accept",
)  # fmt: skip
MODERATE = Ask(
    "d3", "M900101", "moderate the audit", DUE, link="https://riverside.example/audits/M900101",
    kind="moderation.decide",
)  # fmt: skip
TOLD = Ask("d4", "M900077", "return the audit", LATE, owner="Leah Grant, Team Manager")
FOR_SOMEBODY = Ask(
    "d5", "M900055", "decide the exemption (Tom Reed, leave)", SOON,
    press("exemption.approve", "Agree to the exemption"),
    owner="Priya Shah, Head of Service", stands_in=True, kind="exemption.decide",
)  # fmt: skip
BUNDLE = Nudge(LEAH, 2, (RETURN_IT, TOLD, ACCEPT_IT, FOR_SOMEBODY, MODERATE), 5, message="m90-1")

LINES = tuple(
    Line(
        line=f"M9{n:05}-2026-12.late.auditor{n}@riverside.example",
        version=1,
        case_ref=f"M9{n:05}",
        auditor=f"Auditor Number {n}",
        service="Frontdoor",
        due="Mon 21 Dec",
        late=3,
        may_address=True,
        silence="accepted, silent since Wed 2 Dec, reminded 4 times",
    )
    for n in range(1, 6)
)
ADDRESSED = replace(
    LINES[0],
    addressed="Mei Lau recorded on Tue 29 Dec, 09:30 how it was addressed",
    how="Spoke to the Head of Service; it comes by Mon 4 January.",
    in_since="Wed 30 Dec, 16:10",
)
DIGEST = DigestRead(
    id="digest-2026-12-28",
    version=1,
    as_of="Tue 29 Dec, 09:00",
    month="December 2026",
    at_month_end=False,
    services=(ServiceRow("Frontdoor", 61, 2, 52, 2, 5, 88),),
    lines=LINES,
    unreached=("M900201 (Auditor Number 9)", "M900202 (Auditor Number 10)"),
    asked=3,
    given=2,
    refused=1,
    backlog=9,
    backlog_late=1,
    inadequate=("M900301",),
    actions_overdue=4,
    waiting=("M900301",),
    recorded=1,
    head_seq=1412,
    head="9f2c41d07ab3",
    may_address=True,
)
STANDING = ProgrammeStatus(
    PRIYA,
    "everybody",
    (
        CycleStanding("Frontdoor", "December 2026", "issued", 60, 20, 31, 2, 1),
        CycleStanding("FSP & CWD", "January 2027", "proposed", 60, 0, 0, 0, 0),
    ),
    (OwnAudit("M900123", "accepted", LATE), OwnAudit("M900140", "returned", DUE)),
)
