"""What must hold in the months after the audit month, for each day and each card (programme.md §3).

Every breach is a sentence, and each kind is counted under its name in the report: contract.md §6.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from store.allocation.standing import NOT_AUDITED
from store.ledger import Reader
from store.tables import Audit, Duty

Counted = Literal["looked_at_again_twice"]


def looked_at_again_twice(reader: Reader) -> Iterator[str]:
    """Work that one round looks at twice, or the round whose own work it is; dates before it."""
    rounds: Counter[tuple[str, str | None]] = Counter()
    again = [row for row in reader.rows(Audit, kind="reaudit") if row.state not in NOT_AUDITED]
    for audit in again:
        rounds[audit.cycle, audit.looks_at] += 1
        looked_at = reader.find(Audit, audit.looks_at)
        if looked_at is None or looked_at.cycle == audit.cycle:
            yield f"{audit.id} looks again at work of its own round"
    for (cycle, looked_at_id), times in rounds.items():
        if times > 1:
            yield f"{looked_at_id} is looked at again {times} times in {cycle}"
    for duty in reader.rows(Duty, subject=[audit.id for audit in again]) if again else ():
        if duty.due_at < duty.opened_at:
            yield f"{duty.id} was due on {duty.due_at}, before it was opened"
