"""A team's appraisal of its month: written, dip sampled and read (Bradford, §6)."""

from collections.abc import Callable

from bot.cards.audit_month.appraisal import (
    VIEW,
    appraisal_card,
    appraisal_dialog,
    sample_form,
    write_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.audit_month.appraisal import TeamAppraisal, appraisal, appraisal_read
from store.vocabulary.errors import Stale


def _appraisal(reader: Reader, subject: str, upn: str) -> TeamAppraisal:
    view = appraisal(reader, subject, upn)
    if view is None:
        raise Stale("This appraisal is with somebody else now.")
    return view


def _of_appraisal(
    draw: Callable[[TeamAppraisal, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    """A form that is drawn from the appraisal's view."""
    return lambda reader, subject, upn, typed: draw(_appraisal(reader, subject, upn), typed)


def _read(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    read = appraisal_read(reader, subject, upn)
    return None if read is None else appraisal_dialog(_appraisal(reader, subject, upn), *read, page)


CONVERSATION = Conversation(
    forms={
        "appraisal.write": Form(draw=_of_appraisal(write_form)),
        "appraisal.sample": Form(draw=_of_appraisal(sample_form)),
    },
    pages={VIEW: Page("The team's month", _read)},
    messages={"appraisal": Shown(appraisal, appraisal_card)},
)
