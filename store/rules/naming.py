"""Who may be named for a post for which nobody is found (programme.md §4)."""

from store.audits.governing_grade import is_gone, people_with_a_say
from store.audits.subjects import subject_of
from store.ledger import Reader
from store.people.holding import POSTS
from store.people.passing_up import may_decide_for
from store.people.posts import whose_work
from store.tables import Audit, Duty, Exemption, Person


def free_for(reader: Reader, duty: Duty) -> list[Person]:
    """Everybody here whose role may decide for the post that owes `duty`, without a part in it.

    Its own holders have such a role too; that they are barred from this duty is for the act to say.
    """
    ranks = may_decide_for(duty.owner) | {*POSTS.get(duty.owner.split(":")[1], ())}
    apart = _with_a_part(reader, duty)
    return [
        person
        for person in reader.everybody()
        if ranks & set(person.roles) and person.id not in apart and not is_gone(reader, person.id)
    ]


def _with_a_part(reader: Reader, duty: Duty) -> set[str]:
    """Who graded the audit, whose work it is, and who asks: none of them decides (§2.12, §7)."""
    subject = subject_of(reader, duty.subject)
    if not isinstance(subject, Audit):
        return set()
    asked = {row.asked_by for row in reader.rows(Exemption, audit=subject.id, state="asked")}
    return asked | people_with_a_say(reader, subject) | whose_work(subject)
