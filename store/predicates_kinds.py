"""What profiles may ask about kinds of audits and about teams' appraisals."""

from collections.abc import Callable, Mapping
from typing import Any

from store.ledger import Reader
from store.people import in_post, post
from store.tables import Appraisal, Audit, Row


def _is_kind(asked: str) -> Callable[[Reader, Any], bool]:
    def holds(reader: Reader, audit: Any) -> bool:
        rule = reader.profile.kinds.get(audit.kind)
        return rule is not None and bool(getattr(rule, asked))

    return holds


def _practice(reader: Reader, audit: Audit) -> bool:
    rule = reader.profile.kinds.get(audit.kind)
    return rule is not None and not rule.trained


def _feedback_giver(reader: Reader, audit: Audit) -> str:
    """Whoever moderated the practice audit; the audit team where they have left."""
    named = audit.moderated_by
    return named if named is not None and in_post(reader, named) else post("audit_team")


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "practice_audit": _practice,
    "graded": _is_kind("graded"),
    "counted": _is_kind("counted"),
}
OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "feedback_giver": _feedback_giver,
    "appraised_manager": lambda _reader, appraisal: appraisal.team_manager,
}
ASKED_OF: Mapping[str, tuple[type[Row], ...]] = dict.fromkeys(PREDICATES, (Audit,))
OWNED_OF: Mapping[str, tuple[type[Row], ...]] = {
    "feedback_giver": (Audit,),
    "appraised_manager": (Appraisal,),
}
