"""The dip samples of one line of enquiry: how many are done, what they showed (§2.15)."""

import json
from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import col

from store.duties.predicates.closed_lists import is_gone, owner_named
from store.ledger import Reader
from store.people.posts import acting, holders, post
from store.relations.audit_month import SIGNATORY
from store.tables import Audit, Case, Cycle, DipFinding, KloeReport, Person
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import AuditState, KloeReportState

MOST_SAMPLERS = 120
SAMPLE_ACTS = ("dip.record", "dip.assign", "dip.agree", "dip.decline")


@dataclass(frozen=True, slots=True)
class Sample:
    """One record to look at. `sampler` is empty where the audit team does it itself."""

    audit: str
    version: int
    case_ref: str
    state: AuditState
    service: str
    month: str
    kloe: str
    sampler: NamedPerson | None = None
    due: Due | None = None
    answer: str = ""
    finding: str = ""
    line: int = 0
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Dips:
    """A line of enquiry with its samples; `next` is the one to record next, if there is one.

    `line` is its number in the cycle. `counts` says how many records showed it, partly or not;
    `signed` who has signed so far and `signs_next` who is to sign now. It has no finding's words.
    """

    report: str
    version: int
    service: str
    month: str
    kloe: str
    state: KloeReportState
    samples: tuple[Sample, ...]
    counts: tuple[tuple[str, int], ...]
    due: Due | None = None
    sign_by: Due | None = None
    reported_by: NamedPerson | None = None
    reported_on: str = ""
    signed: tuple[str, ...] = ()
    signs_next: str = ""
    line: int = 0
    viewer: str = ""
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def done(self) -> int:
        """How many are recorded."""
        return sum(sample.state == "sampled" for sample in self.samples)

    @property
    def waiting(self) -> int:
        """How many wait until a head agrees that an IRO or CP chair may do them."""
        return sum(sample.state == "offered" for sample in self.samples)

    @property
    def next(self) -> Sample | None:
        """The first that the reader may record now."""
        return next((sample for sample in self.samples if "dip.record" in sample.may), None)


def dips(reader: Reader, report_id: str, upn: str, *, findings: bool = False) -> Dips:
    """A line's samples as `upn` sees them now; `findings` are for the audit team's dialog alone."""
    report = reader.get(KloeReport, report_id)
    cycle = reader.get(Cycle, report.cycle)
    rows = reader.rows(
        Audit, col(Audit.state) != "swapped", cycle=cycle.id, kind="dip", kloe=report.kloe
    )
    found = {row.audit: row for row in reader.rows(DipFinding, audit=[row.id for row in rows])}
    shown = findings and upn in acting(reader, post("audit_team"))
    counts = Counter(row.answer for row in found.values())
    owner = owner_named(reader, "next_signatory", report) if report.state == "reported" else None
    return Dips(
        report=report.id,
        version=report.version,
        service=cycle.service,
        month=say_month(cycle.month),
        kloe=_kloe(cycle, report.kloe),
        line=report.kloe,
        state=report.state,
        samples=tuple(_sample(reader, row, upn, found.get(row.id), shown=shown) for row in rows),
        counts=tuple((answer, counts[answer]) for answer in ("shown", "partly", "not_shown")),
        due=due_by(reader, report.id, "dip.sample"),
        sign_by=due_by(reader, report.id, "dip.signoff"),
        reported_by=None if report.reported_by is None else named(reader, report.reported_by),
        reported_on=(
            "" if report.reported_at is None else moment_in_words(reader, report.reported_at)
        ),
        signed=tuple(named(reader, signature["by"]).name for signature in report.signed),
        signs_next="" if owner is None else owner_in_words(reader, owner),
        viewer=upn,
        may_read=_may_read(reader, report, upn),
        may=may_now(reader, report, upn, ("dip.report", "dip.sign_off")),
    )


def dips_to_sign(reader: Reader, report_id: str, upn: str) -> Dips | None:
    """The report for those who sign it, and once it is shared for every reader; else nothing."""
    report = reader.get(KloeReport, report_id)
    signed = {signature["by"] for signature in report.signed}
    asked = report.state == "shared" or upn in signed or upn in set(SIGNATORY.upns(reader, report))
    return dips(reader, report_id, upn) if asked else None


def findings_read(reader: Reader, report_id: str, upn: str) -> str | None:
    """The key findings for the audit team, who signs and whom it is shared with; else nothing."""
    report = reader.find(KloeReport, report_id)
    if report is None or report.findings is None or not _may_read(reader, report, upn):
        return None
    return reader.unseal(report.findings)


def _may_read(reader: Reader, report: KloeReport, upn: str) -> bool:
    if report.findings is None:
        return False
    told = [owner_named(reader, name, report) for name in reader.profile.dips.told]
    after = [owner for owner in told if owner is not None] if report.state == "shared" else []
    owners = (post("audit_team"), *reader.profile.dips.signed_by, *after)
    return any(upn in acting(reader, owner) for owner in owners)


def sample(reader: Reader, audit_id: str, upn: str) -> Sample:
    """One dip sample as `upn` sees it now."""
    row = reader.get(Audit, audit_id)
    found = reader.rows(DipFinding, audit=row.id)
    return _sample(reader, row, upn, found[-1] if found else None, shown=False)


def sample_to_agree(reader: Reader, audit_id: str, upn: str) -> Sample | None:
    """The sample for the head who is to agree; nothing for the sampler themselves."""
    row = reader.get(Audit, audit_id)
    return None if row.auditor == upn else sample(reader, audit_id, upn)


def sample_to_give(reader: Reader, audit_id: str) -> tuple[tuple[str, str], ...]:
    """Who may do it, as (UPN, name): IROs, CP chairs, audit team; nobody involved in the case."""
    row = reader.get(Audit, audit_id)
    case = reader.get(Case, row.case_ref)
    close = {case.practitioner, case.team_manager, case.iro, case.cp_chair, *case.involved}
    team = {holder.id for holder in holders(reader, post("audit_team"))}
    found = [
        person
        for person in reader.rows(Person)
        if (person.id in team or set(reader.profile.dips.samplers) & set(person.roles))
        and person.id not in close
        and not is_gone(reader, person.id)
    ]
    found.sort(key=lambda person: (person.id in team, person.name))
    return tuple(
        (person.id, named(reader, person.id).with_role) for person in found[:MOST_SAMPLERS]
    )


def _sample(
    reader: Reader, row: Audit, upn: str, found: DipFinding | None, *, shown: bool
) -> Sample:
    cycle = reader.get(Cycle, row.cycle)
    due = due_by(reader, row.id, "dip.sample")
    return Sample(
        audit=row.id,
        version=row.version,
        case_ref=row.case_ref,
        state=row.state,
        service=cycle.service,
        month=say_month(cycle.month),
        kloe=_kloe(cycle, row.kloe),
        line=row.kloe or 0,
        sampler=None if row.auditor is None else named(reader, row.auditor),
        due=due or due_by(reader, f"{row.cycle}.k{row.kloe}", "dip.sample"),
        answer="" if found is None else found.answer,
        finding=_finding(reader, found) if shown and found is not None else "",
        may=may_now(reader, row, upn, SAMPLE_ACTS),
    )


def _finding(reader: Reader, found: DipFinding) -> str:
    text = reader.unseal(found.content)
    return "" if text is None else str(json.loads(text).get("finding", ""))


def _kloe(cycle: Cycle, number: int | None) -> str:
    place = (number or 0) - 1
    return str(cycle.kloes[place]["text"]) if 0 <= place < len(cycle.kloes) else ""
