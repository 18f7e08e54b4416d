"""Whoever is named to see to something is here to do it (programme.md §4)."""

from datetime import date
from typing import Any

import pytest

from store.registry import enact
from store.tables import Audit
from store.vocabulary.errors import Invalid
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.council import ACADEMY, HOS, OFFICER, PSW, Council

GONE: tuple[dict[str, Any], ...] = (
    {"absent_from": date(2026, 12, 1)},
    {"absent_from": date(2026, 12, 8), "absent_to": date(2026, 12, 8)},
    {"left_on": date(2026, 12, 8)},
)


def over_a_holiday(council: Council) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate")
    with council.unit(at=RETURNED) as unit:
        enact(unit, "clock.long", unit.get(Audit, audit.id))
    return council.audit(audit.id)


@pytest.mark.parametrize(
    ("gone", "why", "sentence"),
    list(
        zip(
            GONE,
            ("is away", "is away", "has left"),
            ("is away", "is away", "has left"),
            strict=True,
        )
    ),
)
def test_4_nobody_who_is_away_or_has_left_becomes_duty_owner(
    council: Council, gone: dict[str, Any], why: str, sentence: str
) -> None:
    audit = over_a_holiday(council)
    change_person(council, PSW, **gone)
    with pytest.raises(Invalid, match=f"Psw {sentence}: choose somebody who is here") as refused:
        council.do("cover.name", audit.id, {"person": PSW}, by=HOS, at=RETURNED)
    assert refused.value.fields == {"person": why}
    assert council.audit(audit.id).cover == HOS


def test_4_somebody_who_is_here_becomes_duty_owner_and_hears_at_once(council: Council) -> None:
    audit = over_a_holiday(council)
    change_person(council, PSW, absent_from=date(2026, 12, 20))
    council.do("cover.name", audit.id, {"person": PSW}, by=HOS, at=RETURNED)
    assert council.audit(audit.id).cover == PSW
    assert (PSW, audit.id) in council.messages("cover_named")


@pytest.mark.parametrize("gone", GONE)
def test_2_10_nobody_who_is_away_or_has_left_is_named_as_moderator(
    council: Council, gone: dict[str, Any]
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    upn = next(u for u in (ACADEMY, PSW) if u != audit.moderator)
    change_person(council, upn, **gone)
    with pytest.raises(Invalid) as refused:
        council.do("moderation.hand_over", audit.id, {"moderator": upn}, by=OFFICER, at=RETURNED)
    assert set(refused.value.fields) == {"moderator"}
