"""Forms and pages of dip re-audits, re-audits and reports: by verb, what is read and drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.below_good import dip_reaudit as looks
from bot.cards.parts.inputs import Typed
from bot.cards.reports import cycle_report as cards
from store.ledger import Reader
from store.views.below_good.dip_reaudit import looked_again, looked_again_read, to_look_at
from store.views.reports.cycle_report import impact_in_words, looking_back, on_cycle, report_read
from store.vocabulary.errors import NotFound

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "dip.reaudited": "Dip re-audit",
    "delay.addressed": "Address what is late",
    "reaudit.allocate": "Re-audits",
    "reaudit.widen": "Re-audit all the rest",
    "highlight.reported": "Highlight report",
    "board.reported": "Board report",
    "impact.reported": "Impact report",
    "campaign.agreed": "Learning campaign",
    looks.VIEW: "What was found",
    cards.VIEW: "The report",
}
"""What stands above each dialog."""


def _dip(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return looks.dip_reaudit_form(to_look_at(reader, subject), typed)


def _delay(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    view = looked_again(reader, subject, upn)
    if view is None:
        raise NotFound("No dip re-audit has been recorded here yet.")
    return looks.delay_form(view, typed)


def _allocate(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return cards.reaudit_form(looking_back(reader, subject, upn), typed)


def _widen(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return cards.widen_form(looking_back(reader, subject, upn), typed)


def _highlight(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return cards.highlight_form(on_cycle(reader, subject, "highlight.report"), typed)


def _board(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return cards.board_form(on_cycle(reader, subject, "board.report"), typed)


def _impact(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    view = on_cycle(reader, subject, "impact.report")
    return cards.impact_form(view, impact_in_words(reader, subject), typed)


def _campaign(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return cards.campaign_form(on_cycle(reader, subject, "campaign.agree"), typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "dip.reaudited": _dip,
    "delay.addressed": _delay,
    "reaudit.allocate": _allocate,
    "reaudit.widen": _widen,
    "highlight.reported": _highlight,
    "board.reported": _board,
    "impact.reported": _impact,
    "campaign.agreed": _campaign,
}
"""The form of each act with fields."""


def _found_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = looked_again_read(reader, subject, upn)
    return None if view is None else looks.looked_again_dialog(view)


def _report_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = report_read(reader, subject, upn)
    return None if view is None else cards.report_dialog(view)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    looks.VIEW: _found_page,
    cards.VIEW: _report_page,
}
"""What only shows something; nothing for a person who may not see it."""
