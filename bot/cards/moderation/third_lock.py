"""The third lock's card, and the word to those whose grade was changed after moderation."""

from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    opens_dialog,
    opens_link,
    text,
)
from bot.cards.parts.reasons import read_why
from store.views.moderation.third_lock import GradeChanged, Lock
from store.views.parts.grades_of import GradeGiven


def lock_card(view: Lock) -> Json:
    """For the Head of QA, who reads every moderated audit; once set it is their receipt."""
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
        text("Later dates do not wait for you; another grade counts from your change."),
        *buttons(
            execute(
                "lock.confirm", f"Confirm {view.moderation.grade}", audit.id, audit.version,
                primary=True,
            )
            if "lock.confirm" in view.may
            else None,
            opens_dialog("lock.change", "Change the grade…", audit.id, audit.version)
            if "lock.change" in view.may
            else None,
            read_why("Read why", audit.id, audit.version),
            opens_link("Open the audit document", view.document_link)
            if view.document_link
            else None,
            None if view.lock_by is None else fold("Why this date?", text(view.lock_by.why)),
        ),
        says=f"Please read {audit.case_ref}, moderated as {view.moderation.grade}",
    )  # fmt: skip


def _set(view: Lock, given: GradeGiven) -> Json:
    who = "You" if given.by.upn == view.viewer else given.by.name
    ref, audit = view.audit.case_ref, view.audit
    if given.outcome == "agree":
        return card(
            f"{who} confirmed {given.grade} for {ref}",
            text(f"Set on {given.on}. There is nothing more to do."),
        )
    return card(
        f"{who} changed {ref} from {view.moderation.grade} to {given.grade}",
        text(f"Set on {given.on}. Auditor, moderator, practitioner and Team Manager were told."),
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
        text(f"{now.by.with_role}, changed it on {now.on}."),
        text("What follows from the grade counts from that day."),
        *dispute,
        *buttons(
            read_why("Read why", audit.id, audit.version, primary=True),
            opens_dialog("dispute.raise", "Dispute the grade…", audit.id, audit.version)
            if "dispute.raise" in view.may
            else None,
        ),
    )
