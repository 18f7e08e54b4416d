"""Where nobody is found for a post, the audit team names somebody; the duty stays open (§4)."""

from datetime import UTC, date, datetime

import pytest

from bot.dialogs.receipts import receipt
from bot.rehearsal.checks.same_people import check_owners
from store.rules.naming import free_for
from store.tables import Audit, Duty, NamedFor
from store.views.nudges.my_work import my_work
from store.views.nudges.owed import owed
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import inputs, opened
from tests.bot.dialogs.showing import shown, verbs
from tests.store.acts.arranging import audit_under, change_person
from tests.store.acts.people.test_vacant_posts import LEFT, NEW, leaves
from tests.store.council import ACADEMY, DIRECTOR, HOS, HOS_CARE, OFFICER, PSW, Council, person

LATER = datetime(2026, 12, 3, 10, tzinfo=UTC)


@pytest.fixture
def nobodys(council: Council) -> tuple[Audit, Duty]:
    """A request to be exempt whose Head of Service left, with nobody above and no alternate."""
    audit = audit_under(council, HOS)
    council.ask_exemption(audit)
    change_person(council, HOS, reports_to=None)
    change_person(council, PSW, absent_from=date(2026, 12, 1))
    leaves(council, HOS)
    return council.audit(audit.id), council.duties(audit.id)["exemption.decide"]


def named(council: Council, duty: Duty, upn: str = HOS_CARE, by: str = OFFICER) -> None:
    council.do("post.name", duty.id, {"person": upn}, by=by, at=LEFT)


def test_4_whoever_is_named_owes_it_has_it_in_their_work_is_told_and_may_decide(
    council: Council, nobodys: tuple[Audit, Duty]
) -> None:
    audit, duty = nobodys
    named(council, duty)
    with council.read(LEFT) as reader:
        assert list(check_owners(reader)) == []
        [line] = [line for line in owed(reader) if line.id == duty.id]
        assert (line.owed_by, line.asked) == ((HOS_CARE,), ())
        assert duty.id in [ask.duty for ask in my_work(reader, HOS_CARE).asks]
        assert duty.id not in [ask.duty for ask in my_work(reader, OFFICER).asks]
    assert HOS_CARE in [to for to, _ in council.messages("nudge")]
    council.do("exemption.approve", audit.id, by=HOS_CARE, at=LEFT)


def test_4_the_audit_team_names_them_from_its_own_work(
    council: Council, nobodys: tuple[Audit, Duty]
) -> None:
    _, duty = nobodys
    with council.read(LEFT) as reader:
        [ask] = [ask for ask in my_work(reader, OFFICER).asks if ask.duty == duty.id]
    assert ask.press is not None
    assert (ask.press.verb, ask.press.id) == ("post.name", duty.id)
    form = opened(council, "post.name", duty.id, OFFICER, at=LEFT)
    choices = {one["value"] for one in inputs(form)["person"]["choices"]}
    assert HOS_CARE in choices
    assert not choices & {HOS, PSW, OFFICER}
    assert "Nobody is here as the Head of Service for Frontdoor" in said(form)


@pytest.mark.parametrize("upn", ["nobody.at.all", HOS, PSW, "sw.mash", OFFICER])
def test_4_nobody_is_named_who_is_not_here_or_may_not_decide(
    council: Council, nobodys: tuple[Audit, Duty], upn: str
) -> None:
    _, duty = nobodys
    with pytest.raises(Invalid) as refused:
        named(council, duty, upn)
    assert "person" in refused.value.fields
    assert council.table("named_for") == []


def test_4_whoever_asks_or_graded_it_is_offered_to_nobody(
    council: Council, nobodys: tuple[Audit, Duty]
) -> None:
    audit, duty = nobodys
    for upn in (audit.auditor, audit.practitioner, audit.team_manager, DIRECTOR):
        change_person(council, upn, roles=["director"])
    with council.read(LEFT) as reader:
        assert [person.id for person in free_for(reader, duty)] == [ACADEMY, DIRECTOR, HOS_CARE]


def test_4_only_the_audit_team_names_and_only_where_nobody_is_found(
    council: Council, nobodys: tuple[Audit, Duty]
) -> None:
    audit, duty = nobodys
    with pytest.raises(NotAllowed):
        named(council, duty, by=DIRECTOR)
    others = council.duties(audit.id)["return.submit"]
    with pytest.raises(Stale):
        named(council, others)
    named(council, duty)
    with pytest.raises(Stale):
        named(council, duty, DIRECTOR)


def test_4_a_successor_takes_it_over_and_a_named_person_who_leaves_is_named_anew(
    council: Council, nobodys: tuple[Audit, Duty]
) -> None:
    audit, duty = nobodys
    named(council, duty)
    council.do("person.left", HOS_CARE, {"on": "2026-12-02"}, by=OFFICER, at=LEFT)
    with council.read(LEFT) as reader:
        [line] = [line for line in owed(reader) if line.id == duty.id]
    assert (line.owed_by, OFFICER in line.asked) == ((), True)
    named(council, duty, DIRECTOR)
    head = person(NEW, roles=["head_of_service"], service="Frontdoor", manager=DIRECTOR)
    council.load_people([head], at=LATER)
    with council.read(LATER) as reader:
        [line] = [line for line in owed(reader) if line.id == duty.id]
        assert reader.get(NamedFor, duty.owner).person == DIRECTOR
    assert line.owed_by == (NEW,)
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=DIRECTOR, at=LATER)
    council.do("exemption.approve", audit.id, by=NEW, at=LATER)


def test_4_whoever_names_reads_who_it_is_now(council: Council, nobodys: tuple[Audit, Duty]) -> None:
    _, duty = nobodys
    named(council, duty)
    with council.read(LEFT) as reader:
        said = receipt(reader, "post.name", duty.id)
    assert "acts as the Head of Service for Frontdoor now and has been notified" in str(said)
    assert "exemption.approve" in verbs(shown(council, HOS_CARE, "nudge", at=LEFT))
