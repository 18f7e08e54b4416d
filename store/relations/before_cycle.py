"""Who may do what before a cycle begins (programme.md §2.1)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import in_post
from store.registry import Who
from store.rules.kloe_meeting import last_meeting
from store.tables import Cycle


def _kloe_invited(reader: Reader, cycle: Cycle) -> Iterable[str]:
    """Each answers for themselves; nobody answers in another's place.

    Once it is called off they stand where they stood, and hear that.
    """
    meeting = last_meeting(reader, cycle)
    invited = () if meeting is None else meeting.invited
    return [person.id for upn in invited for person in in_post(reader, upn)]


KLOE_INVITED = Who(
    "kloe_invited", "whoever is invited to the meeting on its lines of enquiry", _kloe_invited
)
