"""`profile check`: every error in a profile, each with its file, line, key and reason.

It reads the text and the files that it extends. It accepts the words of the registry, the
predicates and the Contract.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from store.checker.contradictions import Fault, Pieces, of_sections
from store.checker.domain_contradictions import of_domains
from store.checker.duty_contradictions import of_duties
from store.checker.inheritance_contradictions import of_inheritance
from store.checker.joint_contradictions import of_all_together
from store.checker.kind_contradictions import of_kinds
from store.checker.known_words import near
from store.checker.ladder_contradictions import of_ladders
from store.checker.owner_contradictions import of_owners
from store.checker.said_once import said_once
from store.clock.deadlines import Deadline, NotADeadline
from store.programme.child_level_data import ChildLevelData
from store.programme.duty_rules import DutyRule, LadderRule
from store.programme.evidence import EvidenceRule
from store.programme.general_rules import (
    About,
    BoardRule,
    Copies,
    DigestRule,
    ExemptionRule,
    Grade,
    Slack,
    Tool,
)
from store.programme.inheriting import EXTENDS, CannotInherit, read
from store.programme.kinds import KindRule
from store.programme.month_rules import (
    DipRule,
    DisputeRule,
    InadequateRule,
    KloeRule,
    LearningRule,
    ModerationRule,
    ReauditRule,
    SharingRule,
)
from store.programme.papers import PapersRule
from store.programme.profile import Profile
from store.programme.selection import Selection
from store.programme.shipped import shelf
from store.programme.toml_lines import Path, key_of

M = TypeVar("M", bound=BaseModel)

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = " (at end of document)"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error to correct in a profile: where it is, and the reason.

    `file` is empty for the checked file itself; otherwise it names a file that this one extends.
    """

    file: str
    line: int
    key: str
    reason: str


