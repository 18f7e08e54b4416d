"""What somebody means: surely, perhaps, or not at all; and whether a child may be at risk."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from bot.understanding.intents import NONE, intents
from bot.understanding.learning import Extra, meanings, risks
from bot.understanding.normal import normal

Tier = Literal["sure", "unsure", "lost", "chosen"]
"""`chosen` is a press on the menu, where nobody had to be understood."""

SURE = 0.83
"""The least share of likelihood with which one intent is shown alone."""
LOST = 0.12
"""Below this share nothing is offered."""
OFF_TOPIC = 0.45
"""The share from which what Sightline is not for is called so."""
AT_RISK = 0.2
"""The likelihood from which a child may be at risk: few are missed, and few are told in vain."""
ASKED = 2.5
"""How much likelier an answer to what was last asked is."""
OFFERED = 3
"""The most intents that are offered together."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`intents` is one where `tier` is sure, up to three where unsure, none where lost."""

    tier: Tier
    intents: tuple[str, ...] = ()
    at_risk: bool = False

    @property
    def told(self) -> dict[str, object]:
        """Tier and names for the desk and for metrics, `at_risk` the last of them."""
        names = [*self.intents, *(["at_risk"] if self.at_risk else [])]
        tier = "sure" if self.at_risk and not self.intents else self.tier
        return {"tier": tier, "intents": names}


def read(text: str, *, asked: Collection[str] = (), extra: Extra = ()) -> Understood:
    """What `text` means; `asked` are the intents that would answer what was last asked.

    The words are looked at and forgotten. `extra` are a profile's own sentences.
    """
    said = normal(text)
    if (known := _told(extra).get(said)) is not None:
        return _lost(risky=False) if known == NONE else Understood("sure", (known,))
    if not said:
        return _lost(risky=False)
    risky = may_be_at_risk(text)
    learnt = meanings(extra)
    likely = learnt.likely(text)
    likely *= [ASKED if name in asked else 1.0 for name in learnt.names]
    shares = likely / likely.sum()
    order = np.argsort(-shares)
    first = learnt.names[order[0]]
    share = float(shares[order[0]])
    if (first == NONE and share >= OFF_TOPIC) or share < LOST:
        return _lost(risky=risky)
    if first != NONE and share >= SURE:
        return Understood("sure", (first,), risky)
    ranked = [learnt.names[place] for place in order if not _unnamed(learnt.names[place])]
    if _unnamed(first) and first != NONE:
        ranked.insert(0, first)
    return Understood("unsure", tuple(ranked[:OFFERED]), risky)


def may_be_at_risk(text: str) -> bool:
    """Whether the words may be about a child who is at risk now."""
    learnt = risks()
    return bool(learnt.likely(text)[learnt.names.index("now")] >= AT_RISK)


def _lost(*, risky: bool) -> Understood:
    return Understood("lost", (), risky)


def _unnamed(name: str) -> bool:
    return name == NONE or intents()[name].small_talk


@cache
def _told(extra: Extra) -> dict[str, str]:
    """Sentences that stand in the table as they were typed, with their intent."""
    own = dict(extra)
    return {
        normal(sentence): name
        for name, one in intents().items()
        for sentence in (*one.sentences, *own.get(name, ()))
    }
