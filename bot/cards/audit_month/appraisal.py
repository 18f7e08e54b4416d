"""A team's appraisal of its month: asked for, written, dip sampled; its forms and its reading."""

from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, quiet, submits, text
from bot.cards.parts.reading import reading_card
from bot.cards.parts.text import count
from store.views.audit_month.appraisal import TeamAppraisal

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
            + (f" by {view.due.on}" if view.due is not None else ""),
            text(f"{count(view.audits, 'audit')} of this team's work are in the cycle."),
            text("Say what they show of the team's practice, and what the team does about it."),
            *buttons(_asks(view, WRITE, "Write the appraisal…"), why),
        )
    if view.state == "written":
        return card(
            f"{view.team}'s appraisal of {view.month} is written",
            facts([("Written", f"{view.written_on}, {view.written_by}"), ("Sample it by", by)]),
            text(f"{view.head} holds it against some of the team's records."),
            *buttons(_asks(view, SAMPLE, "Record the dip sample…"), reads, why),
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


def _asks(view: TeamAppraisal, verb: str, title: str) -> Json | None:
    if verb not in view.may:
        return None
    return opens_dialog(verb, title, view.id, view.version, primary=True)


def write_form(view: TeamAppraisal, typed: Typed) -> Json:
    """The Team Manager's own words on the month."""
    return card(
        f"{view.team} in {view.month}",
        text(f"{count(view.audits, 'audit')} of this team's work are in the cycle."),
        quiet(f"{view.head} and the audit team read it; leave out names of children and families."),
        written(
            "text",
            "What the month's audits show, and what the team does",
            typed,
            mend="Say in a few sentences what they show and what changes.",
            hint="For example: what is strong, what comes back, what is different from now on.",
            most=MOST,
        ),
        actions=[submits(WRITE, "Hand in the appraisal", view.id, view.version)],
    )


def sample_form(view: TeamAppraisal, typed: Typed) -> Json:
    """What the records said of it."""
    return card(
        f"Dip sample of {view.team}'s appraisal",
        text(f"{view.written_by} wrote it on {view.written_on}."),
        quiet(f"{view.manager.name} reads it; leave out names of children and families."),
        written(
            "text",
            "What the records showed of it",
            typed,
            mend="Say which records you looked at by reference, and whether they bear it out.",
            hint="For example: three records by reference; two bear it out, one does not yet.",
            most=MOST,
        ),
        actions=[submits(SAMPLE, "Record the dip sample", view.id, view.version)],
    )


def appraisal_dialog(view: TeamAppraisal, own: str, sample: str, page: int = 1) -> Json:
    """The words of both."""
    return reading_card(
        f"{view.team} in {view.month}",
        [
            (f"{view.written_by} wrote", [own]),
            *([(f"{view.sampled_by} found", [sample])] if sample else []),
        ],
        page,
        button=(VIEW, view.id, view.version),
    )
