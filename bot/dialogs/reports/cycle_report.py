"""Reports on a cycle, written and read: highlight, board, impact, campaign (programme.md §5)."""

from collections.abc import Callable

from bot.cards.parts.inputs import Typed
from bot.cards.reports.cycle_report import (
    VIEW,
    board_form,
    board_report_card,
    campaign_card,
    campaign_form,
    highlight_form,
    highlight_report_card,
    impact_form,
    impact_report_card,
    paper_form,
    papers_dialog,
    practitioners_report_card,
    report_dialog,
)
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.rules.paper_readers import version_for
from store.tables import Cycle
from store.views.parts.paper_lines import papers_of
from store.views.reports.cycle_report import (
    OnCycle,
    impact_in_words,
    on_board_report,
    on_cycle,
    report_read,
    reported,
)
from store.vocabulary.duty_kinds import DutyKind


def _form(kind: DutyKind, draw: Callable[[OnCycle, Typed], Json]) -> Form:
    """The form of the report that meets duties of that kind."""
    return Form(
        draw=lambda reader, subject, _upn, typed: draw(on_cycle(reader, subject, kind), typed)
    )


def _impact(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    view = on_cycle(reader, subject, "impact.report")
    return impact_form(view, impact_in_words(reader, subject), typed)


def _board(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return board_form(on_board_report(reader, subject), typed)


def _paper(reader: Reader, subject: str, upn: str, _typed: Typed) -> Json:
    version = version_for(reader, reader.get(Cycle, subject), upn)
    return paper_form(on_cycle(reader, subject, "board.report"), is_short=version != "board")


def _papers(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    return papers_dialog(papers_of(reader, upn)) if subject == upn else None


def _report(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = report_read(reader, subject, upn)
    return None if view is None else report_dialog(view)


CONVERSATION = Conversation(
    forms={
        "highlight.reported": _form("highlight.report", highlight_form),
        "board.reported": Form(draw=_board),
        "impact.reported": Form(draw=_impact),
        "paper.issue": Form(draw=_paper),
        "campaign.agreed": _form("campaign.agree", campaign_form),
    },
    pages={VIEW: Page("The report", _report), "papers.view": Page("Your reports", _papers)},
    messages={
        "highlight_report": Shown(reported, highlight_report_card),
        "board_report": Shown(reported, board_report_card),
        "practitioners_report": Shown(reported, practitioners_report_card),
        "impact_report": Shown(reported, impact_report_card),
        "campaign": Shown(reported, campaign_card),
    },
)
