"""Attacks on the audit month by posts, stand-ins and guessed ids (trust.md §4)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from bot.dialogs.files import GONE, give_file
from bot.dialogs.forms import form
from bot.ledger_access import LedgerAccess
from bot.turns import Caller, FileAnswered, FilePlace, Words
from store.ledger import Actor
from store.registry import may
from store.rules.confidential import readers_of
from store.tables import Audit, Concern
from store.vocabulary.errors import LedgerError, NotAllowed, Stale
from tests.bot.dialogs.audit_month.returning import NoFiles
from tests.store.acts.arranging import (
    RETURNED,
    another_auditor,
    change_person,
    given_to,
    reallocating,
    submit_return,
)
from tests.store.acts.arranging_disputes import (
    ANSWERED,
    CHECKED,
    RAISED,
    REASON,
    RESOLVED,
    SETTLED,
    concern_about,
    dips,
    handed_on,
    moderated,
    the_dispute,
)
from tests.store.acts.moderation.test_third_lock_and_sharing import LOCK
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    Council,
    build,
    caseload,
    person,
    profile_text,
    staff,
)

OWN_WORK = ("practitioner", "team_manager")
MET = {"outcome": "go_on", "met_on": "2026-12-08"}
QA = "head.of.qa"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a council, built once for all tests."""
    path = tmp_path_factory.mktemp("month") / "issued.db"
    council = Council.empty(f"sqlite:///{path}")
    build(council)
    council.close()
    return path


@pytest.fixture
def council(issued: Path, tmp_path: Path) -> Iterator[Council]:
    """A council whose cycle has just been issued."""
    copyfile(issued, tmp_path / "ledger.db")
    opened = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield opened
    opened.close()


@pytest.fixture
def locking(tmp_path: Path) -> Iterator[Council]:
    """A programme with a third lock, held by the Head of Service of the audited service."""
    council = Council.empty(f"sqlite:///{tmp_path / 'locking.db'}")
    council.found(f"{profile_text()}{LOCK}")
    council.load_people([*staff(), person(QA, roles=["head_of_qa"], manager=DIRECTOR)])
    council.load_cases(caseload())
    council.open_cycle()
    council.draw()
    council.issue()
    yield council
    council.close()


def away(council: Council, upn: str | None, *, delegate: str | None = None) -> None:
    change_person(council, upn, absent_from=date(2026, 12, 1), absent_to=None, delegate=delegate)


def own(audit: Audit, who: str) -> str:
    return str(getattr(audit, who))


@pytest.mark.parametrize("who", OWN_WORK)
def test_who_stands_in_for_the_audit_team_does_not_check_the_audit_of_their_own_work(
    council: Council, who: str
) -> None:
    audit = council.audits()[0]
    away(council, OFFICER, delegate=own(audit, who))
    submit_return(council, audit, grade="Inadequate")
    for verb, given in (("check.pass", {}), ("check.send_back", {"reasons": "no_analysis"})):
        with pytest.raises(NotAllowed):
            council.do(verb, audit.id, given, by=own(audit, who), at=RETURNED)


@pytest.mark.parametrize("who", OWN_WORK)
def test_who_stands_in_for_the_audit_team_does_not_void_the_audit_of_their_own_work(
    council: Council, who: str
) -> None:
    audit = council.audits()[0]
    away(council, OFFICER, delegate=own(audit, who))
    submit_return(council, audit, grade="Inadequate")
    referred = {"reason": "Nobody was spoken with."}
    council.do("moderation.refer", audit.id, referred, by=audit.moderator or "", at=CHECKED)
    closed = {"outcome": "close", "reason": "It is void."}
    with pytest.raises(NotAllowed):
        council.do("void.decide", audit.id, closed, by=own(audit, who), at=CHECKED)


def test_whose_work_is_audited_does_not_settle_the_dispute_that_their_manager_raised(
    council: Council,
) -> None:
    audit = handed_on(council)
    away(council, OFFICER, delegate=audit.practitioner)
    with pytest.raises(NotAllowed):
        council.do("dispute.settle", audit.id, SETTLED, by=audit.practitioner, at=ANSWERED)


@pytest.mark.parametrize("who", OWN_WORK)
def test_who_stands_in_for_the_audit_team_samples_no_record_of_their_own(
    council: Council, who: str
) -> None:
    sample = dips(council)[0]
    away(council, OFFICER, delegate=own(sample, who))
    found = {"answer": "shown", "finding": "It is all there."}
    with pytest.raises(NotAllowed):
        council.do("dip.record", sample.id, found, by=own(sample, who), at=RETURNED)


@pytest.mark.parametrize("who", OWN_WORK)
def test_who_stands_in_for_the_audit_team_names_nobody_for_the_audit_of_their_own_work(
    council: Council, who: str
) -> None:
    audit = reallocating(council)
    away(council, OFFICER, delegate=own(audit, who))
    to = {"auditor": another_auditor(council, audit)}
    with pytest.raises(NotAllowed):
        council.do("reallocation.confirm", audit.id, to, by=own(audit, who))
    with pytest.raises(NotAllowed):
        council.do("moderation.hand_over", audit.id, by=own(audit, who))
    council.do("reallocation.confirm", audit.id, to, by=OTHER_OFFICER)
    declared = council.audit(audit.id)
    council.do("conflict.declare", audit.id, {"reason": "A friend."}, by=declared.auditor or "")
    kept = {"outcome": "keep", "reason": "It is nothing."}
    with pytest.raises(NotAllowed):
        council.do("conflict.resolve", audit.id, kept, by=own(audit, who))


