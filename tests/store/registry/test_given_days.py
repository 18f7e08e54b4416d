"""Every day and time that an act takes: written in one way alone, and within its limits (§4)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

import store.acts  # noqa: F401 - declares the acts
from store.clock.calendar import Calendar, months_after
from store.clock.given_days import NOT_A_DAY, NOT_A_TIME, Today, context
from store.clock.given_days import said as in_full
from store.registry import ACTS
from store.registry.day_limits import Path, day_fields
from store.vocabulary.errors import Invalid
from tests.store.council import OFFICER, Council

NOW = Today(date(2026, 12, 8), 6, Calendar())
"""A Tuesday."""
FIELDS = [
    (verb, path, lies)
    for verb, act in sorted(ACTS.items())
    for path, lies in day_fields(act.fields).items()
]
BACK: dict[tuple[str, str], tuple[int, int]] = {
    ("board.dates", "dates.*"): (0, 36),
    ("board.deferred", "to"): (0, 36),
    ("board.table", "on"): (0, 36),
    ("campaign.agreed", "workshop_on"): (6, 24),
    ("check.send_back", "amend_by"): (0, 12),
    ("closure.add", "on"): (12, 24),
    ("cycle.open", "month"): (12, 12),
    ("kloe.convene", "starts_at"): (0, 12),
    ("kloe.convene", "times.*"): (0, 12),
    ("learning.plan", "starts_on"): (6, 24),
    ("moderation.agree", "actions.*.by"): (0, 12),
    ("moderation.change", "actions.*.by"): (0, 12),
    ("person.absent", "from"): (12, 24),
    ("person.absent", "to"): (12, 24),
    ("person.left", "on"): (12, 24),
    ("person.rejoined", "on"): (12, 0),
    ("return.submit", "actions.*.by"): (0, 12),
    ("text.dispose", "before"): (75 * 12, 0),
    ("timetable.record", "entries.*.month"): (12, 24),
    ("uopp.convene", "starts_at"): (0, 12),
    ("uopp.convene", "times.*"): (0, 12),
    ("uopp.fix", "starts_at"): (0, 12),
    ("uopp.held", "actions.*.by"): (0, 12),
}
"""Months back and ahead, where a field does not tell of what has happened (the practice window)."""
OFFERED = {
    ("digest.issue", "as_of"), ("kloe.confirm", "times.*"), ("uopp.confirm", "times.*"),
    ("uopp.invite", "starts_at"), ("uopp.not_invited", "starts_at"),
}  # fmt: skip
"""Times that Sightline gives itself, or that have to be among those offered."""
NO_DAYS = (
    "20261210", "0", 0, 1765152000, "1765152000", "10/12/2026", "2026-12-1", "2026-13-01",
    "2026-12-32", "2027-02-29", "10 December", "today", " 2026-12-10", "2026-12-10T00:00",
    "2026-12-10 ", "+2026-12-10", "-2026-12-10", "12026-12-10", "2026-W50-4", "2026-345",
    "\uff12\uff10\uff12\uff16-12-10", True, 2026.5, ["2026-12-10"], {"on": "2026-12-10"},
    datetime(2026, 12, 10, tzinfo=UTC),
)  # fmt: skip
SPACED = (" 2026-12-10", "2026-12-10 ")
NO_TIMES = (
    "0", 0, 1765152000, "1765152000", "2026-12-10", "20261210T0930", "2026-12-10T9:30",
    "2026-12-10T25:00", "2026-12-32T09:30", "10/12/2026 09:30", "2026-12-10T09:30 GMT", True, 2.5,
)  # fmt: skip
TOO_FAR = ("0026-12-08", "1926-12-08", "0001-01-01", "9999-12-31", "2126-12-08")


def _given(path: Path, value: object) -> dict[str, Any]:
    """Fields with `value` at `path` and nothing else."""
    inner: Any = value
    for name in reversed(path[1:]):
        inner = [inner] if name == "*" else {name: inner}
    return {path[0]: inner}


def _wrong(verb: str, path: Path, value: object) -> str | None:
    """What is wrong with that field of the act, or None; other fields do not matter here."""
    given = _given(path, value)
    try:
        ACTS[verb].fields.model_validate(given, context=context(NOW))
    except ValidationError as error:
        for problem in error.errors():
            at = tuple("*" if isinstance(part, int) else str(part) for part in problem["loc"])
            if at in (path, path[:1]):
                return str(problem.get("ctx", {}).get("error", problem["msg"]))
    return None


def _is_time(verb: str, path: Path) -> bool:
    return path[0] in {"starts_at", "times", "as_of"} and verb != "board.dates"


def _as_given(verb: str, path: Path, day: date) -> str:
    return f"{day.isoformat()}T10:00" if _is_time(verb, path) else day.isoformat()


def _limits(verb: str, path: Path) -> tuple[date, date]:
    back, ahead = BACK.get((verb, ".".join(path)), (NOW.window_months, 0))
    first = months_after(NOW.day, -back)
    is_month = path[-1] == "month"
    return first.replace(day=1) if is_month else first, months_after(NOW.day, ahead)


def test_every_day_and_time_of_every_act_is_in_this_table() -> None:
    found = {(verb, ".".join(path)) for verb, path, _ in FIELDS}
    past = {"held_on", "met_on", "spoke_on", "noted_on", "done_on", "feedback_on", "discussed_on",
            "manager_discussed_on", "recorded_on", "supervision_on", "agreed_on", "on"}  # fmt: skip
    assert found >= {*BACK, *OFFERED}
    assert {field.rpartition(".")[2] for _, field in found - {*BACK, *OFFERED}} <= past
    assert {(verb, ".".join(path)) for verb, path, lies in FIELDS if lies is None} == OFFERED


@pytest.mark.parametrize(
    ("verb", "path"), [pytest.param(v, p, id=f"{v} {'.'.join(p)}") for v, p, _ in FIELDS]
)
def test_a_day_is_written_in_one_way_and_everything_else_is_refused(verb: str, path: Path) -> None:
    is_time = _is_time(verb, path)
    for wrong in NO_TIMES if is_time else NO_DAYS:
        if verb == "board.dates" and wrong in SPACED:
            continue  # its days come in one text, with a space after each comma
        assert _wrong(verb, path, wrong) == (NOT_A_TIME if is_time else NOT_A_DAY), wrong


@pytest.mark.parametrize(
    ("verb", "path"), [pytest.param(v, p, id=f"{v} {'.'.join(p)}") for v, p, r in FIELDS if r]
)
def test_a_day_outside_what_the_field_takes_is_refused_with_both_limits(
    verb: str, path: Path
) -> None:
    first, last = _limits(verb, path)
    after = last + timedelta(days=31 if path[-1] == "month" else 1)
    for day in (first - timedelta(days=1), after, *map(date.fromisoformat, TOO_FAR)):
        said = _wrong(verb, path, _as_given(verb, path, day))
        assert said is not None, day
        assert said.endswith(f": give a day from {in_full(first)} to {in_full(last)}"), day
        assert said.startswith(
            ("is too far ahead", "is in the future")
            if day > last
            else ("is in the past", "is too long ago")
        ), day
    for day in (first, last):
        said = _wrong(verb, path, _as_given(verb, path, day))
        assert said is None or "not on a working day" in said, day


def test_the_board_meets_on_a_working_day_or_the_next_one_is_named() -> None:
    said = _wrong("board.dates", ("dates", "*"), "2026-12-26")
    assert said == "is not on a working day: the next one is Tue 29 Dec 2026"


@pytest.mark.parametrize("on", ["20261210", "0026-12-08", "1926-12-08", "0", "2029-01-01"])
def test_a_wrong_day_leaves_nothing_behind(council: Council, on: str) -> None:
    rows = council.everything()
    with pytest.raises(Invalid) as refused:
        council.do("person.left", council.audits()[0].practitioner, {"on": on}, by=OFFICER)
    assert (refused.value.code, set(refused.value.fields)) == ("invalid", {"on"})
    assert council.everything() == rows
