"""Dip samples: recorded, reported per KLOE, signed off by two, shared (programme.md §2.15)."""

from typing import Literal

from sqlmodel import col

from store.duties.copies import queue_copies
from store.duties.outbox import queue, redraw_about
from store.duties.predicates.closed_lists import is_gone, owner_named
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, sealed_model, sealed_text
from store.people.posts import holders, post
from store.registry import Words, act
from store.relations.audit_month import SAMPLER, SAMPLERS_HEAD, SIGNATORY
from store.relations.basic import AUDIT_TEAM, TEAM_APART
from store.tables import Audit, Case, Cycle, DipFinding, KloeReport, Person
from store.views.parts.people_in_words import named, owner_in_words
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class DipGiven(Fields):
    """The UPN of who is to do it: an IRO or CP chair, or a member of the audit team."""

    to: str


class Declined(Fields):
    """Why the IRO or CP chair cannot do it."""

    reason: StaffText


class Found(Fields):
    """What this record showed on the line of enquiry; it is not graded."""

    answer: Literal["shown", "partly", "not_shown"]
    finding: PrivateText


class Report(Fields):
    """The key findings of all dip samples of a line of enquiry."""

    findings: PrivateText


def report_id(cycle: Cycle, kloe: int) -> str:
    """`frontdoor-2026-12.k1`: the report on a cycle's first line of enquiry."""
    return f"{cycle.id}.k{kloe}"


def dips_of(reader: Reader, report: KloeReport) -> list[Audit]:
    """The dip samples that a report covers."""
    return list(
        reader.rows(
            Audit, col(Audit.state) != "swapped", cycle=report.cycle, kind="dip", kloe=report.kloe
        )
    )


def _assigned(reader: Reader, audit: Audit) -> str:
    who = named(reader, audit.auditor).name
    if audit.state == "offered":
        return (
            f"Sent: their {terms.HEAD_OF_SERVICE} or {terms.GROUP_MANAGER} decides whether "
            f"{who} may do it."
        )
    return f"Assigned. {who} has been notified of {audit.case_ref}."


def _recorded(reader: Reader, audit: Audit) -> str:
    """How many are recorded now, so that an old dialog sent again says the same."""
    samples = dips_of(reader, reader.get(KloeReport, f"{audit.cycle}.k{audit.kloe}"))
    done = sum(sample.state == "sampled" for sample in samples)
    return f"Recorded: {audit.case_ref}. That is {done} of {len(samples)}."


def _signed(reader: Reader, report: KloeReport) -> str:
    owner = owner_named(reader, "next_signatory", report)
    if owner is None:
        return f"Signed off. The report has been shared with the {terms.HEAD_OF_SERVICE}."
    return f"Signed off. Next it goes to {owner_in_words(reader, owner)}."


@act("dip.open", on=KloeReport, source={"open"}, target="open")
def opens(unit: Unit, report: KloeReport, _fields: object) -> None:
    """The list is confirmed: the audit team has the dip samples done by the month's end."""
    for audit in dips_of(unit, report):
        if audit.state == "drawn":
            audit.state = "sampling"
    queue(unit, post("audit_team"), "dips", report.id)


@act(
    "dip.assign",
    on=Audit,
    by=TEAM_APART,
    source={"sampling"},
    target=("sampling", "offered"),
    fields=DipGiven,
    words=Words(
        story="asked somebody to do the dip sample",
        button="Ask somebody to do it…",
        dialog="Ask somebody to do it",
        submit="Ask them",
        receipt=_assigned,
    ),
)
def assign(unit: Unit, audit: Audit, given: DipGiven) -> None:
    """An IRO or CP chair needs the agreement of their Head of Service or Group Manager."""
    person = unit.find(Person, given.to.lower())
    if person is None or is_gone(unit, person.id):
        raise Invalid(
            "That person cannot do it: choose somebody from the list.",
            {"to": "is not known, is away or has left"},
        )
    case = unit.get(Case, audit.case_ref)
    close = {case.practitioner, case.team_manager, case.iro, case.cp_chair, *case.involved}
    if person.id in close:
        raise Invalid(
            f"{person.name} is involved in this case: choose somebody from the list.",
            {"to": "is involved in the case"},
        )
    team = {holder.id for holder in holders(unit, post("audit_team"))}
    samplers = unit.profile.dips.samplers
    if person.id not in team and not set(samplers) & set(person.roles):
        titles = "".join(f", or by a {unit.profile.title(role)}" for role in samplers)
        raise Invalid(
            f"Dip samples are done by the {terms.AUDIT_TEAM}{titles}: choose one of them.",
            {"to": "is neither"},
        )
    audit.auditor = person.id
    _redraw(unit, audit)
    if person.id in team:
        queue(unit, person.id, "dip_given", audit.id)
        return
    audit.state = "offered"
    heads = (post("head_of_service", person.service), post("group_manager", person.service))
    held = [to for to in heads if {holder.id for holder in holders(unit, to)} - {person.id}]
    for to in held or heads[:1]:  # a vacant post's message goes one up
        queue(unit, to, "dip_agree", audit.id)


