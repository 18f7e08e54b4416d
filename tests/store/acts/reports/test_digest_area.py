"""Heads of Service, Group Managers and Team Managers read their own part (programme.md §5)."""

from datetime import date

import pytest

from bot.cards.parts.kit import title_of
from bot.cards.reports.digest import digest_card
from bot.cards.reports.service_digest import service_digest_card, service_digest_dialog
from bot.dialogs.faces import face, faced
from store.tables import Audit, Message, Person
from store.views.reports.digest_area import area_of, may_read_part
from store.views.reports.digest_read import digest_read
from store.views.reports.service_digest import ServiceDigest, scoped_digest
from tests.bot.cards.linter import problems, said
from tests.bot.dialogs.showing import deliver
from tests.store.acts.arranging import change_person, submit_return
from tests.store.acts.reporting import AFTER, MONTH_END, arrived, issued
from tests.store.council import (
    DIRECTOR,
    GM,
    GM_CARE,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    Council,
    person,
    profile_text,
)

PARTS = ("service_digest", "team_digest")


def part(council: Council, upn: str, digest_id: str) -> ServiceDigest:
    with council.read(MONTH_END) as reader:
        found = scoped_digest(reader, digest_id, upn)
    assert found is not None
    return found


def owed(council: Council) -> dict[str, str]:
    """Whoever is owed a part, by kind."""
    return {to: kind for kind in PARTS for to, _ in council.messages(kind)}


def test_5_each_gets_one_part_with_the_directors_digest_in_the_same_commit(
    council: Council,
) -> None:
    arrived(council)
    digest_id = issued(council)
    kinds = owed(council)
    assert kinds[HOS] == "service_digest"
    assert (kinds[GM], kinds["tm.mash"]) == ("team_digest", "team_digest")
    assert all(subject == digest_id for kind in PARTS for _, subject in council.messages(kind))
    told = [to for kind in PARTS for to, _ in council.messages(kind)]
    assert len(told) == len(set(told))
    assert {DIRECTOR, OFFICER, MANAGER, "sw.mash", "ap.mash"} & set(told) == set()
    facts = [fact for fact in council.table("fact") if fact["verb"] == "digest.issue"]
    assert len(facts) == 1
    assert all(f'"{to}"' in facts[0]["changes"] for to in told)


def test_5_nothing_is_sent_where_there_is_nothing_to_say(council: Council) -> None:
    people = [
        person("hos.empty", roles=["head_of_service"], service="Empty"),
        person("tm.empty", roles=["team_manager"], service="Empty", team="None"),
    ]
    council.load_people(people)
    change_person(council, "tm.response", left_on=date(2026, 12, 1))
    issued(council)
    assert not {"hos.empty", "tm.empty", "tm.response"} & owed(council).keys()


def test_5_whoever_reads_the_whole_digest_gets_no_part(council: Council) -> None:
    change_person(
        council, OFFICER, roles=["audit_officer", "team_manager"], service="Frontdoor", team="MASH"
    )
    issued(council)
    assert OFFICER not in owed(council)
    assert "post:audit_team" in dict(council.messages("digest"))


ABSENT = {"absent_from": date(2026, 12, 28), "absent_to": date(2027, 1, 8)}


def test_4_who_is_away_gets_no_digest_and_their_delegate_is_told_of_their_part(
    council: Council,
) -> None:
    arrived(council)
    change_person(council, "tm.mash", delegate="tm.response", **ABSENT)
    change_person(council, "tm.assessment", delegate="ap.assessment", **ABSENT)
    digest_id = issued(council)
    kinds = owed(council)
    assert not {"tm.mash", "tm.assessment"} & kinds.keys()
    assert kinds["tm.response"] == kinds["ap.assessment"] == "team_digest"
    told = [to for kind in PARTS for to, _ in council.messages(kind)]
    assert len(told) == len(set(told))
    both, instead = (part(council, upn, digest_id) for upn in ("tm.response", "ap.assessment"))
    assert (both.area, both.stands_for) == ("Response and MASH", ("Tm Mash",))
    assert (instead.area, instead.stands_for) == ("Assessment", ("Tm Assessment",))
    teams = {"MASH", "Response"}
    assert both.of_us.allocated == sum(audit.team in teams for audit in every(council))
    assert "To you for Tm Mash, who is away." in said(service_digest_card(both))


def test_4_above_an_absent_head_or_manager_their_part_is_in_what_is_read_there_already(
    council: Council,
) -> None:
    arrived(council)
    for upn in (HOS, "tm.mash"):
        change_person(council, upn, **ABSENT)
    change_person(council, "tm.response", delegate=GM, **ABSENT)
    view = part(council, GM, issued(council))
    kinds = owed(council)
    assert not {HOS, "tm.mash", "tm.response", DIRECTOR} & kinds.keys()
    assert kinds[GM] == "team_digest"
    assert (view.area, view.stands_for) == ("Assessment, MASH and Response", ())


@pytest.mark.parametrize("delegate", [MANAGER, HOS_CARE, None])
def test_4_the_whole_digest_goes_to_who_stands_in_for_a_director_who_is_away(
    council: Council, delegate: str | None
) -> None:
    """Where nobody stands in it waits for the Director: somebody else holds the ledger's head."""
    arrived(council)
    change_person(council, DIRECTOR, delegate=delegate, **ABSENT)
    digest_id = issued(council)
    deliver(council, AFTER)
    sent = {to for to, _ in council.messages("digest")}
    assert (DIRECTOR in sent) == (delegate is None)
    if delegate is not None:
        assert delegate in sent
        assert delegate not in owed(council)
        with council.read(AFTER) as reader:
            card = said(digest_card(digest_read(reader, digest_id, delegate)))
        assert "To you for Director, who is away." in card


