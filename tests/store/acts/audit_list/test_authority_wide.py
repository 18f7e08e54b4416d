"""A cycle of the whole authority, and who may exempt, where the profile says so (§6)."""

import pytest

from store.allocation.drawing import PoolTooSmall
from store.duties.predicates.closed_lists import owner_named
from store.people.posts import AUTHORITY, exempting_authority, holders
from store.tables import Audit, Person
from store.views.audit_month.appraisal import appraisal
from store.views.reports.digest import digest
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import NotAllowed
from tests.store.audit_month import hand_in
from tests.store.council import (
    DIRECTOR,
    HOS,
    ISSUED,
    OFFICER,
    SETUP,
    Council,
    caseload,
    person,
    staff,
)
from tests.store.kinds import APPRAISALS, with_rules

AD = "assistant.director"
WIDE = (
    'cycles = "service"\nconfirmed_by = "head_of_service"',
    'cycles = "authority"\nconfirmed_by = "post:assistant_director"',
)
BY_AD = ('authority = "head_of_service"', 'authority = "post:assistant_director"')
CYCLE = "whole-authority-2026-12"


def _begun(council: Council, text: str = "", **replaced: tuple[str, str]) -> Council:
    council.found(with_rules(text, **replaced))
    council.load_people([*staff(), person(AD, roles=["assistant_director"], manager=DIRECTOR)])
    council.load_cases(caseload())
    return council


def _issued(council: Council) -> Council:
    given = {
        "service": AUTHORITY,
        "month": "2026-12-01",
        "accept_slack": True,
        "kloes": [{"text": "Is the voice in the plan?", "where": ""}],
    }
    council.do("cycle.open", council.programme, given, at=SETUP)
    council.draw(CYCLE)
    council.do("list.propose", CYCLE, at=SETUP)
    council.do("list.confirm", CYCLE, by=AD)
    return council


def test_a_monthly_cycle_of_the_whole_authority_draws_from_every_service(empty: Council) -> None:
    council = _issued(_begun(empty, wide=WIDE))
    services = {audit.case_ref[:2] for audit in council.audits(cycle=CYCLE)}
    assert services == {"FR", "CA"}
    assert council.problems() == []


def test_its_list_is_confirmed_by_the_post_that_the_profile_names(empty: Council) -> None:
    council = _begun(empty, wide=WIDE)
    given = {"service": AUTHORITY, "month": "2026-12-01", "accept_slack": True}
    council.do("cycle.open", council.programme, given, at=SETUP)
    council.draw(CYCLE)
    council.do("list.propose", CYCLE, at=SETUP)
    assert council.duties(CYCLE)["list.confirm"].owner == "post:assistant_director"
    with pytest.raises(NotAllowed):
        council.do("list.confirm", CYCLE, by=HOS)


def test_each_audit_in_it_still_has_the_head_of_its_own_service(empty: Council) -> None:
    council = _issued(_begun(empty, wide=WIDE))
    with council.read() as reader:
        for audit in reader.rows(Audit, cycle=CYCLE, kind="full"):
            service = "Frontdoor" if audit.case_ref.startswith("FR") else "Care"
            head = owner_named(reader, "head_of_service", audit)
            assert head == f"post:head_of_service:{service}"


def test_its_digest_tells_services_apart(empty: Council) -> None:
    council = _issued(_begun(empty, wide=WIDE))
    hand_in(council, council.audits(cycle=CYCLE)[0], kloes={"k1": "It is"})
    with council.read() as reader:
        told = digest(reader, as_of=ISSUED)
    assert {row["service"] for row in told["services"]} == {"Frontdoor", "Care"}


def test_where_the_assistant_director_exempts_no_head_of_service_does(empty: Council) -> None:
    """Bromley: exemption by the Assistant Director."""
    council = _issued(_begun(empty, wide=WIDE, ad=BY_AD))
    audit = council.audits(cycle=CYCLE)[0]
    council.ask_exemption(audit)
    assert council.duties(audit.id)["exemption.decide"].owner == "post:assistant_director"
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=council.head_of(audit.auditor))
    council.do("exemption.approve", audit.id, by=AD)