def test_an_auditor_of_the_audit_team_does_not_name_their_own_moderator(council: Council) -> None:
    audit = given_to(council, MANAGER)
    with pytest.raises(NotAllowed):
        council.do("moderation.hand_over", audit.id, by=MANAGER)
    council.do("moderation.hand_over", audit.id, by=OFFICER)


def test_a_deputy_who_raised_a_dispute_in_the_heads_place_does_not_answer_it(
    council: Council,
) -> None:
    audit = moderated(council)
    deputy = audit.deputy or ""
    away(council, HOS, delegate=deputy)
    away(council, audit.moderator)
    council.do("dispute.raise", audit.id, REASON, by=deputy, at=RAISED)
    with pytest.raises(NotAllowed):
        council.do("dispute.answer", audit.id, RESOLVED, by=deputy, at=ANSWERED)
    council.do("dispute.refer", audit.id, REASON, by=deputy, at=ANSWERED)
    assert the_dispute(council).state == "referred"


def test_who_raised_a_dispute_does_not_change_the_grade_by_the_third_lock(locking: Council) -> None:
    change_person(locking, HOS, roles=["head_of_service", "head_of_qa"])
    audit = moderated(locking)
    with locking.read(RAISED) as reader:
        assert may(reader, "lock.change", reader.get(Audit, audit.id), HOS)
    locking.do("dispute.raise", audit.id, REASON, by=HOS, at=RAISED)
    changed = {"grade": "Good", "rationale": "We think so ourselves."}
    with pytest.raises(NotAllowed):
        locking.do("lock.change", audit.id, changed, by=HOS, at=RAISED)


def test_an_audit_manager_does_not_hear_a_concern_about_their_own_audit_while_its_holder_is_away(
    council: Council,
) -> None:
    audit = given_to(council, MANAGER)
    concern = concern_about(council, audit)
    away(council, concern.holder)
    with council.read(RETURNED) as reader:
        assert MANAGER not in readers_of(reader, reader.get(Concern, concern.id))
    with pytest.raises(NotAllowed):
        council.do("concern.answer", concern.id, MET, by=MANAGER, at=RETURNED)
    with pytest.raises(NotAllowed), council.read(RETURNED) as reader:
        form(reader, "concern.view", concern.id, MANAGER)


@pytest.mark.parametrize(
    ("moderator", "hears"),
    [(HOS_CARE, "head_of_learning_academy"), (ACADEMY, "divisional_director")],
)
def test_a_concern_of_a_leaver_does_not_pass_to_the_audit_manager_who_did_the_audit(
    council: Council, moderator: str, hears: str
) -> None:
    """Nor to its moderator above: the first person in post without a part in it receives it."""
    audit = given_to(council, MANAGER)
    with council.unit() as unit:
        row = unit.get(Audit, audit.id)
        row.moderator = moderator
        unit.record("audit.changed", row.id, {})
    concern = concern_about(council, audit)
    left = {"on": "2026-12-08"}
    council.do("person.left", concern.holder, left, by=OFFICER, at=RETURNED)
    assert council.duties(concern.id)["concern.answer"].owner == f"post:{hears}"


@pytest.mark.parametrize("who", [HOS_CARE, OFFICER, DIRECTOR])
def test_a_guessed_id_does_not_even_tell_that_there_is_a_concern(
    council: Council, who: str
) -> None:
    concern = concern_about(council, council.audits()[0])
    away(council, concern.holder, delegate=HOS_CARE)
    duty = council.duties(concern.id)["concern.answer"].id
    for verb, there, none in (
        ("concern.answer", concern.id, "concern-99999"),
        ("help.ask", duty, "concern-99999.concern.answer.1"),
    ):
        given = MET if verb == "concern.answer" else {"what": "I am stuck."}
        told = [
            (
                refusal_of_form(council, verb, guessed, who),
                refusal_of_act(council, verb, guessed, given, who),
            )
            for guessed in (there, none)
        ]
        assert told[0] == told[1]


def refusal_of_form(council: Council, verb: str, guessed: str, who: str) -> tuple[str, str]:
    with pytest.raises(LedgerError) as refused, council.read(RETURNED) as reader:
        form(reader, verb, guessed, who)
    return refused.value.code, refused.value.message


def refusal_of_act(
    council: Council, verb: str, guessed: str, given: dict[str, str], who: str
) -> tuple[str, str]:
    with pytest.raises(LedgerError) as refused:
        council.do(verb, guessed, given, by=who, at=RETURNED)
    return refused.value.code, refused.value.message


@pytest.mark.parametrize("offer", ["9223372036854775808", "9" * 100])
async def test_an_offer_with_a_number_beyond_every_database_is_gone(
    council: Council, offer: str
) -> None:
    access = LedgerAccess(council.ledger, council.programme, now=lambda: ISSUED)
    caller = Caller("e", "t", "29:x", "a:1", "https://x.example/", "f:1", None)
    place = FilePlace("https://x.sharepoint.com/u", "https://x.sharepoint.com/c", "r", "1", "xlsx")
    try:
        turn = FileAnswered(caller, offer, place)
        given = await give_file(access, NoFiles(), Actor(OFFICER, "teams"), turn)
    finally:
        access.close()
    assert given == Words(GONE)


def test_nothing_is_sent_back_to_an_auditor_who_has_left(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit)
    left = {"on": "2026-12-08"}
    council.do("person.left", audit.auditor or "", left, by=OFFICER, at=RETURNED)
    with pytest.raises(Stale):
        council.do("check.send_back", audit.id, {"reasons": "no_analysis"}, by=OFFICER, at=RETURNED)
    council.do("check.pass", audit.id, by=OFFICER, at=RETURNED)
