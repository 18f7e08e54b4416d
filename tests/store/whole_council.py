"""One ledger that holds every kind of subject in every state the registry knows, each by a label.

Where it depends on more than the state who may do what, there are several subjects in one state.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import col

from store.duties.outbox import queue
from store.registry import enact
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Concern,
    Cycle,
    DigestLine,
    Duty,
    HelpRequest,
    KloeReport,
    Message,
    Person,
    Programme,
    Row,
)
from store.vocabulary.verbs import Verb
from tests.store.audit_month import answer, check, dispute, hand_in, moderate, refer, send_back
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    GM_CARE,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    PSW,
    SETUP,
    Council,
    case,
    caseload,
    person,
    profile_text,
    staff,
)

DELEGATE, IDLE_DELEGATE, LEAVER, GONE_DELEGATE = "stands.in", "would.stand.in", "left", "left.too"
AWAY_OFFICER, AWAY_WORKER = "audit.two", "sw.response"
AWAY_MODERATOR, BACK_MODERATOR = "moderator.away", "moderator.back"
QA_HEAD, CHAIR, NEW = "qa.head", "iro.care", "new.auditor"

LAST_WEEK = datetime(2026, 12, 2, 10, tzinfo=UTC)
"""Longer ago than a grade can be disputed, and than an answer can be taken further."""
YESTERDAY = datetime(2026, 12, 9, 15, tzinfo=UTC)
NOW = datetime(2026, 12, 10, 10, tzinfo=UTC)
"""Thursday of the audit month's second week: the moment at which everything is tried."""
EARLIER = datetime(2026, 12, 10, 9, 15, tzinfo=UTC)

EACH = 22
"""Cases in each team."""

KLOES = [{"text": f"Question {n}?", "where": "flags=neglect"} for n in range(1, 7)]
ANSWERS = {f"k{n}": "It is in the plan." for n in range(1, 7)}

MEETING = {"starts_at": "2027-03-16T10:00:00+00:00", "place": "Room 2"}
MET: dict[str, Any] = {
    "held_on": "2026-11-23",
    "attended": [HOS, OFFICER],
    "going_well": "Visits are in time",
    "worried_about": "Plans are long",
    "need_assurance": "That children are heard",
    "kloes": [{"text": "Is the child heard?", "where": "flags=neglect", "rationale": "Few were"}],
}

Labelled = dict[str, str]
"""The id of a subject by what it is."""

THIRD_LOCK = """
[duty."lock.confirm"]
opens_on = ["moderation.agree", "moderation.change"]
owner = "post:head_of_qa"
due = "2 working days"
event = "moderation"
met_by = ["lock.confirm", "lock.change"]
ends_on = ["dispute.settle"]
ladder = "short"
words = "set the third lock"
source = "programme.md §2.11"
"""

APPRAISALS = """
[duty."duty.appraisal"]
opens_on = ["appraisal.open"]
owner = "appraised_manager"
due = "last working day of the audit month"
event = "the list"
met_by = ["appraisal.write"]
ladder = "short"
words = "look back on the team's month"
source = "programme.md §6"
"""

OWN_DUTY = """
[duty."duty.family_call"]
opens_on = ["allocation.accept"]
owner = "auditor"
due = "5 working days"
event = "the auditor's acceptance"
met_by = ["duty.done"]
ends_on = ["reallocation.propose"]
ladder = "short"
words = "call the family"
source = "our own"
"""

CASE_NOTE = """
[duty."case.note"]
opens_on = ["moderation.agree", "moderation.change"]
when = "below_good"
owner = "post:audit_manager"
due = "5 working days"
event = "moderation"
met_by = ["case.noted"]
ladder = "short"
words = "put the case note on the file"
source = "programme.md §3, Bromley"
"""


@dataclass
class Whole:
    """The ledger, and each subject by its label."""

    council: Council
    subjects: dict[type[Row], Labelled] = field(default_factory=dict)


