"""A month's learning on a theme: planned, sent each Monday, talked through, come to (§3).

Bradford 2.7: a theme each month with a piece of at most 15 minutes each Monday, reflective sessions
of practice supervisors, and workshops. Tower Hamlets guide §14: the learning campaign. Bromley:
seminars.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from store.acts.reports.cycle_report import keep_report, listed, names_no_child
from store.audits.learning import (
    ATTENDED,
    PLANNED,
    REFLECTED,
    SENT,
    mondays,
    next_piece,
    recorded,
    under_way,
)
from store.clock.given_days import PastDay, WorkshopDay
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import blank_to_none, clean
from store.people.posts import covers
from store.registry import Words, act
from store.relations.learning import LEARNING_LEAD, PRACTICE_SUPERVISOR, in_scope
from store.tables import Case, Cycle, Person
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.fields import Fields

Line = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=120)]
Link = Annotated[str, Field(max_length=500, pattern=r"^https://\S+$")]
MOST_PIECES = 8
CASES = (1, 3)
"""How many cases a reflective session looks at: two or three, and one where there are no more."""


class LearningPiece(Fields):
    """One Monday's piece: what it is called, how many minutes it takes, and where it is."""

    title: Line
    minutes: int = Field(ge=1, le=60)
    link: Annotated[Link | None, BeforeValidator(blank_to_none)] = None


class LearningPlan(Fields):
    """A theme, the domain of the audit tool in which audits show it, and a piece a week."""

    theme: Line
    domain: str
    starts_on: WorkshopDay
    pieces: list[LearningPiece] = Field(min_length=1, max_length=MOST_PIECES)


class Reflection(Fields):
    """A reflective session: with whom, on which day, and the cases looked at before it."""

    person: str
    held_on: PastDay
    cases: Annotated[list[Line], BeforeValidator(listed)] = Field(
        min_length=CASES[0], max_length=CASES[1]
    )


class Attendance(Fields):
    """A workshop or seminar, its day, and who came."""

    what: Line
    held_on: PastDay
    people: Annotated[list[str], BeforeValidator(listed)] = Field(min_length=1, max_length=400)


def _no_programme(reader: Reader, _cycle: Cycle) -> str | None:
    if reader.profile.learning.set_by:
        return None
    return f"The programme of {reader.profile.programme.name} has no learning programme."


def _nothing_planned(reader: Reader, cycle: Cycle) -> str | None:
    if recorded(reader, cycle.id, PLANNED):
        return _no_programme(reader, cycle)
    return "No learning is planned on this cycle yet: plan it first."


def _nothing_to_send(reader: Reader, cycle: Cycle) -> str | None:
    if next_piece(reader, cycle.id) is not None:
        return None
    return "Every piece of learning that is planned has been sent."


def _fits(reader: Reader, cycle: Cycle, given: Mapping[str, Any]) -> Mapping[str, str]:
    """The domain is one of the tool's, no piece is longer than the programme allows."""
    wrong = dict(names_no_child(reader, cycle, given))
    most, domains = reader.profile.learning.most_minutes, reader.profile.domains
    if given.get("domain") not in domains:
        wrong["domain"] = f"is not one of {', '.join(domains)}"
    for place, piece in enumerate(given.get("pieces") or ()):
        minutes = str(piece.get("minutes")) if isinstance(piece, Mapping) else ""
        if minutes.isdigit() and int(minutes) > most:
            wrong[f"pieces.{place}.minutes"] = f"is more than {most} minutes"
    return wrong


def _several(given: object) -> list[str]:
    """What a form or the shell sends for several, as it will be once the fields are checked."""
    found = listed(given)
    return [str(one) for one in found] if isinstance(found, list) else []


def _known(field: str) -> Any:
    """The people of `field` are in the people list and in the cycle's services."""

    def rule(reader: Reader, cycle: Cycle, given: Mapping[str, Any]) -> Mapping[str, str]:
        wrong = dict(names_no_child(reader, cycle, given))
        for upn in _several(given.get(field)):
            person = reader.find(Person, upn)
            if person is None or not covers(cycle, person.service or cycle.service):
                wrong[field] = f"names {upn}, who is nobody in {cycle.service}"
        return wrong

    return rule


