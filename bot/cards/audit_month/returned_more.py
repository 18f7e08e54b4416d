"""What is rarer on the card about a return, and what it says once the audit has moved on."""

from urllib.parse import quote, urlsplit

from bot.cards.audit_month.section import no_section
from bot.cards.audit_month.sent_back import in_words
from bot.cards.parts.kit import Json, buttons, card, fold, opens_dialog, opens_link, quiet, text
from store.views.audit_month.returned import ReturnedAudit

CALL = "https://teams.microsoft.com/l/call/0/0?users="
"""Begins a call in Teams; what comes after is who is called (Microsoft's deep links)."""


def more(view: ReturnedAudit, *actions: Json | None) -> Json:
    """Behind More: referring, a conflict, a call to the auditor, the section, date and place."""
    missing = view.section is not None and not view.section.written_on
    due = view.moderate_by
    return fold(
        "More",
        *([text(f"Moderate by: {due.why}")] if due is not None and view.moderated else []),
        *([quiet(no_section(view.section))] if missing and view.section is not None else []),
        quiet(f"Where is that document? At {host_of(view)}, where the auditor put it."),
        quiet("A conversation comes first; a message is never in its place."),
        actions=[action for action in actions if action is not None],
    )


def calls(view: ReturnedAudit) -> Json:
    """Call the auditor: the conversation before a grade is changed or the audit goes back."""
    return opens_link(f"Call {view.auditor.name}", f"{CALL}{quote(view.auditor.upn, safe='')}")


def host_of(view: ReturnedAudit) -> str:
    """Where the document lies, by the name of the place alone."""
    return urlsplit(view.document_link).hostname or "a place without a name"


def moved_on(view: ReturnedAudit) -> Json:
    """What has become of the return since this card came: the truth, without stale buttons."""
    if view.reader == "former":
        now = "" if view.audit.moderator is None else view.audit.moderator.name
        who = f"{now} moderates it now" if now else "The audit team is naming its moderator"
        return card(
            f"{view.audit.case_ref} is no longer with you",
            text(f"{who}, so there is nothing for you to do."),
            text("Questions: the audit team."),
        )
    match view.state:
        case "rectifying":
            return _sent_back(view)
        case "recalled":
            return _recalled(view)
        case "referred":
            return card(
                f"{view.audit.case_ref} is with the audit team",
                text("They decide what becomes of this audit; you hear of it."),
                text("Nothing for you to do now." if view.reader != "team" else _own_card()),
            )
        case "voided":
            return card(
                f"The audit of {view.audit.case_ref} was made void",
                text("It is kept and counts in no grade."),
                text("If the case is audited anew, you hear of that by itself."),
            )
        case "complete":
            on = f" on {view.checked_on}" if view.checked_on else ""
            return card(
                f"The audit of {view.audit.case_ref} is complete: {view.governing}",
                text(f"The audit team found it complete{on}."),
                text("It is outside the share that is moderated, so the auditor's grade counts."),
                *_reading(view),
            )
        case _:
            return _moderated(view)


def _own_card() -> str:
    return "The card about the referral has the buttons."


def _sent_back(view: ReturnedAudit) -> Json:
    ref, name, back = view.audit.case_ref, view.auditor.name, view.sent_back
    if back is None or view.reader in {"practitioner", "team_manager"}:
        return card(
            f"{name} is completing the audit of {ref}",
            text("It went back to its auditor, and the grade may still change."),
            text("You hear as soon as it is returned again; its actions wait until then."),
        )
    by = "" if back.mend_by is None else f" They mend it by {back.mend_by.words}."
    return card(
        f"{ref} went back to {name}",
        text(f"{back.by.name} sent it back on {back.sent_on}: {in_words(back.reasons)}."),
        text(f"It comes to you again once it is mended.{by}"),
        *buttons(None if back.mend_by is None else fold("Why this date?", text(back.mend_by.why))),
    )


def _recalled(view: ReturnedAudit) -> Json:
    ref, name = view.audit.case_ref, view.auditor.name
    on = f" on {view.recalled_on}" if view.recalled_on else ""
    return card(
        f"{name} took the return of {ref} back",
        text(f"They did so{on}, to change something: its grade does not count any more."),
        text("It comes to you again once it is returned. Nothing for you to do until then."),
    )


def _moderated(view: ReturnedAudit) -> Json:
    ref = view.audit.case_ref
    who = view.moderated_by or "The moderator"
    same = view.governing == view.grade
    own = f"{view.auditor.name} graded it {view.grade}"
    return card(
        f"{ref} was moderated: {view.governing}",
        text(f"{who} decided on {view.moderated_on}."),
        text(f"{own}, and that stands." if same else f"{own}; {view.governing} counts now."),
        *_reading(view),
    )


def _reading(view: ReturnedAudit) -> list[Json]:
    audit = view.audit
    return buttons(
        opens_dialog("return.view", "Read the return", audit.id, audit.version),
        opens_link("Open the audit document", view.document_link) if view.document_link else None,
    )