def cast() -> list[Any]:
    """Frontdoor's Head is away with a delegate; Care's is here, so that delegate may do nothing."""
    away = (date(2026, 11, 30), date(2026, 12, 31))
    return [
        person(DELEGATE, roles=["group_manager"], service="Care", manager=HOS_CARE),
        person(IDLE_DELEGATE, roles=["group_manager"], service="Care", manager=HOS_CARE),
        person(LEAVER, roles=["audit_officer", "head_of_service", "divisional_director"],
               service="Frontdoor", manager=DIRECTOR),
        person(GONE_DELEGATE, roles=["psw"], manager=DIRECTOR),
        person(AWAY_OFFICER, roles=["audit_officer"], manager=MANAGER, absent=away,
               delegate=GONE_DELEGATE),
        person(AWAY_MODERATOR, roles=["moderator"], manager=DIRECTOR),
        person("moderator.three", roles=["moderator"], manager=DIRECTOR),
        person(BACK_MODERATOR, roles=["moderator"], manager=DIRECTOR),
        person(QA_HEAD, roles=["head_of_qa"], manager=DIRECTOR, trained_on=None),
        person(CHAIR, roles=["iro"], service="Care", manager=HOS_CARE, trained_on=None),
        person(HOS, roles=["head_of_service"], service="Frontdoor", manager=DIRECTOR,
               absent=away, delegate=DELEGATE),
        person(HOS_CARE, roles=["head_of_service"], service="Care", manager=DIRECTOR,
               delegate=IDLE_DELEGATE),
    ]  # fmt: skip


def everything_at_once(council: Council) -> Whole:
    """Play it all; what is not about this council's own cycle is in cycles of later months."""
    share = profile_text(tm=33, ap=8, dips=(3, 3)).replace("share = 100", "share = 90")
    council.found(share + THIRD_LOCK + CASE_NOTE + APPRAISALS + OWN_DUTY)
    council.load_people([*staff(), *cast()])
    for upn in (LEAVER, GONE_DELEGATE):
        council.do("person.left", upn, {"on": "2026-11-20"}, at=SETUP)
    long_closed = replace(case("CA-closed", service="Care"), closed_on=SETUP.date())
    council.load_cases([*caseload(each=EACH), long_closed])
    given = {"service": "Frontdoor", "month": "2026-12-01", "kloes": KLOES, "accept_slack": True}
    council.do("cycle.open", council.programme, given, at=SETUP)
    council.draw()
    council.issue()
    whole = Whole(council)
    whole.subjects[Audit] = _audits(council)
    whole.subjects[Audit] |= _dips(council)
    whole.subjects[Audit] |= _practice(council)
    whole.subjects[Appraisal] = _appraisals(council)
    whole.subjects[KloeReport] = _reports(council)
    whole.subjects[Action] = _actions(council, whole.subjects[Audit])
    _people_go_away(council)
    whole.subjects[Cycle] = _cycles(council, whole.subjects[Audit])
    whole.subjects[Concern] = _concerns(council)
    audits = whole.subjects[Audit]
    whole.subjects[DigestLine] = {"named": _named_in_digest(council, audits["issued"])}
    whole.subjects[Duty] = _duties(council, audits)
    whole.subjects[HelpRequest] = _help(council, whole.subjects[Duty])
    whole.subjects[Message] = _messages(council)
    whole.subjects[Person] = {
        "here": council.audit(audits["issued"]).auditor or "",
        "away": AWAY_WORKER,
        "left": LEAVER,
        "out of reach": _out_of_reach(council, audits),
    }
    whole.subjects[Programme] = {"the programme": council.programme}
    return whole


# ---- audits --------------------------------------------------------------------------------------


def _audits(council: Council) -> Labelled:
    audits = council.audits()
    told: Labelled = {}
    outside = [a for a in audits if a.to_moderate is False]
    inside = [a for a in audits if a.to_moderate]
    # Those whose auditor is of the service audited, so that "own" and "other" are told apart.
    inside.sort(key=lambda audit: council.head_of(audit.auditor) != HOS)
    for label, play in {**OUTSIDE, **INSIDE}.items():
        audit = (outside if label in OUTSIDE else inside).pop(0)
        play(council, audit)
        told[label] = audit.id
    swapped = council.exempt(inside.pop(), by=HOS_CARE)
    council.do(
        "list.swap", swapped.id, {"case_ref": undrawn(council), "reason": "Moved"}, by=OFFICER
    )
    return told | {"swapped": swapped.id}