def test_an_assistant_director_who_asks_is_decided_one_up(empty: Council) -> None:
    council = _begun(empty, wide=WIDE, ad=BY_AD)
    with council.read() as reader:
        assert exempting_authority(reader, AD) == DIRECTOR
        assert exempting_authority(reader, HOS) == "post:assistant_director"


def test_the_auditors_own_head_is_copied_whoever_exempts(empty: Council) -> None:
    council = _issued(_begun(empty, wide=WIDE, ad=BY_AD))
    audit = next(a for a in council.audits(cycle=CYCLE) if a.auditor in ("tm.mash", "ap.mash"))
    with council.read() as reader:
        assert owner_named(reader, "auditors_head", audit) == "post:head_of_service:Frontdoor"


TWO_EACH = (
    (
        'quotas = [{ role = "team_manager", at_least = 5 }, '
        '{ role = "advanced_practitioner", at_least = 3 }]'
    ),
    'quotas = [{ roles = ["team_manager"], each = 2 }]\nnot_again_months = 12',
)


def test_two_files_a_manager_are_drawn_and_nobody_gets_more(empty: Council) -> None:
    """Two files a manager a month: five Team Managers, ten audits."""
    council = _issued(_begun(empty, wide=WIDE, two=TWO_EACH))
    audits = council.audits(cycle=CYCLE)
    assert len(audits) == 10
    loads = [sum(a.auditor == upn for a in audits) for upn in {a.auditor for a in audits}]
    assert loads == [2] * 5


def test_no_case_is_audited_twice_within_the_months_that_the_profile_says(empty: Council) -> None:
    council = _issued(_begun(empty, wide=WIDE, two=TWO_EACH))
    given = {"service": AUTHORITY, "month": "2027-01-01", "accept_slack": True}
    council.do("cycle.open", council.programme, given)
    council.do("cycle.select", "whole-authority-2027-01", {"seed": 7})
    drawn = [
        {a.case_ref for a in council.audits(state=state, cycle=cycle)}
        for state, cycle in (("issued", CYCLE), ("drawn", "whole-authority-2027-01"))
    ]
    assert not drawn[0] & drawn[1]
    council.do("cycle.open", council.programme, given | {"month": "2027-02-01"})
    with pytest.raises(PoolTooSmall):
        council.do("cycle.select", "whole-authority-2027-02", {"seed": 7})


def test_a_quota_of_several_roles_is_filled_by_any_of_them(empty: Council) -> None:
    """Bromley: practice reviews by Group Managers, Heads of Service, ADs and the Director."""
    several = (
        TWO_EACH[0],
        'quotas = [{ roles = ["group_manager", "head_of_service"], at_least = 4 }]',
    )
    council = _issued(_begun(empty, wide=WIDE, several=several))
    audits = council.audits(cycle=CYCLE)
    assert {audit.quota for audit in audits} == {"group_manager+head_of_service"}
    assert {a.auditor for a in audits} <= {"gm.frontdoor", "gm.care", "hos.frontdoor", "hos.care"}


def test_a_most_for_dip_samples_is_shared_between_the_lines(empty: Council) -> None:
    council = _begun(empty, wide=WIDE, dips=("[dips]", "[dips]\nat_most = 2"))
    given = {
        "service": AUTHORITY,
        "month": "2026-12-01",
        "accept_slack": True,
        "kloes": [{"text": f"Question {n}?", "where": ""} for n in range(2)],
    }
    council.do("cycle.open", council.programme, given, at=SETUP)
    council.do("cycle.select", CYCLE, {"seed": 7}, at=SETUP)
    with council.read() as reader:
        assert len(reader.rows(Audit, cycle=CYCLE, kind="dip")) == 2


NEVER = ('share = 100\nalways = ["Inadequate"]', "share = 0\nalways = []")


def test_where_nothing_is_moderated_nobody_is_named_for_it(empty: Council) -> None:
    council = _issued(_begun(empty, wide=WIDE, never=NEVER))
    audit = council.audits(cycle=CYCLE)[0]
    assert audit.moderator is None
    hand_in(council, audit, kloes={"k1": "It is"})
    council.do("check.pass", audit.id, by=OFFICER)
    assert council.audit(audit.id).state == "complete"
    assert not council.messages("moderating")


