"""The check value says which data key a ledger needs, and an old ledger's key is proved first."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import inspect

from store.ledger.database import open_engine
from store.ledger.key_check import (
    KeyProof,
    key_id,
    key_opens_ledger,
    needed_key,
    proof_of,
    prove_key,
    upgrade_with_key,
)
from store.ledger.sealed import DataKey, data_key
from store.migrations import is_current
from store.vocabulary.errors import Unready
from tests.store.council import KEY, Council
from tests.store.earlier import back_to

RIGHT, OTHER = data_key(KEY), data_key("00" * 32)


def head(council: Council) -> Any:
    """The heads of all programmes."""
    return council.table("head")


def test_founding_writes_one_check_value_that_its_own_key_alone_opens(empty: Council) -> None:
    empty.found()
    (row,) = empty.table("key_check")
    assert needed_key(empty.engine) == row["key_id"] == key_id(bytes(row["salt"]), RIGHT)
    assert proof_of(empty.engine, RIGHT) == KeyProof(True, row["key_id"])
    assert proof_of(empty.engine, OTHER) == KeyProof(False, row["key_id"])
    assert key_opens_ledger(empty.engine, RIGHT)
    assert not key_opens_ledger(empty.engine, OTHER)


def test_the_id_of_a_key_is_salted_and_is_no_part_of_the_key(empty: Council) -> None:
    assert key_id(b"a" * 16, RIGHT) != key_id(b"b" * 16, RIGHT)
    empty.found()
    stored = repr(empty.table("key_check")) + json.dumps(
        empty.table("key_check"), default=bytes.hex
    )
    assert KEY not in stored
    assert repr(RIGHT)[2:-1] not in stored


def test_no_fact_speaks_of_the_check_value_and_the_head_follows_without_it(
    council: Council,
) -> None:
    before = head(council)
    make_old(council)
    assert upgrade_with_key(council.engine, RIGHT).key_id == needed_key(council.engine)
    assert head(council) == before
    assert council.problems() == []
    assert not any("key_check" in fact["changes"] for fact in council.table("fact"))


def test_an_old_ledger_is_not_touched_before_the_key_has_opened_what_is_sealed(
    council: Council,
) -> None:
    make_old(council)
    with pytest.raises(Unready, match="Put the right key back") as refused:
        upgrade_with_key(council.engine, OTHER, "the place")
    assert refused.value.fields == {"the place": "is not this ledger's data key"}
    assert not inspect(council.engine).has_table("key_check")
    assert not is_current(council.engine)
    sealed = len(council.table("sealed"))
    named = upgrade_with_key(council.engine, RIGHT)
    assert named == KeyProof(True, needed_key(council.engine), opened=sealed, shut=0)


def test_an_old_ledger_with_nothing_sealed_takes_the_key_that_it_is_given(empty: Council) -> None:
    empty.found()
    make_old(empty)
    assert empty.table("sealed") == []
    assert upgrade_with_key(empty.engine, OTHER).opened == 0
    assert key_opens_ledger(empty.engine, OTHER)
    assert not key_opens_ledger(empty.engine, RIGHT)


def test_a_second_upgrade_changes_nothing_and_another_key_is_refused(council: Council) -> None:
    before = council.everything()
    upgrade_with_key(council.engine, RIGHT)
    with pytest.raises(Unready, match=f"It has the id {needed_key(council.engine)}"):
        upgrade_with_key(council.engine, OTHER)
    assert council.everything() == before


def test_a_few_texts_that_another_key_sealed_do_not_shut_out_the_ledgers_own(
    council: Council,
) -> None:
    damaged = council.table("sealed")[0]["id"]
    make_old(council, f"UPDATE sealed SET salt = salt, id = 'moved' WHERE id = '{damaged}'")
    proof = upgrade_with_key(council.engine, RIGHT)
    assert (proof.fits, proof.shut) == (True, 1)
    assert proof.opened == len(council.table("sealed")) - 1


@pytest.mark.parametrize("column", ["ciphertext", "key_id"])
def test_a_check_value_that_was_changed_opens_for_nobody(council: Council, column: str) -> None:
    zero = {"ciphertext": council_blob(council), "key_id": "'000000000000'"}[column]
    council.tamper(f"UPDATE key_check SET {column} = {zero}")
    with pytest.raises(Unready, match="Put the right key back"):
        prove_key(council.engine, RIGHT)


def make_old(council: Council, *first: str) -> None:
    """Make the ledger one of the version before the check value."""
    council.tamper(*first, *back_to("0006", council.engine.dialect.name))


def council_blob(council: Council) -> str:
    """A few zero bytes as this database writes them."""
    return "x'0000'" if council.engine.dialect.name == "sqlite" else "'\\x0000'"


def test_without_its_check_value_the_key_is_not_yet_known(council: Council) -> None:
    council.tamper("DELETE FROM key_check")
    assert not key_opens_ledger(council.engine, RIGHT)
    assert proof_of(council.engine, RIGHT).fits
    assert not proof_of(council.engine, OTHER).fits
    assert upgrade_with_key(council.engine, RIGHT).key_id is not None
    assert key_opens_ledger(council.engine, RIGHT)


def test_of_two_upgrades_at_once_with_two_keys_one_is_refused(council: Council) -> None:
    council.tamper("DELETE FROM key_check", "DELETE FROM sealed")
    url = council.engine.url.render_as_string(hide_password=False)

    def upgraded(key: DataKey) -> bool:
        engine = open_engine(url)
        try:
            return upgrade_with_key(engine, key).fits
        except Unready:
            return False
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as two:
        answers = dict(zip((RIGHT, OTHER), two.map(upgraded, (RIGHT, OTHER)), strict=True))
    assert sorted(answers.values()) == [False, True]
    assert all(key_opens_ledger(council.engine, key) == won for key, won in answers.items())
