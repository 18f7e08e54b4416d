"""Which words identify a child, and which are only like a name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.audits.naming import Child, places
from store.audits.ordinary_words import ORDINARY, PARTICLES
from store.ledger.private import clean

BORN = date(2014, 2, 3)
CHILD = Child.of("Siobhán O'Sullivan-Reed", BORN)
WILL = Child.of("Will Green", BORN)


def words(text: str, child: Child = CHILD, *, whole: bool = False) -> list[str]:
    """The words that identify the child; here alone they are looked at."""
    return [text[start:end] for start, end in places(text, [child], whole=whole)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Siobhán was not seen.", ["Siobhán"]),
        ("siobhan was not seen", ["siobhan"]),
        ("SIOBHAN\u2019S PLAN", ["SIOBHAN"]),
        ("Ms O\u2019Sullivan said so", ["Sullivan"]),
        ("Ms Osullivan said so", ["Osullivan"]),
        ("the Reed family", ["Reed"]),
        ("a reed by the river", []),
        ("born 03/02/2014", ["03/02/2014"]),
        ("born 3.2.14", ["3.2.14"]),
        ("born 2014-02-03", ["2014-02-03"]),
        ("born on 3rd February 2014", ["3rd February 2014"]),
        ("born Feb 3, 2014", ["Feb 3, 2014"]),
        ("seen on 4 February 2014", []),
        ("lives at 12 Hanbury Street", ["12 Hanbury Street"]),
        ("moved to flat 3", ["flat 3"]),
        ("in E1 6QL now", ["E1 6QL"]),
        ("in week 1 2nd visit", []),
        ("within 5 working days", []),
        ("https://council.example/Siobhan%20Reed.docx", ["Siobhan", "Reed"]),
    ],
)
def test_what_identifies_a_child(text: str, named: list[str]) -> None:
    assert words(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The plan will be reviewed in the green folder.", []),
        ("It was Will who said so.", ["Will"]),
        ("will green was seen", ["will", "green"]),
        ("Mr Green was seen", ["Green"]),
    ],
)
def test_a_word_of_every_day_needs_its_capital_or_the_other_name(
    text: str, named: list[str]
) -> None:
    assert words(text, WILL) == named


def test_a_colleague_with_the_childs_surname_may_be_named_in_full() -> None:
    child = Child.of("Ayaan Shah", None)
    text = "Priya Shah met Mr Shah"
    assert places(text, [child], staff=["Priya Shah"]) == [(18, 22)]
    assert len(places(text, [child], staff=["Tom Reed"])) == 2


def test_text_about_many_children_takes_a_whole_name_or_a_birth_date() -> None:
    assert words("Reed came up often", whole=True) == []
    assert words("Siobhan O'Sullivan came up", whole=True) == ["Siobhan", "Sullivan"]
    assert words("the child born 3/2/2014", whole=True) == ["3/2/2014"]
    assert words("a visit to 12 Hanbury Street", whole=True) == []


def test_a_child_without_a_name_in_the_ledger_is_named_by_nothing() -> None:
    assert places("Ann was seen on 3 February 2014", [Child.of(None, None)]) == []


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüñ", min_size=3, max_size=9).filter(
    lambda name: name not in PARTICLES
)


@given(
    first=NAMES,
    last=NAMES,
    before=st.sampled_from(["", "We saw ", "x. ", "(", "\u201c"]),
    after=st.sampled_from(["", "'s plan", " was seen", ", twice", ")"]),
    how=st.sampled_from([str.title, str.upper, str.capitalize]),
)
def test_a_name_with_its_capital_is_found_wherever_it_stands(
    first: str, last: str, before: str, after: str, how: object
) -> None:
    child = Child.of(f"{first} {last}".title(), None)
    for part in (first, last):
        said = clean(f"{before}{how(part)}{after}")  # type: ignore[operator]  # a method of text
        found = places(said, [child])
        assert [said[a:b].casefold() for a, b in found] == [clean(how(part)).casefold()]  # type: ignore[operator]


@given(text=st.text(max_size=200))
def test_places_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = places(text, [CHILD, WILL])
    ends = [0, *(end for _, end in found)]
    assert all(
        0 <= end <= start < stop <= len(text)
        for end, (start, stop) in zip(ends, found, strict=False)
    )


def test_the_words_of_every_day_are_folded_as_texts_are() -> None:
    assert all(word == word.casefold() and word.isalpha() for word in ORDINARY | PARTICLES)
