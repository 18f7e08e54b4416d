"""What somebody owes about the work that a card is about, so that no card says: nothing (§4)."""

from store.ledger import Reader
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Action, Audit, Cycle, Duty
from store.views.parts.due import due_of
from store.views.parts.prefetch import prefetch_people


def owed_about(reader: Reader, subject: str, upn: str) -> list[Duty]:
    """The open duties of `upn` about the audit or cycle that `subject` is, or is a part of.

    The most urgent first; what is told in confidence is left out.
    """
    audit = reader.find(Audit, subject.partition(".")[0])
    if audit is not None:
        about = [audit.id, *(action.id for action in reader.rows(Action, audit=audit.id))]
        found = reader.rows(Duty, subject=about, closed_at=None, order="due_at")
    elif reader.find(Cycle, subject) is not None:
        found = reader.rows(Duty, cycle=subject, closed_at=None, order="due_at")
        prefetch_people(reader, reader.rows(Audit, id={duty.subject for duty in found}))
    else:
        return []
    return [
        duty
        for duty in found
        if not is_confidential(reader, duty) and upn in doers(reader, duty).able
    ]


def owed_in_words(reader: Reader, subject: str, upn: str) -> tuple[str, ...]:
    """Each as "hold the UoPP meeting by Thu 17 Dec", once where several read alike.

    What is late says by how much: "by Thu 17 Dec (2 working days ago)".
    """
    words = []
    for duty in owed_about(reader, subject, upn):
        rule = reader.profile_of(duty).duty.get(duty.kind)
        what = duty.kind if rule is None else rule.words
        words.append(f"{what} by {due_of(reader, duty).in_a_list}")
    return tuple(dict.fromkeys(words))
