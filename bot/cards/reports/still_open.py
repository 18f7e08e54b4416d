"""What is open and late in every cycle, as each digest says it (programme.md §5)."""

from bot.cards.parts.kit import Json, fold, lines, quiet, text
from bot.cards.parts.text import count, months_without_year
from bot.cards.reports.digest_opening import change
from store.views.reports.digest_opening import Opening
from store.views.reports.still_open import LateLine, StillOpen
from store.vocabulary import terms

SHOWN = 4
"""Late duties that stand on the card itself; the rest fold out."""
FOLDED = 60
"""How many fold out at most, so that the card stays within what Teams takes."""


def open_title(where: str, view: StillOpen) -> str:
    """A digest's title where no returns are counted: "Frontdoor, December: 2 late, 9 open"."""
    if not view.number:
        return f"{where.rstrip(', ')}: nothing is open" if where else "Nothing is open"
    months = months_without_year(view.months)
    named = ", ".join(part for part in (where.rstrip(", "), months) if part)
    late = len(view.late)
    said = f"{late} late, {view.number} open" if late else f"{view.number} open, none late"
    return f"{named}: {said}" if named else said[:1].upper() + said[1:]


def open_row(view: StillOpen, first: Opening) -> tuple[str, str]:
    """All that is open with its change since the week before, as one line of the card's facts."""
    if not view.number:
        return "Open", "nothing"
    then = (first.open_then, first.late_then) if first.since else (None, None)
    many = f"{count(view.number, 'duty', 'duties')}{change(view.number, then[0])}"
    late = f"{len(view.late)} late" if view.late else "none late"
    late += change(len(view.late), then[1])
    ahead = f", the next due {view.next_due}" if view.next_due else ""
    return "Open", f"{many}, {late}{ahead}"


def what_is_late(view: StillOpen) -> list[Json]:
    """Each late duty by name, the worst and oldest first; late returns stand in their own list."""
    late = [line for line in view.late if not line.listed]
    if not late:
        return []
    shown, rest = late[:SHOWN], late[SHOWN:]
    return [text("Late:"), *(text(f"{line.words}.") for line in shown), *_the_rest(rest)]


def folded(view: StillOpen) -> Json | None:
    """The late duties that do not stand on the card itself, as a button that folds them out."""
    rest = [line for line in view.late if not line.listed][SHOWN:]
    if not rest:
        return None
    said = [f"{line.words}." for line in rest[:FOLDED]]
    more = len(rest) - FOLDED
    return fold(
        f"See the other {len(rest)} late",
        *lines(said),
        *([quiet(f"{more} more. The {terms.AUDIT_TEAM} has the whole list.")] if more > 0 else []),
    )


def _the_rest(rest: list[LateLine]) -> list[Json]:
    return [quiet(f"And {len(rest)} more.")] if rest else []
