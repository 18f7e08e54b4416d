"""What an audit is called wherever people read of it: its reference and its kind (§1, §6)."""

from store.ledger import Reader
from store.programme.kinds import CASE, FULL, LOOKS, one
from store.tables import Audit


def kind_in_words(reader: Reader, kind: str) -> str:
    """A kind of audit in the profile's words, such as "supervision audit"."""
    rule = reader.profile.kinds.get(kind)
    if rule is not None:
        return rule.title
    return kind.replace("_", " ").replace("dip reaudit", "dip re-audit")


def ref_in_words(reader: Reader, audit: Audit) -> str:
    """The reference, with the kind where it is not the full audit: "S-4 (supervision audit)".

    Dip samples and dip re-audits are named by the cards that show them.
    """
    if audit.kind == FULL or audit.kind in LOOKS:
        return audit.case_ref
    return f"{audit.case_ref} ({kind_in_words(reader, audit.kind)})"


def looks_at(reader: Reader, audit: Audit) -> str:
    """What it looks at where that is no child's case: "a supervision record"; else ""."""
    rule = reader.profile.kinds.get(audit.kind)
    return "" if rule is None or rule.subject == CASE else one(rule.subject)
