"""Contradictions in the sections of a profile other than its duties and ladders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args
from zoneinfo import ZoneInfo

from store.acts.audit_month.exemption import Request
from store.allocation.independence import AUDITING
from store.checker.known_words import TITLED, near
from store.duties.predicates.closed_lists import OWNED_OF, OWNERS, PREDICATES
from store.people.posts import POSTS
from store.programme.duty_rules import DutyRule, LadderRule
from store.programme.general_rules import (
    About,
    Copies,
    DigestRule,
    ExemptionRule,
    Grade,
    Slack,
    Tool,
)
from store.programme.kinds import KindRule
from store.programme.kinds import one as a_or_an
from store.programme.section import Domain
from store.programme.selection import Selection
from store.programme.toml_lines import Path
from store.tables import Audit, Cycle, KloeReport, Row
from store.vocabulary.roles import ROLES

COPIED: Mapping[str, type[Row]] = {
    "list_proposed": Cycle, "returned": Audit, "sent_back": Audit, "moderated": Audit,
    "dispute_settled": Audit, "dip_reaudited": Audit, "still_below_good": Audit,
    "still_inadequate": Audit, "reaudits": Cycle,
    "highlight_report": Cycle, "board_report": Cycle, "impact_report": Cycle, "campaign": Cycle,
    "progress_reported": Audit, "escalated": Audit, "closed": Audit,
}  # fmt: skip
"""Each list of people who are copied, with the subject of the copy."""

Fault = tuple[Path, str]
"""The path of an error in the profile, and the reason."""


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The parts of a profile that could be read; None for a part that could not."""

    data: Mapping[str, Any]
    about: About | None
    scale: Sequence[Grade | None]
    tool: Tool | None
    selection: Selection | None
    slack: Slack | None
    exemption: ExemptionRule | None
    digest: DigestRule | None
    copies: Copies | None
    month: Mapping[str, Any]
    kinds: Mapping[str, KindRule]
    duties: Mapping[str, DutyRule]
    ladders: Mapping[str, LadderRule]

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        """The grades that could be read, by name."""
        return {grade.name: grade for grade in self.scale if grade is not None}

    @cached_property
    def whole_scale(self) -> bool:
        """Whether every grade could be read, so that a name that is no grade can be told."""
        return bool(self.scale) and all(grade is not None for grade in self.scale)

    @property
    def whole_duties(self) -> bool:
        """Whether every duty could be read, so that it can be told what no duty does."""
        return (
            isinstance(self.data.get("duty"), dict)
            and self.duties.keys() == self.data["duty"].keys()
        )

    def table(self, name: str) -> Mapping[str, Any]:
        """A table of the profile as it is written; empty where it is missing or is no table."""
        found = self.data.get(name)
        return found if isinstance(found, dict) else {}

    def case_path(self, kind: str, key: str, case: str) -> Path:
        """The path of one case of a duty's key; of the key itself where one value is for all."""
        path = ("duty", kind, key)
        return (*path, case) if isinstance(self.data["duty"][kind][key], dict) else path


def of_sections(pieces: Pieces) -> Iterator[Fault]:
    """Every error outside duties and ladders."""
    yield from _about(pieces)
    yield from _scale(pieces)
    for part in ("key", "name"):
        yield from repeated_domains(("tool",), pieces.tool.domains if pieces.tool else (), part)
    yield from _selection(pieces.selection)
    yield from _exemption(pieces.exemption)
    yield from _digest(pieces.digest)
    yield from _copies(pieces.copies)
    yield from _month(pieces)
    yield from _defaults(pieces.data)


def _about(pieces: Pieces) -> Iterator[Fault]:
    zone = pieces.about.zone if pieces.about else "Europe/London"
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # `ZoneInfo` reads some names as paths
        reason = f"{zone!r} is not a time zone. Write one such as Europe/London."
        yield ("programme", "zone"), reason
    titles = pieces.data.get("titles")
    for role in titles if isinstance(titles, dict) else ():
        if role not in TITLED:
            yield ("titles", role), f"is not a role{near(role, TITLED)}"


def _scale(pieces: Pieces) -> Iterator[Fault]:
    grades = list(enumerate(pieces.scale))
    if not grades or any(grade is None for _, grade in grades):
        return
    first: dict[str, int] = {}
    below = False
    for place, grade in grades:
        assert grade is not None
        path: Path = ("scale", place)
        if first.setdefault(grade.name.casefold(), place) != place:
            reason = f"{grade.name!r} is the name of another grade. Choose another name."
            yield (*path, "name"), reason
        if grade.name in PREDICATES:
            yield (*path, "name"), f"{grade.name!r} is a condition of duties. Choose another name."
        if not grade.definition.strip():
            yield (*path, "definition"), "is empty. Forms show the definition beside the grade."
        if grade.inadequate and not grade.below_good:
            yield (*path, "inadequate"), f"{grade.name} is inadequate, so it must be below_good."
        if below and not grade.below_good:
            yield path, f"{grade.name} comes after a grade below good. List the best grade first."
        below = below or grade.below_good
    if not below:
        yield ("scale",), "no grade is below_good, so poor work would lead to no action."
    if all(grade is not None and grade.below_good for _, grade in grades):
        yield ("scale",), "every grade is below_good, so no work could be good."


def repeated_domains(path: Path, domains: Sequence[Domain], part: str) -> Iterator[Fault]:
    """Domains with the same key or the same name as one before them."""
    first: dict[str, int] = {}
    for place, domain in enumerate(domains):
        said = getattr(domain, part)
        if first.setdefault(said.casefold(), place) != place:
            yield (*path, "domains", place, part), f"{said!r} is already the {part} of a domain."


