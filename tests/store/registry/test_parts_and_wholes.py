"""A script may name a part where the act is on its whole (contract.md §7: SUBJECT)."""

import pytest

from store.registry import enact
from store.tables import Audit, Dispute
from store.vocabulary.errors import NotFound
from tests.store.acts.arranging_disputes import ANSWERED, RESOLVED, disputed
from tests.store.council import ISSUED, Council


def test_the_id_of_a_part_stands_for_its_whole_where_the_act_is_on_the_whole(
    council: Council,
) -> None:
    audit = disputed(council)
    with council.read() as reader:
        (dispute,) = reader.rows(Dispute)
    done = council.do("dispute.answer", dispute.id, RESOLVED, by=audit.moderator or "", at=ANSWERED)
    assert (done.subject, dispute.id) == (audit.id, f"{audit.id}.{dispute.id.rpartition('.')[2]}")


@pytest.mark.parametrize("wrong", ["{}.d9", "{}.", ".{}", "{}.x70.a1", "."])
def test_a_reference_that_names_nothing_never_stands_for_something_else(
    council: Council, wrong: str
) -> None:
    audit = council.audits()[0]
    before = council.everything()
    with pytest.raises(NotFound, match="check the reference"):
        council.do("allocation.accept", wrong.format(audit.id), by=audit.auditor or "")
    assert council.everything() == before


def test_3_work_is_improved_from_the_first_time_and_its_grade_stays(council: Council) -> None:
    audit = disputed(council)
    for at in (ANSWERED, ISSUED):
        with council.unit(at=at) as unit:
            enact(unit, "work.improve", unit.get(Audit, audit.id))
    now = council.audit(audit.id)
    assert (now.improved_at, now.moderated) == (ANSWERED, "RI")
