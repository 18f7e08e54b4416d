"""Answers to typed words: every card, from sample views."""

from collections.abc import Mapping
from typing import Any

from bot.cards.nudges import in_words, own_audits, understood
from bot.cards.parts.kit import opens_dialog
from bot.dialogs.nudges.answers import FIRST
from bot.understanding.intents import intents, offered
from store.views.nudges.duty_lines import DutyButton
from store.views.nudges.spoken_of import MeetingSpokenOf, SpokenOf
from tests.bot.cards import samples as s

MENU = [(name, intents()[name].button) for name in offered() if name != "help"]
ADVICE = (
    "If a child may be at risk now, this is not the place to say so: tell your manager and the "
    "duty social work team at once, and call 999 where there is danger"
)
AUDIT = SpokenOf(
    s.AUDIT, "issued", "Leah Grant", "Dr A. Lewis", (s.ACCEPT_IT,),
    tuple(
        DutyButton(verb, title, s.AUDIT.id, 3, dialog=True)
        for verb, title in (
            ("exemption.request", "Ask to be exempt…"), ("conflict.declare", "Declare a conflict…"),
        )
    ),
)  # fmt: skip
RECALL = SpokenOf(
    s.AUDIT, "returned", "Leah Grant", "Dr A. Lewis", (),
    (DutyButton("return.recall", "Take the return back", s.AUDIT.id, 4),),
)  # fmt: skip
MEETING = MeetingSpokenOf("M900101, UoPP meeting", "Wed 9 Dec, 10:00", "Teams", ())


def typed_gallery() -> Mapping[str, dict[str, Any]]:
    """Each card by its kind and state."""
    held = [understood.own_words("I know the family, and I am off next week", "Your words")]
    away = opens_dialog("person.absent", "Record an absence…", s.LEAH.upn, 2, primary=True)
    words = "I know the mother from school"
    return {
        "typed, lost": understood.lost_card("audit team", MENU, FIRST),
        "typed, unsure": understood.unsure_card(
            [("conflict", "I know this child or family"), ("absence", "I am away")], "", held
        ),
        "typed, at risk": understood.at_risk_card(ADVICE, MENU, FIRST),
        "typed, at risk and hello": understood.with_advice(
            in_words.hello_card("Leah", "3 things are open for you."), ADVICE
        ),
        "typed, one audit": own_audits.audits_card("Your audits", [AUDIT], ""),
        "typed, several audits": own_audits.audits_card("Your audits", [AUDIT, RECALL], ""),
        "typed, no audit": own_audits.audits_card("Your audits", [], "There is none."),
        "typed, to accept": own_audits.asks_card("Audits to accept", [s.ACCEPT_IT], ""),
        "typed, dates": own_audits.dates_card([s.RETURN_IT, s.ACCEPT_IT]),
        "typed, conflict": own_audits.reasons_card(
            "If you know the child or family", ("The audit team reads what you declare.",), [AUDIT],
            "conflict.declare", words=words, label="How you are involved",
        ),
        "typed, conflict and no audit": own_audits.reasons_card(
            "If you know the child or family", (), [], "conflict.declare",
            words=words, label="How you are involved",
        ),
        "typed, more time": own_audits.reasons_card(
            "More time", in_words.extension_lines(allowed=False, team="audit team"), [AUDIT],
            "exemption.request", words="Two vacancies", label="Your reason",
        ),
        "typed, away": own_audits.away_card(
            "I read Mon 7 Dec to Fri 18 Dec. Correct it below if that is wrong.",
            ("2026-12-07", "2026-12-18"), away, [AUDIT], words="On leave 7 to 18 December",
            stand_ins=[(s.TOM.upn, s.TOM.name)],
        ),
        "typed, take back": own_audits.undo_card([RECALL], "audit team"),
        "typed, nothing to take back": own_audits.undo_card([AUDIT], "audit team"),
        "typed, meetings": own_audits.meetings_card([MEETING], []),
        "typed, grades": in_words.grades_card([("Good", "Meets the criteria for good.")]),
        "typed, any word": in_words.meaning_card([("Good", "Meets the criteria for good.")], []),
        "typed, a word": in_words.meaning_card([], ["kloe"]),
        "typed, reminders": in_words.reminders_card(),
        "typed, thanks": in_words.thanks_card(),
        "typed, yes or no": in_words.yes_no_card(),
        "typed, leaving": in_words.leaving_card("audit team", "Mei Lau, Audit Manager"),
        "typed, disagree": in_words.disagree_card(
            s.LEAH.upn, 2, "dispute.choose", "Dispute a grade…", disputable=1
        ),
    }  # fmt: skip
