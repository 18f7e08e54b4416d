"""Opening a cycle, drawing its cases and allocating them (programme.md §2.2 and §2.3)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from store.allocation.allocating import allocation_for
from store.allocation.independence_today import needs_moderator
from store.allocation.lines_of_enquiry import (
    MAX_LINES,
    Kloe,
    find_service,
    merge_lines,
    refuse_filters,
)
from store.allocation.selecting import DrawnCase, select_cases
from store.clock.given_days import AuditMonth
from store.duties.outbox import redraw_about
from store.ledger import Unit
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.rules.margins import slack_of
from store.rules.reaudit import draw_reaudits, to_look_back_on
from store.rules.volume import refuse_volume
from store.tables import Audit, Cycle, Programme
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import NOT_OPENED, CycleState


class OpenFields(Fields):
    """One round for one service."""

    service: str
    month: AuditMonth
    kloes: list[Kloe] = Field(default_factory=list, max_length=MAX_LINES)
    accept_slack: bool = False
    volume: dict[str, int] = Field(default_factory=dict, max_length=20)


class SelectFields(Fields):
    """The seed with which anyone can repeat the draw, and the filter for full audits."""

    seed: int | None = Field(default=None, ge=0, lt=2**53)
    where: str = ""


class AllocateFields(Fields):
    """The seed that decides between allocations that are equally good."""

    seed: int | None = Field(default=None, ge=0, lt=2**53)


STANDS: Mapping[CycleState, str] = {
    "open": "is open and not drawn yet",
    "drawn": "is drawn",
    "allocated": "is allocated",
    "proposed": f"is with the {terms.HEAD_OF_SERVICE}",
    "changes_asked": f"is with the {terms.AUDIT_TEAM}, to answer changes",
    "confirmed": "is confirmed and goes out when its month begins",
    "issued": "is issued",
}
"""An open cycle's state in words, for an attempt to open it again."""


def cycle_id(service: str, month: date) -> str:
    """`frontdoor-2026-12`: the service as a slug and the audit month."""
    slug = re.sub(r"[^a-z0-9]+", "-", service.lower()).strip("-")
    return f"{slug}-{month:%Y-%m}"


@act(
    "cycle.open",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=OpenFields,
    words=Words(
        button="Open a cycle…",
        dialog="Open a cycle",
        submit="Open the cycle",
        receipt="The cycle is open. Next, draw its cases.",
        lists=frozenset({"programme"}),
    ),
)
def open_cycle(unit: Unit, _programme: Programme, given: OpenFields) -> None:
    """Too little slack needs the audit team's explicit acceptance (programme.md §4)."""
    service = find_service(unit, given.service)
    month = given.month.replace(day=1)
    taken = unit.find(Cycle, cycle_id(service, month))
    if taken is not None and taken.state not in NOT_OPENED:
        there = f"{taken.id}, which {STANDS[taken.state]}: continue with it or choose another"
        raise Invalid(
            f"{service} already has a cycle for {month:%B %Y}, {there} month.",
            {"month": f"there is {there}"},
        )
    refuse_filters(unit, service, month, given.kloes)
    refuse_volume(unit.profile, given.volume)
    slack = slack_of(unit.profile, unit.calendar, month)
    if slack < unit.profile.slack.least and not given.accept_slack:
        raise Invalid(
            f"{month:%B %Y} leaves only {slack} working days between return and moderation. "
            "Choose another month, or give --accept-slack to open it anyway.",
            {"accept_slack": "is needed"},
        )
    if taken is not None:
        _take_up(unit, taken, slack, given)
        return
    unit.add(
        Cycle(
            programme=unit.programme,
            id=cycle_id(service, month),
            service=service,
            month=month,
            state="open",
            kloes=[kloe.model_dump() for kloe in given.kloes],
            slack=slack,
            volume=given.volume or None,
        )
    )


def _take_up(unit: Unit, planned: Cycle, slack: int, given: OpenFields) -> None:
    """Open a planned cycle with the lines that its KLOE meeting agreed (programme.md §2.1)."""
    planned.kloes = merge_lines(planned.kloes, given.kloes)
    planned.slack, planned.state, planned.volume = slack, "open", given.volume or None
    redraw_about(unit, planned.id)


@act(
    "cycle.select",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"open"},
    target="drawn",
    fields=SelectFields,
    words=Words(story="drew the case by lot", button="Draw the cases", lists=frozenset({"cycle"})),
)
def select(unit: Unit, cycle: Cycle, given: SelectFields) -> None:
    """Draw the cases by seed, and keep the pool, the parameters and the outcome.

    The list also gets a share of the service's last work below good (guide §15).
    """
    cycle.seed = given.seed if given.seed is not None else _seed(unit)
    former = to_look_back_on(unit, cycle)
    again = {
        audit.case_ref
        for one in former
        for audit in draw_reaudits(unit, one, cycle, seed=cycle.seed).drawn
    }
    selection = select_cases(unit, cycle, where=given.where, seed=cycle.seed, apart=again)
    cycle.parameters, cycle.pool = selection.parameters, list(selection.pool)
    for chosen in selection.chosen:
        _add_audit(unit, cycle, chosen)
    for one in former:
        perform_after(unit, "reaudit.allocate", one, {"into": cycle.id, "seed": cycle.seed})


def _add_audit(unit: Unit, cycle: Cycle, chosen: DrawnCase) -> None:
    case = chosen.case
    suffix = "" if chosen.kind == "full" else f"-dip{chosen.kloe}"
    unit.add(
        Audit(
            programme=unit.programme,
            id=f"{case.id}-{cycle.month:%Y-%m}{suffix}",
            cycle=cycle.id,
            kind=chosen.kind,
            case_ref=case.id,
            team=case.team,
            practitioner=case.practitioner,
            team_manager=case.team_manager,
            quota=chosen.quota,
            kloe=chosen.kloe,
            state="drawn",
        )
    )


@act(
    "cycle.allocate",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"drawn", "allocated"},
    target="allocated",
    fields=AllocateFields,
    words=Words(
        story="allocated the cycle's audits",
        button="Allocate the audits",
        lists=frozenset({"cycle"}),
    ),
)
def allocate(unit: Unit, cycle: Cycle, given: AllocateFields) -> None:
    """Give every drawn case a lawful auditor, moderator and deputy, with proof on each row."""
    cycle.allocation_seed = given.seed if given.seed is not None else _seed(unit)
    allocation = allocation_for(unit, cycle, seed=cycle.allocation_seed)
    cycle.load = dict(allocation.load)
    for row in allocation.rows:
        audit = unit.get(Audit, row.row_id)
        audit.auditor, audit.moderator, audit.deputy = row.auditor, row.moderator, row.deputy
        audit.independence = _plain(row.independence)
        if not needs_moderator(unit, audit):
            audit.moderator = audit.deputy = None
            audit.independence = {"auditor": audit.independence["auditor"]}
        audit.state = "allocated"


def _plain(proof: Mapping[str, Mapping[str, bool]]) -> dict[str, Any]:
    return {whom: dict(rules) for whom, rules in proof.items()}


def _seed(unit: Unit) -> int:
    """A random seed, which is kept so that anybody can repeat the outcome."""
    return int.from_bytes(unit.ledger.randomness.bytes(4), "big")
