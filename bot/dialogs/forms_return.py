"""Forms and pages of section, return, check and rework: by verb, what is read and how drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.audit_month.return_form import return_form_card
from bot.cards.audit_month.return_read import return_read_card
from bot.cards.audit_month.section import section_form, section_read_card
from bot.cards.audit_month.sent_back import check_send_back_form
from bot.cards.parts.inputs import Typed
from bot.dialogs.fields import fields_of, inputs_of
from bot.dialogs.parts.form_fields import flat_of
from store.ledger import Reader
from store.registry import faults
from store.tables import Audit
from store.views.audit_month.return_form import return_form
from store.views.audit_month.return_read import may_read_return, return_read
from store.views.audit_month.section import may_read_section, section_read
from store.views.parts.brief import brief
from store.views.parts.people_in_words import named

Json = dict[str, Any]

SUBMIT = "return.submit"

TITLES: Mapping[str, str] = {
    SUBMIT: "Return the audit",
    "return.save": "Return the audit",
    "return.view": "The return",
    "section.complete": "The practitioner's section",
    "section.view": "The practitioner's section",
    "check.send_back": "Send it back",
}
"""What stands above each dialog."""

TELL_THEMSELVES = frozenset({SUBMIT, "return.save"})
"""Forms that tell what is to be mended in a way of their own."""


def return_page(
    reader: Reader,
    audit_id: str,
    values: Mapping[str, str] | None = None,
    *,
    at: str = "",
    asked: bool = False,
    notice: str = "",
) -> Json:
    """A page of the return's form; `values` are all its inputs, else what was saved.

    Everything that is wrong is asked of the ledger, as it would be when the return is handed in.
    """
    view = return_form(reader, audit_id)
    flat = flat_of(view.kept) if values is None else dict(values)
    wrong = faults(reader, SUBMIT, reader.get(Audit, audit_id), fields_of(SUBMIT, flat))
    typed = Typed(flat, inputs_of(SUBMIT, wrong.items(), flat))
    return return_form_card(view, typed, at=at, asked=asked, notice=notice)


def _return(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    if not typed.values:
        return return_page(reader, subject)
    return return_page(reader, subject, typed.values, asked=bool(typed.errors))


def _section(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return section_form(section_read(reader, subject, upn), typed)


def _send_back(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    audit = reader.get(Audit, subject)
    rule = reader.profile.duty.get("return.rectify")
    within = "the time agreed" if rule is None else rule.due["otherwise"].text
    return check_send_back_form(brief(reader, audit), named(reader, audit.auditor), within, typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    SUBMIT: _return,
    "return.save": _return,
    "section.complete": _section,
    "check.send_back": _send_back,
}
"""The form of each act with fields."""


def _read_return(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    read = return_read(reader, subject) if may_read_return(reader, subject, upn) else None
    return None if read is None else return_read_card(read, page)


def _read_section(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    if not may_read_section(reader, subject, upn):
        return None
    return section_read_card(section_read(reader, subject, upn), page)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    "return.view": _read_return,
    "section.view": _read_section,
}
"""Dialogs that only show something, page by page; nothing for those who may not see it."""
