"""What the card about a return says under More, and once the audit has moved on."""

from urllib.parse import quote, urlsplit

from bot.cards.audit_month.section import no_section
from bot.cards.audit_month.sent_back import in_words
from bot.cards.parts.kit import Json, buttons, card, fold, opens_dialog, opens_link, quiet, text
from store.views.audit_month.returned import ReturnedAudit
from store.vocabulary import terms

OWN_CARD = "The card about the referral has the buttons."
CALL = "https://teams.microsoft.com/l/call/0/0?users="
"""Begins a call in Teams; the UPN of who is called follows (Microsoft's deep links)."""


def more(view: ReturnedAudit, *actions: Json | None) -> Json:
    """Under More: to refer it, a conflict, a call to the auditor, the section, date and place."""
    missing = view.section is not None and not view.section.written_on
    due = view.moderate_by
    return fold(
        "More",
        *([text(f"Moderate by: {due.why}")] if due is not None and view.moderated else []),
        *([quiet(no_section(view.section))] if missing and view.section is not None else []),
        quiet(f"Where is that document? At {host_of(view)}, where the auditor put it."),
        quiet("A conversation comes first; a message does not replace it."),
        actions=[action for action in actions if action is not None],
    )


def calls(view: ReturnedAudit) -> Json:
    """A call to the auditor: they talk before a grade is changed or the return is sent back."""
    return opens_link(f"Call {view.auditor.name}", f"{CALL}{quote(view.auditor.upn, safe='')}")


def host_of(view: ReturnedAudit) -> str:
    """The host on which the audit document lies."""
    return urlsplit(view.document_link).hostname or "an address without a name"


def moved_on(view: ReturnedAudit) -> Json:
    """What has happened to the return since this card came, without buttons that no longer work."""
    if view.reader == "former":
        now = "" if view.audit.moderator is None else view.audit.moderator.name
        who = (
            f"{now} moderates it now" if now else f"The {terms.AUDIT_TEAM} is naming its moderator"
        )
        return card(
            f"{view.audit.case_ref} is no longer with you",
            text(f"{who}. There is nothing for you to do."),
            text(f"Questions: the {terms.AUDIT_TEAM}."),
        )
    match view.state:
        case "rectifying":
            return _sent_back(view)
        case "recalled":
            return _recalled(view)
        case "referred":
            return card(
                f"{view.audit.case_ref} is with the {terms.AUDIT_TEAM}",
                text("They decide what happens to this audit, and you will be notified."),
                text("Nothing for you to do now." if view.reader != "team" else OWN_CARD),
            )
        case "voided":
            return card(
                f"The audit of {view.audit.case_ref} was made void",
                text("It is kept and counts in no grade."),
                text("If the case is audited again, you will be notified."),
            )
        case "complete":
            on = f" on {view.checked_on}" if view.checked_on else ""
            return card(
                f"The audit of {view.audit.case_ref} is complete: {view.governing}",
                text(f"The {terms.AUDIT_TEAM} found it complete{on}."),
                text("It is outside the share that is moderated, so the auditor's grade governs."),
                *_reading(view),
            )
        case _:
            return _moderated(view)


def _sent_back(view: ReturnedAudit) -> Json:
    ref, name, back = view.audit.case_ref, view.auditor.name, view.sent_back
    if back is None or view.reader in {"practitioner", "team_manager"}:
        return card(
            f"{name} is amending the audit of {ref}",
            text("It was sent back to its auditor, and the grade may still change."),
            text("You will be notified when it is returned again; its actions wait until then."),
        )
    by = "" if back.amend_by is None else f" They amend it by {back.amend_by.words}."
    return card(
        f"{ref} went back to {name}",
        text(f"{back.by.name} sent it back on {back.sent_on}: {in_words(back.reasons)}."),
        text(f"You will be notified when it is returned again.{by}"),
        *buttons(
            None if back.amend_by is None else fold("Why this date?", text(back.amend_by.why))
        ),
    )


def _recalled(view: ReturnedAudit) -> Json:
    ref, name = view.audit.case_ref, view.auditor.name
    on = f" on {view.recalled_on}" if view.recalled_on else ""
    return card(
        f"{name} took the return of {ref} back",
        text(f"They did so{on} to change something, so its grade no longer counts."),
        text("You will be notified when it is returned again. Nothing for you to do until then."),
    )


def _moderated(view: ReturnedAudit) -> Json:
    ref = view.audit.case_ref
    who = view.moderated_by or "The moderator"
    same = view.governing == view.grade
    own = f"{view.auditor.name} graded it {view.grade}"
    return card(
        f"{ref} was moderated: {view.governing}",
        text(f"{who} decided on {view.moderated_on}."),
        text(f"{own}, and that stands." if same else f"{own}; {view.governing} governs now."),
        *_reading(view),
    )


def _reading(view: ReturnedAudit) -> list[Json]:
    audit = view.audit
    return buttons(
        opens_dialog("return.view", "Read the return", audit.id, audit.version),
        opens_link("Open the audit document", view.document_link) if view.document_link else None,
    )