def test_5_a_profile_may_tell_fewer(empty: Council) -> None:
    source = profile_text()
    told = 'also = ["heads_of_service", "group_managers", "team_managers"]'
    assert told in source
    empty.found(source.replace(told, 'also = ["heads_of_service"]'))
    with empty.read() as reader:
        assert reader.profile.digest.also == ("heads_of_service",)


def test_5_a_heads_part_counts_the_services_work_as_the_director_reads_it(council: Council) -> None:
    arrived(council)
    submit_return(council, council.audits()[0])
    view = part(council, HOS, issued(council))
    assert (view.of_us.allocated, view.of_us.in_time, view.of_us.not_in) == (8, 1, 7)
    assert title_of(service_digest_card(view)) == "Frontdoor, December: 1 of 8 in on time (13%)"
    own = sum(council.head_of(audit.auditor) == HOS for audit in every(council))
    assert view.by_us.allocated == own
    assert len(view.missing) == 7


def test_5_a_head_whose_people_audit_elsewhere_reads_of_them_alone(council: Council) -> None:
    arrived(council)
    view = part(council, HOS_CARE, issued(council))
    theirs = [audit for audit in every(council) if council.head_of(audit.auditor) == HOS_CARE]
    assert theirs
    assert (view.of_us.allocated, view.by_us.allocated) == (0, len(theirs))
    assert {one.case_ref for one in view.missing} == {audit.case_ref for audit in theirs}
    assert all(one.own for one in view.missing)
    assert "in on time" in title_of(service_digest_card(view))


def every(council: Council) -> list[Audit]:
    with council.read() as reader:
        return [audit for audit in reader.rows(Audit) if audit.kind == "full"]


def test_5_a_team_managers_part_is_what_their_people_do_and_their_teams_work(
    council: Council,
) -> None:
    arrived(council)
    view = part(council, "tm.mash", issued(council))
    by_us = [audit for audit in every(council) if audit.auditor in {"tm.mash", "ap.mash"}]
    of_us = [audit for audit in every(council) if audit.team == "MASH"]
    assert view.by_us.allocated == len(by_us)
    assert view.of_us.allocated == len(of_us)
    assert {one.case_ref for one in view.missing} == {a.case_ref for a in by_us + of_us}
    mine = [one for one in view.missing if one.you]
    assert len(mine) == sum(audit.auditor == "tm.mash" for audit in by_us)
    assert "By people of MASH" in said(service_digest_card(view))


def test_5_a_group_managers_teams_are_those_whose_managers_report_to_them(council: Council) -> None:
    change_person(council, "tm.response", reports_to=GM_CARE)
    council.load_people([person("gm.new", roles=["group_manager"], service="Care")])
    with council.read() as reader:
        area = area_of(reader, reader.get(Person, GM))
        nobody = area_of(reader, reader.get(Person, "sw.mash"))
        whole = area_of(reader, reader.get(Person, "gm.new"))
    assert area is not None
    assert (area.words, area.teams) == ("Assessment and MASH", frozenset({"assessment", "mash"}))
    assert nobody is None
    assert whole is not None
    assert whole.teams is None


def test_5_an_inadequate_is_told_to_those_whose_work_it_was(council: Council) -> None:
    arrived(council)
    audit = next(a for a in every(council) if council.head_of(a.auditor) == HOS_CARE)
    submit_return(council, audit, grade="Inadequate")
    digest_id = issued(council)
    whose = part(council, f"tm.{audit.team.lower()}", digest_id)
    others = part(council, HOS_CARE, digest_id)
    assert [line.split()[0] for line in whose.inadequate] == [audit.case_ref]
    assert "to be moderated by" in whose.inadequate[0]
    assert others.inadequate == ()


def test_5_a_part_says_later_what_it_said_on_its_day(council: Council) -> None:
    arrived(council)
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        before = scoped_digest(reader, digest_id, "tm.mash")
    for audit in council.audits():
        submit_return(council, audit, at=MONTH_END)
    change_person(council, "ap.mash", team="Response")
    with council.read(MONTH_END) as reader:
        assert scoped_digest(reader, digest_id, "tm.mash") == before


def test_5_what_could_not_be_delivered_is_told_apart_from_what_is_not_in(council: Council) -> None:
    out = every(council)[0].auditor or ""
    arrived(council, but=frozenset({out}))
    view = part(council, HOS, issued(council))
    unreached = [audit for audit in every(council) if audit.auditor == out]
    assert len(view.unreached) == len(unreached)
    assert not {a.case_ref for a in unreached} & {one.case_ref for one in view.missing}


@pytest.mark.parametrize("upn", [HOS, HOS_CARE, GM, GM_CARE, "tm.mash", "tm.care.one"])
def test_5_every_part_is_drawn_within_the_rules_of_cards(council: Council, upn: str) -> None:
    arrived(council)
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        messages = [m for m in reader.rows(Message) if m.to == upn and m.subject == digest_id]
        if not messages:
            return
        drawn = face(reader, messages[0])
        assert drawn is not None
        assert problems(drawn) == []
        assert may_read_part(reader, digest_id, upn)
        assert not may_read_part(reader, digest_id, "sw.mash")
    assert problems(faced(service_digest_dialog(part(council, upn, digest_id)))) == []