def _session(reader: Reader, cycle: Cycle, given: Mapping[str, Any]) -> Mapping[str, str]:
    """With somebody of the cycle's services, about cases that are known by their references."""
    wrong = dict(_known("person")(reader, cycle, given))
    if any(reader.find(Case, ref) is None for ref in _several(given.get("cases"))):
        wrong["cases"] = "give the references of cases that are known, such as FR-12"
    return wrong


def _planned(reader: Reader, cycle: Cycle) -> str:
    piece = next_piece(reader, cycle.id)
    return "" if piece is None else f"Planned. The first piece goes out on {say_day(piece.on)}."


@act(
    "learning.plan",
    on=Cycle,
    by=LEARNING_LEAD,
    source={"issued"},
    fields=LearningPlan,
    closed_because=_no_programme,
    rules=_fits,
    words=Words(
        dialog="The month's learning",
        submit="Plan it",
        receipt=_planned,
        asks={"learning.plan": "Plan the learning…"},
        met="Planned",
    ),
)
def plan(unit: Unit, cycle: Cycle, given: LearningPlan) -> None:
    """A theme with a piece for each Monday; another month of the same cycle has its own plan."""
    days = mondays(unit.calendar, given.starts_on, len(given.pieces))
    keep_report(
        unit,
        cycle,
        PLANNED,
        given,
        theme=given.theme,
        domain=given.domain,
        pieces=[
            {"on": on.isoformat(), "title": piece.title, "minutes": piece.minutes,
             "link": piece.link or ""}
            for on, piece in zip(days, given.pieces, strict=True)
        ],
    )  # fmt: skip


def _sent(reader: Reader, cycle: Cycle) -> str:
    ahead = next_piece(reader, cycle.id)
    after = "" if ahead is None else f" The next one is for {say_day(ahead.on)}."
    return f"It goes to the teams on its Monday, or at once if that has come.{after}"


@act(
    "learning.send",
    on=Cycle,
    by=LEARNING_LEAD,
    source={"issued"},
    closed_because=_nothing_to_send,
    words=Words(receipt=_sent, asks={"learning.send": "Send it on its Monday"}, met="Sent"),
)
def send(unit: Unit, cycle: Cycle, _fields: object) -> None:
    """One quiet card to everybody in scope; pressed before its Monday, it waits for 09:00 then."""
    piece = next_piece(unit, cycle.id)
    assert piece is not None, "the act is open only while there is one"
    row = keep_report(unit, cycle, SENT, Fields(), plan=piece.plan, number=piece.number)
    monday = unit.calendar.day_starts(piece.on)
    for upn in in_scope(unit, cycle):
        queue(unit, upn, "learning", row.id, after=max(monday, unit.at))


@act(
    "learning.reflect",
    on=Cycle,
    by=PRACTICE_SUPERVISOR,
    source={"issued"},
    fields=Reflection,
    closed_because=_nothing_planned,
    rules=_session,
    words=Words(
        button="Record a reflective session…",
        dialog="A reflective session",
        submit="Record it",
        receipt="Recorded. It counts in the report on learning.",
    ),
)
def reflect(unit: Unit, cycle: Cycle, given: Reflection) -> None:
    """A practice supervisor talks the theme through with one person (Bradford 2.7)."""
    keep_report(
        unit, cycle, REFLECTED, given, plan=under_way(unit, cycle.id, given.held_on).id,
        person=given.person, held_on=given.held_on.isoformat(), cases=list(given.cases),
    )  # fmt: skip


@act(
    "learning.attend",
    on=Cycle,
    by=LEARNING_LEAD,
    source={"issued"},
    fields=Attendance,
    closed_because=_nothing_planned,
    rules=_known("people"),
    words=Words(
        button="Record a workshop…",
        dialog="A workshop or seminar",
        submit="Record who came",
        receipt="Recorded. It counts in the report on learning.",
    ),
)
def attend(unit: Unit, cycle: Cycle, given: Attendance) -> None:
    """A workshop, service day or seminar, and who came (Tower Hamlets guide §14)."""
    keep_report(
        unit, cycle, ATTENDED, given, plan=under_way(unit, cycle.id, given.held_on).id,
        what=given.what, held_on=given.held_on.isoformat(), people=sorted(set(given.people)),
    )  # fmt: skip
