"""Founding a programme: its empty chain, its profile as text, and its first fact."""

import hashlib
import re
from datetime import datetime

from store.ledger import Actor, Ledger, Unit
from store.migrations import upgrade
from store.programme.profile import Profile
from store.tables import ProfileText, Programme
from store.vocabulary.errors import Invalid, Unready


def programme_id(authority: str) -> str:
    """The name of an authority's programme, such as `tower-hamlets`."""
    return re.sub(r"[^a-z0-9]+", "-", authority.lower()).strip("-")


def version_of(text: str) -> str:
    """A profile's version: the first twelve digits of its SHA-256, so it never changes."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def found_programme(
    ledger: Ledger, *, authority: str, profile_name: str, text: str, actor: Actor, at: datetime
) -> str:
    """Found a programme with the profile `text`, and return its name.

    Raises `Unready` if the ledger already has a programme of that name.
    """
    profile = Profile.parse(text)
    name = programme_id(authority or profile.programme.name)
    if not name:
        raise Invalid("The authority's name needs at least one letter.", {"authority": "is empty"})
    upgrade(ledger.engine)
    ledger.begin(name)
    with ledger.unit(name, actor=actor, at=at) as unit:
        # An empty chain means that an earlier founding was cut short: it continues here.
        if unit.head()[0]:
            raise Unready(f"There is already a programme {name!r} here; nothing was changed.")
        _write(unit, name, authority or profile.programme.name, profile_name, text)
    return name


def _write(unit: Unit, name: str, authority: str, profile_name: str, text: str) -> None:
    version = version_of(text)
    unit.add(ProfileText(programme=name, id=version, name=profile_name, text=text))
    unit.add(Programme(programme=name, id=name, authority=authority, profile=version))
    unit.record(
        "programme.found",
        name,
        {"authority": authority, "profile": profile_name, "version": version},
    )
