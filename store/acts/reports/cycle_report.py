"""Reports on a cycle, and the campaign agreed from them: highlight, board, impact (§3, §5)."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from store.clock.calendar import months_after
from store.clock.given_days import WorkshopDay
from store.duties.copies import queue_copies
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, blank_to_none, sealed_model
from store.people.posts import covers
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.relations.below_good import HEAD_OF_ACADEMY, PSW
from store.rules.reaudit import reaudits_of
from store.tables import Audit, Case, Cycle, CycleReport
from store.views.reports.board_draft import is_draft
from store.views.reports.impact import impact
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED

Maybe = Annotated[PrivateText | None, BeforeValidator(blank_to_none)]

WORKSHOP_FROM = 4
"""The workshop is held in months four to six (programme.md §3)."""


def listed(value: object) -> object:
    """A form sends themes as one text, separated by lines or commas."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.replace("\n", ",").split(",") if part.strip()]


class Highlights(Fields):
    """What stands out of a cycle's audits."""

    text: PrivateText


class BoardReport(Fields):
    """Impact and learning first; the figures are counted from the ledger (programme.md §5).

    `families_said` and `practitioners_said` sum up what was said, without anybody's name;
    `practitioners` is the short version for them.
    """

    impact: PrivateText
    learning: PrivateText
    systemic: Maybe = None
    families_said: Maybe = None
    practitioners_said: Maybe = None
    plan: PrivateText
    practitioners: Maybe = None


class Impact(Fields):
    """What changed after the audits, in words beside the counted comparison."""

    text: PrivateText


class Campaign(Fields):
    """The team managers' workshop, the audit action plan, and the campaign's themes."""

    workshop_on: WorkshopDay
    plan: PrivateText
    themes: Annotated[list[PrivateText], BeforeValidator(listed)] = Field(
        min_length=1, max_length=12
    )


def names_no_child(reader: Reader, _cycle: Cycle, given: Mapping[str, Any]) -> dict[str, str]:
    """Reports outside the audit team never name a child (programme.md §5)."""
    texts = {key: " ".join(_texts(value)).casefold() for key, value in given.items()}
    names = list(_children(reader))
    return {
        key: "names a child; say it without the name"
        for key, words in texts.items()
        if any(name in words for name in names)
    }


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield " ".join(value.split())
        case list() | tuple():
            for part in value:
                yield from _texts(part)


def _children(reader: Reader) -> Iterator[str]:
    """The names of all children whose cases are known, as a text would spell them."""
    for case in reader.rows(Case):
        known = json.loads(reader.unseal(case.identity) or "{}")
        name = " ".join(str(known.get("name") or "").split()).casefold()
        if name:
            yield name


def _finished(reader: Reader, cycle: Cycle, given: Mapping[str, Any]) -> dict[str, str]:
    """A draft from the records is never sent as finished (programme.md §5)."""
    drafts = {
        key: "still says DRAFT; read it, change it, and take that line out"
        for key, value in given.items()
        if isinstance(value, str) and is_draft(value)
    }
    return names_no_child(reader, cycle, given) | drafts


def keep_report(
    unit: Unit, cycle: Cycle, kind: str, given: BaseModel, **details: Any
) -> CycleReport:
    """Keep a report beside the earlier ones: none is ever replaced."""
    return unit.add(
        CycleReport(
            programme=unit.programme,
            id=f"{cycle.id}.b{unit.next_seq}",
            cycle=cycle.id,
            kind=kind,
            written_by=unit.actor.upn,
            written_at=unit.at,
            content=sealed_model(unit, given),
            details=details,
        )
    )


def _sent(what: str) -> Callable[[Reader, Cycle], str]:
    """That `what` on the cycle was sent."""
    return lambda _reader, cycle: (
        f"The {what} on {cycle.service}, {say_month(cycle.month)}, is sent."
    )


@act(
    "highlight.reported",
    on=Cycle,
    by=AUDIT_TEAM,
    source={"issued"},
    fields=Highlights,
    rules=names_no_child,
    words=Words(
        dialog="Highlight report",
        submit="Send the highlights",
        receipt=_sent("highlight report"),
        asks={"highlight.report": "Write the highlights…"},
        met="Sent",
    ),
)
def highlight(unit: Unit, cycle: Cycle, given: Highlights) -> None:
    """What the audits showed, for those who run the service (Tower Hamlets guide §8)."""
    report = keep_report(unit, cycle, "highlight", given)
    queue_copies(unit, unit.profile.copies.highlight_report, cycle, "highlight_report", report.id)


