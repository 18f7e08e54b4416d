"""Private text: sealed in the ledger, absent from facts, rows and exports."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from store.acts.audit_month.return_ import ReturnFields
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.private import PrivateText, StaffText
from store.ledger.proof import export, verify
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.registry import ACTS, enact
from store.tables import Case, Exemption, Programme, Return
from store.vocabulary.errors import Unready
from tests.store.canaries import said_in_the_audit_month
from tests.store.canaries_after import said_after_a_cycle, said_after_an_audit, said_before_a_cycle
from tests.store.council import (
    DIRECTOR,
    HOS,
    ISSUED,
    OFFICER,
    SETUP,
    Council,
    a_return,
    case,
    caseload,
    person,
    profile_text,
    staff,
)
from tests.store.kinds import APPRAISALS
from tests.store.whole_setting import QA_HEAD, THIRD_LOCK

CHILD: dict[str, Any] = {
    "child_name": "Kestrel Childname",
    "date_of_birth": date(2013, 11, 17),
    "ethnicity": "Canary ethnicity",
}


def _annotation_is_private(annotation: Any) -> bool:
    parts = get_args(annotation)
    if parts:
        return any(_annotation_is_private(part) for part in parts)
    return isinstance(annotation, type) and issubclass(annotation, PrivateText)


def _private_fields(model: type[BaseModel], path: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if _annotation_is_private(field.annotation):
            yield f"{path}{name}"
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _private_fields(part, f"{path}{name}.")


def _everything_said(council: Council) -> dict[str, str]:
    """Play every act that takes private text, a canary in each field; returns field → canary."""
    said: dict[str, str] = {}

    def canary(field: str, written: str = "") -> str:
        said[field] = written or f"Canary of {field}"
        return said[field]

    council.found(profile_text() + THIRD_LOCK + APPRAISALS)
    council.load_people([*staff(), person(QA_HEAD, roles=["head_of_qa"], manager=DIRECTOR)])
    council.load_cases([replace(row, **CHILD) for row in caseload()])
    cycle = council.open_cycle()
    council.draw()
    swapped = council.audits(state="allocated")[0]
    council.do(
        "list.swap",
        swapped.id,
        {"moderator": swapped.moderator, "reason": canary("list.swap.reason")},
    )
    council.do("list.propose", cycle, at=SETUP)
    council.do(
        "list.change",
        cycle,
        {"audit": council.audits(state="allocated")[0].id, "reason": canary("list.change.reason")},
        by=HOS,
    )
    council.do("list.propose", cycle)
    council.do("list.confirm", cycle, by=HOS)
    said_before_a_cycle(council, canary)
    one, two, three = council.audits()[:3]
    council.ask_exemption(one, reason=canary("exemption.request.reason"))
    council.do(
        "exemption.refuse",
        one.id,
        {"reason": canary("exemption.refuse.reason")},
        by=council.head_of(one.auditor),
    )
    agreed = council.audits()[3]
    council.ask_exemption(agreed, reason="Leave")
    council.do(
        "exemption.approve",
        agreed.id,
        {"reason": canary("exemption.approve.reason")},
        by=council.head_of(agreed.auditor),
    )
    council.do(
        "conflict.declare",
        two.id,
        {"reason": canary("conflict.declare.reason")},
        by=two.auditor or "",
    )
    kept = {"outcome": "keep", "reason": canary("conflict.resolve.reason")}
    council.do("conflict.resolve", two.id, kept, by=OFFICER)
    _name_in_digest(council, one.id)
    line = council.table("digest_line")[0]["id"]
    council.do("digest.addressed", line, {"how": canary("digest.addressed.how")}, by=DIRECTOR)
    said_in_the_audit_month(council, canary, council.audits()[-3:])
    council.do("return.submit", three.id, _return_of_canaries(canary), by=three.auditor or "")
    said_after_an_audit(council, canary, council.audits()[0])
    said_after_a_cycle(council, canary)
    with council.unit() as unit:
        visitor = {
            "entra_object_id": "aaaaaaaa-0000-4000-8000-000000000009",
            "why": "unknown",
            "name": canary("visitor.turn_away.name"),
        }
        enact(unit, "visitor.turn_away", unit.get(Programme, council.programme), visitor)
    return said


def _name_in_digest(council: Council, audit: str) -> None:
    with council.unit() as unit:
        fields = {"occasion": "week", "as_of": ISSUED, "names": [audit]}
        enact(unit, "digest.issue", unit.get(Programme, council.programme), fields)


def _return_of_canaries(canary: Any) -> dict[str, Any]:
    def of(field: str) -> str:
        return str(canary(f"return.submit.{field}"))

    domain = {
        "grade": "Good",
        "evidence": of("domains.evidence"),
        "strengths": of("domains.strengths"),
        "areas": of("domains.areas"),
    }
    given = a_return(grade="RI", today=ISSUED.date())
    given["domains"] |= {"c1": domain, "c2": {"not_applicable": of("domains.not_applicable")}}
    given["actions"] = [
        given["actions"][0] | {"what": of("actions.what"), "different": of("actions.different")}
    ]
    return given | {
        "evidence": of("evidence"),
        "rationale": of("rationale"),
        "practitioner_involved": "someone_else",
        "practitioner_stand_in": of("practitioner_stand_in"),
        "practitioner_feedback": of("practitioner_feedback"),
        "family_feedback": None,
        "no_family_feedback": of("no_family_feedback"),
        "kloes": {"k1": of("kloes")},
        "excellent_practice": of("excellent_practice"),
        "document_link": canary(
            "return.submit.document_link", "https://council.example/audits/Canary"
        ),
    }


def test_no_private_text_stands_in_any_table_fact_or_export(empty: Council) -> None:
    said = _everything_said(empty)
    stored = repr(empty.everything())
    exported = "\n".join(export(empty.ledger, empty.programme))
    for text in (*said.values(), "Canary", "2013-11-17"):
        assert text not in stored
        assert text not in exported
    assert empty.problems() == []


def test_the_canaries_were_put_into_every_field_for_private_text_that_any_act_has(
    empty: Council,
) -> None:
    """A new act with private text must be added to the story above, or this fails."""
    said = set(_everything_said(empty))
    # Either of the two is given, never both; the other is tried in the next test. Which audit a
    # concern is about stands elsewhere in the ledger, so that it has a test of its own.
    other = {"return.submit.family_feedback", "concern.raise.audit"}
    fields = {
        f"{verb}.{field}" for verb, act in ACTS.items() for field in _private_fields(act.fields)
    }
    assert fields == said | other


def test_whatever_was_said_can_be_read_again_by_those_who_hold_the_key(empty: Council) -> None:
    """No canary is lost: each one is in the sealed text."""
    said = _everything_said(empty)
    with empty.read() as reader:
        kept = "\n".join(reader.unseal(row["id"]) or "" for row in empty.table("sealed"))
    assert [field for field, text in said.items() if text not in kept] == []


def test_the_familys_words_are_sealed_as_well(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(today=ISSUED.date(), family_feedback="Canary of the family")
    council.do("return.submit", audit.id, given, by=audit.auditor or "")
    assert "Canary" not in repr(council.everything())


def test_which_audit_a_concern_is_about_stands_in_no_fact_and_no_row_of_it(
    council: Council,
) -> None:
    audit = council.audits()[0]
    given = {"audit": audit.id, "text": "I was not heard"}
    council.do("concern.raise", audit.practitioner, given, by=audit.practitioner)
    told = [fact for fact in council.table("fact") if fact["verb"].startswith("concern.")]
    assert len(told) == 2
    for row in (*told, *council.table("concern"), *council.table("message")[-1:]):
        assert audit.id not in repr(row)


def test_what_was_sealed_can_be_read_by_those_who_hold_the_key(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit, reason="My father is ill")
    council.do("exemption.withdraw", audit.id, by=audit.auditor or "")
    council.do(
        "return.submit",
        audit.id,
        a_return(today=ISSUED.date(), rationale="Because of Zoë"),
        by=audit.auditor or "",
    )
    with council.read() as reader:
        assert reader.unseal(reader.rows(Exemption)[0].reason) == "My father is ill"
        content = reader.unseal(reader.rows(Return)[0].content)
        assert ReturnFields.model_validate_json(content or "").rationale == "Because of Zoë"
        child = reader.unseal(reader.rows(Case)[0].identity)
        assert "Zebedee Quill" in (child or "")


def test_the_same_words_look_different_each_time_they_are_sealed(council: Council) -> None:
    for audit in council.audits()[:2]:
        council.ask_exemption(audit, reason="Leave")
    one, two = (row for row in council.table("sealed") if row["retention"] == "staff")
    assert one["digest"] != two["digest"]
    assert one["ciphertext"] != two["ciphertext"]


def test_what_is_said_of_staff_is_kept_apart_from_what_is_said_of_children(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    council.do("exemption.withdraw", audit.id, by=audit.auditor or "")
    council.do("return.submit", audit.id, a_return(today=ISSUED.date()), by=audit.auditor or "")
    assert {row["retention"] for row in council.table("sealed")} == {"child", "staff", "audit"}
    assert (StaffText.retention, PrivateText.retention) == ("staff", "audit")


def test_with_another_key_a_reader_is_told_so_in_words(council: Council) -> None:
    council.ask_exemption(council.audits()[0])
    other = Council(
        Ledger(council.engine, key=data_key("00" * 32), randomness=SeededRandomness(3)),
        council.programme,
    )
    with other.read() as reader, pytest.raises(Unready, match="sealed with another data key"):
        reader.unseal(reader.rows(Exemption)[0].reason)
    found = verify(other.ledger, other.programme).problems
    assert found
    assert all("cannot be read" in problem.what for problem in found)


@pytest.mark.parametrize("text", ["", "no hex", "5e" * 31, "5e" * 33, "5e" * 31 + "zz"])
def test_a_key_that_is_none_is_refused_with_what_a_key_looks_like(text: str) -> None:
    with pytest.raises(Unready, match="64 hexadecimal digits"):
        data_key(text)


def test_a_key_is_never_shown_in_the_refusal(tmp_path: Path) -> None:
    assert open_engine(f"sqlite:///{tmp_path / 'x.db'}") is not None
    with pytest.raises(Unready) as refused:
        data_key("5e5e5e-secret")
    assert "5e5e" not in str(refused.value)


def test_a_case_that_is_imported_again_unchanged_seals_nothing_anew(empty: Council) -> None:
    empty.found()
    empty.load_people(staff())
    empty.load_cases([case("FR-1")])
    before = empty.table("sealed")
    empty.load_cases([case("FR-1")])
    assert empty.table("sealed") == before


def test_the_return_model_names_every_private_field() -> None:
    """All free text of the return is private, the link too; only the lists are not."""
    plain = {"grade", "discussed_on", "manager_discussed_on", "practitioner_involved",
             "services_involved"}  # fmt: skip
    private = {field.split(".", 1)[0] for field in _private_fields(ReturnFields)}
    assert set(ReturnFields.model_fields) == plain | private
