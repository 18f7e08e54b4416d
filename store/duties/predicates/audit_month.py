"""Predicates and owners of the audit month: kinds of audits, practice audits, appraisals."""

from collections.abc import Callable, Mapping
from typing import Any

from store.audits.sent_back import timescale
from store.ledger import Reader
from store.people.posts import holders, in_post, post, post_above
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
    """The person who moderated the practice audit; the audit team where they have left."""
    named = audit.moderated_by
    return named if named is not None and in_post(reader, named) else post("audit_team")


def writes_it(reader: Reader, appraisal: Appraisal) -> str:
    """The Team Manager; once they have left, the Head of Service (programme.md §3)."""
    here = in_post(reader, appraisal.team_manager)
    return appraisal.team_manager if here else _head(appraisal)


def wrote_it_themselves(reader: Reader, appraisal: Appraisal) -> bool:
    """Whether the Head of Service wrote it for the manager, and no other head is in post."""
    heads = {person.id for person in holders(reader, _head(appraisal))}
    return bool(heads) and heads <= {appraisal.written_by}


def samples_it(reader: Reader, appraisal: Appraisal) -> str:
    """Who dip samples it: the Head of Service, or one up where they wrote it themselves (§7)."""
    head = _head(appraisal)
    return (post_above(head) or head) if wrote_it_themselves(reader, appraisal) else head


def _head(appraisal: Appraisal) -> str:
    return post("head_of_service", appraisal.service)


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "timescale_set": lambda reader, audit: timescale(reader, audit) is not None,
    "practice_audit": _practice,
    "graded": _is_kind("graded"),
    "counted": _is_kind("counted"),
    "written_by_the_head": wrote_it_themselves,
}
OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "feedback_giver": _feedback_giver,
    "appraised_manager": writes_it,
    "above_the_head": samples_it,
}
ASKED_OF: Mapping[str, tuple[type[Row], ...]] = dict.fromkeys(PREDICATES, (Audit,)) | {
    "written_by_the_head": (Appraisal,)
}
OWNED_OF: Mapping[str, tuple[type[Row], ...]] = {
    "feedback_giver": (Audit,),
    "appraised_manager": (Appraisal,),
    "above_the_head": (Appraisal,),
}
