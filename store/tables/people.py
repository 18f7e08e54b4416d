"""A programme with its rules, its people and the children whose cases it may audit."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from store.tables.rows import Row, json_list


class ProfileText(Row, table=True):
    """A profile as it stood when it came into force; clocks name the version they came from."""

    __tablename__ = "profile_text"

    name: str
    text: str = Field(sa_type=Text)


class Programme(Row, table=True):
    """One set of rules. Its `id` is the programme's own name."""

    authority: str
    profile: str


class Closure(Row, table=True):
    """A day without work: an authority's closure day or a bank holiday proclaimed late."""

    on: date
    kind: str
    name: str


class Person(Row, table=True):
    """Somebody in the directory; `id` is the UPN in lower case.

    `email` is where they have their mail, where that is not their UPN.
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


class Case(Row, table=True):
    """One child or young person, by case reference; who they are is sealed.

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
