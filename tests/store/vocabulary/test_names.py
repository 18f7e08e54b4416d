"""People are found however their name is typed: accents, apostrophes, order of names."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.views.people.people_found import people_found
from store.vocabulary.names import APOSTROPHES, is_called, plain_words
from tests.store.council import ISSUED, OFFICER, Council, person

NAMES = (
    "Siobhán O'Sullivan",
    "Dustin Hazlett",
    "Zoë Nuñez-Łukasz",
    "Anne Marie D\u2019Arcy",
    "Bjørn Øre",
)


@pytest.mark.parametrize(
    ("sought", "name"),
    [
        ("O\u2019Sullivan", NAMES[0]),
        ("OSullivan", NAMES[0]),
        ("o sullivan", NAMES[0]),
        ("Siobhan", NAMES[0]),
        ("Hazlett, Dustin", NAMES[1]),
        ("nunez lukasz", NAMES[2]),
        ("Darcy, Anne-Marie", NAMES[3]),
        ("annemarie", NAMES[3]),
        ("bjorn ore", NAMES[4]),
    ],
)
def test_somebody_is_found_by_their_name_as_it_is_typed(sought: str, name: str) -> None:
    assert [one for one in NAMES if is_called(one, sought)] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_with_every_apostrophe_and_in_every_order(name: str) -> None:
    for words in permutations(name.split()):
        for sign in APOSTROPHES:
            typed = " ".join(words).replace("'", sign).replace("\u2019", sign)
            assert is_called(name, typed)
            assert is_called(name, typed.upper().replace(" ", ", "))


@given(st.text())
def test_whatever_is_typed_finds_a_name_that_is_spelt_so_or_nobody(sought: str) -> None:
    assert is_called(sought, sought) == bool(plain_words(sought))


def test_nobody_is_called_nothing() -> None:
    assert not any(is_called(name, sought) for name in NAMES for sought in ("", " ", ",", "'"))


def test_the_search_for_people_finds_them_so(council: Council) -> None:
    rows = [person(f"p{n}@x.example", name=name) for n, name in enumerate(NAMES)]
    council.load_people(rows, at=ISSUED)
    with council.read() as reader:
        for sought in ("O\u2019Sullivan", "Siobhan"):
            [found] = people_found(reader, sought, OFFICER).people
            assert found.who.name == NAMES[0]
        [found] = people_found(reader, "Hazlett, Dustin", OFFICER).people
    assert found.who.name == NAMES[1]
