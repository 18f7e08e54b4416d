"""Relations to a cycle before it begins (programme.md §2.1)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import in_post
from store.registry import Who
from store.rules.kloe_meeting import last_meeting
from store.tables import Cycle


def _kloe_invited(reader: Reader, cycle: Cycle) -> Iterable[str]:
    """Everybody who was invited last; nobody answers for somebody else.

    They stay invited after it was called off, so that their answer gets that reason.
    """
    meeting = last_meeting(reader, cycle)
    invited = () if meeting is None else meeting.invited
    return [person.id for upn in invited for person in in_post(reader, upn)]


KLOE_INVITED = Who("kloe_invited", "the people invited to its KLOE meeting", _kloe_invited)
