"""The audits that a person does, gave up, decided on or runs, to choose a story from."""

from collections.abc import Iterable

from sqlalchemy import Text, type_coerce
from sqlmodel import col, select

from bot.desk.council import AuditChoice
from store.ledger import Reader
from store.people.posts import POSTS
from store.tables import Audit, Cycle, Fact, Person
from store.vocabulary.dates_in_words import say_month

PARTS = (
    ("auditor", Audit.auditor),
    ("moderator", Audit.moderator),
    ("deputy moderator", Audit.deputy),
    ("practitioner", Audit.practitioner),
    ("team manager", Audit.team_manager),
    ("named to cover", Audit.cover),
)
"""The parts that a person may have in an audit, the most likely choice first."""

GAVE_UP, HAD_A_SAY, OF_THEIR_CYCLE = "gave it up", "had a say", "of a cycle they run"


def audits_of(reader: Reader, upn: str) -> list[AuditChoice]:
    """Their own audits, those they gave up, those they acted on, and all of the cycles they run.

    An audit is listed once, under the first part that fits. A dip sample is listed only for people
    who acted on it or gave it up, because nobody else is notified of it.
    """
    audits = {audit.id: audit for audit in reader.rows(Audit)}
    full = {at for at, audit in audits.items() if audit.kind in reader.profile.kinds}
    part_of: dict[str, str] = {}

    def note(part: str, found: Iterable[str]) -> None:
        for audit in found:
            part_of.setdefault(audit, part)

    for part, column in PARTS:
        note(part, (row.id for row in reader.rows(Audit, col(column) == upn) if row.id in full))
    barred = type_coerce(Audit.barred, Text).like(f'%"{upn}"%')
    note(GAVE_UP, (row.id for row in reader.rows(Audit, barred)))
    touched = _touched(reader, upn)
    note(HAD_A_SAY, (audit for audit in touched if audit in audits))
    cycles = _cycles_run(reader, upn, touched)
    note(OF_THEIR_CYCLE, sorted(at for at in full if audits[at].cycle in cycles))
    months = {cycle.id: say_month(cycle.month) for cycle in reader.rows(Cycle)}
    return [
        AuditChoice(at, part, _words(audits[at], months[audits[at].cycle]))
        for at, part in part_of.items()
    ]


def _words(audit: Audit, month: str) -> str:
    kind = ", dip sample" if audit.kind == "dip" else ""
    voided = ", voided" if audit.state == "voided" else ""
    return f"{audit.case_ref}, {month}{kind}{voided}"


def _touched(reader: Reader, upn: str) -> list[str]:
    """The subjects of a person's acts; a part of an audit ("M9.r41") counts as the audit."""
    query = (
        select(Fact.subject)
        .where(col(Fact.programme) == reader.programme, col(Fact.actor) == upn)
        .order_by(col(Fact.seq))
    )
    return [subject.partition(".")[0] for subject in reader.session.scalars(query)]


def _cycles_run(reader: Reader, upn: str, touched: Iterable[str]) -> set[str]:
    """Every cycle for the audit team; for others, the cycles whose list they acted on."""
    person = reader.find(Person, upn)
    cycles = {cycle.id for cycle in reader.rows(Cycle)}
    if person is not None and set(person.roles) & set(POSTS["audit_team"]):
        return cycles
    return cycles.intersection(touched)
