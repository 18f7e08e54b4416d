"""An action is anybody's whose it is, in every form that asks for one (programme.md §3)."""

from datetime import date

import pytest

from bot.dialogs.audit_month.return_ import return_page
from store.audits.action_owners import OWNERS
from store.tables import Action, Audit, Case
from store.vocabulary.errors import Invalid
from tests.bot.dialogs.audit_team import inputs
from tests.store.acts.arranging import RETURNED
from tests.store.council import GM, HOS, OFFICER, Council, a_return, case


@pytest.fixture
def audit(council: Council) -> Audit:
    """An audit of a child who has an IRO, and no CP chair."""
    found = council.audits()[0]
    with council.read() as reader:
        team = reader.get(Case, found.case_ref).team
    council.load_cases([case(found.case_ref, team=team, iro="iro")])
    return council.audit(found.id)


def _given(council: Council, audit: Audit, who: str, scope: str = "case") -> Action:
    given = a_return(grade="RI")
    given["actions"] = [given["actions"][0] | {"who": who, "scope": scope}]
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    with council.read(RETURNED) as reader:
        [action] = reader.rows(Action, audit=audit.id)
    return action


def _owner(audit: Audit, who: str) -> str:
    return {
        "practitioner": audit.practitioner,
        "team_manager": audit.team_manager,
        "group_manager": GM,
        "head_of_service": "post:head_of_service:Frontdoor",
        "iro": "iro",
        "auditor": audit.auditor or "",
    }[who]


@pytest.mark.parametrize("who", [who for who in OWNERS if who != "cp_chair"])
def test_an_action_goes_to_whomever_the_auditor_says_and_that_person_does_it(
    council: Council, audit: Audit, who: str
) -> None:
    action = _given(council, audit, who)
    assert action.owner == _owner(audit, who)
    doer = HOS if who == "head_of_service" else action.owner
    done = {"different": "They were seen alone.", "evidence": "The note of the visit"}
    council.do("action.done", action.id, done, by=doer, at=RETURNED)
    with council.read(RETURNED) as reader:
        assert reader.get(Action, action.id).state == "done"
    confirm = council.duties(action.id)["action.confirm"]
    assert confirm.owner not in {doer, action.owner}, "another than its owner confirms it"


def test_nobody_gives_an_action_to_somebody_whom_the_child_does_not_have(
    council: Council, audit: Audit
) -> None:
    with pytest.raises(Invalid) as refused:
        _given(council, audit, "cp_chair")
    [(field, how)] = refused.value.fields.items()
    assert field == "actions.0.who"
    assert how.startswith("nobody is this case's Child Protection Chair now: choose somebody else")


def test_neither_does_a_moderator_who_adds_one(council: Council, audit: Audit) -> None:
    council.do("return.submit", audit.id, a_return(), by=audit.auditor or "", at=RETURNED)
    council.do("check.pass", audit.id, by=OFFICER, at=RETURNED)
    action = a_return(grade="RI")["actions"][0] | {"who": "cp_chair"}
    with pytest.raises(Invalid) as refused:
        council.do(
            "moderation.agree", audit.id, {"actions": [action]},
            by=audit.moderator or "", at=RETURNED,
        )  # fmt: skip
    assert set(refused.value.fields) == {"actions.0.who"}


def test_the_form_offers_those_whom_the_case_has_by_name(council: Council, audit: Audit) -> None:
    with council.read(RETURNED) as reader:
        page = return_page(reader, audit.id, at="actions.1")
    offered = {c["value"]: c["title"] for c in inputs(page)["actions.1.who"]["choices"]}
    assert [*offered] == [who for who in OWNERS if who != "cp_chair"]
    assert offered["head_of_service"] == "Hos Frontdoor, Head of Service"
    assert offered["iro"] == "Iro, this child's Independent Reviewing Officer"
    assert offered["auditor"].endswith(", who audited this")


def test_an_action_of_somebody_who_leaves_passes_to_the_head_of_service(
    council: Council, audit: Audit
) -> None:
    action = _given(council, audit, "iro")
    council.do("person.left", "iro", {"on": date(2026, 12, 8).isoformat()}, by=OFFICER, at=RETURNED)
    with council.read(RETURNED) as reader:
        assert reader.get(Action, action.id).owner == "post:head_of_service:Frontdoor"
