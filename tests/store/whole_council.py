"""One ledger with every kind of subject in every state of the registry, each under a label.

Where access depends on more than the state, there are several subjects in one state.
"""

from dataclasses import dataclass, field, replace
from datetime import date
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
from tests.store.council import (
    DIRECTOR,
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
from tests.store.whole_audits import every_audit
from tests.store.whole_samples import (
    both_practice_audits,
    every_action,
    every_appraisal,
    every_dip,
    every_report,
)
from tests.store.whole_setting import (
    APPRAISALS,
    AWAY_MODERATOR,
    AWAY_OFFICER,
    AWAY_WORKER,
    BACK_MODERATOR,
    CASE_NOTE,
    CHAIR,
    DELEGATE,
    EACH,
    EARLIER,
    GONE_DELEGATE,
    IDLE_DELEGATE,
    KLOES,
    LEARNING,
    LEAVER,
    MEETING,
    MET,
    NOW,
    OWN_DUTY,
    QA_HEAD,
    THIRD_LOCK,
    Labelled,
)


@dataclass
class Whole:
    """The ledger, each subject by its label, and the rows of every table at the start."""

    council: Council
    subjects: dict[type[Row], Labelled] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


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
    """Build it all. Subjects outside this council's own cycle are in cycles of later months."""
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
    whole.subjects[Audit] = every_audit(council)
    whole.subjects[Audit] |= every_dip(council)
    whole.subjects[Audit] |= both_practice_audits(council)
    whole.subjects[Appraisal] = every_appraisal(council)
    whole.subjects[KloeReport] = every_report(council)
    whole.subjects[Action] = every_action(council, whole.subjects[Audit])
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
    whole.rows = council.everything()
    return whole


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
    told["confirmed"] = council.open_cycle(month="2027-10-01")
    council.draw(told["confirmed"])
    council.issue(told["confirmed"])
    told |= _of_the_timetable(council)
    told["issued, nothing graded"] = council.open_cycle(month="2026-07-01")
    council.draw(told["issued, nothing graded"])
    council.issue(told["issued, nothing graded"])
    council.do("learning.plan", told["issued"], LEARNING, by=PSW, at=EARLIER)
    row = council.audits(state="allocated", cycle=told["changes_asked"])[0]
    given = {"audit": row.id, "reason": "On leave"}
    council.do("list.change", told["changes_asked"], given, by=HOS)
    for state, cycle in (("drawn", told["drawn"]), ("allocated", told["allocated"])):
        audits[state] = council.audits(state=state, cycle=cycle)[0].id
    return told


def _of_the_timetable(council: Council) -> Labelled:
    """Cycles that nobody has opened yet: planned, meeting convened, meeting held, dropped."""
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
        "open": returning.id,
        "asked about": asked.id,
        "closed": closed.id,
        "a post's": post.id,
        "of the authority's own": own.id,
        "nobody's": council.duties(audits["accepted"])["duty.numbers"].id,
    }


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
    """One in each state; the delivered ones are a reminder of today and another message."""
    with council.unit(at=EARLIER) as unit:
        given = {"rungs": [], "day": "2026-12-10"}
        enact(unit, "nudge.send", unit.get(Person, "tm.care.one"), given)
        unit.close()
        queued = [
            m
            for m in unit.rows(Message, state="queued")
            if m.kind != "nudge" and "post:" not in m.to
        ]
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
