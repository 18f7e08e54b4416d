"""Who was turned away and who could not be reached: cards and forms in every state."""

from dataclasses import replace
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.deliveries.turned_away import turned_away_card
from bot.cards.deliveries.unreached import told_form, unreached_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import DIALOG
from store.views.deliveries.turned_away import REASONS, TurnedAwayOn, VisitorLine
from store.views.deliveries.unreached import NotReached, Unreached
from tests.bot.cards import samples as s

Json = dict[str, Any]
NOTHING = Typed()
TURNED_AWAY = TurnedAwayOn(
    "Mon 7 Dec",
    (
        VisitorLine(
            "Grace Chen, grace.chen@riverside.example", REASONS["unknown"], "09:42", may_now=True
        ),
        VisitorLine(
            "Somebody with the object id 22222222-aaaa-4bbb-8ccc-000000000002",
            REASONS["left"],
            "10:05",
            may_now=False,
        ),
        VisitorLine(
            "Rob *Lee*, rob_lee#EXT#@riverside.example", REASONS["guest"], "16:10", may_now=False
        ),
    ),
)

TO_TELL = NotReached(
    s.TOM, "Sightline is not installed for them in Teams.", "Tue 1 Dec", 3,
    version=4, due=s.DUE, may=True,
)  # fmt: skip
RUNG_UP = NotReached(
    s.OMAR, "They have blocked Sightline in Teams.", "Mon 30 Nov", 1,
    version=2, told="Sam Okafor told them by phone on Tue 1 Dec", note="Back in Teams on Monday",
)  # fmt: skip
UNREACHED = Unreached("riverside", (TO_TELL,) * 9 + (RUNG_UP,) * 9)


def deliveries_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {
        "turned away": turned_away_card(TURNED_AWAY),
        "turned away, one": turned_away_card(replace(TURNED_AWAY, people=TURNED_AWAY.people[1:2])),
        "unreached": unreached_card(UNREACHED),
        "unreached, all told": unreached_card(Unreached("riverside", (RUNG_UP,))),
        "unreached, in a dialog": unreached_card(
            Unreached("riverside", (TO_TELL, RUNG_UP, replace(TO_TELL, due=s.LATE))), DIALOG
        ),
        "unreached, nobody": unreached_card(Unreached("riverside", ()), DIALOG),
        "form, told another way": told_form(TO_TELL, NOTHING),
        "form, told another way, to mend": told_form(
            TO_TELL, Typed({"note": "Rang twice"}, {"how": "is needed"})
        ),
    }
