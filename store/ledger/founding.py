"""Founding a programme: its empty chain, its profile as text, and its first fact."""

import hashlib
import re
from datetime import datetime

from sqlalchemy import Engine, inspect
from sqlmodel import Session

from store.ledger import Actor, Ledger, Unit
from store.ledger.chain import FOUNDS
from store.ledger.key_check import prove_key, upgrade_with_key
from store.programme.profile import Profile
from store.tables import Head, ProfileText, Programme
from store.vocabulary.errors import Invalid, Unready


def programme_id(authority: str) -> str:
    """The name of an authority's programme, such as `tower-hamlets`."""
    return re.sub(r"[^a-z0-9]+", "-", authority.lower()).strip("-")


def name_of_programme(authority: str, profile: Profile) -> str:
    """The name of the programme that is to be founded. Raises `Invalid` if it would be empty."""
    name = programme_id(authority or profile.programme.name)
    if not name:
        raise Invalid("The authority's name needs at least one letter.", {"authority": "is empty"})
    return name


def version_of(text: str) -> str:
    """A profile's version: the first twelve digits of its SHA-256, so it never changes."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def found_programme(
    ledger: Ledger, *, authority: str, profile_name: str, text: str, actor: Actor, at: datetime
) -> str:
    """Found a programme with the profile `text`, and return its name.

    Raises `Unready` if the ledger already has a programme of that name, or needs another data key.
    """
    profile = Profile.parse(text)
    name = name_of_programme(authority, profile)
    prove_key(ledger.engine, ledger.key)
    _refuse_if_founded(ledger.engine, name)
    upgrade_with_key(ledger.engine, ledger.key)
    ledger.begin(name)
    with ledger.unit(name, actor=actor, at=at) as unit:
        # Another process may have founded it in the meantime.
        _refuse_a_second(name, unit.head()[0])
        _write(unit, name, authority or profile.programme.name, profile_name, text)
    return name


def _refuse_if_founded(engine: Engine, name: str) -> None:
    """Refuse before the schema is touched; the ledger may be new, or from an earlier version."""
    if not inspect(engine).has_table(str(Head.__tablename__)):
        return
    with Session(engine) as session:
        head = session.get(Head, name)
        _refuse_a_second(name, 0 if head is None else head.seq)


def _refuse_a_second(name: str, seq: int) -> None:
    # An empty chain means that an earlier founding was cut short: it continues.
    if seq:
        raise Unready(f"There is already a programme {name!r} here; nothing was changed.")


def _write(unit: Unit, name: str, authority: str, profile_name: str, text: str) -> None:
    version = version_of(text)
    unit.add(ProfileText(programme=name, id=version, name=profile_name, text=text))
    unit.add(Programme(programme=name, id=name, authority=authority, profile=version))
    unit.record(FOUNDS, name, {"authority": authority, "profile": profile_name, "version": version})
