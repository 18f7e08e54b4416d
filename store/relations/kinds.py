"""Who may settle a practice audit, and write or sample a team's appraisal."""

from collections.abc import Iterable

from store.duties.predicates.closed_lists import is_gone
from store.ledger import Reader
from store.people.posts import acting, in_post, post
from store.registry import Who
from store.relations.moderation import MODERATOR
from store.tables import Appraisal, Audit


def _feedback_giver(reader: Reader, audit: Audit) -> Iterable[str]:
    """Whoever moderated it; the audit team where they and the deputy are gone."""
    if audit.moderated_by is not None and not is_gone(reader, audit.moderated_by):
        return {audit.moderated_by}
    return set(MODERATOR.upns(reader, audit)) or acting(
        reader, post("audit_team"), {audit.auditor or ""}
    )


def _appraised_manager(reader: Reader, appraisal: Appraisal) -> Iterable[str]:
    """The team's manager; one up while they are gone."""
    return acting(reader, appraisal.team_manager) | {
        person.id for person in in_post(reader, appraisal.team_manager)
    }


def _appraisers_head(reader: Reader, appraisal: Appraisal) -> Iterable[str]:
    """The Head of Service, never whoever wrote it."""
    written = set() if appraisal.written_by is None else {appraisal.written_by}
    return acting(reader, post("head_of_service", appraisal.service), written)


FEEDBACK_GIVER = Who(
    "feedback_giver", "the moderator who talked it through with the auditor", _feedback_giver
)
APPRAISED_MANAGER = Who("appraised_manager", "the Team Manager of that team", _appraised_manager)
APPRAISERS_HEAD = Who(
    "appraisers_head", "the Head of Service, but for whoever wrote it", _appraisers_head
)
