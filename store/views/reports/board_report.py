"""`sightline report board`: impact and learning first, then grades, then process (§5, guide §12).

For the board, a short version for practitioners, a yearly briefing for members (Bromley), and the
highlights for those who run the service (Tower Hamlets guide §8).
None of them ever names a child.
"""

import json
from collections.abc import Sequence
from typing import Any, Literal

from store.allocation.drawing import FULL
from store.ledger import Reader
from store.people.posts import same_service
from store.tables import Cycle, CycleReport, Programme
from store.views.reports.board_parts import (
    actions,
    counted,
    domains,
    feedback,
    kloes,
    plan_lines,
    without_names,
)
from store.views.reports.grade_table import grade_table
from store.views.reports.impact import impact
from store.views.reports.not_known import board_report_waits, highlights_wait, not_known
from store.vocabulary.dates_in_words import say_month

Audience = Literal["board", "practitioners", "members", "highlights"]

EARLIER = 3
"""Earlier cycles of the service whose grades stand beside this one's."""

STRONG, WEAK = 75, 60
"""Whole percent good or better from which a domain is a strength, and below which to develop."""


def board_report(
    reader: Reader, cycles: Sequence[str], audience: Audience = "board"
) -> dict[str, Any]:
    """The report on a cycle; for members, on all the cycles given. Raises `NotFound`."""
    chosen = [reader.get(Cycle, cycle) for cycle in cycles] or [
        row for row in reader.rows(Cycle, order="month") if row.issued_at is not None
    ]
    head: dict[str, Any] = {
        "authority": reader.get(Programme, reader.programme).authority,
        "programme": reader.profile.programme.title,
        "classification": reader.profile.papers.classification,
        "audience": audience,
        "as_of": reader.at,
        "head": reader.head()[1],
        "scale": list(reader.profile.grades),
    }
    if audience == "members":
        return head | {
            "cycles": [
                _names(cycle)
                | _written(reader, cycle)
                | _showed(reader, cycle, domains(reader, cycle))
                for cycle in chosen
            ],
            "grades": grade_table(reader, chosen),
        }
    cycle = chosen[-1]
    parts = head | _names(cycle) | _written(reader, cycle)
    found = domains(reader, cycle)
    parts |= _showed(reader, cycle, found) | {"plan": _plan(reader, cycle)}
    if audience == "practitioners":
        return parts
    before = _before(reader, cycle)
    if audience == "highlights":
        return parts | {
            "highlights": _latest(reader, cycle, "highlight").get("text") or "",
            "waiting": highlights_wait(reader, cycle),
            "grades": grade_table(reader, [*before, cycle]),
            "kloes": kloes(reader, cycle),
        }
    parts |= {
        "last_cycle": _last(reader, before[-1]) if before else None,
        "grades": grade_table(reader, [*before, cycle]),
        "kloes": kloes(reader, cycle),
        "counted": counted(reader, cycle),
        "domains": found,
        "feedback": feedback(reader, cycle),
        "actions": actions(reader, cycle),
        "board_actions": plan_lines(reader, cycle),
        "grade_meanings": _meanings(reader),
    }
    return parts | {"not_known": not_known(reader, cycle, parts)}


def _showed(reader: Reader, cycle: Cycle, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What has followed the cycle's audits so far, and which domains are strong or to develop."""
    named = [row for row in found if "placeholder" not in row]
    return {
        "so_far": impact(reader, cycle),
        "strengths": [_of(row) for row in named if row.get("percent_good", 0) >= STRONG],
        "to_develop": [_of(row) for row in named if row.get("percent_good", 100) < WEAK],
    }


def _meanings(reader: Reader) -> list[dict[str, Any]]:
    """What each grade means to the council, by its profile, the best first."""
    return [
        {"grade": name, "means": grade.definition, "below_good": grade.below_good}
        for name, grade in reader.profile.grades.items()
    ]


def _of(row: dict[str, Any]) -> str:
    """The domain, with the kind of audit that it was graded in if that is not the drawn one."""
    return row["domain"] if row["kind"] == FULL else f"{row['domain']} ({row['title']})"


def _names(cycle: Cycle) -> dict[str, Any]:
    return {"cycle": cycle.id, "service": cycle.service, "month": say_month(cycle.month)}


def _before(reader: Reader, cycle: Cycle) -> list[Cycle]:
    """The service's last cycles before this one, the earliest first."""
    earlier = [
        row
        for row in reader.rows(Cycle, order="month")
        if row.issued_at is not None
        and row.month < cycle.month
        and same_service(row.service, cycle.service)
    ]
    return earlier[-EARLIER:]


def _last(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """What followed the service's last cycle, in counts and in the Academy's words."""
    said = _latest(reader, cycle, "impact")
    return _names(cycle) | impact(reader, cycle) | {"text": said.get("text") or ""}


def _written(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """What the audit team wrote last; if there is no board report, the highlights."""
    said, high = _latest(reader, cycle, "board"), _latest(reader, cycle, "highlight")
    return {
        "waiting": board_report_waits(reader, cycle),
        "impact": said.get("impact") or "",
        "learning": said.get("learning") or high.get("text") or "",
        "systemic": said.get("systemic") or "",
        "families_said": said.get("families_said") or "",
        "practitioners_said": said.get("practitioners_said") or "",
        "improvement": said.get("plan") or "",
        "for_practitioners": said.get("practitioners") or "",
    }


def _plan(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """The workshop and learning campaign agreed with the service, once they are."""
    said = _latest(reader, cycle, "campaign")
    return {
        "workshop_on": said.get("workshop_on"),
        "agreed": said.get("plan") or "",
        "themes": said.get("themes") or [],
    }


def _latest(reader: Reader, cycle: Cycle, kind: str) -> dict[str, Any]:
    rows = reader.rows(CycleReport, cycle=cycle.id, kind=kind, order="written_at")
    if not rows:
        return {}
    said: dict[str, Any] = json.loads(reader.unseal(rows[-1].content) or "{}")
    # This catches a name that became known after it was written.
    return {
        key: without_names(reader, value) if isinstance(value, str) else value
        for key, value in said.items()
    }
