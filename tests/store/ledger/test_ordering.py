"""Of two rows made at the same moment, the number of the fact tells which is later."""

import pytest

from store.ledger.ordering import NEWEST
from store.tables import Dispute
from tests.store.council import ISSUED, Council


@pytest.mark.parametrize(("earlier", "later"), [(9, 10), (99, 100), (41, 42)])
def test_the_newest_of_one_moment_is_the_one_with_the_higher_number(
    council: Council, earlier: int, later: int
) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        for number in (later, earlier):
            unit.add(
                Dispute(
                    programme=unit.programme,
                    id=f"{audit.id}.d{number}",
                    audit=audit.id,
                    raised_by=audit.practitioner,
                    raised_at=ISSUED,
                    reason="",
                    state="raised",
                )
            )
        unit.record("test.disputes", audit.id, {})
    with council.read() as reader:
        [newest] = reader.rows(Dispute, order=NEWEST, limit=1)
    assert newest.id.endswith(f".d{later}")
