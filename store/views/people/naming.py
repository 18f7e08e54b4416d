"""What a form shows for naming somebody for a post for which nobody is here (programme.md §4)."""

from dataclasses import dataclass

from store.audits.subjects import subject_of
from store.ledger import Reader
from store.rules.naming import free_for
from store.tables import Duty
from store.views.nudges.duty_lines import about
from store.views.parts.due import Due, due_of
from store.views.parts.people_in_words import of_person, post_in_words


@dataclass(frozen=True, slots=True)
class NamingForm:
    """The duty that nobody may do, its vacant post, and who may be named: (UPN, name and role)."""

    duty: str
    version: int
    about: str
    words: str
    due: Due
    post: str
    choices: tuple[tuple[str, str], ...]


def naming_form(reader: Reader, duty_id: str) -> NamingForm:
    """Those who may be named for the post that owes a duty, by name."""
    duty = reader.get(Duty, duty_id)
    rule, subject = reader.profile_of(duty).duty.get(duty.kind), subject_of(reader, duty.subject)
    people = (of_person(reader, person) for person in free_for(reader, duty))
    return NamingForm(
        duty=duty.id,
        version=duty.version,
        about="" if subject is None else about(reader, subject),
        words=duty.kind if rule is None else rule.words,
        due=due_of(reader, duty),
        post=post_in_words(reader, duty.owner),
        choices=tuple(sorted(((one.upn, one.with_role) for one in people), key=lambda one: one[1])),
    )
