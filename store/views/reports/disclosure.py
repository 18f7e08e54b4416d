"""Which figures stay hidden when several papers count the same children (programme.md §5).

Hiding a small count is not enough: totals, other gradings and the agreement beside it can leave one
value for it. So every figure that the same readers see is put together, and figures are hidden
until at least two values of each hidden count fit everything that is left in print. Whether they do
is a question of whole numbers, and it is answered by integer programming
(`store.views.reports.otherwise`).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

from store.views.reports.figures import Figures, Name
from store.views.reports.otherwise import Otherwise
from store.views.reports.suppression import LEAST, is_small


def to_hide(figures: Figures) -> frozenset[Name]:
    """The figures that are not printed; of each count in it at least two values are possible.

    A count of 1 to 4 is hidden, and a table of fewer than 5 children whole. Beyond that nothing is
    hidden that could be shown. A reader is taken to know that a 0 is shown; where that alone gives
    a count away, as where every grade but one is 0, a 0 is hidden too.
    """
    tables = figures.tables()
    needed = small_ones(tables)
    if not needed:
        return frozenset()
    otherwise, gone = Otherwise(figures), needed
    while True:
        if given_away := otherwise.given_away(gone):
            wider = gone | _to_protect(figures, otherwise, gone, given_away)
        else:
            wider = _with_company(tables, gone)
        if wider == gone:
            break
        gone = wider
    gone = _shown_again(figures, otherwise, gone, needed)
    return gone | {name for name in figures.links if not figures.is_linked(name, gone)}


def _to_protect(
    figures: Figures, otherwise: Otherwise, gone: frozenset[Name], given_away: Sequence[Name]
) -> frozenset[Name]:
    """What else is hidden so that a count may be another: the agreement first, a 0 last.

    Where nothing helps one count, the next is asked for; where nothing helps any, nothing is shown.
    """
    if linked := frozenset(link for link in figures.links if figures.is_linked(link, gone)):
        return linked
    for name in given_away:
        found = otherwise.cheapest(gone, name) or otherwise.cheapest(gone, name, zeros=True)
        if found:
            return found
    return frozenset(name for cells in figures.tables().values() for name in cells)


def small_ones(tables: Mapping[Hashable, Mapping[Name, int]]) -> frozenset[Name]:
    """Counts of 1 to 4, and every count of a table of fewer than 5 children."""
    return frozenset(
        name
        for cells in tables.values()
        for name, n in cells.items()
        if is_small(n) or is_small(sum(cells.values()))
    )


def _with_company(
    tables: Mapping[Hashable, Mapping[Name, int]], gone: frozenset[Name]
) -> frozenset[Name]:
    """Also the smallest parts beside hidden parts that together are small.

    The total of a table is printed, so its difference to what is shown is as good as printed.
    """
    wider = set(gone)
    for cells in tables.values():
        rest = sorted((name for name, n in cells.items() if n), key=lambda name: cells[name])
        rest = [name for name in rest if name not in gone]
        while rest and _tells_by_difference(cells, wider):
            wider.add(rest.pop(0))
    return frozenset(wider)


def _tells_by_difference(cells: Mapping[Name, int], gone: Iterable[Name]) -> bool:
    own = [cells[name] for name in gone if name in cells]
    return bool(own) and sum(cells.values()) >= LEAST and (len(own) == 1 or is_small(sum(own)))


def _shown_again(
    figures: Figures, otherwise: Otherwise, gone: frozenset[Name], needed: frozenset[Name]
) -> frozenset[Name]:
    """Without what turned out not to be needed, the largest counts first."""
    tables = figures.tables()
    values = {name: n for cells in tables.values() for name, n in cells.items()}
    spare = sorted(gone - needed, key=lambda name: (-values.get(name, 0), str(name)))
    for name in spare:
        less = gone - {name}
        if any(_tells_by_difference(cells, less) for cells in tables.values()):
            continue
        if not otherwise.given_away(less):
            gone = less
    return gone
