"""Who looks again at work below good, and who reports on a cycle (programme.md §3)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import acting, holders, post, service_of, whose_work
from store.registry import Who
from store.tables import Audit, GradeDecision


def _dip_reauditor(reader: Reader, audit: Audit) -> Iterable[str]:
    """Nobody who graded it, nor whose work it is, says whether it improved (§2.12, §7)."""
    decided = {row.decided_by for row in reader.rows(GradeDecision, audit=audit.id)}
    audited = {audit.auditor} if audit.auditor is not None else set()
    return acting(reader, post("audit_team"), decided | audited | whose_work(audit))


def _delay_answerer(reader: Reader, audit: Audit) -> Iterable[str]:
    """Head of Service and Group Managers discuss and address delay (Tower Hamlets guide §13)."""
    service = service_of(reader, audit)
    heads = acting(reader, post("head_of_service", service), whose_work(audit))
    managers = {person.id for person in holders(reader, post("group_manager", service))}
    return heads | (managers - whose_work(audit))


def _learning_academy(reader: Reader, _subject: object) -> Iterable[str]:
    return acting(reader, post("head_of_learning_academy")) | acting(reader, post("audit_team"))


def _head_of_academy(reader: Reader, _subject: object) -> Iterable[str]:
    return acting(reader, post("head_of_learning_academy"))


def _psw(reader: Reader, _subject: object) -> Iterable[str]:
    return acting(reader, post("psw"))


DIP_REAUDITOR = Who(
    "dip_reauditor", "the audit team, but for who graded it and whose work it is", _dip_reauditor
)
DELAY_ANSWERER = Who(
    "delay_answerer", "the Head of Service or a Group Manager of the service", _delay_answerer
)
LEARNING_ACADEMY = Who(
    "learning_academy", "the Head of the Learning Academy or the audit team", _learning_academy
)
HEAD_OF_ACADEMY = Who(
    "head_of_learning_academy", "the Head of the Learning Academy", _head_of_academy
)
PSW = Who("psw", "the Principal Social Worker", _psw)