def _handed_in(council: Council, audit: Audit, at: datetime = YESTERDAY, **given: Any) -> Audit:
    return hand_in(council, audit, at=at, kloes=ANSWERS, **given)


def _moderated(council: Council, audit: Audit, at: datetime = YESTERDAY) -> Audit:
    return moderate(council, audit, at=at, kloes=ANSWERS)


def _disputed(council: Council, audit: Audit, at: datetime = YESTERDAY) -> Audit:
    return dispute(council, _moderated(council, audit, at), at=at)


def _exemption_asked(council: Council, audit: Audit) -> None:
    council.ask_exemption(audit)


def _reallocating(council: Council, audit: Audit) -> None:
    """Exempted; its moderator is one who stays here, for whoever is away is not named anew."""
    council.exempt(audit, by=HOS if council.head_of(audit.auditor) == HOS else HOS_CARE)
    given = {"moderator": "moderator.three", "reason": "They stay"}
    if council.audit(audit.id).moderator != given["moderator"]:
        council.do("list.swap", audit.id, given, by=OFFICER)


def _conflict(council: Council, audit: Audit) -> None:
    given = {"reason": "A friend"}
    council.do("conflict.declare", audit.id, given, by=audit.auditor or "")


def _voided(council: Council, audit: Audit) -> None:
    refer(council, _handed_in(council, audit), at=YESTERDAY)
    given = {"outcome": "close", "reason": "It cannot be done again"}
    council.do("void.decide", audit.id, given, by=OFFICER, at=YESTERDAY)


def _settled(council: Council, audit: Audit) -> None:
    answer(council, _disputed(council, audit), "refer", at=YESTERDAY)
    given = {"grade": "RI", "rationale": "The visits were late"}
    council.do("dispute.settle", audit.id, given, by=OFFICER, at=YESTERDAY)


def _locked(council: Council, audit: Audit) -> None:
    _moderated(council, audit)
    council.do("lock.confirm", audit.id, by=QA_HEAD, at=YESTERDAY)


def _with_moderator(upn: str) -> Callable[[Council, Audit], None]:
    def play(council: Council, audit: Audit) -> None:
        check(council, _handed_in(council, _given(council, audit, upn)), at=YESTERDAY)

    return play


def _given(council: Council, audit: Audit, upn: str) -> Audit:
    """Somebody in particular moderates it."""
    if audit.moderator != upn:
        council.do("moderation.hand_over", audit.id, {"moderator": upn}, by=OFFICER)
    return council.audit(audit.id)


def _deputy_called_in(council: Council, audit: Audit) -> None:
    audit = check(council, _handed_in(council, audit), at=YESTERDAY)
    duty = council.duties(audit.id)["moderation.decide"]
    rung = {"duty": duty.id, "rung": "4 working hours after it opens", "tell": "deputy"}
    with council.unit(at=YESTERDAY) as unit:
        given = {"rungs": [rung], "day": "2026-12-09", "alone": True}
        enact(unit, "nudge.send", unit.get(Person, audit.deputy or ""), given)


def _graded(council: Council, audit: Audit, grade: str, **given: Any) -> Audit:
    """Moderated as that, by somebody else than the Audit Manager."""
    others = _given(council, audit, "moderator.three")
    return moderate(council, others, at=YESTERDAY, kloes=ANSWERS, grade=grade, **given)


def _convened(council: Council, audit: Audit) -> None:
    _graded(council, audit, "RI")
    given = {"times": ["2026-12-14T10:00", "2026-12-14T15:00"]}
    council.do("uopp.convene", audit.id, given, by=audit.auditor or "", at=YESTERDAY)


def _met(grade: str, **given: Any) -> Callable[[Council, Audit], None]:
    """The meeting has been held, by the Audit Manager for an Inadequate."""

    def play(council: Council, audit: Audit) -> None:
        _graded(council, audit, grade)
        there = [audit.team_manager, audit.practitioner, audit.auditor]
        fields = {"held_on": YESTERDAY.date().isoformat(), "attended": there, "record": "Said"}
        chair = MANAGER if grade == "Inadequate" else audit.auditor or ""
        council.do("uopp.held", audit.id, fields | given, by=chair, at=YESTERDAY)

    return play