@act(
    "board.reported",
    on=Cycle,
    by=AUDIT_TEAM,
    source={"issued"},
    fields=BoardReport,
    rules=_finished,
    words=Words(
        dialog="Board report",
        submit="Send the board report",
        receipt=lambda reader, cycle: (
            f"{_sent('board report')(reader, cycle)} Its figures: sightline report board."
        ),
        asks={"board.report": "Write the board report…"},
        met="Sent",
    ),
)
def board(unit: Unit, cycle: Cycle, given: BoardReport) -> None:
    """To the board, and a shorter version to practitioners and their managers (guide §12)."""
    report = keep_report(unit, cycle, "board", given)
    queue_copies(unit, unit.profile.copies.board_report, cycle, "board_report", report.id)
    if given.practitioners is None:
        return
    worked = unit.rows(Audit, cycle=cycle.id)
    for upn in sorted({who for a in worked for who in (a.practitioner, a.team_manager)}):
        queue(unit, upn, "practitioners_report", report.id)


def _too_soon_for_impact(reader: Reader, cycle: Cycle) -> str | None:
    """The report compares the re-audits, so all of them are decided first (guide §15)."""
    again = reaudits_of(reader, cycle)
    waiting = [audit.case_ref for audit in again if audit.state not in DECIDED]
    if not waiting:
        return None
    return (
        f"{len(again) - len(waiting)} of {len(again)} re-audits are decided: the report waits for "
        f"{', '.join(waiting)}."
    )


@act(
    "impact.reported",
    on=Cycle,
    by=HEAD_OF_ACADEMY,
    source={"issued"},
    fields=Impact,
    closed_because=_too_soon_for_impact,
    rules=names_no_child,
    words=Words(
        dialog="Impact report",
        submit="Send the impact report",
        receipt=_sent("impact report"),
        asks={"impact.report": "Report the impact…"},
        met="Reported",
    ),
)
def impact_reported(unit: Unit, cycle: Cycle, given: Impact) -> None:
    """The comparison of that moment is kept with the words (guide §15)."""
    report = keep_report(unit, cycle, "impact", given, compared=impact(unit, cycle, full=True))
    queue_copies(unit, unit.profile.copies.impact_report, cycle, "impact_report", report.id)


def _workshop(reader: Reader, cycle: Cycle, given: Mapping[str, Any]) -> dict[str, str]:
    """The workshop is not before month four; a late one still counts (programme.md §3)."""
    wrong = names_no_child(reader, cycle, given)
    day = given.get("workshop_on")
    try:
        on = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        return wrong
    first = months_after(cycle.month, WORKSHOP_FROM - 1)
    if isinstance(on, date) and on < first:
        wrong["workshop_on"] = f"is before month four, which begins on 1 {say_month(first)}"
    return wrong


@act(
    "campaign.agreed",
    on=Cycle,
    by=PSW,
    source={"issued"},
    fields=Campaign,
    rules=_workshop,
    words=Words(
        dialog="Learning campaign",
        submit="Record what was agreed",
        receipt=lambda _reader, cycle: (
            f"Recorded. The {terms.TEAM_MANAGER}s of {cycle.service} are notified of their "
            f"workshop's day."
        ),
        asks={"campaign.agree": "Record what was agreed…"},
        met="Agreed",
    ),
)
def campaign(unit: Unit, cycle: Cycle, given: Campaign) -> None:
    """Agreed with the service; its Team Managers learn the day of their workshop (guide §14)."""
    report = keep_report(unit, cycle, "campaign", given, workshop_on=given.workshop_on.isoformat())
    queue_copies(unit, unit.profile.copies.campaign, cycle, "campaign", report.id)
    for person in unit.everybody():
        if (
            "team_manager" in person.roles
            and person.left_on is None
            and covers(cycle, person.service)
        ):
            queue(unit, person.id, "campaign", report.id)
