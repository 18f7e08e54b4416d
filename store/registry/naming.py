"""Text about a case goes back to its writer where it names the child (trust.md §3).

The ledger knows the child's name and date of birth for that very case, so it can see them in any
field of text. The words are never repeated: errors give the field and the places alone.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

from store.audits.children import case_of_text, cases_of_text, child_of, every_child, with_siblings
from store.audits.naming import Place, places
from store.ledger import Reader
from store.ledger.private import LinkText, PrivateText, clean
from store.registry.declaring import Act
from store.tables import Person, Row
from store.vocabulary.places_in_words import say_places

NOT_THIS_CHILD: Final = "not_this_child"
"""The field with which a writer says that the words are about somebody else. It is recorded."""

YES, NO = frozenset({"true", "True"}), frozenset({"false", "False", ""})

Path = tuple[str, ...]
"""Where a field stands: `("actions", "*", "what")`, with `*` for each item of a list or table."""


@cache
def text_fields(fields: type[BaseModel]) -> Mapping[Path, type[PrivateText]]:
    """Every field that holds text about a case or a person, with its class."""
    return dict(_in_model(fields, ()))


def _in_model(fields: type[BaseModel], at: Path) -> Iterator[tuple[Path, type[PrivateText]]]:
    for name, field in fields.model_fields.items():
        yield from _in_type(field.annotation, (*at, field.alias or name))


def _in_type(kind: Any, at: Path) -> Iterator[tuple[Path, type[PrivateText]]]:
    if isinstance(kind, type) and issubclass(kind, PrivateText):
        yield at, kind
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _in_model(kind, at)
    else:
        listed = get_origin(kind) in _LISTS
        for part in get_args(kind):
            yield from _in_type(part, (*at, "*") if listed else at)


_LISTS: Final = (list, tuple, dict, Mapping)


def takes_waiver(declared: Act) -> bool:
    """Whether the act has text about a case, so that its writer may say whom it is not about."""
    return bool(text_fields(declared.fields)) and not declared.is_consequence


def without_waiver(declared: Act, given: Mapping[str, Any]) -> tuple[dict[str, Any], bool, str]:
    """The act's own fields, whether the words are about another child, and what is wrong with that.

    A draft keeps the answer with its other fields.
    """
    fields = dict(given)
    if not takes_waiver(declared) or NOT_THIS_CHILD not in fields:
        return fields, False, ""
    said = str(fields.pop(NOT_THIS_CHILD)).strip()
    wrong = "" if said in YES | NO else "is not true or false"
    return fields, said in YES, wrong


def naming(
    reader: Reader, declared: Act, row: Row, given: Mapping[str, Any]
) -> dict[str, list[Place]]:
    """Each field whose text identifies the child of its case, with the places in it.

    Text about a cycle or a line of enquiry is about many children, and other text about none that
    is known: there it takes a whole name or a date of birth, of any child in the latter.
    """
    if not takes_waiver(declared):
        return {}
    texts = list(_texts(given, text_fields(declared.fields), ()))
    if not texts:
        return {}
    case = case_of_text(reader, row, given)
    if case is not None:
        children = list(with_siblings(reader, case))
    else:
        told_of = [child_of(reader, one) for one in cases_of_text(reader, row)]
        children = told_of or every_child(reader)
    if not children:
        return {}
    staff = [person.name for person in reader.rows(Person)]
    found: dict[str, list[Place]] = {}
    for path, text, kind in texts:
        is_link = issubclass(kind, LinkText)
        told = places(text, children, staff=staff, address=not is_link, whole=case is None)
        if told:
            found[".".join(path)] = told
    return found


def _texts(
    value: Any, known: Mapping[Path, type[PrivateText]], at: Path, named: Path = ()
) -> Iterator[tuple[Path, str, type[PrivateText]]]:
    """Each text of the fields as it would be stored, with where it stands."""
    if isinstance(value, str):
        kind = known.get(at)
        if kind is not None and (text := _stored(value)):
            yield named, text, kind
    elif isinstance(value, Mapping):
        for key, item in value.items():
            for step in (str(key), "*"):
                if any(path[: len(at) + 1] == (*at, step) for path in known):
                    yield from _texts(item, known, (*at, step), (*named, str(key)))
                    break
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _texts(item, known, (*at, "*"), (*named, str(place)))


def _stored(text: str) -> str:
    try:
        return clean(text)
    except ValueError:
        return ""  # refused for its control characters


def told(places_: list[Place]) -> str:
    """What is wrong with a field that names the child; never with the words."""
    return (
        f"the words {say_places(places_)} may name the child: take them out, or say that they are "
        "not about this child"
    )
