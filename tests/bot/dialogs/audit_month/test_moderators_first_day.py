"""A moderator's first-day card lists what is theirs today, and says where the rest went (§2.3)."""

from store.duties.outbox import set_delivery, to_redraw
from store.ledger import SYSTEM
from store.tables import Audit, Cycle, Message
from tests.bot.dialogs.showing import deliver, shown, words
from tests.store.acts.arranging import RETURNED, everybody, submit_return
from tests.store.council import CYCLE, OFFICER, OTHER_OFFICER, Council


def with_several(council: Council) -> tuple[str, Audit, list[Audit]]:
    """A moderator, one of their audits, and the others that they moderate."""
    for audit in council.audits():
        theirs = [a for a in council.audits() if a.moderator == audit.moderator]
        if len(theirs) > 1:
            return audit.moderator or "", theirs[0], theirs[1:]
    raise AssertionError("the council's allocation gives each moderator one audit alone")


def up_to_date(council: Council) -> None:
    """Every card says what is so: nothing waits to be drawn again."""
    deliver(council)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=RETURNED) as unit:
        for message in unit.rows(Message):
            set_delivery(unit, message.id, redraw_at=None)


def drawn_again(council: Council, upn: str) -> bool:
    """Whether the card in that chat is brought up to date."""
    with council.read(RETURNED) as reader:
        again = set(to_redraw(reader, 500))
        return any(
            m.id in again for m in reader.rows(Message, kind="moderating", subject=CYCLE, to=upn)
        )


def test_2_3_an_audit_that_was_handed_over_leaves_the_moderators_first_day_card(
    council: Council,
) -> None:
    upn, given, kept = with_several(council)
    up_to_date(council)
    council.do("moderation.hand_over", given.id, by=OFFICER)
    assert drawn_again(council, upn)
    card = shown(council, upn, "moderating", CYCLE)
    name = everybody(council)[council.audit(given.id).moderator or ""].name
    assert card.summary.startswith(f"You moderate {len(kept)} audit")
    assert f"{given.case_ref} is with {name}" in words(card)
    assert f"{given.case_ref}: " not in words(card)
    assert all(f"{audit.case_ref}: " in words(card) for audit in kept)


def test_2_3_what_a_deputy_took_over_stands_on_the_deputys_card_and_no_longer_on_the_others(
    council: Council,
) -> None:
    audits = council.audits()
    moderators = {audit.moderator for audit in audits}
    taken = next(audit for audit in audits if audit.deputy in moderators)
    upn, deputy = taken.moderator or "", taken.deputy or ""
    submit_return(council, taken)
    up_to_date(council)
    away = {"from": "2026-12-08", "to": "2027-01-08"}
    council.do("person.absent", upn, away, by=OTHER_OFFICER, at=RETURNED)
    assert drawn_again(council, upn)
    assert drawn_again(council, deputy)
    left = shown(council, upn, "moderating", CYCLE, at=RETURNED)
    assert f"{taken.case_ref} is with {everybody(council)[deputy].name}" in words(left)
    assert f"{taken.case_ref}: " in words(shown(council, deputy, "moderating", CYCLE, at=RETURNED))


def test_2_3_nothing_is_said_of_a_moderator_who_was_swapped_before_anybody_was_told(
    council: Council,
) -> None:
    cycle = council.open_cycle(service="Care")
    council.draw(cycle)
    row = next(
        a
        for a in council.audits(state="allocated", cycle=cycle)
        if a.deputy
        and sum(b.moderator == a.moderator for b in council.audits(state="allocated", cycle=cycle))
        > 1
    )
    swap = {"moderator": row.deputy, "reason": "They know the team."}
    council.do("list.swap", row.id, swap, by=OFFICER)
    council.do("list.propose", cycle, by=OFFICER)
    council.do("list.confirm", cycle, by="hos.care")
    card = words(shown(council, row.moderator or "", "moderating", cycle))
    assert row.case_ref not in card


def test_guide_7_a_moderator_gets_the_lines_of_enquiry_and_the_link_to_the_tool(
    council: Council,
) -> None:
    upn, *_ = with_several(council)
    deliver(council)
    card = shown(council, upn, "moderating", CYCLE)
    with council.read(RETURNED) as reader:
        asked = [kloe["text"] for kloe in reader.get(Cycle, CYCLE).kloes]
        link = reader.profile.tool.link
    assert asked
    assert all(words_of in words(card) for words_of in asked)
    assert link in str(card.card)
