"""The month's scorecard for the Performance Team: whole counts, of work and of children."""

from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, quiet, text
from store.views.parts.offers import button_of
from store.views.reports.scorecard import Counts, KindScores, Scorecard, Scores
from store.vocabulary import terms

ISSUE = "report.issue"
SHOWN = 2
"""Services that stand on the card itself."""
FOLDED = 5
"""Services whose grades have a fold of their own."""


def scorecard_card(view: Scorecard) -> Json:
    """What was allocated, returned and moderated; each service's grades and feedback in a fold."""
    month = view.month.split()[0]
    returned = sum(row.returned for row in view.services)
    allocated = sum(row.allocated for row in view.services)
    title = f"Scorecard, {month}: {returned} of {allocated} audits returned"
    rest = view.services[SHOWN:]
    return card(
        title,
        facts((row.service, _numbers(row)) for row in view.services[:SHOWN]),
        *buttons(
            opens_dialog(ISSUE, button_of(ISSUE), view.programme, view.version)
            if view.programme
            else None,
            *(
                fold(f"{row.service}: grades and feedback", _details(row))
                for row in view.services[:FOLDED]
            ),
            fold("Other services", facts((row.service, _numbers(row)) for row in rest))
            if rest
            else None,
        ),
        *(
            [text(f"The {terms.AUDIT_TEAM} has the other services in full.")]
            if len(view.services) > FOLDED
            else []
        ),
        quiet(
            f"As of {view.as_of}. These counts are whole: a count under 5 can point to a child, "
            f"so they are for the {terms.PERFORMANCE_TEAM} alone."
        ),
        says=title,
    )


def _numbers(row: Scores) -> str:
    return (
        f"{row.returned} of {row.allocated} returned, {row.in_time} in time, "
        f"{row.moderated} moderated, {row.exempted} exempted"
    )


def _details(row: Scores) -> Json:
    """The grades of all that the service's numbers count; below them each kind of audit apart."""
    return facts(
        [
            (f"Graded by auditors ({_sum(row.first)})", _grades(row.first)),
            (f"After moderation ({_sum(row.after)})", _grades(row.after)),
            ("Family's feedback", _of_returned(row.family, row)),
            ("Talked through with the practitioner", _of_returned(row.practitioner, row)),
            ("Challenged", str(row.challenged)),
            *(_kind(one) for one in row.kinds if len(row.kinds) > 1 or not one.counted),
        ]
    )


def _kind(one: KindScores) -> tuple[str, str]:
    """One kind of audit, with its grades by auditors and, where it has any, after moderation."""
    title = one.title[:1].upper() + one.title[1:]
    parts = [f"{one.returned} of {one.allocated} returned"]
    if one.first:
        parts.append(f"graded {_grades(one.first)}")
        if _sum(one.after):
            parts.append(f"after moderation {_grades(one.after)}")
    else:
        parts.append("carries no grade")
    return title if one.counted else f"{title} (not in the numbers above)", "; ".join(parts)


def _of_returned(n: int, row: Scores) -> str:
    return f"{n} of {row.returned} returned"


def _sum(counts: Counts) -> int:
    return sum(n for _, n in counts)


def _grades(counts: Counts) -> str:
    return ", ".join(f"{grade} {n}" for grade, n in counts)
