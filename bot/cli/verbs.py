"""`sightline act --list`: every act, who may do it, and its fields with types and choices."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.cli.context import read_programme
from bot.cli.output import note, say, say_json
from bot.ledger_opening import ledger_file_missing, open_ledger
from bot.settings import Settings
from store.ledger.private import PrivateText
from store.programme.profile import Profile
from store.registry import ACTS, Act
from store.registry.naming import NOT_THIS_CHILD, takes_waiver
from store.vocabulary.errors import Unready

TYPES: Mapping[type, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "date",
    datetime: "time",
}


def say_verbs(programme: str | None, now: datetime | None, *, as_json: bool) -> None:
    """Print every act. The choices are those of the profile in force, if there is a ledger."""
    import store.acts  # noqa: F401 - declares every act

    profile, why_not = _profile_in_force(programme, now)
    if profile is None and not as_json:
        note(f"The choices of a profile are not shown: {why_not}")
    verbs = [verb_of(declared, profile) for _, declared in sorted(ACTS.items())]
    if as_json:
        say_json(verbs)
        return
    for verb in verbs:
        who = ", ".join(verb["who"]) or "nobody: it follows from another act"
        states = f", {' or '.join(verb['from'])} to {' or '.join(verb['to'])}" if verb["to"] else ""
        say(f"{verb['verb']}  (on {verb['subject']}, by {who}{states})")
        for field in verb["fields"]:
            say(f"    {_in_words(field)}")


def _profile_in_force(programme: str | None, now: datetime | None) -> tuple[Profile | None, str]:
    """The profile in force, or None and why: there is no ledger yet, or no programme in it.

    Raises `Unready` if there is a ledger and its data key is missing or wrong.
    """
    settings = Settings()
    if (missing := ledger_file_missing(settings)) is not None:
        return None, missing
    open_ledger(settings).engine.dispose()
    try:
        with read_programme(programme, now) as reader:
            return reader.profile, ""
    except Unready as error:
        return None, error.message


def verb_of(declared: Act, profile: Profile | None) -> dict[str, Any]:
    """One act: `{"verb", "subject", "who", "from", "to", "fields"}`."""
    who = [relation.name for relation in declared.by]
    return {
        "verb": declared.verb,
        "subject": declared.on.__name__,
        "who": [*who, "shell"] if declared.shell else who,
        "from": sorted(declared.source),
        "to": [state for state in declared.target if state],
        "fields": [*fields_of(declared.fields, profile), *_waiver(declared)],
    }


def _waiver(declared: Act) -> list[dict[str, Any]]:
    """The answer that every act with text about a case takes."""
    if not takes_waiver(declared):
        return []
    return [{"name": NOT_THIS_CHILD, "type": "true or false", "required": False}]


def fields_of(
    model: type[BaseModel], profile: Profile | None, within: str = ""
) -> Iterator[dict[str, Any]]:
    """Each field: `{"name", "type", "required", "choices"}`. Nested fields have dotted names."""
    for name, field in model.model_fields.items():
        if not field.exclude:
            yield from _field(f"{within}{name}", field, profile)


def _field(name: str, field: FieldInfo, profile: Profile | None) -> Iterator[dict[str, Any]]:
    kind, choices = _kind(field.annotation)
    last = name.rpartition(".")[2]
    offered = choices if profile is None else _of_profile(last, profile, choices)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from fields_of(kind, profile, f"{name}.")
        return
    origin = get_origin(kind)
    if origin in (dict, list):
        inner, inner_choices = _kind(get_args(kind)[-1])
        place = f"{name}.<{'key' if origin is dict else 'n'}>"
        keys = offered if origin is dict else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield _row(name, "object" if origin is dict else "list", field, keys)
            yield from fields_of(inner, profile, f"{place}.")
        else:
            listed = f"{'object' if origin is dict else 'list'} of {_word(inner)}"
            yield _row(name, listed, field, offered or inner_choices)
        return
    yield _row(name, _word(kind), field, offered)


def _row(name: str, kind: str, field: FieldInfo, choices: Sequence[str] | None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "type": kind, "required": field.is_required()}
    return row | ({"choices": list(choices)} if choices else {})


def _kind(annotation: Any) -> tuple[Any, list[str] | None]:
    """The type behind an annotation, and its choices where it is a closed list."""
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return str, [str(choice) for choice in get_args(annotation)]
    if get_origin(annotation) in (Union, UnionType):
        some = [part for part in get_args(annotation) if part is not NoneType]
        return _kind(some[0])
    return annotation, None


def _word(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, PrivateText):
        return "text, sealed"
    return TYPES.get(kind, getattr(kind, "__name__", "text"))


def _of_profile(field: str, profile: Profile, choices: list[str] | None) -> list[str] | None:
    """The choices of a field by the profile in force."""
    match field:
        case "grade":
            return list(profile.grades)
        case "domains":
            return list(profile.domains)
        case "services_involved":
            return list(profile.tool.services_involved)
        case "category":
            return [name for name in profile.exemption.categories if name in (choices or [name])]
        case _:
            return choices


def _in_words(field: Mapping[str, Any]) -> str:
    optional = "" if field["required"] else ", optional"
    choices = f" ({', '.join(field['choices'])})" if "choices" in field else ""
    return f"{field['name']}: {field['type']}{optional}{choices}"