def test_3_work_below_good_that_nobody_moderates_has_its_meeting_all_the_same(
    empty: Council,
) -> None:
    """§3 goes by the grade that governs: the auditor's stands, from the check on (Bradford)."""
    council = _issued(_begun(empty, wide=WIDE, some=("share = 100", "share = 0")))
    audit, good = council.audits(cycle=CYCLE)[:2]
    hand_in(council, audit, grade="RI", kloes={"k1": "It is"})
    council.do("check.pass", audit.id, by=OFFICER)
    duties, checked = council.duties(audit.id), say_day(ISSUED.date())
    assert duties["uopp.hold"].owner == audit.auditor
    assert duties["uopp.hold"].rule == f"5 working days from the check on {checked}"
    assert duties.keys() >= {"dip.reaudit", "supervision.record", "improvement.escalate"}
    hand_in(council, good, kloes={"k1": "It is"})
    council.do("check.pass", good.id, by=OFFICER)
    assert "uopp.hold" not in council.duties(good.id)
    assert council.problems() == []


def test_a_team_manager_looks_back_and_the_head_of_service_samples_it(empty: Council) -> None:
    """Bradford: TM's month-end appraisal, HoS dip sample."""
    council = _issued(_begun(empty, APPRAISALS, wide=WIDE))
    rows = council.table("appraisal")
    assert {row["team_manager"] for row in rows} == {
        audit.team_manager for audit in council.audits(cycle=CYCLE)
    }
    row = rows[0]
    duty = council.duties(row["id"])["duty.appraisal"]
    assert (duty.owner, duty.due_at.date().isoformat()) == (row["team_manager"], "2026-12-31")
    council.do("appraisal.write", row["id"], {"text": "Visits come late"}, by=row["team_manager"])
    head = council.duties(row["id"])["duty.appraisal_sample"].owner
    assert head == f"post:head_of_service:{row['service']}"
    with pytest.raises(NotAllowed):
        council.do("appraisal.sample", row["id"], {"text": "x"}, by=row["team_manager"])
    hos = {"Frontdoor": HOS, "Care": "hos.care"}[row["service"]]
    council.do("appraisal.sample", row["id"], {"text": "Three bear it out"}, by=hos)
    assert not council.duties(row["id"])
    assert not [fact for fact in council.table("fact") if "Visits come late" in str(fact)]


def test_7_what_a_head_of_service_wrote_in_a_managers_place_is_sampled_one_up(
    empty: Council,
) -> None:
    """Nobody samples their own writing, and whoever does can open it."""
    council = _issued(_begun(empty, APPRAISALS, wide=WIDE))
    row = council.table("appraisal")[0]
    head = {"Frontdoor": HOS, "Care": "hos.care"}[row["service"]]
    with council.unit() as unit:
        for upn in (row["team_manager"], unit.get(Person, row["team_manager"]).reports_to):
            if upn != head:
                unit.get(Person, upn or "").absent_from = ISSUED.date()
        unit.record("people.away", unit.programme, {})
    council.do("appraisal.write", row["id"], {"text": "Visits come late"}, by=head)
    above = council.duties(row["id"])["duty.appraisal_sample"].owner
    assert above == "post:divisional_director"
    with council.read() as reader:
        (up, *_) = holders(reader, above)
        view = appraisal(reader, row["id"], up.id)
    assert view is not None
    assert "appraisal.sample" in view.may
    council.do("appraisal.sample", row["id"], {"text": "It holds"}, by=up.id)
    assert not council.duties(row["id"])


def test_no_appraisal_is_asked_for_where_the_profile_has_none(empty: Council) -> None:
    assert not _issued(_begun(empty, wide=WIDE)).table("appraisal")


def test_what_a_moderator_sent_back_stays_with_them_whatever_its_new_grade(empty: Council) -> None:
    """§2.10: nobody leaves moderation by amending a grade that is always moderated."""
    council = _issued(_begun(empty, wide=WIDE, some=("share = 100", "share = 0")))
    audit = council.audits(cycle=CYCLE)[0]
    hand_in(council, audit, grade="Inadequate", kloes={"k1": "It is"})
    council.do("check.pass", audit.id, by=OFFICER)
    given = {"reasons": ["scant"], "spoke_on": ISSUED.date().isoformat()}
    council.do("moderation.send_back", audit.id, given, by=audit.moderator or "")
    hand_in(council, audit, kloes={"k1": "It is"})
    assert "moderation.decide" in council.duties(audit.id)
