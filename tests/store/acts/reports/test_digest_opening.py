"""A digest is read in thirty seconds: what is asked of its reader, what is wrong, the rest (§5)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.parts.text import plain
from bot.cards.reports.digest import digest_card
from bot.cards.reports.service_digest import service_digest_card
from bot.dialogs.forms import form
from store.tables import DigestLine, Duty, HelpRequest, Message
from store.views.reports.digest_read import digest_read
from store.views.reports.service_digest import scoped_digest
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import Json, said
from tests.bot.dialogs.showing import deliver
from tests.store.acts.arranging import submit_return
from tests.store.acts.looking_again import moderated
from tests.store.acts.reporting import AFTER, MONDAY, arrange, arrived, issued
from tests.store.council import DIRECTOR, HOS, ISSUED, Council

MARCH = datetime(2027, 3, 22, 9, tzinfo=UTC)


def to_the_director(council: Council, at: datetime = AFTER) -> Json:
    digest_id = issued(council, at)
    with council.read(at) as reader:
        return digest_card(digest_read(reader, digest_id, DIRECTOR))


def paragraphs(card: Json) -> list[str]:
    """The paragraphs under the title, in their order."""
    return [plain(part["text"]) for part in card["body"][1:] if part["type"] == "TextBlock"]


def test_a_director_reads_first_how_many_returns_to_answer_for_and_by_when(
    council: Council,
) -> None:
    arrived(council)
    first = paragraphs(to_the_director(council))[0]
    assert first == "For you: say how 8 returns were addressed, by Wed 6 Jan."


def test_a_late_inadequate_stands_before_all_else_that_is_wrong_by_name_of_who_has_it(
    council: Council,
) -> None:
    arrived(council)
    _, bad = moderated(council, "RI", "Inadequate")
    told = paragraphs(to_the_director(council, MARCH))
    asked, *wrong = told
    assert asked.startswith("For you: ")
    held = [words for words in wrong if words.startswith("Inadequate, late with ")]
    assert wrong[: len(held)] == held
    assert held[0].startswith("Inadequate, late with Tm Mash: ")
    assert all(bad.case_ref in words and "working days" in words for words in held[:2])
    assert wrong[len(held)].startswith("Not in: ")


def test_a_head_of_service_reads_first_what_they_owe_and_of_their_own_late_inadequate(
    council: Council,
) -> None:
    moderated(council, "Inadequate")
    digest_id = issued(council, MARCH)
    with council.read(MARCH) as reader:
        part = scoped_digest(reader, digest_id, HOS)
    assert part is not None
    asked, wrong, *_ = paragraphs(service_digest_card(part))
    assert asked.startswith("For you: ")
    assert ", late since " in asked
    assert wrong.startswith("Inadequate, late with ")


def test_who_accepted_and_fell_silent_is_told_from_who_never_answered(council: Council) -> None:
    arrived(council)
    silent, helped, *never = council.audits()
    for audit in (silent, helped):
        council.do("allocation.accept", audit.id, by=audit.auditor or "")
    duty = council.duties(helped.id)["return.submit"]
    asked = HelpRequest(
        programme=council.programme, id="help.1", duty=duty.id, asked_by=helped.auditor or "",
        asked_at=ISSUED, what="sealed", state="asked",
    )  # fmt: skip
    arrange(council, asked)
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        view = digest_read(reader, digest_id, DIRECTOR)
    words = {line.case_ref: line.silence for line in view.lines}
    assert words[silent.case_ref].startswith("accepted, silent since ")
    assert words[helped.case_ref].startswith("asked for help on ")
    assert all(words[one.case_ref].startswith("never answered") for one in never)
    assert (view.opening.silent, view.opening.never) == (1, len(never))
    told = paragraphs(digest_card(view))
    assert f"Not in: 8: 1 silent since accepting, {len(never)} never answered." in told


def test_each_failure_says_how_often_its_auditor_was_reminded(council: Council) -> None:
    arrived(council)
    audit = council.audits()[0]
    duty = council.duties(audit.id)["return.submit"]
    for n in range(3):
        sent = Message(
            programme=council.programme, id=f"nudge.{n}", to=audit.auditor or "", kind="nudge",
            subject=audit.auditor or "", covers=[duty.id], once=f"n{n}", queued_at=ISSUED,
            not_before=ISSUED, state="delivered" if n else "failed", settled_at=ISSUED,
        )  # fmt: skip
        arrange(council, sent)
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        lines = digest_read(reader, digest_id, DIRECTOR).lines
        (line,) = (one for one in lines if one.case_ref == audit.case_ref)
    assert line.silence == "never answered, reminded 2 times"


def test_each_number_says_how_it_changed_since_the_week_before(council: Council) -> None:
    arrived(council)
    submit_return(council, council.audits()[0])
    issued(council, MONDAY)
    submit_return(council, council.audits()[1], at=MONDAY)
    card = said(to_the_director(council))
    assert "Hos Frontdoor: 2 of 8 in time (+2), 25%, 0 late, 6 not in (+6)" in card
    assert "In brackets: the change since Mon 21 Dec." in card


def test_a_first_digest_speaks_of_no_change(council: Council) -> None:
    arrived(council)
    card = said(to_the_director(council))
    assert "In brackets" not in card
    assert "(+" not in card


def test_the_same_answer_is_given_for_several_failures_at_once(council: Council) -> None:
    arrived(council)
    issued(council)
    with council.read(AFTER) as reader:
        first, *others = reader.rows(DigestLine, order="due")
        _, asks = form(reader, "digest.addressed", first.id, DIRECTOR)
    assert "The same for these seven" in said(asks)
    same = [one.id for one in others[:6]]
    given = {"how": "Met their Head of Service", "same_for": same}
    council.do("digest.addressed", first.id, given, by=DIRECTOR, at=AFTER)
    with council.read(AFTER) as reader:
        answered = [one for one in reader.rows(DigestLine) if one.addressed_by == DIRECTOR]
        assert {one.id for one in answered} == {first.id, *same}
        assert {reader.unseal(one.how) for one in answered} == {"Met their Head of Service"}
    assert all(council.duties(one) == {} for one in same)
    assert council.duties(others[6].id)


def test_nothing_is_recorded_where_one_of_several_is_answered_already(council: Council) -> None:
    arrived(council)
    issued(council)
    first, second, third, *_ = council.table("digest_line")
    council.do("digest.addressed", third["id"], {"how": "Spoke"}, by=DIRECTOR, at=AFTER)
    given = {"how": "Met them", "same_for": [second["id"], third["id"]]}
    with pytest.raises(Invalid, match="answered already"):
        council.do("digest.addressed", first["id"], given, by=DIRECTOR, at=AFTER)
    with council.read(AFTER) as reader:
        assert [one.id for one in reader.rows(DigestLine) if one.addressed_by] == [third["id"]]


def test_who_owes_something_in_confidence_is_not_told_that_nothing_is_asked(
    council: Council,
) -> None:
    """A concern stands in no list; the digest of whoever holds it says that there is something."""
    audit = council.audits()[0]
    told = {"audit": audit.id, "text": "The auditor was unprepared."}
    worker = audit.practitioner or ""
    council.do("concern.raise", worker, told, by=worker)
    holder = next(row["owner"] for row in council.table("duty") if row["kind"] == "concern.answer")
    with council.unit() as unit:
        for row in unit.rows(Duty, owner=holder):
            row.closed_at = row.closed_at if row.kind == "concern.answer" else ISSUED
        unit.record("test.closed", council.programme, {})
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        view = scoped_digest(reader, digest_id, holder)
        whole = digest_read(reader, digest_id, DIRECTOR)
    assert view is not None
    first = view.opening
    assert (first.mine, first.confided) == (0, 1)
    assert "in confidence" in paragraphs(service_digest_card(view))[0]
    assert "confidence" not in said(digest_card(whole))


def test_a_digest_keeps_what_it_said_first_though_work_goes_on(council: Council) -> None:
    arrived(council)
    issued(council, MONDAY)
    digest_id = issued(council)
    with council.read(AFTER) as reader:
        before = digest_read(reader, digest_id, DIRECTOR).opening
    deliver(council, AFTER)
    for audit in council.audits()[:3]:
        submit_return(council, audit, at=AFTER + timedelta(hours=1))
    with council.read(AFTER + timedelta(hours=2)) as reader:
        assert digest_read(reader, digest_id, DIRECTOR).opening == before
