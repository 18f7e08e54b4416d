"""What messages before a cycle show: the timetable and the KLOE meeting (programme.md §2.1)."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.before_cycle.kloe_meeting import kloe_invite_card, kloe_record_card
from bot.cards.before_cycle.timetable import timetable_told_card
from store.ledger import Reader
from store.views.before_cycle.kloe_meeting import kloe_meeting
from store.views.before_cycle.timetable import timetable_told

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], dict[str, Any]]]] = {
    "timetable": (timetable_told, timetable_told_card),
    "kloe_invite": (kloe_meeting, kloe_invite_card),
    "kloe_record": (kloe_meeting, kloe_record_card),
}
"""Each kind of message about them."""
