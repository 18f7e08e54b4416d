"""A programme with its profile, its people, and the cases that it may audit."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from store.tables.rows import Row, json_list


class ProfileText(Row, table=True):
    """The whole text of one profile version; each clock names the version that set it."""

    __tablename__ = "profile_text"

    name: str
    text: str = Field(sa_type=Text)


class Programme(Row, table=True):
    """One programme and the profile version in force; `id` is the programme's name."""

    authority: str
    profile: str


class Closure(Row, table=True):
    """A day without work: a closure day of the authority, or a bank holiday announced late."""

    on: date
    kind: str
    name: str


class Person(Row, table=True):
    """A person in the directory; `id` is the UPN in lower case.

    `email` is their mail address if it differs from the UPN.
    """

    name: str
    entra_object_id: str = Field(index=True)
    roles: list[str] = json_list()
    service: str
    team: str
    reports_to: str | None = None
    trained_on: date | None = None
    max_audits: int | None = None
    absent_from: date | None = None
    absent_to: date | None = None
    delegate: str | None = None
    left_on: date | None = None
    email: str | None = None


class UpnAlias(Row, table=True):
    """A UPN that somebody was given by a renaming; `id` is that UPN and `person` the row it means.

    A person's row keeps the id that it began with. The alias with `current` is how the tenant
    spells their sign-in now; every other goes on working wherever a UPN is read.
    """

    __tablename__ = "upn_alias"

    person: str = Field(index=True)
    current: bool


class NamedFor(Row, table=True):
    """Who answers for a post for which nobody is found; `id` is its owner string.

    It counts only while nobody holds the post and nobody above is here (programme.md §4).
    """

    __tablename__ = "named_for"

    person: str


class Case(Row, table=True):
    """One child or young person, by case reference; `identity` is the id of sealed text.

    Some kinds of audit have another `subject`: a referral, a supervision record, a standard.
    """

    __tablename__ = "child_case"

    service: str = Field(index=True)
    team: str
    practitioner: str
    team_manager: str
    iro: str | None = None
    cp_chair: str | None = None
    plan: str
    closed_on: date | None = None
    flags: list[str] = json_list()
    involved: list[str] = json_list()
    identity: str
    subject: str = "case"
