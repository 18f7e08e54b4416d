"""The audit team may set by when a return that is sent back is amended (guide §7)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.dialogs.forms import form
from store.tables import Audit
from store.views.audit_month.sent_back import last_sent_back
from store.vocabulary.errors import Invalid
from tests.bot.dialogs.opening import inputs
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.council import OFFICER, OTHER_OFFICER, Council, profile_text

AMENDED = datetime(2026, 12, 9, 15, tzinfo=UTC)


def returned(council: Council) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit)
    return audit


def send_back(council: Council, audit: Audit | None = None, **given: Any) -> Audit:
    """The audit team sends a return back on Tuesday 8 December."""
    audit = audit or returned(council)
    by = OFFICER if OFFICER not in (audit.auditor, audit.moderator) else OTHER_OFFICER
    fields = {"reasons": "no_analysis"} | given
    council.do("check.send_back", audit.id, fields, by=by, at=RETURNED)
    return council.audit(audit.id)


def test_guide_7_the_day_that_they_set_is_the_day_it_is_due(council: Council) -> None:
    audit = send_back(council, amend_by="2026-12-16")
    duty = council.duties(audit.id)["return.rectify"]
    assert duty.due_at == datetime(2026, 12, 16, 17, tzinfo=UTC)
    assert "a timescale given" in duty.source
    card = words(shown(council, audit.auditor or "", "sent_back", at=RETURNED))
    assert "amend it by Wed 16 Dec" in card
    assert "set that day." in card


def test_without_one_the_profiles_days_hold(council: Council) -> None:
    audit = send_back(council, amend_by="")
    assert council.duties(audit.id)["return.rectify"].due_at.day == 10
    assert "set that day" not in words(
        shown(council, audit.auditor or "", "sent_back", at=RETURNED)
    )


def test_a_day_set_for_one_rework_does_not_hold_for_the_next(council: Council) -> None:
    audit = send_back(council, amend_by="2026-12-16")
    submit_return(council, audit, at=AMENDED)
    by = OFFICER if OFFICER not in (audit.auditor, audit.moderator) else OTHER_OFFICER
    again = {"reasons": "parts_missing"}
    council.do("check.send_back", audit.id, again, by=by, at=AMENDED)
    assert council.duties(audit.id)["return.rectify"].due_at.day == 11
    with council.read(AMENDED) as reader:
        last = last_sent_back(reader, reader.get(Audit, audit.id), audit.auditor or "")
    assert last is not None
    assert not last.day_set


def test_what_a_moderator_sends_back_has_the_profiles_days(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    council.do("check.pass", audit.id, by=OTHER_OFFICER, at=RETURNED)
    given = {"reasons": "scant", "spoke_on": "2026-12-09"}
    council.do("moderation.send_back", audit.id, given, by=audit.moderator or "", at=AMENDED)
    assert council.duties(audit.id)["return.rectify"].due_at.day == 11


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ("2026-12-07", "in the past"),
        ("2026-12-12", "not on a working day: the next one is Mon 14 Dec"),
        ("2026-12-25", "not on a working day: the next one is Tue 29 Dec"),
        ("2027-12-09", "too far ahead"),
    ],
)
def test_a_day_on_which_nothing_can_be_due_is_refused_and_nothing_is_written(
    council: Council, day: str, wrong: str
) -> None:
    audit = returned(council)
    before = council.everything()
    with pytest.raises(Invalid) as refused:
        send_back(council, audit, amend_by=day)
    assert wrong in refused.value.fields["amend_by"]
    assert council.everything() == before


def test_a_stored_profile_without_the_case_neither_asks_for_a_day_nor_takes_one(
    council: Council,
) -> None:
    text = profile_text()
    case = 'timescale_set = "its own date", '
    source = next(line for line in text.splitlines() if line.startswith("source.timescale_set"))
    assert case in text
    stored = text.replace(case, "").replace(f"{source}\n", "")
    council.do("profile.adopt", council.programme, {"name": "stored", "text": stored})
    audit = returned(council)
    with council.read(RETURNED) as reader:
        assert "amend_by" not in inputs(form(reader, "check.send_back", audit.id, OTHER_OFFICER)[1])
    with pytest.raises(Invalid) as refused:
        send_back(council, audit, amend_by="2026-12-16")
    assert "fixed by this programme" in refused.value.fields["amend_by"]
    send_back(council, audit)
    assert council.duties(audit.id)["return.rectify"].due_at.day == 10