def _improvement(who: str, scope: str = "case") -> dict[str, Any]:
    return {
        "what": "See the child alone", "who": who, "by": "2026-12-31", "different": "Heard",
        "scope": scope,
    }  # fmt: skip


def _inadequate_with_actions(council: Council, audit: Audit) -> None:
    """Its actions end up in every state but withdrawn: `_actions` sees to it."""
    case, service = _improvement("team_manager"), _improvement("head_of_service", "service")
    actions = [_improvement("practitioner"), case, service, service, service]
    _graded(council, audit, "Inadequate", actions=actions)


def _all_closed(council: Council, audit: Audit) -> None:
    _graded(council, audit, "RI", actions=[_improvement("team_manager")])
    _close_actions(council, audit.id, YESTERDAY)


def _close_actions(council: Council, audit: str, at: datetime) -> None:
    """Done by its Team Manager, and confirmed in the Head of Service's place."""
    with council.read() as reader:
        found = reader.rows(Action, audit=audit, state="open")
    for action in found:
        council.do("action.done", action.id, OUTCOME, by=action.owner, at=at)
        council.do("action.confirm", action.id, by=DELEGATE, at=at)


OUTCOME = {"different": "Her words open the plan", "evidence": "The review"}


def _actions(council: Council, audits: Labelled) -> Labelled:
    """One in each state: the board met today, meets again, or is not to see it."""
    audit = audits["Inadequate with actions"]
    given = {"dates": ["2026-12-10", "2027-01-20"]}
    council.do("board.dates", council.programme, given, by=OFFICER, at=YESTERDAY)
    with council.read() as reader:
        first, second, today, signed, later = reader.rows(Action, audit=audit)
        (closed,) = reader.rows(Action, audit=audits["RI with its actions closed"])
        (withdrawn,) = reader.rows(Action, audit=audits["rectifying"])
    for action, at in ((today, YESTERDAY), (signed, YESTERDAY), (later, NOW)):
        council.do("action.done", action.id, OUTCOME, by=DELEGATE, at=at)
        council.do("action.confirm", action.id, by=MANAGER, at=at)
    council.do("board.signed_off", signed.id, by=ACADEMY, at=NOW)
    council.do("action.done", second.id, OUTCOME, by=second.owner, at=YESTERDAY)
    return {
        "open": first.id, "done": second.id, "confirmed, of a board that met": today.id,
        "confirmed, of a board to come": later.id, "confirmed, about a case": closed.id,
        "signed off": signed.id, "withdrawn": withdrawn.id,
    }  # fmt: skip


def _long_clock(council: Council, audit: Audit) -> None:
    _handed_in(council, audit, grade="Inadequate")
    with council.unit(at=YESTERDAY) as unit:
        enact(unit, "clock.long", unit.get(Audit, audit.id))


def _looked_at_again(council: Council, audit: Audit) -> None:
    moderate(council, audit, at=YESTERDAY, kloes=ANSWERS, grade="RI")
    actions = [row["id"] for row in council.table("action") if row["audit"] == audit.id]
    given = {"grade": "RI", "actions": dict.fromkeys(actions, "on_track")}
    council.do("dip.reaudited", audit.id, given, by=OFFICER, at=YESTERDAY)


