"""A conflict: the audit team resolves it, and one card is left to act on (§2.7)."""

import pytest

from bot.dialogs.faces import face
from store.tables import Message
from tests.bot.dialogs.audit_month.test_exemption import refuse_exemption
from tests.bot.dialogs.showing import deliver, shown, verbs
from tests.store.council import OFFICER, Council


def test_2_7_a_refusal_and_a_conflict_that_was_left_leave_one_card_to_act_on(
    council: Council,
) -> None:
    audit = council.audits()[0]
    upn = audit.auditor or ""
    deliver(council)
    refuse_exemption(council, audit)
    deliver(council)
    council.do("conflict.declare", audit.id, {"reason": "I supervised her."}, by=upn)
    keep = {"outcome": "keep", "reason": "Long ago."}
    council.do("conflict.resolve", audit.id, keep, by=OFFICER)
    deliver(council)
    with council.read() as reader:
        chat = [m for m in reader.rows(Message, to=upn) if audit.id in m.subject]
        faces = {m.kind: drawn for m in chat if (drawn := face(reader, m)) is not None}
    assert [kind for kind, drawn in faces.items() if verbs(drawn)] == ["conflict_resolved"]
    assert {"allocation", "not_exempted"} < set(faces)


@pytest.mark.parametrize(
    ("outcome", "title"), [("keep", "stays with you"), ("reallocate", "goes to somebody else")]
)
def test_a_conflict_goes_to_the_audit_team_and_the_declarer_hears(
    council: Council, outcome: str, title: str
) -> None:
    audit = council.audits()[0]
    declarer = audit.auditor or ""
    council.do("conflict.declare", audit.id, {"reason": "I supervised her."}, by=declarer)
    assert verbs(shown(council, OFFICER, "conflict")) == {"conflict.resolve"}
    given = {"outcome": outcome, "reason": "Looked at with the service."}
    council.do("conflict.resolve", audit.id, given, by=OFFICER)
    assert verbs(shown(council, OFFICER, "conflict")) == set()
    assert title in shown(council, declarer, "conflict_resolved").summary


@pytest.mark.parametrize("accepted", [False, True])
def test_2_7_what_stays_with_its_auditor_has_one_card_to_act_on_the_newest(
    council: Council, accepted: bool
) -> None:
    audit = council.audits()[0]
    upn = audit.auditor or ""
    if accepted:
        council.do("allocation.accept", audit.id, by=upn)
    deliver(council)
    for _ in range(2):
        council.do("conflict.declare", audit.id, {"reason": "I supervised her."}, by=upn)
        keep = {"outcome": "keep", "reason": "Long ago."}
        council.do("conflict.resolve", audit.id, keep, by=OFFICER)
        deliver(council)
    with council.read() as reader:
        chat = [m for m in reader.rows(Message, to=upn) if audit.id in m.subject]
        faces = [drawn for m in chat if (drawn := face(reader, m)) is not None]
    [newest] = [drawn for drawn in faces if verbs(drawn)]
    assert newest.summary == f"{audit.case_ref} stays with you"
    ways = {"return.submit"} if accepted else {"allocation.accept"}
    assert verbs(newest) >= ways | {"exemption.request", "conflict.declare"}
    older = [drawn.summary for drawn in faces if not verbs(drawn)]
    assert older == [f"{audit.case_ref}: a newer card is below"] * 2
    if not accepted:
        council.do("allocation.accept", audit.id, by=upn)
        receipt = shown(council, upn, "conflict_resolved")
        assert receipt.summary == f"You accepted {audit.case_ref} on Tue 1 Dec, 09:30"
        assert "return.submit" in verbs(receipt)
        assert not verbs(shown(council, upn, "allocation", audit.id))
