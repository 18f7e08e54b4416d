"""The document that an audit was written in."""

from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.tables import Return


def document_link(reader: Reader, audit_id: str) -> str:
    """Where the latest return says that the document is; empty without a return or a link."""
    returns = reader.rows(Return, audit=audit_id, order=NEWEST, limit=1)
    return (reader.unseal(returns[0].document_link) or "") if returns else ""
