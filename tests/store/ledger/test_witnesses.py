"""Heads that somebody holds: they outlast a ledger that grows and find one that was rewritten."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.scheduler.digests import issue_digest
from store.ledger import SYSTEM
from store.ledger.chain import FactEntry, Verdict, link
from store.ledger.proof import verify
from store.ledger.witnesses import Witness, witness
from store.registry import enact
from store.tables import Cycle, Digest
from tests.store.council import CYCLE, DUE, Council, without_triggers
from tests.store.ledger.chains import lived

FILED = {"digest": "d" * 64, "size": 9, "item": "an-item"}


def _head(council: Council) -> Witness:
    with council.read() as reader:
        return Witness(*reader.head())


def _verdict(council: Council, *held: Witness) -> Verdict:
    return verify(council.ledger, council.programme, held)


def _rewrite(council: Council, first: int, **columns: Any) -> None:
    """Change a fact and hash it and all after it anew, with the head: the chain is whole again."""
    facts = [FactEntry(**row) for row in council.table("fact")]
    head, edits = facts[first - 2].hash, []
    for fact in facts[first - 1 :]:
        made = fact._replace(**columns) if fact.seq == first else fact
        head = link(head, made)
        edits.append(made._replace(hash=head)._asdict())
    with council.engine.begin() as connection, without_triggers(connection):
        sets = ", ".join(f"{name} = :{name}" for name in FactEntry._fields)
        connection.execute(text(f"UPDATE fact SET {sets} WHERE seq = :seq"), edits)
        connection.execute(text("UPDATE head SET hash = :hash"), {"hash": head})


def test_a_weeks_old_head_passes_on_a_ledger_that_has_grown(council: Council) -> None:
    old = _head(council)
    lived(council)
    for held in (old, _head(council), Witness(1, council.table("fact")[0]["hash"][:12])):
        verdict = _verdict(council, held)
        assert verdict.ok
        assert [(one.seq, one.hash, one.ok) for one in verdict.witnesses] == [(*held, True)]


def test_an_end_rewritten_with_new_hashes_is_found_by_who_holds_a_head(council: Council) -> None:
    lived(council)
    before, last = council.table("fact"), _head(council)
    first = len(before) - 3
    earlier = Witness(first - 1, before[first - 2]["hash"])
    _rewrite(council, first, actor="somebody.else")
    assert _verdict(council).ok, "nobody can tell without a head"
    assert _verdict(council, earlier).ok
    for held in (
        last,
        Witness(last.seq, last.hash[:12]),
        Witness(first, before[first - 1]["hash"]),
    ):
        verdict = _verdict(council, earlier, held)
        assert [one.ok for one in verdict.witnesses] == [True, False]
        (problem,) = verdict.problems
        assert (problem.seq, "was rewritten" in problem.what) == (held.seq, True)


def test_a_head_beyond_the_end_is_found(council: Council) -> None:
    held = Witness(_head(council).seq + 1, "a" * 64)
    (problem,) = _verdict(council, held).problems
    assert (problem.seq, "the tail was cut" in problem.what) == (held.seq, True)


def test_more_heads_than_one_query_takes_are_compared_all(council: Council) -> None:
    hashes = [(fact["seq"], fact["hash"]) for fact in council.table("fact")]
    beyond = [Witness(seq, "a" * 12) for seq in range(10_000, 11_100)]
    verdict = _verdict(council, *(Witness(*one) for one in hashes), *beyond)
    assert sum(one.ok for one in verdict.witnesses) == len(hashes)
    assert len(verdict.problems) == len(beyond)


@pytest.mark.parametrize(
    "written",
    ["", ":", "9", "9:", ":" + "a" * 64, "9:" + "a" * 11, "9:" + "a" * 65, "9:" + "g" * 12,
     "0:" + "a" * 12, "-9:" + "a" * 12, "09:" + "a" * 12, "9 :" + "a" * 12, "\u0663:" + "a" * 12,
     f"{2**63}:" + "a" * 12, "9:" + "a" * 12 + "\n9"],
)  # fmt: skip
def test_what_is_no_head_is_refused_with_how_to_write_one(written: str) -> None:
    with pytest.raises(ValueError, match="12 to 64 digits"):
        witness(written)


def test_a_head_is_read_as_a_digest_prints_it() -> None:
    assert witness(" 1412:3FA85F6457AB\n") == Witness(1412, "3fa85f6457ab")
    assert witness(f"{2**63 - 1}:{'a' * 64}") == Witness(2**63 - 1, "a" * 64)


def _sent_out(council: Council) -> int:
    """A digest goes out, and then work goes on; gives the fact before the digest's own."""
    assert issue_digest(council.ledger, council.programme, DUE + timedelta(days=1))
    lived(council)
    with council.read(DUE + timedelta(days=2)) as reader:
        (digest,) = reader.rows(Digest)
    return digest.head_seq


def test_a_head_that_went_out_in_a_digest_is_compared_by_itself(council: Council) -> None:
    told = _sent_out(council)
    assert council.problems() == []
    _rewrite(council, told - 1, actor="somebody.else")
    (problem,) = _verdict(council).problems
    assert problem.seq is not None
    assert problem.seq > told
    assert f"of fact {told}, which has another" in problem.what


def test_a_head_that_went_out_with_a_filed_document_is_compared_by_itself(council: Council) -> None:
    seq, head = _head(council)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=DUE) as unit:
        cycle = unit.get(Cycle, CYCLE)
        enact(unit, "evidence.file", cycle, {**FILED, "head_seq": seq, "head": head})
    assert council.problems() == []
    assert json.loads(council.table("fact")[-1]["fields"])["head"] == head
    _rewrite(council, seq, actor="somebody.else")
    assert [problem.seq for problem in _verdict(council).problems] == [seq + 1]


def test_a_document_filed_by_an_earlier_release_keeps_no_head(council: Council) -> None:
    with council.ledger.unit(council.programme, actor=SYSTEM, at=DUE) as unit:
        enact(unit, "evidence.file", unit.get(Cycle, CYCLE), FILED)
    assert council.problems() == []
