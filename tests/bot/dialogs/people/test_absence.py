"""The form that records an absence, and what its receipt says of their work (programme.md §4)."""

from bot.dialogs.receipts import receipt
from store.tables import Person
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.audit_team import inputs, opened, sent
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.arranging import RETURNED
from tests.store.council import OFFICER, Council, a_return


def test_an_absence_names_who_stands_in_and_the_dialog_says_so(council: Council) -> None:
    """programme.md §4: nudges go to the delegate, or up."""
    fields = inputs(opened(council, "person.absent", "tm.mash"))
    assert "tm.mash" not in {choice["value"] for choice in fields["delegate"]["choices"]}
    data = {"from": "2026-12-07", "to": "2026-12-11", "delegate": "ap.mash"}
    assert sent(council, "person.absent", "tm.mash", data) == (
        "Recorded: Tm Mash is away from Mon 7 Dec to Fri 11 Dec; Ap Mash stands in. "
        "2 open things stay theirs; reminders go to Ap Mash."
    )
    known = words_of(opened(council, "person.absent", "tm.mash"))
    assert "Mon 7 Dec to Fri 11 Dec" in known
    until = sent(council, "person.absent", "tm.mash", {"from": "2026-12-07", "to": ""})
    assert until.startswith("Recorded: Tm Mash is away from Mon 7 Dec until further notice. ")


def test_who_only_moderates_has_work_in_hand_and_the_receipt_says_who_takes_it_over(
    council: Council,
) -> None:
    """A moderator's deputy takes over (programme.md §4)."""
    audit = council.audits()[0]
    given = a_return(today=RETURNED.date())
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=RETURNED)
    moderator = audit.moderator or ""
    assert "to moderate" in words_of(opened(council, "person.absent", moderator))
    away = {"from": RETURNED.date().isoformat(), "to": "2026-12-24"}
    council.do("person.absent", moderator, away, by=OFFICER, at=RETURNED)
    with council.read(RETURNED) as reader:
        told = receipt(reader, "person.absent", moderator)
        deputy = reader.get(Person, audit.deputy or "").name
    assert f"{deputy} takes over {audit.case_ref}." in told
    # The audit team's card of the return names them too, not who is away.
    team = shown(council, OFFICER, "returned", audit.id, at=RETURNED)
    assert deputy in words(team)
    with council.read(RETURNED) as reader:
        assert reader.get(Person, moderator).name not in words(team)


def test_who_has_things_open_and_nobody_to_stand_in_is_told_where_reminders_go(
    council: Council,
) -> None:
    who = council.audits()[0].auditor or ""
    told = sent(council, "person.absent", who, {"from": "2026-12-07", "to": ""})
    assert told.endswith("theirs; reminders go to the person above them.")
