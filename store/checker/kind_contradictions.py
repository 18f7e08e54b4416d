"""Contradictions in a profile's kinds of audit, and in an authority's own choices (§6)."""

import re
from collections.abc import Iterator

from store.allocation.independence import AUDITING
from store.checker.contradictions import Fault, Pieces, no_post, repeated_domains
from store.checker.known_words import near
from store.people.posts import HEAD
from store.programme.kinds import CASE, FULL, LOOKS, PRACTICE, REAUDIT, KindRule
from store.programme.toml_lines import Path
from store.vocabulary.roles import ROLES

LOCK = "lock.confirm"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def of_kinds(pieces: Pieces) -> Iterator[Fault]:
    """Every error in the kinds, in the authority's own posts, and in rules that depend on them."""
    for name, rule in pieces.kinds.items():
        yield from _kind(("kind", name), name, rule)
    yield from _lock(pieces)
    yield from _authority(pieces)
    yield from _samplers(pieces)


def _kind(path: Path, name: str, rule: KindRule) -> Iterator[Fault]:
    if not _NAME.fullmatch(name):
        reason = (
            "must have a name of lower-case letters, digits and _. Put other words in its title."
        )
        yield path, reason
    if rule.trained and name == PRACTICE:
        yield (*path, "trained"), "must be false: a practice audit trains its auditor."
    yield from repeated_domains(path, rule.domains, "key")
    if name in LOOKS:
        yield path, "is not a kind of audit. Dip samples are drawn and have no rule here."
    if name in (FULL, REAUDIT) and not (rule.graded and rule.subject == CASE):
        reason = (
            "must be a graded audit of a case, because it is drawn. Give your kind another name."
        )
        yield path, reason
    if rule.domains and not rule.graded:
        yield (*path, "domains"), "have no use, because this kind is not graded."
    if not rule.trained and not rule.moderated:
        reason = "must be true: an audit that trains is moderated, with one-to-one feedback."
        yield (*path, "moderated"), reason
    for place, role in enumerate(rule.by):
        if role not in ROLES:
            yield (*path, "by", place), f"{role!r} is not a role{near(role, ROLES)}"
        elif role not in AUDITING:
            yield (*path, "by", place), f"a {role} never audits."


def _lock(pieces: Pieces) -> Iterator[Fault]:
    """The third lock reads a grade, so an audit without a grade must not wait for it."""
    rule = pieces.duties.get(LOCK)
    ungraded = [name for name, kind in pieces.kinds.items() if kind.moderated and not kind.graded]
    if rule is not None and rule.when != "graded" and ungraded:
        reason = f'opens for {ungraded[0]}, which has no grade. Add when = "graded".'
        yield ("duty", LOCK), reason


def _authority(pieces: Pieces) -> Iterator[Fault]:
    about, exemption = pieces.about, pieces.exemption
    if about is not None and about.cycles == "authority":
        if about.confirmed_by == HEAD:
            reason = "a cycle of the whole authority has no single Head of Service. Name a post."
            yield ("programme", "confirmed_by"), reason
        elif reason := no_post(about.confirmed_by) or "":
            yield ("programme", "confirmed_by"), reason
    if exemption is not None and exemption.authority != HEAD:
        if reason := no_post(exemption.authority) or "":
            yield ("exemption", "authority"), reason
        elif exemption.authority == exemption.alternate:
            reason = "is also the exempting authority, so nobody else could decide."
            yield ("exemption", "alternate"), reason


def _samplers(pieces: Pieces) -> Iterator[Fault]:
    dips, selection = pieces.month.get("dips"), pieces.selection
    for place, role in enumerate(dips.samplers if dips is not None else ()):
        if role not in ROLES:
            yield ("dips", "samplers", place), f"{role!r} is not a role{near(role, ROLES)}"
    most = None if dips is None else dips.at_most
    if most is not None and selection is not None:
        least = selection.dip_samples_per_kloe.at_least
        if most < least:
            reason = f"({most}) is less than one line of enquiry needs ({least})."
            yield ("dips", "at_most"), reason