OUTSIDE: Mapping[str, Callable[[Council, Audit], object]] = {
    "returned, outside the share": _handed_in,
    "complete": lambda c, a: check(c, _handed_in(c, a), at=YESTERDAY),
}
INSIDE: Mapping[str, Callable[[Council, Audit], object]] = {
    "exemption_asked": _exemption_asked,
    "issued": lambda _c, _a: None,
    "accepted": lambda c, a: c.do("allocation.accept", a.id, by=a.auditor or ""),
    "conflict_declared": _conflict,
    "reallocating": _reallocating,
    "returned, being checked": _handed_in,
    "returned, time of the check over": lambda c, a: _handed_in(c, a, LAST_WEEK),
    "returned, checked": lambda c, a: check(c, _handed_in(c, a), at=YESTERDAY),
    "returned, deputy called in": _deputy_called_in,
    "returned, moderator away": _with_moderator(AWAY_MODERATOR),
    "returned, moderator back": _with_moderator(BACK_MODERATOR),
    "returned, moderated by the Audit Manager": _with_moderator(MANAGER),
    "returned, Inadequate over a long holiday": _long_clock,
    "rectifying": lambda c, a: send_back(
        c, _handed_in(c, a, actions=[_improvement("practitioner")]), at=YESTERDAY
    ),
    "referred": lambda c, a: refer(c, _handed_in(c, _given(c, a, MANAGER)), at=YESTERDAY),
    "voided": _voided,
    "moderated": _moderated,
    "Inadequate with actions": _inadequate_with_actions,
    "RI with its actions closed": _all_closed,
    "moderated last week": lambda c, a: _moderated(c, a, LAST_WEEK),
    "locked": _locked,
    "dispute raised": _disputed,
    "dispute answered": lambda c, a: answer(c, _disputed(c, a), "resolved", at=YESTERDAY),
    "dispute answered last week": lambda c, a: answer(
        c, _disputed(c, a, LAST_WEEK), "resolved", at=LAST_WEEK
    ),
    "dispute referred": lambda c, a: answer(
        c, _disputed(c, _given(c, a, MANAGER)), "refer", at=YESTERDAY
    ),
    "dispute settled": _settled,
    "moderated Inadequate": lambda c, a: _graded(c, a, "Inadequate"),
    "meeting convened": _convened,
    "meeting held": _met("RI"),
    "higher grade proposed": _met("RI", progression={"grade": "Good", "reason": "They did"}),
    "second meeting due": _met("Inadequate"),
    "below good, looked at again": _looked_at_again,
}


def _practice(council: Council) -> Labelled:
    """Two practice audits of somebody new: one waits for its feedback, one was passed."""
    new = person(NEW, service="Care", team="Care Two", manager=GM_CARE, trained_on=None)
    council.load_people([new])
    told = {}
    for label in ("practice moderated", "practice settled"):
        given = {"kind": "practice", "case_ref": undrawn(council), "auditor": NEW, "reason": "New"}
        council.do("audit.add", "frontdoor-2026-12", given, by=OFFICER)
        made = f"{given['case_ref']}-2026-12-practice"
        told[label] = _moderated(council, council.audit(made)).id
    settled = council.audit(told["practice settled"])
    given = {"feedback_on": YESTERDAY.date().isoformat(), "reason": "To weigh impact"}
    council.do("practice.again", settled.id, given, by=settled.moderated_by or "", at=YESTERDAY)
    return told


def _appraisals(council: Council) -> Labelled:
    opened, written, sampled = council.table("appraisal")
    for row in (written, sampled):
        given = {"text": "What comes back is late visits"}
        council.do("appraisal.write", row["id"], given, by=row["team_manager"], at=YESTERDAY)
    given = {"text": "Three records bear it out"}
    council.do("appraisal.sample", sampled["id"], given, by=HOS, at=YESTERDAY)
    return {"open": opened["id"], "written": written["id"], "sampled": sampled["id"]}


def undrawn(council: Council) -> str:
    """A case of Frontdoor that no cycle has drawn."""
    drawn = {row["case_ref"] for row in council.table("audit")}
    frontdoor = (c.case_ref for c in caseload(each=EACH) if c.service == "Frontdoor")
    return next(ref for ref in frontdoor if ref not in drawn)


# ---- dip samples and their reports ---------------------------------------------------------------


def _dips_of(council: Council, kloe: int) -> list[str]:
    return [row["id"] for row in council.table("audit")
            if row["kloe"] == kloe and row["state"] == "sampling"]  # fmt: skip


def _dips(council: Council) -> Labelled:
    nobodys, officers, offered = _dips_of(council, 1)
    council.do("dip.assign", officers, {"to": OFFICER}, by=OFFICER)
    council.do("dip.assign", offered, {"to": CHAIR}, by=OFFICER)
    sampled, agreed, _ = _dips_of(council, 2)
    _sample(council, sampled)
    council.do("dip.assign", agreed, {"to": CHAIR}, by=OFFICER)
    council.do("dip.agree", agreed, by=HOS_CARE)
    return {
        "sampling, the audit team's": nobodys, "sampling, an officer's": officers,
        "sampling, a chair's": agreed, "offered": offered, "sampled": sampled,
    }  # fmt: skip


