"""The third lock's card, and the card for those whose grade was changed after moderation."""

from bot.cards.parts.kit import Json, buttons, card, execute, facts, text
from bot.cards.parts.offers import offered, opens_document, why_this_date
from bot.cards.parts.reasons import read_why
from bot.cards.parts.text import before_verb
from store.views.moderation.third_lock import GradeChanged, Lock
from store.views.parts.grades_of import GradeGiven

CONFIRM = "lock.confirm"


def lock_card(view: Lock) -> Json:
    """The card that asks the Head of QA to confirm or change a grade; later, what was decided."""
    if view.set_ is not None:
        return _set(view, view.set_)
    audit = view.audit
    by = "" if view.lock_by is None else view.lock_by.words
    return card(
        f"{audit.case_ref} was moderated as {view.moderation.grade}: third lock by {by}"
        if by
        else f"{audit.case_ref} was moderated as {view.moderation.grade}",
        facts(
            [
                ("Auditor", f"{view.own.by.name}: {view.own.grade}"),
                ("Moderator", f"{view.moderation.by.name}: {view.moderation.grade}"),
                ("Work of", f"{audit.practitioner.name}, {audit.team}"),
            ]
        ),
        text("Other deadlines do not wait for you. Another grade counts from your change."),
        *buttons(
            _confirm(view) if CONFIRM in view.may else None,
            offered("lock.change", view.may, audit.id, audit.version),
            read_why("Read why", audit.id, audit.version),
            opens_document(view.document_link),
            why_this_date(view.lock_by),
        ),
        says=f"Please read {audit.case_ref}, moderated as {view.moderation.grade}",
    )


def _confirm(view: Lock) -> Json:
    audit, title = view.audit, f"Confirm {view.moderation.grade}"
    return execute(CONFIRM, title, audit.id, audit.version, primary=True)


def _set(view: Lock, given: GradeGiven) -> Json:
    who = "You" if given.by.upn == view.viewer else given.by.name
    ref, audit = view.audit.case_ref, view.audit
    if given.outcome == "agree":
        return card(
            f"{who} confirmed {given.grade} for {ref}",
            text(f"Confirmed on {given.on}. There is nothing more to do."),
        )
    return card(
        f"{who} changed {ref} from {view.moderation.grade} to {given.grade}",
        text(f"Changed on {given.on}. The people who worked on it have been notified."),
        *buttons(read_why("Read why", audit.id, audit.version)),
    )


def grade_changed_card(view: GradeChanged) -> Json:
    """For auditor, moderator, practitioner and Team Manager: from what to what, and by whom."""
    audit, now = view.audit, view.now
    dispute = (
        [text(f"The grade may be disputed until {view.dispute_until}.")]
        if view.dispute_until
        else []
    )
    return card(
        f"The grade of {audit.case_ref} changed from {view.before} to {now.grade}",
        text(f"{before_verb(now.by.with_role)} changed it on {now.on}."),
        text("New deadlines count from that day."),
        *dispute,
        *buttons(
            read_why("Read why", audit.id, audit.version, primary=True),
            offered("dispute.raise", view.may, audit.id, audit.version),
        ),
    )
