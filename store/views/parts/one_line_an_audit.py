"""One line for each audit that a person owes: an overdue duty makes an earlier one pointless."""

from collections.abc import Iterable
from datetime import datetime

from store.tables import Duty

ABSORBED = {"allocation.accept": "return.submit"}
"""Duties that need no line once the other on the same audit is overdue."""


def one_line_an_audit(duties: Iterable[Duty], moment: datetime) -> list[Duty]:
    """`duties` without those that an overdue duty on the same audit makes pointless.

    A person who is late with a return is not also asked to accept the audit (programme.md §4).
    """
    known = list(duties)
    late = {(duty.kind, duty.subject) for duty in known if duty.due_at < moment}
    return [duty for duty in known if (ABSORBED.get(duty.kind), duty.subject) not in late]
