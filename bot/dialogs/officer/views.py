"""What the audit team may look at, in the chat or in a dialog: by verb, the view and its card."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.cards.audit_list.cycle import cycle_card
from bot.cards.audit_list.cycle_rows import cycle_rows_card, row_card
from bot.cards.before_cycle.timetable import timetable_card
from bot.cards.deliveries.unreached import unreached_card
from bot.cards.parts.surface import Surface
from bot.cards.people.people_found import ABSENCE, LEAVER, people_found_card
from bot.cards.programme.programme import programme_card
from bot.cards.programme.upload import upload_card
from bot.cards.reports.cycle_audits import ACT_TITLES, audit_card, follow_card
from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import Programme
from store.views.audit_list.cycle import cycle_in_hand
from store.views.audit_list.cycle_rows import cycle_rows, row_proof
from store.views.before_cycle.timetable import timetables
from store.views.deliveries.unreached import unreached
from store.views.people.people_found import people_found
from store.views.programme.programme import programme_today
from store.views.reports.cycle_audits import audit_place, follow
from store.vocabulary.errors import NotAllowed

Json = dict[str, Any]
Sent = Mapping[str, Any]

LONGEST_NAME = 80
LONGEST_PAGE = 4

TITLES: Mapping[str, str] = {
    "programme.view": "The programme",
    "cycle.view": "The cycle",
    "cycle.rows": "The list",
    "row.view": "Why is this row lawful?",
    "cycle.follow": "Follow the audits",
    "audit.view": "One audit",
    "upload.view": "Upload people or cases",
    "timetable.view": "The timetable",
    "unreached.view": "Who could not be reached",
    ABSENCE: "Record an absence",
    LEAVER: "Somebody left",
}
"""What stands above each as a dialog; the verbs are read-only and the audit team's alone."""


def is_of_the_team(reader: Reader, upn: str) -> bool:
    """Whether `upn` may run the programme today, as a member of the audit team or for one."""
    return upn in acting(reader, post("audit_team"))


def look(reader: Reader, verb: str, subject: str, upn: str, *, sent: Sent, place: Surface) -> Json:
    """The card that `verb` shows `upn`. Raises `NotAllowed`, `NotFound`."""
    if not is_of_the_team(reader, upn):
        raise NotAllowed(
            f"Only the {reader.profile.title('audit_team')} runs the programme from here."
        )
    return LOOKS[verb](reader, subject, upn, sent, place)


def _programme(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return programme_card(programme_today(reader, upn), place)


def _cycle(reader: Reader, subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return cycle_card(cycle_in_hand(reader, subject, upn), place)


def _rows(reader: Reader, subject: str, _upn: str, sent: Sent, place: Surface) -> Json:
    return cycle_rows_card(cycle_rows(reader, subject), _page(sent), place)


def _row(reader: Reader, subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return row_card(row_proof(reader, subject, upn), place)


def _follow(reader: Reader, subject: str, _upn: str, sent: Sent, place: Surface) -> Json:
    show = str(sent.get("show") or "all")
    return follow_card(follow(reader, subject, "" if show == "all" else show), _page(sent), place)


def _audit(reader: Reader, subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    from bot.dialogs.forms import FORMS  # noqa: PLC0415 - the forms of all acts know these views

    view = audit_place(reader, subject, upn)
    possible = {verb for verb, (_, asks) in ACT_TITLES.items() if not asks or verb in FORMS}
    return audit_card(replace(view, may=view.may & possible), place)


def _upload(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return upload_card(programme_today(reader, upn), place)


def _timetable(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return timetable_card(timetables(reader, upn), place)


def _unreached(reader: Reader, _subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    return unreached_card(unreached(reader, upn), place)


def _people(verb: str) -> "Look":
    def find(reader: Reader, _subject: str, upn: str, sent: Sent, place: Surface) -> Json:
        sought = str(sent.get("who") or "")[:LONGEST_NAME]
        version = reader.get(Programme, reader.programme).version
        found = people_found(reader, sought, upn)
        return people_found_card(found, verb, reader.programme, version, place)

    return find


def _page(sent: Sent) -> int:
    page = str(sent.get("page", "1"))
    return int(page) if page.isdecimal() and page.isascii() and len(page) <= LONGEST_PAGE else 1


Look = Callable[[Reader, str, str, Sent, Surface], Json]

LOOKS: Mapping[str, Look] = {
    "programme.view": _programme,
    "cycle.view": _cycle,
    "cycle.rows": _rows,
    "row.view": _row,
    "cycle.follow": _follow,
    "audit.view": _audit,
    "upload.view": _upload,
    "timetable.view": _timetable,
    "unreached.view": _unreached,
    ABSENCE: _people(ABSENCE),
    LEAVER: _people(LEAVER),
}
"""Each with the view it reads and its card."""