def _selection(selection: Selection | None) -> Iterator[Fault]:
    if selection is None:
        return
    yield from _quotas(selection)
    span = selection.dip_samples_per_kloe
    if span.at_least > span.at_most:
        reason = f"at_least ({span.at_least}) is more than at_most ({span.at_most})."
        yield ("selection", "dip_samples_per_kloe"), reason
    for place, role in enumerate(selection.senior_roles):
        if role not in ROLES:
            yield ("selection", "senior_roles", place), f"{role!r} is not a role{near(role, ROLES)}"


def _quotas(selection: Selection) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place, quota in enumerate(selection.quotas):
        path: Path = ("selection", "quotas", place, "roles" if quota.roles else "role")
        for role in quota.held_by:
            if role not in ROLES:
                yield path, f"{role!r} is not a role{near(role, ROLES)}"
            elif role not in AUDITING:
                yield path, f"a {role} never audits, so this quota could not be filled."
            if first.setdefault(role, place) != place:
                yield path, f"{role!r} already has a quota. Add the two together."
    if not any(quota.at_least or quota.each for quota in selection.quotas):
        yield ("selection", "quotas"), "all quotas are 0, so no case would be drawn."


def _exemption(rule: ExemptionRule | None) -> Iterator[Fault]:
    if rule is None:
        return
    offered = get_args(Request.model_fields["category"].annotation)
    for place, category in enumerate(rule.categories):
        if category not in offered:
            reason = (
                f"{category!r} is not a reason that auditors can choose{near(category, offered)}"
            )
            yield ("exemption", "categories", place), reason
    yield from _holder(("exemption", "alternate"), rule.alternate)


def _digest(rule: DigestRule | None) -> Iterator[Fault]:
    if rule is None:
        return
    for place, recipient in enumerate(rule.recipients):
        yield from _holder(("digest", "recipients", place), recipient)
    for place, recipient in enumerate(rule.scorecard):
        yield from _holder(("digest", "scorecard", place), recipient)
    wrong = list(_holder(("digest", "addressed_by"), rule.addressed_by))
    yield from wrong
    readable = not wrong and all(not [*_holder((), each)] for each in rule.recipients)
    if readable and rule.addressed_by not in rule.recipients:
        reason = f"{rule.addressed_by} answers the digest, so it must be one of the recipients."
        yield ("digest", "addressed_by"), reason


def _copies(copies: Copies | None) -> Iterator[Fault]:
    for name, subject in COPIED.items():
        for place, owner in enumerate(getattr(copies, name, ())):
            if reason := no_owner(owner, subject):
                yield ("copies", name, place), reason


def _month(pieces: Pieces) -> Iterator[Fault]:
    """The people named for the steps after a return: all must exist."""
    listed = (
        ("inadequate", "tell", Audit), ("inadequate", "long_clock", Audit),
        ("dispute", "deciders", Audit), ("sharing", "readers", Audit),
        ("kloe", "invite", Cycle), ("dips", "signed_by", KloeReport), ("dips", "told", KloeReport),
    )  # fmt: skip
    for section, key, subject in listed:
        for place, owner in enumerate(getattr(pieces.month.get(section), key, ())):
            if reason := no_owner(owner, subject):
                yield (section, key, place), reason
    dispute, moderation = pieces.month.get("dispute"), pieces.month.get("moderation")
    if dispute is not None:
        yield from _holder(("dispute", "alternate"), dispute.alternate)
    for place, grade in enumerate(getattr(moderation, "always", ())):
        if grade not in pieces.grades and pieces.whole_scale:
            reason = f'"{grade}" is not a grade{near(grade, pieces.grades)}'
            yield ("moderation", "always", place), reason


def _defaults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Every key listed as a default, or read from published words, must exist."""
    marked, read = data.get("defaults"), data.get("readings")
    for place, name in enumerate(marked if isinstance(marked, list) else ()):
        if not _has(data, str(name)):
            reason = f"{name!r} is listed as a default, but the profile has no such key."
            yield ("defaults", place), reason
    for name in read if isinstance(read, dict) else ():
        if not _has(data, name):
            reason = f"{name!r} is not a setting of this profile. Words on a duty go to its source."
            yield ("readings", name), reason


def _has(data: Mapping[str, Any], key: str) -> bool:
    here: Any = data
    for part in key.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return here is not None


def _holder(path: Path, owner: str) -> Iterator[Fault]:
    """The owner must be a post, or one person by UPN, because there is no audit to look at."""
    if "@" not in owner and (reason := no_post(owner)):
        yield path, reason


def no_post(owner: str) -> str | None:
    """Why `owner` is not a post; None if it is one."""
    name = owner.removeprefix("post:").partition(":")[0]
    if owner.startswith("post:") and name in POSTS:
        return None
    if owner.startswith("post:"):
        return f'there is no post "{name}"{near(name, POSTS)}'
    return f'"{owner}" is not a post. Write a post as post:audit_manager.'


def no_owner(owner: str, subject: type[Row] | None) -> str | None:
    """Why a duty about `subject` cannot have this `owner`; None if it can.

    None as a subject means that it is not known; then every owner is accepted.
    """
    if owner.startswith("post:"):
        return no_post(owner)
    if owner not in OWNERS:
        return f'"{owner}" is not an owner that Sightline knows{near(owner, OWNERS)}'
    if subject is None or subject in OWNED_OF.get(owner, (subject,)):
        return None
    return f'{one(subject)} has no "{owner}".'


def one(subject: type[Row]) -> str:
    """A kind of row in words, with its article: "a cycle", "an audit"."""
    return a_or_an(words_for(subject))


def words_for(subject: type[Row]) -> str:
    """A kind of row in words."""
    named = {"DigestLine": "line of the digest", "KloeReport": "report on a line of enquiry"}
    return named.get(subject.__name__, subject.__name__.lower())
