"""`sightline act`: do any act of the registry, with fields from options or from a file."""

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.cli.context import unit_of_work
from bot.cli.options import As, Json, Now, Programme
from bot.cli.output import say, say_json

Verb = Annotated[
    str | None, typer.Argument(metavar="VERB", help="The act, for example allocation.accept.")
]
Subject = Annotated[
    str | None,
    typer.Argument(metavar="SUBJECT", help="The id of the audit, cycle, person or other subject."),
]


def act(
    verb: Verb = None,
    subject: Subject = None,
    *,
    listed: Annotated[
        bool,
        typer.Option("--list", help="List every act, who may do it, its states and its fields."),
    ] = False,
    upn: As = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Set one field. Use dots for nested fields: domains.c1.grade=Good, "
            "actions.0.what=…",
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--fields",
            metavar="FILE.json",
            exists=True,
            dir_okay=False,
            readable=True,
            help="Read the fields from a JSON object. --set overrides them.",
        ),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option(
            "--version", min=0, help="Refuse the act if the subject has another version by now."
        ),
    ] = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Do an act as a person, or as the shell where the act allows it."""
    if listed:
        from bot.cli.verbs import say_verbs

        say_verbs(programme, now, as_json=as_json)
        return
    if verb is None or subject is None:
        raise typer.BadParameter("Give a VERB and a SUBJECT, or use --list.")
    given = _fields(file, settings or ())
    from store.registry import ACTS, perform

    with unit_of_work(programme, now, upn) as unit:
        _refuse_what_has_its_own_command(verb)
        done = perform(unit, verb, subject, given, version=version)
        row = unit.get(ACTS[verb].on, done.subject)
    document = {
        "verb": done.verb,
        "subject": done.subject,
        "seq": done.seq,
        "at": done.at,
        "repeated": done.repeated,
        "version": row.version,
        "state": getattr(row, "state", None),
    }
    if as_json:
        say_json(document)
    elif done.repeated:
        say(f"{verb} on {subject} was already done: fact {done.seq}.")
    else:
        say(f"Done: {verb} on {subject}, fact {done.seq}.")


def _refuse_what_has_its_own_command(verb: str) -> None:
    """Refuse an act that takes a whole file: its own command reads and checks the file."""
    from store.registry import ACTS
    from store.vocabulary.errors import Invalid

    declared = ACTS.get(verb)
    if declared and any(field.exclude for field in declared.fields.model_fields.values()):
        raise Invalid(f"This act needs a file: use sightline {verb.replace('.', ' ')} FILE.")


def _fields(file: Path | None, settings: list[str] | tuple[()]) -> dict[str, Any]:
    given = {} if file is None else _from_file(file)
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not (name.strip() and sign):
            raise typer.BadParameter(f"--set needs FIELD=VALUE, but got {name[:60]!r}.")
        set_field(given, name.strip(), value)
    return given


def _from_file(file: Path) -> dict[str, Any]:
    from store.vocabulary.errors import Invalid

    try:
        given = json.loads(file.read_bytes(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Invalid(
            f"{file.name} is not a JSON object of fields. Nothing was done.",
            {"fields": "is not a JSON object"},
        )
    return given


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(f"{name} is not JSON")


def set_field(given: dict[str, Any], name: str, value: str) -> None:
    """Set the field with this dotted name; a number is an index in a list, from 0."""
    here: Any = given
    parts = name.split(".")
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        key: Any = (
            int(part)
            if isinstance(here, list) and part.isdecimal() and len(part) < len("1000")
            else part
        )
        fresh: Any = value if not after else ([] if after.isdecimal() else {})
        if isinstance(here, list) and key == len(here):
            here.append(fresh)
        elif isinstance(here, dict) and (not after or key not in here):
            here[key] = fresh
        elif isinstance(here, list) and isinstance(key, int) and key < len(here):
            here[key] = here[key] if after else fresh
        elif not isinstance(here, dict):
            raise typer.BadParameter(
                f"--set {name[:60]}: {part[:20]!r} does not fit there. Number lists from 0."
            )
        here = here[key]
