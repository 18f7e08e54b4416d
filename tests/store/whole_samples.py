"""Practice audits, appraisals, actions, dip samples and their reports of the whole council."""

from store.tables import Action
from tests.store.council import (
    ACADEMY,
    GM_CARE,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    PSW,
    Council,
    person,
)
from tests.store.whole_audits import moderated_audit
from tests.store.whole_setting import (
    CHAIR,
    DELEGATE,
    NEW,
    NOW,
    OUTCOME,
    YESTERDAY,
    Labelled,
    undrawn,
)


def every_action(council: Council, audits: Labelled) -> Labelled:
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
        "open": first.id,
        "done": second.id,
        "confirmed, of a board that met": today.id,
        "confirmed, of a board to come": later.id,
        "confirmed, about a case": closed.id,
        "signed off": signed.id,
        "withdrawn": withdrawn.id,
    }


def both_practice_audits(council: Council) -> Labelled:
    """Two practice audits of somebody new: one waits for its feedback, one was passed."""
    new = person(NEW, service="Care", team="Care Two", manager=GM_CARE, trained_on=None)
    council.load_people([new])
    told = {}
    for label in ("practice moderated", "practice settled"):
        given = {"kind": "practice", "case_ref": undrawn(council), "auditor": NEW, "reason": "New"}
        council.do("audit.add", "frontdoor-2026-12", given, by=OFFICER)
        made = f"{given['case_ref']}-2026-12-practice"
        told[label] = moderated_audit(council, council.audit(made)).id
    settled = council.audit(told["practice settled"])
    given = {"feedback_on": YESTERDAY.date().isoformat(), "reason": "To weigh impact"}
    council.do("practice.again", settled.id, given, by=settled.moderated_by or "", at=YESTERDAY)
    return told


def every_appraisal(council: Council) -> Labelled:
    opened, written, sampled = council.table("appraisal")
    for row in (written, sampled):
        given = {"text": "What comes back is late visits"}
        council.do("appraisal.write", row["id"], given, by=row["team_manager"], at=YESTERDAY)
    given = {"text": "Three records bear it out"}
    council.do("appraisal.sample", sampled["id"], given, by=HOS, at=YESTERDAY)
    return {"open": opened["id"], "written": written["id"], "sampled": sampled["id"]}


def _dips_of(council: Council, kloe: int) -> list[str]:
    return [
        row["id"]
        for row in council.table("audit")
        if row["kloe"] == kloe and row["state"] == "sampling"
    ]


def every_dip(council: Council) -> Labelled:
    nobodys, officers, offered = _dips_of(council, 1)
    council.do("dip.assign", officers, {"to": OFFICER}, by=OFFICER)
    council.do("dip.assign", offered, {"to": CHAIR}, by=OFFICER)
    sampled, agreed, _ = _dips_of(council, 2)
    _sample(council, sampled)
    council.do("dip.assign", agreed, {"to": CHAIR}, by=OFFICER)
    council.do("dip.agree", agreed, by=HOS_CARE)
    return {
        "sampling, the audit team's": nobodys,
        "sampling, an officer's": officers,
        "sampling, a chair's": agreed,
        "offered": offered,
        "sampled": sampled,
    }


def _sample(council: Council, dip: str) -> None:
    council.do("dip.record", dip, {"answer": "shown", "finding": "It is there"}, by=OFFICER)


def every_report(council: Council) -> Labelled:
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
