"""Somebody who left comes back by an act of the audit team, and never by a people file (§4)."""

from datetime import UTC, date, datetime

import pytest

from bot.rehearsal.checks.same_people import check_owners
from store.intake.importing import PEOPLE, import_table
from store.people.posts import in_post, person_by_object_id, post
from store.sheets.reading import read_table
from store.tables import Person
from store.views.programme.upload import LeaverLine, Loaded
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.council import HOS, ISSUED, OFFICER, Council, person

LEFT = datetime(2026, 12, 2, 10, tzinfo=UTC)
BACK = datetime(2026, 12, 9, 10, tzinfo=UTC)
KIT, LEE = "kit@riverside.example", "lee@riverside.example"
HEAD = "upn,name,entra_object_id,roles,service\n"


def leaves(council: Council, upn: str, on: str = "2026-12-02") -> None:
    council.do("person.left", upn, {"on": on}, by=OFFICER, at=LEFT)


def rejoins(council: Council, upn: str, on: str = "2026-12-09", *, by: str = OFFICER) -> None:
    council.do("person.rejoined", upn, {"on": on}, by=by, at=BACK)


def read_again(council: Council, *upns: str) -> Loaded:
    """The people file with the lines of these people as the ledger has them."""
    with council.read(BACK) as reader:
        rows = [reader.get(Person, upn) for upn in upns]
        lines = [
            f"{row.id},{row.name},{row.entra_object_id},{';'.join(row.roles)},{row.service}\n"
            for row in rows
        ]
    table = read_table("people.csv", (HEAD + "".join(lines)).encode())
    with council.unit(by=OFFICER, at=BACK) as unit:
        return import_table(unit, PEOPLE, "people.csv", table)


def test_4_who_returns_holds_their_post_again_and_may_come_in(council: Council) -> None:
    leaves(council, HOS)
    rejoins(council, HOS)
    with council.read(BACK) as reader:
        back = reader.get(Person, HOS)
        assert back.left_on is None
        assert person_by_object_id(reader, back.entra_object_id) == back
        assert in_post(reader, post("head_of_service", "Frontdoor")) == [back]
        assert list(check_owners(reader)) == []
    assert council.problems() == []


def test_4_a_returning_head_hears_what_came_back_with_the_post(council: Council) -> None:
    audit = next(a for a in council.audits() if council.head_of(a.auditor) == HOS)
    council.ask_exemption(audit)
    leaves(council, HOS)
    rejoins(council, HOS)
    assert [to for to, _ in council.messages("nudge")] == ["director", HOS]
    council.do("exemption.refuse", audit.id, {"reason": "No"}, by=HOS, at=BACK)


def test_4_a_people_file_never_brings_anybody_back(council: Council) -> None:
    council.load_people([person(upn, roles=["auditor"]) for upn in (KIT, LEE)], at=ISSUED)
    leaves(council, KIT)
    told = read_again(council, KIT, LEE)
    with council.read(BACK) as reader:
        gone = reader.get(Person, KIT)
    assert gone.left_on == date(2026, 12, 2)
    assert told.leavers == (LeaverLine(2, KIT, gone.name, gone.left_on),)
    assert (told.rows, told.added, told.changed, told.unchanged) == (2, 0, 0, 1)


def test_4_whose_leaving_is_recorded_ahead_is_still_here(council: Council) -> None:
    council.load_people([person(KIT, roles=["auditor"])], at=ISSUED)
    leaves(council, KIT, "2026-12-20")
    assert read_again(council, KIT).leavers == ()
    rejoins(council, KIT)
    with council.read(BACK) as reader:
        assert reader.get(Person, KIT).left_on is None


@pytest.mark.parametrize(
    ("on", "why"), [("2026-12-01", "is before they left"), ("2026-12-10", "is in the future")]
)
def test_4_the_day_is_not_before_they_left_and_has_come(
    council: Council, on: str, why: str
) -> None:
    leaves(council, HOS)
    with pytest.raises(Invalid) as refused:
        rejoins(council, HOS, on)
    assert refused.value.fields["on"].startswith(why)


def test_4_only_the_audit_team_records_it_and_only_of_who_has_left(council: Council) -> None:
    with pytest.raises(Stale, match="has not left"):
        rejoins(council, HOS)
    leaves(council, HOS)
    for by in (HOS, "tm.mash"):
        with pytest.raises(NotAllowed):
            rejoins(council, HOS, by=by)


def test_4_their_work_stays_with_those_who_took_it_over(council: Council) -> None:
    audit = council.audits()[0]
    leaves(council, audit.auditor or "")
    now = council.audit(audit.id)
    rejoins(council, audit.auditor or "")
    assert council.audit(audit.id).auditor == now.auditor != audit.auditor
    council.do("reallocation.confirm", audit.id, by=OFFICER, at=BACK)