def check(text: str, extending: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Every error in the profile `text`, in the order of its lines.

    `extending` gives the files that it may extend, by name. By default, the supplied files.
    """
    try:
        whole = read(text, shelf() if extending is None else extending)
    except tomllib.TOMLDecodeError as error:
        return (_no_toml(text, str(error)),)
    except RecursionError:
        return (Problem("", 1, "", "its tables are nested too deeply to be read."),)
    except CannotInherit as error:
        return (Problem(*error.place, EXTENDS, error.reason),)
    pieces = _pieces(whole.data)
    faults = said_once(
        whole.data,
        list(_of_shape(whole.data)),
        (
            *of_sections(pieces),
            *of_domains(pieces),
            *of_kinds(pieces),
            *of_duties(pieces),
            *of_ladders(pieces),
            *of_owners(pieces),
            *of_all_together(pieces),
        ),
    )
    placed = [(whole.place(path), (path, reason)) for path, reason in faults]
    return tuple(
        sorted(
            {
                Problem(*place, key_of(path), reason)
                for place, (path, reason) in (*placed, *of_inheritance(whole))
            }
        )
    )


def _no_toml(text: str, said: str) -> Problem:
    found = _AT_LINE.search(said)
    line = int(found.group(1)) if found else text.rstrip().count("\n") + 1
    why = _AT_LINE.sub("", said).removesuffix(_AT_END)
    return Problem("", line, "", f"this is not valid TOML: {why[:1].lower()}{why[1:]}.")


def _of_shape(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Values without the shape of a profile, as pydantic finds them, in plain words."""
    try:
        Profile.model_validate(data)
    except ValidationError as error:
        for problem in error.errors():
            path = _as_written(data, problem["loc"])
            if path[-1:] == ("due",) and len(path) == 3 and problem["type"] == "value_error":  # noqa: PLR2004 - duty, its kind, due
                yield from _of_deadlines(path, data["duty"][path[1]]["due"])
            elif problem["type"] != "too_short" or _is_short(data, path, problem):
                yield path, _reason(problem, path)


def _as_written(data: Mapping[str, Any], found: Path) -> Path:
    """Where a fault stands in the file: a plain value is read as its case `otherwise`."""
    here: Any = data
    path: list[str | int] = []
    for part in found:
        if part == "otherwise" and not isinstance(here, Mapping):
            continue
        path.append(part)
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = {}
    return tuple(path)


def _is_short(data: Mapping[str, Any], path: Path, problem: Any) -> bool:
    """Whether the list has too few entries; pydantic does not count those that are wrong."""
    here: Any = data
    for part in path:
        here = here[part]
    return len(here) < int(problem["ctx"]["min_length"])


def _of_deadlines(path: Path, due: Any) -> Iterator[Fault]:
    """Each case whose deadline has no known form."""
    for case, text in (due if isinstance(due, dict) else {None: due}).items():
        try:
            Deadline.parse(text)
        except NotADeadline as error:
            yield (path if case is None else (*path, case)), str(error)


_REASONS: Mapping[str, str] = {
    "missing": "is missing. Every profile needs it.",
    "string_type": "must be text, in quotation marks.",
    "string_too_short": "is empty. People read this text: write a few words.",
    "int_type": "must be a whole number.",
    "int_parsing": "must be a whole number.",
    "int_from_float": "must be a whole number.",
    "bool_type": "must be true or false.",
    "bool_parsing": "must be true or false.",
    "tuple_type": "must be a list, in square brackets.",
    "model_type": "must be a table.",
    "mapping_type": "must be a table.",
    "dict_type": "must be a table.",
}


def _reason(problem: Any, path: Path) -> str:
    """The reason that pydantic gives, in plain words."""
    kind = problem["type"]
    if kind in _REASONS:
        return _REASONS[kind]
    match kind:
        case "extra_forbidden":
            return f"is not a key that a profile has here{near(str(path[-1]), _keys_beside(path))}"
        case "too_short":
            return f"needs at least {_many(problem['ctx']['min_length'])}."
        case "string_pattern_mismatch" if path[-1] == "link":
            return "must be a web address that starts with https://."
        case "string_pattern_mismatch" if path[-1] == "subject":
            return "must be words in lower case, such as early help record."
        case "string_pattern_mismatch":
            return "must be lower-case letters, digits and _, and start with a letter."
    said = str(problem["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    return f"{said[:1].lower()}{said[1:]}."


def _many(n: int) -> str:
    return "1 entry" if n == 1 else f"{n} entries"


OF_THE_MONTH: Mapping[str, type[BaseModel]] = {
    "moderation": ModerationRule, "inadequate": InadequateRule, "dispute": DisputeRule,
    "sharing": SharingRule, "dips": DipRule, "kloe": KloeRule, "reaudit": ReauditRule,
    "learning": LearningRule,
    "evidence": EvidenceRule, "papers": PapersRule, "child_level_data": ChildLevelData,
    "board": BoardRule,
}  # fmt: skip
"""Sections with defaults, mostly for the steps after a return. A profile may leave them out."""

_TABLES: Mapping[str, type[BaseModel]] = {
    "programme": About, "scale": Grade, "tool": Tool, "selection": Selection, "slack": Slack,
    "exemption": ExemptionRule, "digest": DigestRule, "copies": Copies, "duty": DutyRule,
    "ladder": LadderRule, "kind": KindRule, **OF_THE_MONTH,
}  # fmt: skip


def _keys_beside(path: Path) -> list[str]:
    """The keys that the table of `path` may have; none where the table is not known."""
    table = _TABLES.get(str(path[0])) if len(path) > 1 else Profile
    return [] if table is None else list(table.model_fields)


def _pieces(data: Mapping[str, Any]) -> Pieces:
    """The parts of the profile that are valid alone, so that one error does not hide another."""
    return Pieces(
        data=data,
        about=_part(About, data.get("programme")),
        scale=[_part(Grade, grade) for grade in _listed(data.get("scale"))],
        tool=_part(Tool, data.get("tool")),
        selection=_part(Selection, data.get("selection")),
        slack=_part(Slack, data.get("slack")),
        exemption=_part(ExemptionRule, data.get("exemption")),
        digest=_part(DigestRule, data.get("digest")),
        copies=_part(Copies, data.get("copies", {})),
        month={name: _part(table, data.get(name, {})) for name, table in OF_THE_MONTH.items()},
        kinds=_parts(KindRule, data.get("kind")),
        duties=_parts(DutyRule, data.get("duty")),
        ladders=_parts(LadderRule, data.get("ladder")),
    )


def _parts(model: type[M], given: Any) -> dict[str, M]:
    """The valid tables of a table."""
    parts = {name: _part(model, part) for name, part in _table(given).items()}
    return {name: part for name, part in parts.items() if part is not None}


def _part(model: type[M], given: Any) -> M | None:
    try:
        return model.model_validate(given)
    except ValidationError:
        return None


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _table(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}
