"""Rules for a UoPP meeting's times, days and people; a refusal says what to do (§3)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from store.audits.governing_grade import today
from store.audits.uopp_meetings import (
    is_not_in_post,
    may_come,
    missing_for_quorum,
    needed_at,
    practitioner_gone,
)
from store.ledger import Unit
from store.tables import Audit, Meeting
from store.tables.columns import plain
from store.vocabulary import terms
from store.vocabulary.errors import Invalid


def times_of(unit: Unit, asked: list[datetime]) -> list[datetime]:
    """The times in order, each once. Raises `Invalid` for one in the past or off working days."""
    if not asked:
        raise Invalid("Propose at least one time.", {"times": "is needed"})
    times = sorted({aware(unit, at) for at in asked})
    refuse_past(unit, times, "times")
    return times


def aware(unit: Unit, at: datetime) -> datetime:
    """The moment in UTC; a time without a zone is on the authority's own clocks."""
    zone = ZoneInfo(unit.profile.programme.zone)
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(ZoneInfo("UTC"))


def refuse_past(unit: Unit, times: list[datetime], field: str) -> None:
    """Raise `Invalid` for times that have passed or are not on a working day."""
    if any(at <= unit.at for at in times):
        raise Invalid("That time has passed: choose a later one.", {field: "is in the past"})
    if not all(unit.calendar.is_working_day(unit.calendar.local(at).date()) for at in times):
        raise Invalid(
            "That is not a working day: choose another day.", {field: "is not on a working day"}
        )


def moment_of(unit: Unit, day: date) -> datetime:
    """The moment from which deadlines count: the meeting's own day, whenever it is recorded."""
    return unit.at if day == today(unit) else unit.calendar.due_at(day)


def refuse_day(unit: Unit, audit: Audit, day: date) -> None:
    """Raise `Invalid` for a day before the decision on the grade."""
    decided = audit.moderated_at or audit.returned_at
    if decided is not None and day < unit.calendar.local(decided).date():
        raise Invalid(
            "The meeting comes after the decision on the grade: check the day.",
            {"held_on": "is before the audit was moderated"},
        )


def refuse_unattended(unit: Unit, meeting: Meeting, at: datetime, *, said: bool) -> None:
    """Raise `Invalid` where nobody who is asked can come, unless the chair says that it is so."""
    day = unit.calendar.local(at).date()
    if not said and not may_come(unit, meeting, plain(at), day):
        raise Invalid(
            "Nobody who is asked can come then. Choose another time, or say that you fix it "
            "although nobody can come.",
            {"nobody_can_come": "say that you fix it although nobody can come"},
        )


def known(unit: Unit, upns: list[str], field: str, *, left_since: date | None = None) -> list[str]:
    """The UPNs, each once. Raises `Invalid` for one that is not in the people file or has left.

    No fact may hold a text that is nobody's name.
    """
    asked = list(dict.fromkeys(upn.strip().lower() for upn in upns if upn.strip()))
    everybody = {person.id for person in unit.everybody()}
    wrong = [upn for upn in asked if upn not in everybody]
    gone = (
        []
        if left_since
        else [upn for upn in asked if upn in everybody and is_not_in_post(unit, upn)]
    )
    if wrong or gone:
        raise Invalid(
            "Choose people who are in the people file and have not left.",
            {field: f"{len(wrong) + len(gone)} of them are not known here"},
        )
    return asked


def refuse_without_quorum(
    unit: Unit, audit: Audit, attended: list[str], day: date, *, explained: bool
) -> None:
    """Raise `Invalid` with the names of those without whom the meeting is not quorate (§3)."""
    missing = missing_for_quorum(unit, audit, attended, day)
    if missing:
        names = " and ".join(missing)
        raise Invalid(
            f"The meeting is not quorate without {names}. Hold it with them, or record that it "
            "was not held and propose another time.",
            {"attended": f"lacks {names}"},
        )
    away = "practitioner" in needed_at(unit, audit) and practitioner_gone(unit, audit, day)
    if audit.practitioner not in attended and away and not explained:
        raise Invalid(
            f"The practitioner was not there: say why the {terms.TEAM_MANAGER} stood in for them.",
            {"stands_in": f"say why the {terms.TEAM_MANAGER} stood in"},
        )
