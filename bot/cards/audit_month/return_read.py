"""The return in full, in a dialog for one of its lawful readers; nothing else shows it."""

from bot.cards.parts.kit import Json, quiet
from bot.cards.parts.reading import reading_card
from store.views.audit_month.return_read import ReturnRead

VIEW = "return.view"


def return_read_card(view: ReturnRead, page: int = 1) -> Json:
    """A page of what the auditor submitted."""
    audit = view.audit
    since = " and taken back since" if view.recalled else ""
    return reading_card(
        f"{audit.case_ref}, audited by {view.auditor.name}",
        view.passages,
        page,
        button=(VIEW, audit.id, audit.version),
        first=[
            quiet(f"Returned on {view.returned_on}{since}. The grade may still change."),
            quiet("For those with a part in this audit: please pass it on to nobody else."),
        ],
    )
