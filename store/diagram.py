"""The states of an audit and of a cycle as a picture, drawn from the registry of acts."""

from collections.abc import Iterable, Iterator

from store.acts import cycles
from store.registry import ACTS, ANY
from store.tables import Audit, Cycle, Row

BEGIN, END = "<!-- states:begin -->", "<!-- states:end -->"
"""Where the README holds the diagram."""

BROUGHT: dict[type[Row], tuple[tuple[str, str, str], ...]] = {
    # Hundreds of rows move with their cycle: one act, one fact (store.acts.cycles).
    Audit: (
        ("[*]", "drawn", "cycle.select"),
        ("drawn", "allocated", "cycle.allocate"),
        ("allocated", "allocated", "cycle.allocate"),
    ),
    Cycle: (("[*]", "open", "cycle.open"),),
}
"""Moves that an act on another subject brings about, which the registry cannot tell."""

assert cycles.__name__  # importing it has declared every act


def moves(on: type[Row]) -> Iterator[tuple[str, str, str]]:
    """Every (state, state after it, verb) that the acts on `on` declare or are brought by."""
    yield from BROUGHT.get(on, ())
    for verb, act in sorted(ACTS.items()):
        if act.on is on and ANY not in act.source:
            for source in sorted(act.source):
                for target in act.target or (source,):
                    # What may leave a row in its state never moves it to another it starts from.
                    if target == source or source not in act.target or target not in act.source:
                        yield source, target, verb


def state_diagram() -> str:
    """Audit and Cycle as one Mermaid block each, as the README shows them."""
    return "\n\n".join(
        f"```mermaid\nstateDiagram-v2\n{chr(10).join(_lines(on))}\n```" for on in (Cycle, Audit)
    )


def _lines(on: type[Row]) -> Iterable[str]:
    """One arrow for each pair of states, with all verbs that lead along it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for source, target, verb in moves(on):
        arrows.setdefault((source, target), []).append(verb)
    return [
        f"    {source} --> {target}: {', '.join(sorted(set(verbs)))}"
        for (source, target), verbs in sorted(arrows.items())
    ]
