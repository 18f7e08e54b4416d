"""A programme with its profile, its people, and the cases that it may audit."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from store.tables.columns import JsonText
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


class KnownName(Row, table=True):
    """What the audit team answered about a name in the council's extract.

    `id` is `worker:NAME`, `worker:NAME:TEAM` or `team:NAME`, with names as `name_key` makes them.
    A worker without `person` is nobody in the people file; a team has `service` and `team`.
    """

    __tablename__ = "known_name"

    name: str
    within: str | None = None
    person: str | None = None
    service: str | None = None
    team: str | None = None


class Case(Row, table=True):
    """One child or young person, by case reference; `identity` is the id of sealed text.

    Some kinds of audit have another `subject`: a referral, a supervision record, a standard. Of a
    case from an extract, `worker_named` and `team_named` are the names in it, `set_aside` says why
    it is never drawn (`store.people.set_aside`), and each of `involvements` is a name, role, team,
    first day, last day and person's id. `steps` holds day, former and new plan of each step up or
    down between two imports.
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
    worker_named: str | None = None
    team_named: str | None = None
    set_aside: list[str] | None = Field(default=None, sa_type=JsonText)
    involvements: list[list[str | None]] | None = Field(default=None, sa_type=JsonText)
    steps: list[list[str]] | None = Field(default=None, sa_type=JsonText)
