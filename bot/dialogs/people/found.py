"""A person looked up by name, for whom an absence or a leaver is then recorded."""

from collections.abc import Callable

from bot.cards.parts.surface import Surface
from bot.cards.people.people_found import LEAVER, people_found_card
from bot.dialogs.parts.conversation import Json, Sent
from store.ledger import Reader
from store.tables import Programme
from store.views.people.people_found import people_found

LONGEST_NAME = 80


def found_for(verb: str) -> Callable[[Reader, str, str, Sent, Surface], Json]:
    """The search that `verb` opens, and the people whom it found."""

    def find(reader: Reader, _subject: str, upn: str, sent: Sent, place: Surface) -> Json:
        sought = str(sent.get("who") or "")[:LONGEST_NAME]
        version = reader.get(Programme, reader.programme).version
        found = people_found(reader, sought, upn, leavers=verb == LEAVER)
        return people_found_card(found, verb, reader.programme, version, place)

    return find