@act(
    "dip.agree",
    on=Audit,
    by=SAMPLERS_HEAD,
    source={"offered"},
    target="sampling",
    words=Words(
        story="agreed that they do the dip sample",
        button="Agree",
        receipt=lambda reader, audit: (
            f"Agreed. {named(reader, audit.auditor).name} has been notified of {audit.case_ref}."
        ),
    ),
)
def agree(unit: Unit, audit: Audit, _fields: object) -> None:
    """Their Head of Service or Group Manager agrees, and they are notified."""
    _redraw(unit, audit)
    if audit.auditor is not None:
        queue(unit, audit.auditor, "dip_given", audit.id)


@act(
    "dip.decline",
    on=Audit,
    by=(SAMPLERS_HEAD, AUDIT_TEAM),
    source={"offered"},
    target="sampling",
    fields=Declined,
    words=Words(
        story="declined that they do the dip sample",
        button="They cannot do it…",
        dialog=f"Leave it with the {terms.AUDIT_TEAM}",
        submit=f"Leave it with the {terms.AUDIT_TEAM}",
        receipt=lambda _reader, audit: (
            f"Recorded. {audit.case_ref} stays with the {terms.AUDIT_TEAM}."
        ),
    ),
)
def decline(unit: Unit, audit: Audit, _given: Declined) -> None:
    """It stays with the audit team, who are notified."""
    audit.auditor = None
    queue(unit, post("audit_team"), "dips", f"{audit.cycle}.k{audit.kloe}")


@act(
    "dip.release",
    on=Audit,
    source={"sampling", "offered"},
    target="sampling",
    words=Words(story=f"took the dip sample back to the {terms.AUDIT_TEAM}"),
)
def release(unit: Unit, audit: Audit, _fields: object) -> None:
    """The person who was to do it has left, so it returns to the audit team."""
    audit.auditor = None
    queue(unit, post("audit_team"), "dips", f"{audit.cycle}.k{audit.kloe}")


@act(
    "dip.record",
    on=Audit,
    by=SAMPLER,
    source={"sampling"},
    target="sampled",
    fields=Found,
    words=Words(
        story="recorded the dip sample",
        dialog="Record the dip sample",
        asks={"dip.sample": "Record the next…"},
        submit="Record it",
        receipt=_recorded,
        met="Recorded",
    ),
)
def record(unit: Unit, audit: Audit, found: Found) -> None:
    """What the record showed: a look at the record alone, with no grade (programme.md §1)."""
    unit.add(
        DipFinding(
            programme=unit.programme,
            id=f"{audit.id}.f{unit.next_seq}",
            audit=audit.id,
            sampled_by=unit.actor.upn,
            sampled_at=unit.at,
            answer=found.answer,
            content=sealed_model(unit, found),
        )
    )
    _redraw(unit, audit)


def _redraw(unit: Unit, audit: Audit) -> None:
    """The card of its line of enquiry counts its samples, so it is brought up to date."""
    redraw_about(unit, f"{audit.cycle}.k{audit.kloe}")


def _not_all_done(reader: Reader, report: KloeReport) -> str | None:
    left = [audit.case_ref for audit in dips_of(reader, report) if audit.state != "sampled"]
    if not left:
        return None
    return f"{len(left)} of its dip samples must be recorded first: {', '.join(left[:5])}."


@act(
    "dip.report",
    on=KloeReport,
    by=AUDIT_TEAM,
    source={"open"},
    target="reported",
    fields=Report,
    closed_because=_not_all_done,
    words=Words(
        button="Report the findings…",
        dialog="Report the findings",
        submit="Report the findings",
        receipt="Reported. It is signed off next, and shared after that.",
        met="Reported",
    ),
)
def report_findings(unit: Unit, report: KloeReport, given: Report) -> None:
    """The key findings on the line of enquiry; those whom the profile names sign it off next."""
    report.findings = sealed_text(unit, given.findings)
    report.reported_by, report.reported_at = unit.actor.upn, unit.at
    _ask_to_sign(unit, report)


@act(
    "dip.sign_off",
    on=KloeReport,
    by=SIGNATORY,
    source={"reported"},
    target=("reported", "shared"),
    words=Words(asks={"dip.signoff": "Sign it off"}, receipt=_signed, met="Signed off"),
)
def sign_off(unit: Unit, report: KloeReport, _fields: object) -> None:
    """Audit Officer, then PSW; after the second signature the Head of Service is notified."""
    owner = owner_named(unit, "next_signatory", report)
    report.signed = [*report.signed, {"post": owner, "by": unit.actor.upn}]
    if owner_named(unit, "next_signatory", report) is not None:
        _ask_to_sign(unit, report)
        return
    report.state = "shared"
    queue_copies(unit, unit.profile.dips.told, report, "dip_report")


def _ask_to_sign(unit: Unit, report: KloeReport) -> None:
    owner = owner_named(unit, "next_signatory", report)
    if owner is not None:
        queue(unit, owner, "dip_sign", report.id)
