"""Which of the acts that somebody may do a page offers, each as its button."""

from collections.abc import Iterable

from bot.board.forms import ON_BOARD
from bot.board.page import Press
from store.views.parts.offers import OpenAct


def offered(acts: Iterable[OpenAct]) -> tuple[Press, ...]:
    """Those with a form that the board shows, and those that need none."""
    return tuple(
        Press(one.button, one.verb, one.id, one.version, form=one.verb in ON_BOARD)
        for one in acts
        if one.verb in ON_BOARD or not one.needs_fields
    )
