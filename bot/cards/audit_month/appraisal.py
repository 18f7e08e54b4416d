"""A team's appraisal of its month: its card in each state, its forms, and its reading."""

from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, quiet, submits, text
from bot.cards.parts.reading import reading_card
from bot.cards.parts.text import count
from store.views.audit_month.appraisal import TeamAppraisal
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

WRITE, SAMPLE, VIEW = "appraisal.write", "appraisal.sample", "appraisal.view"
MOST = 4000


def appraisal_card(view: TeamAppraisal) -> Json:
    """For the Team Manager, then the Head of Service, then the Team Manager again."""
    by = "" if view.due is None else view.due.words
    why = None if view.due is None else fold("Why this date?", text(view.due.why))
    reads = opens_dialog(VIEW, "Read it", view.id, view.version)
    if view.state == "open":
        return card(
            f"{view.team}: look back on {view.month}"
            + (f" by {view.due.words}" if view.due is not None else ""),
            text(f"The cycle has {count(view.audits, 'audit')} of this team's work."),
            text("Say what they show of the team's practice, and what the team does about it."),
            *_theme(view),
            *buttons(_asks(view, WRITE), why),
        )
    if view.state == "written":
        return card(
            f"{view.team}'s appraisal of {view.month} is written",
            facts([("Written", f"{view.written_on}, {view.written_by}"), ("Sample it by", by)]),
            text("Please check it against some of the team's records.")
            if SAMPLE in view.may
            else text(f"{view.head} checks it against some of the team's records."),
            *_theme(view),
            *buttons(_asks(view, SAMPLE), reads, why),
        )
    return card(
        f"{view.team}'s appraisal of {view.month} was dip sampled",
        facts(
            [
                ("Written", f"{view.written_on}, {view.written_by}"),
                ("Sampled", f"{view.sampled_on}, {view.sampled_by}"),
            ]
        ),
        *buttons(reads),
    )


def _theme(view: TeamAppraisal) -> list[Json]:
    """The month's theme of learning, which the appraisal and its dip sample look at first."""
    return [text(f"The month's learning is on {view.theme}: look at that first.")] * bool(
        view.theme
    )


def _asks(view: TeamAppraisal, verb: str) -> Json | None:
    if verb not in view.may:
        return None
    return opens_dialog(verb, button_of(verb), view.id, view.version, primary=True)


def write_form(view: TeamAppraisal, typed: Typed) -> Json:
    """The Team Manager's own words on the month."""
    return card(
        f"{view.team} in {view.month}",
        text(f"The cycle has {count(view.audits, 'audit')} of this team's work."),
        quiet(
            f"{view.head} and the {terms.AUDIT_TEAM} read it; leave out names of children "
            f"and families."
        ),
        written(
            "text",
            "What the month's audits show, and what the team does",
            typed,
            mend="Say in a few sentences what they show and what changes.",
            hint="For example: what is strong, what recurs, what changes from now on.",
            most=MOST,
        ),
        actions=[submits(WRITE, submit_of(WRITE), view.id, view.version)],
    )


def sample_form(view: TeamAppraisal, typed: Typed) -> Json:
    """What the team's records showed about the appraisal."""
    return card(
        f"Dip sample of {view.team}'s appraisal",
        text(f"{view.written_by} wrote it on {view.written_on}."),
        quiet(f"{view.manager.name} reads it; leave out names of children and families."),
        written(
            "text",
            "What the records showed",
            typed,
            mend="Name the records you looked at by reference, and whether they confirm it.",
            hint="For example: three records by reference; two confirm it, one does not yet.",
            most=MOST,
        ),
        actions=[submits(SAMPLE, submit_of(SAMPLE), view.id, view.version)],
    )


def appraisal_dialog(view: TeamAppraisal, own: str, sample: str, page: int = 1) -> Json:
    """The words of the Team Manager and of the Head of Service."""
    return reading_card(
        f"{view.team} in {view.month}",
        [
            (f"{view.written_by} wrote", [own]),
            *([(f"{view.sampled_by} found", [sample])] if sample else []),
        ],
        page,
        button=(VIEW, view.id, view.version),
    )
