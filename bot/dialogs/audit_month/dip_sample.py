"""Dip samples: given to somebody, recorded, reported and signed off (programme.md §2.15)."""

from bot.cards.audit_month.dip_sample import (
    FINDINGS,
    VIEW,
    dip_agree_card,
    dip_given_card,
    dip_report_card,
    dip_sign_card,
    dips_card,
    dips_dialog,
    findings_dialog,
)
from bot.cards.audit_month.dip_sample_forms import (
    dip_assign_form,
    dip_decline_form,
    dip_record_form,
    dip_report_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import KloeReport
from store.views.audit_month.dip_sample import (
    dips,
    dips_to_sign,
    findings_read,
    sample,
    sample_to_agree,
    sample_to_give,
)


def _record(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_record_form(sample(reader, subject, upn), typed)


def _assign(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_assign_form(sample(reader, subject, upn), sample_to_give(reader, subject), typed)


def _decline(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_decline_form(sample(reader, subject, upn), typed)


def _report(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_report_form(dips(reader, subject, upn), typed)


def _samples(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    known = reader.find(KloeReport, subject) is not None
    if not known or upn not in acting(reader, post("audit_team")):
        return None
    return dips_dialog(dips(reader, subject, upn, findings=True), page)


def _findings(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    words = findings_read(reader, subject, upn)
    return None if words is None else findings_dialog(dips(reader, subject, upn), words)


CONVERSATION = Conversation(
    forms={
        "dip.record": Form(draw=_record),
        "dip.assign": Form(draw=_assign),
        "dip.decline": Form(draw=_decline),
        "dip.report": Form(draw=_report),
    },
    pages={VIEW: Page("The dip samples", _samples), FINDINGS: Page("Key findings", _findings)},
    messages={
        "dips": Shown(dips, dips_card),
        "dip_agree": Shown(sample_to_agree, dip_agree_card),
        "dip_given": Shown(sample, dip_given_card),
        "dip_sign": Shown(dips_to_sign, dip_sign_card),
        "dip_report": Shown(dips, dip_report_card),
    },
)
