"""The states of an audit and of a cycle as a picture, drawn from the registry of acts."""

from collections.abc import Iterable, Iterator

import store.acts
from store.acts.moderation.concern import NEXT
from store.registry import ACTS, ANY
from store.tables import Action, Appraisal, Audit, Concern, Cycle, HelpRequest, KloeReport, Row

BEGIN, END = "<!-- states:begin -->", "<!-- states:end -->"
"""Where `docs/states.md` holds the diagrams."""

BROUGHT: dict[type[Row], tuple[tuple[str, str, str], ...]] = {
    # Hundreds of rows move with their cycle, and the dip samples of a line of enquiry with its
    # report: one act, one fact (store.acts.audit_list.cycle, store.acts.audit_month.dip_sample).
    Audit: (
        ("[*]", "drawn", "cycle.select"),
        ("drawn", "allocated", "cycle.allocate"),
        ("allocated", "allocated", "cycle.allocate"),
        ("drawn", "sampling", "dip.open"),
        ("[*]", "reallocating", "void.decide"),
        # What is looked at again is a row of its own (store.acts.below_good.dip_reaudit).
        ("[*]", "complete", "dip.reaudited"),
        ("[*]", "drawn", "reaudit.allocate"),
        ("[*]", "reallocating", "reaudit.allocate"),
        ("[*]", "drawn", "reaudit.widen"),
        ("[*]", "reallocating", "reaudit.widen"),
        ("[*]", "allocated", "audit.add"),
    ),
    Cycle: (
        ("[*]", "open", "cycle.open"),
        ("[*]", "planned", "timetable.record"),
        ("planned", "open", "cycle.open"),
        ("dropped", "open", "cycle.open"),
    ),
    KloeReport: (("[*]", "open", "list.confirm"), ("[*]", "open", "list.issue")),
    Appraisal: (("[*]", "open", "list.confirm"), ("[*]", "open", "list.issue")),
    Concern: (("[*]", "manager", "concern.raise"),),
    HelpRequest: (("[*]", "asked", "help.ask"),),
    Action: (("[*]", "open", "return.submit"), ("[*]", "open", "moderation.agree")),
}
"""Moves that an act on another subject brings about, which the registry cannot tell."""

STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "concern.answer": (*NEXT.items(), *((step, "closed") for step in (*NEXT, "restorative")))
}
"""Acts that lead from one of their states to a certain other."""

assert store.acts.__all__  # importing it has declared every act


def moves(on: type[Row]) -> Iterator[tuple[str, str, str]]:
    """Every (state, state after it, verb) that the acts on `on` declare or are brought by."""
    yield from BROUGHT.get(on, ())
    for verb, act in sorted(ACTS.items()):
        if verb in STEPS and act.on is on:
            yield from ((source, target, verb) for source, target in STEPS[verb])
        elif act.on is on and ANY not in act.source:
            for source in sorted(act.source):
                for target in act.target or (source,):
                    # What may leave a row in its state never moves it to another it starts from.
                    if target == source or source not in act.target or target not in act.source:
                        yield source, target, verb


def state_diagram() -> str:
    """Audit and Cycle as one Mermaid block each, as `docs/states.md` shows them."""
    return "\n\n".join(
        f"```mermaid\nstateDiagram-v2\n{chr(10).join(_lines(on))}\n```" for on in (Cycle, Audit)
    )


def _lines(on: type[Row]) -> Iterable[str]:
    """One arrow for each pair of states, with all verbs that lead along it.

    What is done beside the states, such as a section or a dispute, moves nothing and is left out.
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for source, target, verb in moves(on):
        if source != target or ACTS[verb].target or ACTS[verb].on is not on:
            arrows.setdefault((source, target), []).append(verb)
    return [
        f"    {source} --> {target}: {', '.join(sorted(set(verbs)))}"
        for (source, target), verbs in sorted(arrows.items())
    ]
