"""A team's appraisal of its month, for its manager and the Head of Service (Bradford, §6)."""

from dataclasses import dataclass, field

from store.audits.learning import PLANNED, recorded
from store.duties.predicates.audit_month import samples_it
from store.ledger import Reader
from store.people.posts import acting, post
from store.relations.audit_month import APPRAISED_MANAGER, APPRAISERS_HEAD
from store.tables import Appraisal, Audit, Cycle, Duty
from store.views.parts.due import Due, due_of, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import AppraisalState

OFFERED = ("appraisal.write", "appraisal.sample")


@dataclass(frozen=True, slots=True)
class TeamAppraisal:
    """One team's month without a word of it; `due` is the next step's day.

    `theme` is that of the cycle's learning, where some is planned.
    """

    id: str
    version: int
    team: str
    month: str
    state: AppraisalState
    audits: int
    manager: NamedPerson
    head: str
    due: Due | None = None
    written_on: str = ""
    written_by: str = ""
    sampled_on: str = ""
    sampled_by: str = ""
    viewer: str = ""
    theme: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def appraisal(reader: Reader, appraisal_id: str, upn: str) -> TeamAppraisal | None:
    """The appraisal for the Team Manager, the Head of Service and the audit team; else nothing."""
    row = reader.get(Appraisal, appraisal_id)
    if not _may_see(reader, row, upn):
        return None
    rows = reader.rows(Audit, cycle=row.cycle, team=row.team, kind=list(reader.profile.kinds))
    plans = recorded(reader, row.cycle, PLANNED)
    open_duties = reader.rows(Duty, subject=row.id, closed_at=None, limit=1)
    return TeamAppraisal(
        id=row.id,
        version=row.version,
        team=row.team,
        month=say_month(reader.get(Cycle, row.cycle).month),
        state=row.state,
        audits=sum(audit.state not in {"swapped", "voided"} for audit in rows),
        manager=named(reader, row.team_manager),
        head=owner_in_words(reader, samples_it(reader, row)),
        due=due_of(reader, open_duties[0]) if open_duties else None,
        written_on="" if row.written_at is None else moment_in_words(reader, row.written_at),
        written_by="" if row.written_by is None else named(reader, row.written_by).name,
        sampled_on="" if row.sampled_at is None else moment_in_words(reader, row.sampled_at),
        sampled_by="" if row.sampled_by is None else named(reader, row.sampled_by).name,
        viewer=upn,
        theme=plans[-1].details["theme"] if plans else "",
        may=may_now(reader, row, upn, OFFERED),
    )


def appraisal_read(reader: Reader, appraisal_id: str, upn: str) -> tuple[str, str] | None:
    """The words of appraisal and sample, for a dialog of their lawful readers; else nothing."""
    row = reader.find(Appraisal, appraisal_id)
    if row is None or row.content is None or not _may_see(reader, row, upn):
        return None
    return reader.unseal(row.content) or "", reader.unseal(row.sample) or ""


def _may_see(reader: Reader, row: Appraisal, upn: str) -> bool:
    posts = (post("head_of_service", row.service), post("audit_team"), post("psw"))
    asked = (*APPRAISED_MANAGER.upns(reader, row), *APPRAISERS_HEAD.upns(reader, row))
    own = {row.written_by, row.sampled_by, *asked}
    return upn in own or any(upn in acting(reader, name) for name in posts)
