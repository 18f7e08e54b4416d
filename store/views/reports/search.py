"""What somebody finds on the board by a reference, a person or a team, of what they may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import has_left, service_of
from store.tables import Audit
from store.views.parts.people_in_words import NamedPerson, of_person
from store.views.parts.sought import has_word
from store.views.parts.viewer import Viewer
from store.views.parts.where_audits_stand import (
    Stands,
    audits_known,
    may_see_ref,
    where_audits_stand,
    whole,
)

LEAST = 2
"""Characters without which everything would be found."""
MOST = 25
"""Rows of one kind: whoever gets more says more."""


@dataclass(frozen=True, slots=True)
class TeamFound:
    """A team of an audit or a person that this viewer may see."""

    name: str
    service: str


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody in post of this viewer's scope."""

    who: NamedPerson
    team: str
    service: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: at most `MOST` of each; `audits_in_all` counts all, the newest come first."""

    audits: tuple[Stands, ...] = ()
    audits_in_all: int = 0
    people: tuple[PersonFound, ...] = ()
    teams: tuple[TeamFound, ...] = ()


def search(reader: Reader, viewer: Viewer, sought: str) -> Found:
    """Audits by reference, auditor, moderator or team; people by name, role or team; and teams.

    Only by what this viewer may see of each, so that finding tells no more than looking.
    """
    if len(sought.strip()) < LEAST:
        return Found()
    seen = audits_known(reader, viewer)
    names = {person.id: person.name for person in reader.everybody()}
    audits = [one for one in seen if _is_sought(viewer, one, names, sought)]
    audits.sort(key=lambda audit: (audit.due is None, audit.due, audit.id), reverse=True)
    people = _people(reader, viewer)
    return Found(
        audits=where_audits_stand(reader, viewer, whole(reader, audits[:MOST])),
        audits_in_all=len(audits),
        people=tuple(
            one
            for one in people
            if has_word(sought, one.who.name, one.who.role, one.team, one.service)
        )[:MOST],
        teams=_teams(reader, seen, people, sought),
    )


def _is_sought(viewer: Viewer, audit: Audit, names: Mapping[str, str], sought: str) -> bool:
    return has_word(
        sought,
        audit.case_ref if may_see_ref(viewer, audit) else "",
        audit.team,
        names.get(audit.auditor or "", ""),
        names.get(audit.moderator or "", ""),
    )


def _people(reader: Reader, viewer: Viewer) -> list[PersonFound]:
    """Those whom the page of people shows, by name; nobody for whoever has no such page."""
    if viewer.scope.only is not None:
        return []
    found = [
        PersonFound(of_person(reader, person), person.team, person.service)
        for person in reader.everybody()
        if not has_left(person, reader.today)
        and (viewer.sees_all or person.id == viewer.upn or viewer.has_person(person))
    ]
    return sorted(found, key=lambda one: one.who.name)


def _teams(
    reader: Reader, audits: Sequence[Audit], people: Sequence[PersonFound], sought: str
) -> tuple[TeamFound, ...]:
    known = {(one.team, one.service) for one in people}
    known |= {(audit.team, service_of(reader, audit)) for audit in audits}
    return tuple(
        TeamFound(team, service)
        for team, service in sorted(known)
        if team and has_word(sought, team, service)
    )[:MOST]