def _sample(council: Council, dip: str) -> None:
    council.do("dip.record", dip, {"answer": "shown", "finding": "It is there"}, by=OFFICER)


def _reports(council: Council) -> Labelled:
    report = "frontdoor-2026-12.k{}".format
    told = {"open, samples left": report(1), "open, samples with a chair": report(2)}
    for kloe, label in enumerate(("open, all sampled", "reported", "signed once", "shared"), 3):
        told[label] = report(kloe)
        for dip in _dips_of(council, kloe):
            _sample(council, dip)
        if kloe > 3:
            council.do("dip.report", told[label], {"findings": "Mostly there"}, by=MANAGER)
        for signatory in {"signed once": [OFFICER], "shared": [OFFICER, PSW]}.get(label, []):
            council.do("dip.sign_off", told[label], by=signatory)
    return told


# ---- people, cycles, concerns, duties, messages --------------------------------------------------


def _people_go_away(council: Council) -> None:
    away = {"from": "2026-12-10", "to": "2026-12-31"}
    for upn in (BACK_MODERATOR, AWAY_MODERATOR, AWAY_WORKER):
        council.do("person.absent", upn, away, by=upn, at=EARLIER)
        if upn == BACK_MODERATOR:
            council.do("person.back", upn, by=OFFICER, at=EARLIER)


def _cycles(council: Council, audits: Labelled) -> Labelled:
    """A cycle in each state; an audit of those that are not issued yet is drawn or allocated."""
    told = {"issued": "frontdoor-2026-12", "open": council.open_cycle(month="2027-01-01")}
    # With it comes a share of what fell below good in December (programme.md §3).
    told["drawn"] = council.open_cycle(month="2027-05-01")
    council.do("cycle.select", told["drawn"], {"seed": 7}, at=SETUP)
    months = {"allocated": "2027-03-01", "proposed": "2027-04-01", "changes_asked": "2027-02-01"}
    for label, month in months.items():
        told[label] = council.open_cycle(month=month)
        council.draw(told[label])
        if label != "allocated":
            council.do("list.propose", told[label], at=SETUP)
    told |= _of_the_timetable(council)
    told["issued, nothing graded"] = council.open_cycle(month="2026-07-01")
    council.draw(told["issued, nothing graded"])
    council.issue(told["issued, nothing graded"])
    row = council.audits(state="allocated", cycle=told["changes_asked"])[0]
    given = {"audit": row.id, "reason": "On leave"}
    council.do("list.change", told["changes_asked"], given, by=HOS)
    for state, cycle in (("drawn", told["drawn"]), ("allocated", told["allocated"])):
        audits[state] = council.audits(state=state, cycle=cycle)[0].id
    return told


def _of_the_timetable(council: Council) -> Labelled:
    """Cycles that nobody has opened yet: planned, convened for, met for, and dropped again."""
    labels = ("planned", "planned, meeting convened", "planned, meeting held", "dropped")
    months = ("2027-06", "2027-07", "2027-08", "2027-09")
    entries = [{"service": "Frontdoor", "month": month} for month in months]
    given = {"entries": entries, "minutes": "Agreed", "agreed_on": "2026-11-20"}
    council.do("timetable.record", council.programme, given, at=SETUP)
    told = {label: f"frontdoor-{month}" for label, month in zip(labels, months, strict=True)}
    council.do("kloe.convene", told["planned, meeting convened"], MEETING, at=SETUP)
    council.do("kloe.held", told["planned, meeting held"], MET, at=SETUP)
    given = {"entries": entries[:3], "minutes": "One less", "agreed_on": "2026-11-24"}
    council.do("timetable.record", council.programme, given, at=SETUP)
    return told


def _concerns(council: Council) -> Labelled:
    steps = ["manager", "three_way", "audit_manager", "restorative", "closed"]
    audits = [
        a
        for a in council.audits()
        if a.auditor and a.auditor.startswith(("tm.", "ap.")) and a.moderator != MANAGER
    ]
    audit = audits[0]
    for _ in steps:
        given = {"audit": audit.id, "text": "I was not heard"}
        council.do("concern.raise", audit.auditor or "", given, by=audit.auditor or "")
    told = {}
    for step, concern in zip(steps, council.table("concern"), strict=True):
        told[step] = concern["id"]
        for _ in steps[: steps.index(step)]:
            given = {"outcome": "go_on", "met_on": "2026-12-01"}
            row = next(c for c in council.table("concern") if c["id"] == concern["id"])
            holder = MANAGER if row["holder"].startswith("post:") else row["holder"]
            council.do("concern.answer", concern["id"], given, by=holder)
    return told


