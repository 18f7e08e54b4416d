"""One line an audit for one person: what is overdue says what else waits on the same audit."""

from collections.abc import Iterable
from datetime import datetime

from store.tables import Duty

ABSORBED = {"allocation.accept": "return.submit"}
"""Duties that need no line of their own once another on the same audit is past its day."""


def one_line_an_audit(duties: Iterable[Duty], moment: datetime) -> list[Duty]:
    """`duties` without those that an overdue one on the same audit has made pointless to ask.

    Whoever is late with a return is not also asked to accept the audit (programme.md §4).
    """
    known = list(duties)
    late = {(duty.kind, duty.subject) for duty in known if duty.due_at < moment}
    return [duty for duty in known if (ABSORBED.get(duty.kind), duty.subject) not in late]
