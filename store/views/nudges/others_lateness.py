"""Other people's late duties in a bundle, grouped by cycle and kind (§4)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import Cycle, Duty
from store.views.nudges.duty_lines import Ask
from store.views.parts.due import Due
from store.vocabulary.dates_in_words import say_month


@dataclass(frozen=True, slots=True)
class ToldKind:
    """Open duties of one kind: how many, the profile's words, and the earliest due date."""

    kind: str
    words: str
    number: int
    first: Due


@dataclass(frozen=True, slots=True)
class ToldCycle:
    """The duties of one cycle; `may_follow` where the reader may follow its audits."""

    service: str
    month: str
    kinds: tuple[ToldKind, ...]
    cycle: str = ""
    version: int = 0
    may_follow: bool = False


def told_by_cycle(reader: Reader, asks: Iterable[Ask], upn: str) -> tuple[ToldCycle, ...]:
    """The escalations among `asks` by cycle, the cycle with the oldest duty first."""
    found: dict[str, dict[str, list[Ask]]] = defaultdict(lambda: defaultdict(list))
    for ask in asks:
        if ask.is_told:
            duty = reader.get(Duty, ask.duty)
            found[duty.cycle or ""][duty.kind].append(ask)
    follows = upn in acting(reader, post("audit_team"))
    cycles = [_cycle(reader, cycle, kinds, follows=follows) for cycle, kinds in found.items()]
    return tuple(sorted(cycles, key=lambda told: told.kinds[0].first.at))


def _cycle(
    reader: Reader, cycle_id: str, kinds: dict[str, list[Ask]], *, follows: bool
) -> ToldCycle:
    told = sorted((_kind(kind, asks) for kind, asks in kinds.items()), key=lambda one: one.first.at)
    cycle = reader.find(Cycle, cycle_id)
    if cycle is None:
        return ToldCycle("", "", tuple(told))
    return ToldCycle(
        cycle.service, say_month(cycle.month), tuple(told), cycle.id, cycle.version, follows
    )


def _kind(kind: str, asks: list[Ask]) -> ToldKind:
    first = min(asks, key=lambda ask: ask.due.at)
    return ToldKind(kind, first.words, len(asks), first.due)
