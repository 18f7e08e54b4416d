"""What a UoPP meeting's times, days and people have to be, refused with what to do (§3)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from store.audits.governing_grade import today
from store.audits.uopp_meetings import is_not_in_post, missing_for_quorum, practitioner_gone
from store.ledger import Unit
from store.tables import Audit
from store.vocabulary.errors import Invalid


def times_of(unit: Unit, asked: list[datetime]) -> list[datetime]:
    """In order, each once; one that has passed or falls on no working day is refused."""
    if not asked:
        raise Invalid("Propose at least one time.", {"times": "is needed"})
    times = sorted({aware(unit, at) for at in asked})
    refuse_past(unit, times, "times")
    return times


def aware(unit: Unit, at: datetime) -> datetime:
    """A time as it is typed is the authority's own."""
    zone = ZoneInfo(unit.profile.programme.zone)
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(ZoneInfo("UTC"))


def refuse_past(unit: Unit, times: list[datetime], field: str) -> None:
    if any(at <= unit.at for at in times):
        raise Invalid(
            "That time has passed: choose one that is still to come.", {field: "is in the past"}
        )
    if not all(unit.calendar.is_working_day(unit.calendar.local(at).date()) for at in times):
        raise Invalid(
            "That day is no working day: choose another.", {field: "is on a day without work"}
        )


def moment_of(unit: Unit, day: date) -> datetime:
    """What is counted from the meeting counts from its day, whenever it is recorded."""
    return unit.at if day == today(unit) else unit.calendar.due_at(day)


def refuse_day(unit: Unit, audit: Audit, day: date) -> None:
    if day > today(unit):
        raise Invalid(
            "The day of the meeting is in the future: hold it first.",
            {"held_on": "is in the future"},
        )
    decided = audit.moderated_at or audit.returned_at
    if decided is not None and day < unit.calendar.local(decided).date():
        raise Invalid(
            "The meeting comes after the grade was decided: check the day.",
            {"held_on": "is before the audit was moderated"},
        )


def known(unit: Unit, upns: list[str], field: str, *, left_since: date | None = None) -> list[str]:
    """Each named once and in the people file, so that no fact holds what is nobody's name."""
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
    missing = missing_for_quorum(unit, audit, attended, day)
    if missing:
        names = " and ".join(missing)
        raise Invalid(
            f"The meeting is not quorate without {names}. Hold it with them, or record that it "
            "was not held and propose another time.",
            {"attended": f"lacks {names}"},
        )
    away = practitioner_gone(unit, audit, day)
    if audit.practitioner not in attended and away and not explained:
        raise Invalid(
            "The practitioner was not there: say why the Team Manager stood in for them.",
            {"stands_in": "say why the Team Manager stood in"},
        )
