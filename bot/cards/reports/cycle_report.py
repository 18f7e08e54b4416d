"""Cards and forms of reports on a cycle: highlight, board, impact, campaign (§3, §5)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.parts.inputs import Typed, dated, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    group,
    heading,
    lines,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import RECORDED, shortened
from store.views.parts.offers import button_of, submit_of
from store.views.parts.paper_lines import PaperLine
from store.views.reports.cycle_report import OnCycle, Reported, ReportRead

VIEW, WIDEN, PAPER = "report.view", "reaudit.widen", "paper.issue"
BY_NAME = "report.issue"
HIGHLIGHT, BOARD = "highlight.reported", "board.reported"
IMPACT, CAMPAIGN = "impact.reported", "campaign.agreed"
MOST, STAFF = 4000, 1000
SAID, SAID_WORDS = 8, 30
"""How many returns the form shows what was said in, and how many words of each."""

BOARD_HOLDS = (
    "What changed for children, and what was learnt",
    "Grades beside earlier cycles, and what each line of enquiry showed",
    "Strengths, areas to develop, and the plan with its owners",
)
SHORT_HOLDS = ("What was learnt, for those whose work was audited", "Strengths, and the plan")
DRAFTED = "Parts begin with a draft from the records. A part that still says DRAFT is not sent."
NO_NAMES = "No child's name; say it as you would to the board."


def highlight_report_card(view: Reported) -> Json:
    """The highlights, for those who run the service."""
    title = f"Highlights of the audits in {view.service}, {view.month}"
    return _reported(view, title, extra=_by_name(view))


def board_report_card(view: Reported) -> Json:
    """For the service, the Academy, the Director and the PSW."""
    return _reported(view, f"Board report: {view.service}, {view.month}", extra=_document(view))


def practitioners_report_card(view: Reported) -> Json:
    """The short version, for those whose work was audited."""
    title = f"What the audits in {view.service} taught us, {view.month}"
    return _reported(view, title, extra=_document(view))


def _by_name(view: Reported) -> Json | None:
    """The button to the reports that their reader may ask for as files."""
    if not view.programme:
        return None
    return opens_dialog(BY_NAME, button_of(BY_NAME), view.programme, view.programme_version)


def _document(view: Reported) -> Json | None:
    """The button to the report as a file."""
    if PAPER not in view.may:
        return None
    return opens_dialog(PAPER, button_of(PAPER), view.cycle, view.version)


def papers_dialog(papers: Sequence[PaperLine]) -> Json:
    """The reports that somebody may have, the newest first, each with its button."""
    return card(
        f"Your reports: {len(papers)}",
        *(
            group(
                text(one.words),
                *buttons(submits(PAPER, submit_of(PAPER), one.cycle, one.version, primary=False)),
                separator=True,
            )
            for one in papers
        ),
        quiet(f"Each is a Word document as things stand now. {RECORDED}"),
    )


def paper_form(view: OnCycle, *, is_short: bool) -> Json:
    """What the document holds, in the version of its reader; its issue is recorded."""
    holds = SHORT_HOLDS if is_short else BOARD_HOLDS
    return card(
        f"Have the report on {view.service}, {view.month}",
        *lines(holds),
        text("A Word document, as things stand now. It names no child."),
        quiet(RECORDED),
        actions=[submits(PAPER, submit_of(PAPER), view.cycle, view.version)],
    )


def campaign_card(view: Reported) -> Json:
    """The day of the workshop, for the service and its Team Managers."""
    return _reported(
        view,
        f"Workshop on the audits in {view.service}: {view.workshop}",
        text("It opens the learning campaign that was agreed with the service."),
        extra=_by_name(view),
    )


def impact_report_card(view: Reported) -> Json:
    """For the Head of Service, the Director and the PSW."""
    widen = view.consistent is False and WIDEN in view.may
    return _reported(
        view,
        f"Impact of the audits in {view.service}, {view.month}",
        extra=opens_dialog(WIDEN, button_of(WIDEN), view.cycle, view.version)
        if widen
        else _by_name(view),
    )


def _reported(view: Reported, title: str, *body: Json, extra: Json | None = None) -> Json:
    return card(
        title,
        *body,
        facts([("Written by", f"{view.by.name}, {view.on}")]),
        *buttons(opens_dialog(VIEW, "Read it", view.report, 0, primary=True), extra),
    )


def report_dialog(view: ReportRead) -> Json:
    """What was written, part by part."""
    return card(
        view.heading,
        *(
            part
            for title, words in view.parts
            for part in ([heading(title)] if title else []) + _paragraphs(words)
        ),
    )


def _paragraphs(words: str) -> list[Json]:
    return [text(line) for line in words.split("\n") if line.strip()]


# ---- forms ---------------------------------------------------------------------------------------


def highlight_form(view: OnCycle, typed: Typed) -> Json:
    """What stands out."""
    return card(
        f"Highlights: {view.service}, {view.month}",
        written(
            "text",
            "What the audits showed",
            typed,
            most=MOST,
            hint=NO_NAMES,
            mend="Say in a few sentences what stands out.",
        ),
        actions=[submits(HIGHLIGHT, submit_of(HIGHLIGHT), view.cycle, view.version)],
    )


def board_form(view: OnCycle, typed: Typed) -> Json:
    """Impact and learning first; the figures are counted from the ledger.

    What nobody has typed yet begins with the draft from the records.
    """
    typed = replace(typed, values={**view.draft, **typed.values})
    return card(
        f"Board report: {view.service}, {view.month}",
        quiet("The figures are counted for you. Write what they mean."),
        *([quiet(DRAFTED)] if view.draft else []),
        written(
            "impact",
            "Impact: what is different for children",
            typed,
            most=MOST,
            hint=NO_NAMES,
            mend="Say what is different for children since the last cycle.",
        ),
        written("learning", "Learning", typed, most=MOST, mend="Say what was learnt."),
        written("systemic", "Systemic issues", typed, most=MOST),
        *_what_was_said(
            "families_said", "What families and children said", view.families_said, typed
        ),
        *_what_was_said(
            "practitioners_said", "What practitioners said", view.practitioners_said, typed
        ),
        written(
            "plan",
            "Improvement plan with the service and the Academy",
            typed,
            most=MOST,
            mend="Say what is done next, by whom and by when.",
        ),
        written(
            "practitioners",
            "Short version for practitioners",
            typed,
            most=MOST,
            hint="Sent to those whose work was audited, and to their managers.",
        ),
        actions=[submits(BOARD, submit_of(BOARD), view.cycle, view.version)],
    )


def _what_was_said(
    name: str, label: str, told: Sequence[tuple[str, str]], typed: Typed
) -> list[Json]:
    """The box to sum it up in, and what the returns tell to sum up from."""
    if not told:
        return [written(name, label, typed, most=MOST, hint=NO_NAMES)]
    said = [f"{ref}: {shortened(words, SAID_WORDS)}" for ref, words in told[:SAID]]
    more = len(told) - SAID
    rest = [quiet(f"And {more} more, in the register.")] if more > 0 else []
    return [
        written(name, label, typed, most=MOST, hint=f"Sum it up. {NO_NAMES}"),
        *buttons(fold(f"Read what {len(told)} returns tell", *lines(said), *rest)),
    ]


def impact_form(view: OnCycle, compared: tuple[tuple[str, str], ...], typed: Typed) -> Json:
    """The counted comparison, and the words that say what it means."""
    return card(
        f"Impact report: {view.service}, {view.month}",
        facts(compared),
        written(
            "text",
            "What followed the audits changed",
            typed,
            most=MOST,
            hint=NO_NAMES,
            mend="Say what changed for children, and what did not.",
        ),
        actions=[submits(IMPACT, submit_of(IMPACT), view.cycle, view.version)],
    )


def campaign_form(view: OnCycle, typed: Typed) -> Json:
    """The workshop, the plan, the themes."""
    return card(
        f"Learning campaign: {view.service}, {view.month}",
        dated(
            "workshop_on",
            "The team managers' workshop",
            typed,
            mend="Choose the day of the workshop.",
            hint="In months four to six of the cycle.",
        ),
        written(
            "plan",
            "Audit action plan agreed with the service",
            typed,
            most=MOST,
            mend="Say what was agreed, who does it and by when.",
        ),
        written(
            "themes",
            "Themes of the campaign",
            typed,
            most=STAFF,
            hint="One a line: good practice to celebrate, and what to strengthen.",
            mend="Name at least one theme.",
        ),
        actions=[submits(CAMPAIGN, submit_of(CAMPAIGN), view.cycle, view.version)],
    )
