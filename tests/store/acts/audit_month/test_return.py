"""The return: its date, its hearers and every one of its fields (programme.md §2.8)."""

from collections.abc import Mapping
from typing import Any

import pytest

from store.vocabulary.errors import Invalid
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.council import DOMAINS, DUE, Council, a_return


def test_2_8_the_return_is_due_the_earlier_of_the_15th_working_day_and_6_before_the_last(
    council: Council,
) -> None:
    duty = council.duties(council.audits()[0].id)["return.submit"]
    assert duty.due_at == DUE
    assert duty.rule.startswith("the earlier of the 15th working day of December 2026 (Mon 21 Dec)")


def test_2_8_it_goes_to_moderator_practitioner_and_team_manager_audit_team_copied(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    assert {to for to, subject in council.messages("returned") if subject == audit.id} == {
        audit.moderator, audit.practitioner, audit.team_manager, "post:audit_team",
    }  # fmt: skip


def test_2_8_a_return_may_come_before_the_acceptance_was_pressed(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    assert set(council.duties(audit.id)) == {
        "section.complete",
        "return.check",
        "moderation.decide",
    }


def test_2_8_the_grade_and_the_moment_of_the_first_submission_are_kept(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="RI")
    now = council.audit(audit.id)
    assert (now.first, now.returned_at, now.state) == ("RI", RETURNED, "returned")
    assert (now.moderated, now.third_lock, now.disputed) == (None, None, None)


def test_2_8_actions_are_open_from_the_return_each_with_its_owner(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(grade="RI")
    action = given["actions"][0]
    given["actions"] = [
        action | {"who": who} for who in ("practitioner", "team_manager", "head_of_service")
    ]
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    assert [(a["owner"], a["state"]) for a in council.table("action")] == [
        (audit.practitioner, "open"),
        (audit.team_manager, "open"),
        ("post:head_of_service:Frontdoor", "open"),
    ]


_DOMAIN = {"grade": "Good", "evidence": "e", "strengths": "s", "areas": "a"}


_ACTION = a_return(grade="RI")["actions"][0]


FAULTS: Mapping[str, tuple[dict[str, Any], str]] = {
    "no grade": ({"grade": None}, "grade"),
    "a grade off the scale": ({"grade": "Splendid"}, "grade"),
    "no evidence": ({"evidence": ""}, "evidence"),
    "no rationale": ({"rationale": "  "}, "rationale"),
    "a rationale of invisible characters": ({"rationale": "\u200b\u200d"}, "rationale"),
    "text beyond its length": ({"rationale": "x" * 4001}, "rationale"),
    "a domain left out": ({"domains": {k: _DOMAIN for k in DOMAINS if k != "c4"}}, "domains.c4"),
    "a domain of another tool": (
        {"domains": dict.fromkeys((*DOMAINS, "c7"), _DOMAIN)},
        "domains.c7",
    ),
    "a domain with grade and not applicable": (
        {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": _DOMAIN | {"not_applicable": "x"}}},
        "domains.c1",
    ),
    "a domain with neither": (
        {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": {"evidence": "e"}}},
        "domains.c1",
    ),
    "a domain's grade off the scale": (
        {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": _DOMAIN | {"grade": "A"}}},
        "domains.c1.grade",
    ),
    **{
        f"a graded domain without {part}": (
            {"domains": dict.fromkeys(DOMAINS, _DOMAIN) | {"c1": _DOMAIN | {part: " "}}},
            "domains.c1",
        )
        for part in ("evidence", "strengths", "areas")
    },
    "nobody took part": ({"practitioner_involved": "nobody"}, "practitioner_involved"),
    "somebody else took part and nobody says who": (
        {"practitioner_involved": "someone_else"},
        "practitioner_stand_in",
    ),
    "discussed tomorrow": ({"discussed_on": "2026-12-09"}, "discussed_on"),
    "discussed on no date": ({"discussed_on": "next week"}, "discussed_on"),
    "no feedback and no word why": ({"family_feedback": ""}, "family_feedback"),
    "feedback and a word why there is none": ({"no_family_feedback": "Moved"}, "family_feedback"),
    "a line of enquiry left out": ({"kloes": {}}, "kloes.k1"),
    "a line of enquiry that the cycle has not": ({"kloes": {"k1": "x", "k9": "y"}}, "kloes.k9"),
    "below good without a plan": ({"grade": "RI", "actions": []}, "actions"),
    "an action that is due in the past": (
        {"actions": [_ACTION | {"by": "2026-12-07"}]},
        "actions.0.by",
    ),
    **{
        f"an action without {part}": (
            {"actions": [{k: v for k, v in _ACTION.items() if k != part}]},
            f"actions.0.{part}",
        )
        for part in ("what", "who", "by", "different")
    },
    "an action for a stranger": ({"actions": [_ACTION | {"who": "x"}]}, "actions.0.who"),
    "thirteen actions": ({"actions": [_ACTION] * 13}, "actions"),
    "an internal service that is none": ({"services_involved": ["Bakery"]}, "services_involved"),
    "no document": ({"document_link": ""}, "document_link"),
    "a link that is a script": ({"document_link": "javascript:alert(1)"}, "document_link"),
    "a link that goes nowhere": ({"document_link": "https://"}, "document_link"),
    "a link in the clear": ({"document_link": "http://council.example"}, "document_link"),
    "a field that is none": ({"auditor": "somebody.else"}, "auditor"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_2_8_every_field_of_the_return_is_checked_again_by_the_ledger(
    council: Council, fault: str
) -> None:
    changed, field = FAULTS[fault]
    audit, before = council.audits()[0], council.everything()
    with pytest.raises(Invalid) as refused:
        council.do("return.submit", audit.id, a_return(**{"grade": "Good"} | changed),
                   by=audit.auditor or "", at=RETURNED)  # fmt: skip
    assert field in refused.value.fields
    assert council.everything() == before


def test_2_8_all_that_is_wrong_with_a_return_is_told_at_once(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(grade="RI", kloes={}, actions=[], document_link="x")
    with pytest.raises(Invalid, match="3 fields need correcting") as refused:
        council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    assert set(refused.value.fields) == {"kloes.k1", "actions", "document_link"}


def test_2_8_a_domain_that_does_not_apply_says_why_and_has_no_grade(council: Council) -> None:
    audit = council.audits()[0]
    domains = dict.fromkeys(DOMAINS, _DOMAIN) | {"c6": {"grade": "", "not_applicable": "No plan"}}
    submit_return(council, audit, domains=domains)
    assert '"c6":null' in council.table("audit_return")[0]["domain_grades"]
