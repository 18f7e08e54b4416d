"""Disputes and concerns in every state: drawn from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

from bot.cards.moderation import concern as concern_cards
from bot.cards.moderation import dispute as dispute_cards
from bot.cards.moderation import dispute_forms
from bot.cards.nudges.typed_words import status_card
from bot.cards.parts.inputs import Typed
from store.views.moderation.concern import ConcernAsked, ConcernHeld, ConcernRead
from store.views.moderation.dispute import Disputed, DisputeRead, MayDispute
from store.vocabulary.states import ConcernState
from tests.bot.cards import samples as s
from tests.bot.cards.return_samples import RETURN_FORM

NOTHING = Typed()
Json = dict[str, Any]
STEPS: tuple[ConcernState, ...] = tuple(
    state for state in get_args(ConcernState) if state != "closed"
)

RAISED = Disputed(
    "M900123-2026-12.d70", 1, s.AUDIT, "raised", s.NINA, "Wed 16 Dec, 10:02", "RI", s.LEWIS.upn,
    answer_by=s.DUE, may_read=True, may=frozenset({"dispute.answer"}),
)  # fmt: skip
ANSWERED = replace(
    RAISED, state="answered", answered_by=s.LEWIS, answered_on="Thu 17 Dec, 14:30",
    refer_by="Tue 22 Dec", may=frozenset(),
)  # fmt: skip
TO_RAISER = replace(ANSWERED, viewer=s.NINA.upn, may=frozenset({"dispute.refer"}))
REFERRED = replace(ANSWERED, state="referred", settle_by=s.SOON, may=frozenset({"dispute.settle"}))
SETTLED = replace(
    REFERRED, state="settled", settled="Good", settled_by=s.OMAR, settled_on="Fri 18 Dec, 09:10",
    may=frozenset(),
)  # fmt: skip
WORDS = "The audit does not take the second home visit into account, which the record holds. " * 5
READ = DisputeRead(
    "M900123",
    (
        ("Nina Cole disputes the grade because", WORDS),
        ("Dr A. Lewis answered", "We looked at it together. " * 8),
    ),
)
MINE = tuple(MayDispute(f"M9{n:05}-2026-12", 4, f"M9{n:05}", "RI", "Mon 21 Dec") for n in range(11))

CONCERN = ConcernHeld(
    "concern-88", 2, "manager", s.SAM, "Wed 16 Dec, 10:02", s.NINA.with_role, s.NINA.upn,
    date(2026, 12, 17), meet_by=s.DUE, is_in_it=True, may=frozenset({"concern.answer"}),
)  # fmt: skip
CLOSED = replace(CONCERN, state="closed", last_step="three_way", resolved=True, may=frozenset())
ASKED = ConcernAsked(
    s.SAM.upn, 3, tuple((f"M9{n:05}-2026-12", f"M9{n:05}") for n in range(60)), s.NINA.with_role
)
CONCERN_READ = ConcernRead(
    "M900123",
    s.SAM,
    "Wed 16 Dec, 10:02",
    "Nobody spoke with me before the grade was given. " * 6,
    (("manager", "Thu 17 Dec", s.NINA.name, "To agree the day of the conversation at the start."),),
)


def dispute_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_disputes(), **_concerns(), **_forms()}


def _disputes() -> dict[str, Json]:
    card, answered = dispute_cards.dispute_card, dispute_cards.dispute_answered_card
    decide = dispute_cards.dispute_decide_card
    status = replace(s.STANDING, version=2, disputable=3, has_part=True)
    return {
        "dispute, to answer": card(RAISED),
        "dispute, to answer for somebody": card(replace(RAISED, stands_for=s.LEWIS.name)),
        "dispute, nobody answers": card(replace(RAISED, may=frozenset({"dispute.refer"}))),
        "dispute, answered": card(ANSWERED),
        "dispute, answered and over": card(replace(ANSWERED, refer_by="", viewer=s.NINA.upn)),
        "dispute, handed on": card(REFERRED),
        "dispute, handed on unanswered": card(
            replace(REFERRED, answered_by=None, answered_on="", viewer=s.LEWIS.upn)
        ),
        "dispute, settled": card(SETTLED),
        "dispute answered": answered(TO_RAISER),
        "dispute answered, over": answered(replace(TO_RAISER, refer_by="", may=frozenset())),
        "dispute answered, goes on": answered(replace(REFERRED, viewer=s.NINA.upn)),
        "dispute answered, settled": answered(SETTLED),
        "dispute decide": decide(REFERRED),
        "dispute decide, by another": decide(replace(REFERRED, may=frozenset())),
        "dispute decide, settled": decide(replace(SETTLED, viewer=s.OMAR.upn)),
        "dispute settled": dispute_cards.dispute_settled_card(SETTLED),
        "dispute settled, stays": dispute_cards.dispute_settled_card(
            replace(SETTLED, settled="RI")
        ),
        "dispute dialog": dispute_cards.dispute_dialog(READ),
        "dispute choice": dispute_cards.may_dispute_dialog(MINE, s.NINA.upn),
        "dispute choice, last page": dispute_cards.may_dispute_dialog(MINE, s.NINA.upn, 9),
        "dispute choice, none": dispute_cards.may_dispute_dialog((), s.NINA.upn),
        "status, a grade may be disputed": status_card(status),
        "status, a concern alone": status_card(replace(status, cycles=(), own=(), disputable=0)),
    }


def _concerns() -> dict[str, Json]:
    held, told = concern_cards.concern_card, concern_cards.concern_told_card
    steps = {
        f"concern, {step.replace('_', ' ')}": held(replace(CONCERN, state=step)) for step in STEPS
    }
    return {
        **steps,
        "concern, gone on": held(replace(CONCERN, may=frozenset(), holder="the Audit Manager")),
        "concern, closed to its hearer": held(CLOSED),
        **{
            f"concern raised, {step.replace('_', ' ')}": concern_cards.concern_raised_card(
                replace(CONCERN, state=step, viewer=s.SAM.upn, may=frozenset())
            )
            for step in STEPS
        },
        "concern raised, closed": concern_cards.concern_raised_card(
            replace(CLOSED, viewer=s.SAM.upn)
        ),
        "concern told": told(replace(CONCERN, is_in_it=False, state="three_way")),
        "concern told, closed": told(replace(CLOSED, is_in_it=False)),
        "concern closed": concern_cards.concern_closed_card(replace(CLOSED, viewer=s.SAM.upn)),
        "concern closed, unresolved": concern_cards.concern_closed_card(
            replace(CLOSED, viewer=s.SAM.upn, resolved=False, last_step="restorative")
        ),
        "concern start": concern_cards.concern_start_card(ASKED),
        "concern start, no audit": concern_cards.concern_start_card(replace(ASKED, audits=())),
        "concern dialog": concern_cards.concern_dialog(CONCERN_READ),
    }


def _forms() -> dict[str, Json]:
    wrong = Typed({"answer": "We met."}, {"outcome": "is needed"})
    last = replace(CONCERN, state="restorative")
    return {
        "form, dispute": dispute_forms.dispute_raise_form(
            s.AUDIT, "RI", s.LEWIS.with_role, NOTHING
        ),
        "form, dispute answer": dispute_forms.dispute_answer_form(RAISED, READ, NOTHING),
        "form, dispute answer to mend": dispute_forms.dispute_answer_form(RAISED, None, wrong),
        "form, dispute further": dispute_forms.dispute_refer_form(TO_RAISER, READ, NOTHING),
        "form, dispute settled": dispute_forms.dispute_settle_form(
            REFERRED, READ, RETURN_FORM.grades, NOTHING
        ),
        "form, concern": concern_cards.concern_raise_form(ASKED, NOTHING),
        "form, concern met": concern_cards.concern_answer_form(CONCERN, CONCERN_READ, NOTHING),
        "form, concern met last": concern_cards.concern_answer_form(last, None, NOTHING),
    }
