"""`PartOf` finds what stands under a row, and nothing whose id only begins alike."""

import pytest

from store.ledger.queries import PartOf, matches_query, shape_of
from store.tables import Message, Person
from tests.store.council import Council

WHOLE = "M900123-2026-12"
UNDER = (f"{WHOLE}.x70", f"{WHOLE}.", f"{WHOLE}.~")
NOT_UNDER = (WHOLE, f"{WHOLE}0.x70", f"{WHOLE}/x", "M900123-2026-11.x70", "")


@pytest.mark.parametrize("about", [*UNDER, *NOT_UNDER])
def test_in_memory_a_part_is_told_by_its_whole_and_a_full_stop(about: str) -> None:
    asked = {"subject": PartOf(WHOLE)}
    message = Message.model_construct(subject=about)
    assert matches_query(message, shape_of(asked), asked) == (about in UNDER)


def test_nothing_is_a_part_where_no_row_is_named() -> None:
    asked = {"delegate": PartOf(WHOLE)}
    person = Person.model_construct(delegate=None)
    assert not matches_query(person, shape_of(asked), asked)


def test_the_database_finds_the_messages_about_parts_that_memory_finds(council: Council) -> None:
    audit = council.audits()[0].id
    with council.read() as reader:
        for whole in (audit, audit[:-1], audit.partition("-")[0], ""):
            asked = {"subject": PartOf(whole)}
            known = [m.id for m in reader.rows(Message) if matches_query(m, shape_of(asked), asked)]
            assert [m.id for m in reader.rows(Message, subject=PartOf(whole))] == known