def _named_in_digest(council: Council, audit: str) -> str:
    with council.unit() as unit:
        fields = {"occasion": "week", "as_of": ISSUED, "names": [audit]}
        enact(unit, "digest.issue", unit.get(Programme, council.programme), fields)
    return str(council.table("digest_line")[0]["id"])


def _duties(council: Council, audits: Labelled) -> Labelled:
    returning = council.duties(audits["issued"])["return.submit"]
    asked = council.duties(audits["accepted"])["return.submit"]
    with council.read() as reader:
        closed = reader.rows(Duty, col(Duty.closed_at).is_not(None), limit=1)[0]
    post = council.duties(audits["reallocating"])["reallocation.confirm"]
    own = council.duties(audits["accepted"])["duty.family_call"]
    council.do("help.ask", asked.id, {"what": "I cannot open it"}, by=asked.owner, at=NOW)
    return {
        "open": returning.id, "asked about": asked.id, "closed": closed.id, "a post's": post.id,
        "of the authority's own": own.id,
    }  # fmt: skip


def _help(council: Council, duties: Labelled) -> Labelled:
    (asked,) = council.table("help_request")
    with council.read() as reader:
        owner = reader.get(Duty, duties["a post's"]).owner
    assert owner == "post:audit_team"
    council.do("help.ask", duties["a post's"], {"what": "Who is free?"}, by=OFFICER, at=NOW)
    (second,) = (row for row in council.table("help_request") if row["id"] != asked["id"])
    council.do("help.answer", second["id"], {"answer": "Nobody yet"}, by=MANAGER, at=NOW)
    return {"asked": asked["id"], "answered": second["id"]}


def _out_of_reach(council: Council, audits: Labelled) -> str:
    """An auditor who has blocked Sightline."""
    here = council.audit(audits["issued"]).auditor
    others = (council.audit(audits[label]) for label in ("accepted", "moderated", "complete"))
    upn, audit = next((a.auditor or "", a.id) for a in others if a.auditor != here)
    with council.unit(at=EARLIER) as unit:
        lost = queue(unit, upn, "allocation", audit, once="out of reach")
        assert lost is not None
        unit.session.flush()
        enact(unit, "message.fail", lost, {"reason": "Blocked", "out_of_reach": True})
    return upn


def _messages(council: Council) -> Labelled:
    """One in each state; of those delivered, a reminder of today's and one that is none."""
    with council.unit(at=EARLIER) as unit:
        given = {"rungs": [], "day": "2026-12-10"}
        enact(unit, "nudge.send", unit.get(Person, "tm.care.one"), given)
        unit.close()
        queued = [m for m in unit.rows(Message, state="queued")
                  if m.kind != "nudge" and "post:" not in m.to]  # fmt: skip
        (nudge,) = (m for m in unit.rows(Message, once="nudge:2026-12-10>tm.care.one"))
        post = next(m for m in unit.rows(Message, state="queued") if "post:" in m.to)
        delivered, doubted, failed, dropped, waits = queued[:5]
        where = {"conversation_id": "c", "activity_id": "a"}
        why = {"reason": "For a test"}
        ends: tuple[tuple[Verb, Message, dict[str, str]], ...] = (
            ("message.deliver", nudge, where), ("message.deliver", delivered, where),
            ("message.doubt", doubted, why), ("message.fail", failed, why),
            ("message.drop", dropped, why), ("message.address", post, {}),
        )  # fmt: skip
        for verb, message, fields in ends:
            enact(unit, verb, message, fields)
        return {
            "reminder of today": nudge.id, "delivered": delivered.id, "unknown": doubted.id,
            "failed": failed.id, "dropped": dropped.id, "queued": waits.id, "addressed": post.id,
        }  # fmt: skip
