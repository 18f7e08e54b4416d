"""The non-submission digests that the Director gets, and how each line was addressed."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from store.tables.rows import Row


class Digest(Row, table=True):
    """A non-submission digest as it was issued, with the ledger's head at that moment."""

    as_of: datetime
    occasion: str
    head_seq: int = Field(sa_type=BigInteger)
    head_hash: str


class DigestLine(Row, table=True):
    """One overdue audit in a digest, by name, and how it was addressed."""

    __tablename__ = "digest_line"

    digest: str = Field(index=True)
    audit: str = Field(index=True)
    auditor: str
    service: str
    due: datetime
    addressed_by: str | None = None
    addressed_at: datetime | None = None
    how: str | None = None
