"""Every conversation, named once; the tables of forms, pages and messages come from this list."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from bot.dialogs.audit_list import adding, confirmation, cycle, swap
from bot.dialogs.audit_month import (
    allocation,
    appraisal,
    check,
    conflict,
    dip_sample,
    exemption,
    practice,
    reallocation,
    return_,
    section,
)
from bot.dialogs.before_cycle import kloe_meeting, timetable
from bot.dialogs.below_good import (
    action,
    board,
    dip_reaudit,
    progress,
    progression,
    reaudit,
    uopp,
    urgent,
)
from bot.dialogs.deliveries import turned_away, unreached
from bot.dialogs.moderation import (
    concern,
    cover,
    dispute,
    handing_over,
    inadequate,
    moderation,
    referral,
    sharing,
    third_lock,
)
from bot.dialogs.nudges import help_request, my_work, own_duty
from bot.dialogs.parts.conversation import Conversation, Form, Look, Page, Shown, Step
from bot.dialogs.people import absence, leaver, naming
from bot.dialogs.programme import closure, matching, programme, upload
from bot.dialogs.reports import (
    cycle_audits,
    cycle_report,
    digest,
    evidence,
    learning,
    register,
    reports_asked,
    scorecard,
)

CONVERSATIONS: tuple[Conversation, ...] = (
    timetable.CONVERSATION,
    kloe_meeting.CONVERSATION,
    cycle.CONVERSATION,
    swap.CONVERSATION,
    confirmation.CONVERSATION,
    adding.CONVERSATION,
    allocation.CONVERSATION,
    exemption.CONVERSATION,
    conflict.CONVERSATION,
    reallocation.CONVERSATION,
    section.CONVERSATION,
    return_.CONVERSATION,
    check.CONVERSATION,
    dip_sample.CONVERSATION,
    practice.CONVERSATION,
    appraisal.CONVERSATION,
    moderation.CONVERSATION,
    handing_over.CONVERSATION,
    referral.CONVERSATION,
    third_lock.CONVERSATION,
    dispute.CONVERSATION,
    concern.CONVERSATION,
    inadequate.CONVERSATION,
    cover.CONVERSATION,
    sharing.CONVERSATION,
    uopp.CONVERSATION,
    progression.CONVERSATION,
    urgent.CONVERSATION,
    action.CONVERSATION,
    board.CONVERSATION,
    progress.CONVERSATION,
    dip_reaudit.CONVERSATION,
    reaudit.CONVERSATION,
    digest.CONVERSATION,
    scorecard.CONVERSATION,
    cycle_report.CONVERSATION,
    learning.CONVERSATION,
    cycle_audits.CONVERSATION,
    register.CONVERSATION,
    reports_asked.CONVERSATION,
    evidence.CONVERSATION,
    programme.CONVERSATION,
    upload.CONVERSATION,
    closure.CONVERSATION,
    matching.CONVERSATION,
    absence.CONVERSATION,
    leaver.CONVERSATION,
    naming.CONVERSATION,
    turned_away.CONVERSATION,
    unreached.CONVERSATION,
    my_work.CONVERSATION,
    help_request.CONVERSATION,
    own_duty.CONVERSATION,
)

T = TypeVar("T")


def _joined(tables: Iterable[Mapping[Any, T]]) -> dict[str, T]:
    """One table of several. Raises `LookupError` where two conversations claim the same name."""
    joined: dict[str, T] = {}
    for table in tables:
        if twice := joined.keys() & table.keys():
            raise LookupError(f"Two conversations claim {', '.join(sorted(twice))}.")
        joined.update(table)
    return joined


FORMS: Mapping[str, Form] = _joined(each.forms for each in CONVERSATIONS)
PAGES: Mapping[str, Page] = _joined(each.pages for each in CONVERSATIONS)
LOOKS: Mapping[str, Look] = _joined(each.looks for each in CONVERSATIONS)
MESSAGES: Mapping[str, Shown] = _joined(each.messages for each in CONVERSATIONS)
STEPS: Mapping[str, Step] = _joined(each.steps for each in CONVERSATIONS)
