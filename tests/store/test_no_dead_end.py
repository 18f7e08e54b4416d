"""A walk through the registry and the profile: no dead end, and every end can be reached."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from store.acts.state_diagram import BEGIN, END, moves, state_diagram
from store.checker.duty_contradictions import subject_of
from store.duties.predicates.closed_lists import ASKED_OF
from store.programme.profile import Profile, shipped, shipped_names
from store.registry import ACTS
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Concern,
    Cycle,
    DigestLine,
    HelpRequest,
    KloeReport,
    Message,
    Row,
)
from tests.store.audit_month import answer, dispute, hand_in, moderate, refer, send_back
from tests.store.council import ACADEMY, GM, HOS, HOS_CARE, MANAGER, OFFICER, PSW, Council

README = Path(__file__).parents[2] / "docs" / "states.md"

FINAL: Mapping[type[Row], set[str]] = {
    # Disputes and the third lock run beside the states; what follows a moderation is later issues'.
    Audit: {"moderated", "complete", "voided", "swapped", "sampled"},
    Cycle: {"issued"},
    KloeReport: {"shared"},
    Appraisal: {"sampled"},
    Concern: {"closed"},
    HelpRequest: {"answered"},
    # An action about a case ends as confirmed; the board signs off the others.
    Action: {"signed_off", "withdrawn"},
}


STEPS_BETWEEN = {("list.propose", "kloe.held")}
"""The week after the meeting covers draw, allocation and list together (programme.md §2.2)."""

WAITING = ("exemption_asked", "conflict_declared", "reallocating")


def _states(on: type[Row]) -> set[str]:
    return {state for source, target, _ in moves(on) for state in (source, target)} - {"[*]"}


def _reached(on: type[Row], state: str) -> set[str]:
    found, ahead = {state}, [state]
    while ahead:
        here = ahead.pop()
        for source, target, _ in moves(on):
            if source == here and target not in found:
                found.add(target)
                ahead.append(target)
    return found - {"[*]"}


@pytest.mark.parametrize("on", FINAL)
def test_from_every_state_that_is_no_end_somebody_has_an_act_that_leads_on(on: type[Row]) -> None:
    by_hand = {
        source
        for source, target, verb in moves(on)
        if source not in (target, "[*]") and not ACTS[verb].is_consequence
    } | {source for source, target, verb in moves(on) if verb == "reallocation.confirm"}
    brought = {Audit: {"drawn"}, Cycle: {"confirmed"}}.get(on, set())
    assert _states(on) - by_hand - brought == FINAL[on]
    for state in _states(on):
        assert _reached(on, state) & FINAL[on], state


@pytest.mark.parametrize("on", FINAL)
def test_every_state_can_be_reached_from_the_beginning(on: type[Row]) -> None:
    assert _reached(on, "[*]") == _states(on)


def test_a_message_has_an_end_from_every_state() -> None:
    for state in ("queued", "unknown"):
        assert _reached(Message, state) & {"delivered", "failed", "dropped"}


def test_only_a_digest_line_is_answered_by_the_director() -> None:
    named = {a.on for a in ACTS.values() for who in a.by if who.name == "digest_answerer"}
    assert named == {DigestLine}


def test_the_picture_in_the_readme_is_what_the_registry_says() -> None:
    readme = README.read_text("utf-8")
    assert BEGIN in readme, f"README.md needs {BEGIN} … {END}"
    shown = readme.split(BEGIN, 1)[1].split(END, 1)[0].strip()
    assert shown == state_diagram(), "paste what store.acts.state_diagram.state_diagram() gives"


# ---- duties --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_names())
def test_every_duty_is_met_by_an_act_that_somebody_does_on_what_it_is_about(name: str) -> None:
    for kind, rule in Profile.parse(shipped(name)).duty.items():
        for opener in rule.opens_on:
            about = ACTS[opener].on
            meets = [ACTS[v] for v in rule.met_by if v in ACTS and ACTS[v].on is about]
            assert any(act.by for act in meets), (kind, opener)


@pytest.mark.parametrize("name", shipped_names())
def test_what_opens_a_duty_leaves_its_subject_where_an_act_can_meet_it(name: str) -> None:
    for kind, rule in Profile.parse(shipped(name)).duty.items():
        on = subject_of(rule)
        if on is None or on not in FINAL or rule.when in ASKED_OF:
            continue  # duties whose opening depends on a case are played below
        meets = {s for v in rule.met_by if v in ACTS for s in ACTS[v].source}
        for verb in rule.opens_on:
            after = set(ACTS[verb].target) or set(ACTS[verb].source)
            if (kind, verb) in STEPS_BETWEEN:
                after = {state for first in after for state in _reached(on, first)}
            assert after & meets, (kind, verb)


def _played(council: Council) -> None:
    """A month in which every kind of duty of the profile opens."""
    one, two, three, four, five, six, seven, eight = council.audits()
    council.ask_exemption(one)
    council.do("conflict.declare", two.id, {"reason": "A friend"}, by=two.auditor or "")
    council.exempt(three, by=council.head_of(three.auditor))
    hand_in(council, four)
    send_back(council, hand_in(council, five))
    refer(council, hand_in(council, six))
    dispute(council, moderate(council, seven, grade="Inadequate"))
    there = [seven.team_manager, seven.practitioner, seven.auditor, HOS]
    progress = {"grade": "RI", "reason": "She is safe"}
    met = {"held_on": "2026-12-01", "attended": there, "record": "Said", "progression": progress}
    council.do("uopp.held", seven.id, met, by=MANAGER)
    actions = [row["id"] for row in council.table("action") if row["audit"] == seven.id]
    given = {"grade": "RI", "actions": dict.fromkeys(actions, "on_track")}
    council.do("dip.reaudited", seven.id, given, by=OFFICER)
    _close_its_action(council, seven)
    answer(council, dispute(council, moderate(council, eight)), "refer")


def _close_its_action(council: Council, audit: Audit) -> None:
    with council.read() as reader:
        (action,) = reader.rows(Action, audit=audit.id)
    given = {"different": "Her words open the plan", "evidence": "The review"}
    council.do("action.done", action.id, given, by=action.owner)
    council.do("action.confirm", action.id, by=audit.team_manager)


def test_whoever_owes_a_duty_that_opened_may_do_what_meets_it(council: Council) -> None:
    _played(council)
    with council.read() as reader:
        subjects = {row.id: row for row in reader.rows(Audit)}
        for audit in subjects.values():
            for kind, duty in council.duties(audit.id).items():
                if kind == "return.submit" and audit.state in WAITING:
                    continue  # the date stays while somebody else decides (programme.md §2.7)
                rule = reader.profile.duty[kind]
                able = {
                    upn
                    for verb in rule.met_by
                    if audit.state in ACTS[verb].source and ACTS[verb].on is Audit
                    for who in ACTS[verb].by
                    for upn in who.upns(reader, audit)
                }
                assert able, kind
                owners = {
                    "post:head_of_service:Frontdoor": {HOS},
                    "post:head_of_service:Care": {HOS_CARE},
                    "post:audit_team": {OFFICER, MANAGER},
                    "post:head_of_learning_academy": {ACADEMY},
                    "post:service_leads:Frontdoor": {HOS, GM},
                }.get(duty.owner, {duty.owner})
                assert owners & able or duty.owner == PSW, (kind, duty.owner, able)


def test_the_month_of_that_test_opens_every_kind_of_duty_about_an_audit(council: Council) -> None:
    _played(council)
    opened = {row["kind"] for row in council.table("duty")}
    kinds = {
        kind
        for kind, rule in Profile.parse(shipped("tower-hamlets")).duty.items()
        if subject_of(rule) is Audit
    }
    # The first needs a leaver (test_people_who_move), the second a new person
    # (test_1_practice_audits).
    # (test_1_practice_audits).
    assert kinds - opened == {"leaver.reassign", "practice.decide"}
