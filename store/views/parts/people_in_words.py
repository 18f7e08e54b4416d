"""People as others know them: a name and a role, never a user principal name."""

from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import in_post
from store.tables import Person

SENIOR_FIRST = (
    "director", "divisional_director", "assistant_director", "head_of_learning_academy",
    "head_of_qa", "head_of_service", "psw", "audit_manager", "group_manager", "audit_officer",
    "team_manager", "advanced_practitioner", "iro", "cp_chair", "practitioner",
    "external_auditor", "moderator", "auditor", "performance_team",
)  # fmt: skip
"""A person with several roles is shown with the first of these."""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person by name and role; `role` is empty where it is not known."""

    upn: str
    name: str
    role: str = ""

    @property
    def with_role(self) -> str:
        """The name with the role: "Priya Shah, Head of Service"."""
        return f"{self.name}, {self.role}" if self.role else self.name


NOBODY = NamedPerson("", "nobody yet")


def named(reader: Reader, upn: str | None) -> NamedPerson:
    """The person with that UPN; the UPN itself for somebody outside the people file."""
    if upn is None:
        return NOBODY
    person = reader.find(Person, upn)
    return NamedPerson(upn, upn) if person is None else of_person(reader, person)


def of_person(reader: Reader, person: Person) -> NamedPerson:
    """A person by name and first role."""
    roles = person.roles
    role = next((role for role in SENIOR_FIRST if role in roles), None)
    return NamedPerson(person.id, person.name, "" if role is None else reader.profile.title(role))


def owner_in_words(reader: Reader, owner: str) -> str:
    """Who owns a duty: a person, a post's only holder, or the post by its title."""
    if not owner.startswith("post:"):
        return named(reader, owner).with_role
    holders = in_post(reader, owner)
    if len(holders) == 1:
        return of_person(reader, holders[0]).with_role
    return post_in_words(reader, owner)


def post_in_words(reader: Reader, owner: str) -> str:
    """A post by its title: "the audit team", "the Head of Service for Frontdoor"."""
    _, name, *service = owner.split(":", 2)
    title = f"the {reader.profile.title(name)}"
    return f"{title} for {service[0]}" if service else title


def actor_in_words(reader: Reader, upn: str) -> str:
    """Who did something by its fact: a person, Sightline, or the command line."""
    if upn == "sightline":
        return "Sightline"
    if reader.find(Person, upn) is None:
        return f"the {reader.profile.title('audit_team')} (command line)"
    return named(reader, upn).name
