"""A return that was sent back to its auditor: why, by whom, by when, and whether it came again."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.tables import Audit, Return, SendBack
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.order_of_acts import in_fact_order, number_of
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class SentBackRead:
    """One sending back. `reasons` are keys of the list of the check or of moderation.

    `state` is "open" while the auditor amends it, "returned" once it was submitted again, and
    "moved" where neither is so. `note` is for the auditor, in a dialog and never in the chat.
    `day_set` says that the audit team set the day.
    """

    audit: Brief
    step: str
    reasons: tuple[str, ...]
    by: NamedPerson
    by_moderator: bool
    to: NamedPerson
    sent_on: str
    spoke_on: str = ""
    note: str = ""
    state: str = "open"
    amend_by: Due | None = None
    day_set: bool = False
    returned_again_on: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def sent_back(reader: Reader, send_back_id: str, upn: str) -> SentBackRead:
    """One sending back as `upn` sees it now."""
    row = reader.get(SendBack, send_back_id)
    return _read(reader, reader.get(Audit, row.audit), row, upn)


def last_sent_back(reader: Reader, audit: Audit, upn: str) -> SentBackRead | None:
    """The last time that this audit's return went back, if it ever did."""
    row = _last(reader, audit)
    return None if row is None else _read(reader, audit, row, upn)


def _last(reader: Reader, audit: Audit) -> SendBack | None:
    found = in_fact_order(reader.rows(SendBack, audit=audit.id))
    return found[-1] if found else None


def _read(reader: Reader, audit: Audit, row: SendBack, upn: str) -> SentBackRead:
    before, after = _around(reader, audit, row)
    last = _last(reader, audit)
    is_open = audit.state == "rectifying" and last is not None and last.id == row.id
    auditor = audit.auditor if before is None else before.auditor
    return SentBackRead(
        audit=brief(reader, audit),
        step=row.step,
        reasons=tuple(row.reasons),
        by=named(reader, row.sent_by),
        by_moderator=row.step == "moderation",
        to=named(reader, auditor),
        sent_on=moment_in_words(reader, row.sent_at),
        spoke_on="" if row.spoke_on is None else say_day(row.spoke_on),
        note=(reader.unseal(row.note) or "") if upn == auditor else "",
        state="open" if is_open else "moved" if after is None else "returned",
        amend_by=due_by(reader, audit.id, "return.rectify") if is_open else None,
        day_set=row.amend_by is not None,
        returned_again_on="" if after is None else moment_in_words(reader, after.submitted_at),
        may=may_now(reader, audit, upn, ("return.submit",) if is_open else ()),
    )


def _around(reader: Reader, audit: Audit, row: SendBack) -> tuple[Return | None, Return | None]:
    """The return that was sent back, and the next one."""
    returns = in_fact_order(reader.rows(Return, audit=audit.id))
    before = [one for one in returns if number_of(one) < number_of(row)]
    after = [one for one in returns if number_of(one) > number_of(row)]
    return (before[-1] if before else None), (after[0] if after else None)
