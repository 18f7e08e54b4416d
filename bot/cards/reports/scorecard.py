"""The month's scorecard for the Performance Team: counts alone, of work and of children."""

from bot.cards.parts.kit import Json, buttons, card, facts, fold, quiet, text
from store.views.reports.scorecard import Scorecard, Scores

SHOWN = 2
"""Services that stand on the card itself."""
FOLDED = 5
"""Services whose grades have a fold of their own."""
SMALL = "under 5"


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
            *(
                fold(f"{row.service}: grades and feedback", _details(row))
                for row in view.services[:FOLDED]
            ),
            fold("Other services", facts((row.service, _numbers(row)) for row in rest))
            if rest
            else None,
        ),
        *(
            [text("The audit team has the other services in full.")]
            if len(view.services) > FOLDED
            else []
        ),
        quiet(f"As of {view.as_of}. A count of children under 5 is not shown."),
        says=title,
    )


def _numbers(row: Scores) -> str:
    return (
        f"{row.returned} of {row.allocated} returned, {row.in_time} in time, "
        f"{row.moderated} moderated, {row.exempted} exempted"
    )


def _details(row: Scores) -> Json:
    return facts(
        [
            ("Graded by auditors", _grades(row.first)),
            ("After moderation", _grades(row.after)),
            ("Family's feedback", _shown(row.family)),
            ("Talked through with the practitioner", _shown(row.practitioner)),
            ("Challenged", str(row.challenged)),
        ]
    )


def _grades(counts: tuple[tuple[str, int | None], ...]) -> str:
    return ", ".join(f"{grade} {_shown(n, 'not shown')}" for grade, n in counts)


def _shown(n: int | None, small: str = SMALL) -> str:
    return small if n is None else str(n)
