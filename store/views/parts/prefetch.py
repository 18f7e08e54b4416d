"""Reads what a list of audits needs by one query each, before it is asked for."""

from collections.abc import Collection

from store.ledger import Reader
from store.tables import Audit, Duty, Person, Section


def prefetch_audits(reader: Reader, audits: Collection[Audit]) -> None:
    """Prefetch the people, duties and sections of these audits, by one query each."""
    ids = [audit.id for audit in audits]
    reader.gather(Duty, ids)
    reader.gather(Section, ids)
    prefetch_people(reader, audits)


def prefetch_people(reader: Reader, audits: Collection[Audit]) -> None:
    """Prefetch everybody with a part in these audits, by one query."""
    named = {
        upn
        for audit in audits
        for upn in (audit.auditor, audit.moderator, audit.practitioner, audit.team_manager)
        if upn is not None
    }
    reader.gather_rows(Person, named)
