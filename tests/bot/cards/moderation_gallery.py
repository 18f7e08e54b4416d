"""Cards and forms of moderation in every state, for the linter, the pictures and Chromium."""

from dataclasses import replace
from typing import Any, Literal

from bot.cards.moderation.cover import cover_card, cover_form, cover_named_card
from bot.cards.moderation.handing_over import hand_over_form, handed_over_card
from bot.cards.moderation.inadequate import inadequate_card
from bot.cards.moderation.moderated import moderated_card
from bot.cards.moderation.moderation import (
    agree_form,
    change_form,
    conflict_form,
    lock_change_form,
    refer_form,
    send_back_form,
)
from bot.cards.moderation.referral import (
    referral_dialog,
    referred_card,
    void_decided_card,
    void_form,
)
from bot.cards.moderation.sharing import share_by_hand_card, shared_card
from bot.cards.moderation.third_lock import grade_changed_card, lock_card
from bot.cards.nudges.nudge import nudge_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.reasons import reasons_dialog
from store.views.moderation.cover import CoverForm
from store.views.moderation.handing_over import HandOverForm
from store.views.moderation.inadequate import STATES
from store.views.moderation.moderated import READERS
from store.views.moderation.third_lock import GradeChanged
from store.views.parts.grades_of import Reasons, Why
from tests.bot.cards import samples as s
from tests.bot.cards.moderation_samples import (
    AFTER,
    AGREED,
    CALLED_IN,
    CHANGED,
    COVER,
    DECIDED,
    DISPUTER,
    FORM,
    HANDED,
    INADEQUATE,
    JO,
    LOCK,
    LOCKED,
    LONG,
    MODERATED,
    NOBODY,
    OWN,
    REFERRED,
    SHARED,
    STILL_CHECKED,
    TOLD_EARLY,
    WORDS,
)

Cards = dict[str, dict[str, Any]]

NOTHING = Typed()
OPEN = "The grade may still change: it may be disputed until Tue 5 Jan."
DECIDED_READERS: tuple[tuple[Literal["moderator", "auditor"], str], ...] = (
    ("moderator", s.LEWIS.upn),
    ("auditor", s.LEAH.upn),
)


def moderation_gallery() -> Cards:
    """Each card by its kind and state."""
    return {**_outcomes(), **_inadequate(), **_cover(), **_referred(), **_others(), **_forms()}


def _outcomes() -> Cards:
    changed = replace(MODERATED, grade="RI", decided_by=s.OMAR, in_place_of=s.LEWIS)
    readers = {
        f"moderated, to {reader}, {name}": moderated_card(
            replace(view, reader=reader, may=view.may if reader == "auditor" else DISPUTER)
        )
        for reader in READERS
        for name, view in (("agreed", MODERATED), ("changed", changed))
    }
    return {
        **readers,
        "moderated, no actions": moderated_card(
            replace(MODERATED, actions=0, added=0, spoke_on="", may=frozenset())
        ),
        "moderated, a copy": moderated_card(
            replace(changed, reader="copied", copied_as="the audit team", may=frozenset())
        ),
        "moderated, disputed": moderated_card(replace(MODERATED, dispute="raised")),
        "moderated, dispute settled": moderated_card(
            replace(MODERATED, dispute="settled", later=replace(LOCKED, step="dispute"))
        ),
        "moderated, changed by the lock": moderated_card(replace(MODERATED, later=LOCKED)),
        "moderated, too late to dispute": moderated_card(replace(MODERATED, dispute_until="")),
        "moderated, name with markdown": moderated_card(replace(changed, decided_by=s.TRICKY)),
        "grade changed": grade_changed_card(
            GradeChanged(s.AUDIT, "RI", LOCKED, "Tue 5 Jan", may=DISPUTER)
        ),
        "grade changed, no dispute left": grade_changed_card(GradeChanged(s.AUDIT, "RI", LOCKED)),
        "lock, to set": lock_card(LOCK),
        "lock, without a date": lock_card(replace(LOCK, lock_by=None, may=frozenset())),
        "lock, confirmed": lock_card(
            replace(LOCK, set_=replace(LOCKED, outcome="agree"), viewer=JO.upn)
        ),
        "lock, changed by another": lock_card(
            replace(LOCK, set_=replace(LOCKED, grade="RI"), viewer="")
        ),
        "reasons": reasons_dialog(
            Reasons(
                s.AUDIT.id,
                4,
                "M900123",
                (
                    Why(LOCKED, rationale=LONG),
                    Why(
                        CHANGED, rationale=f"{LONG}\n{LONG}", actions=("See the child: safer",) * 3
                    ),
                ),
            )
        ),
        "reasons, without words": reasons_dialog(Reasons(s.AUDIT.id, 4, "M900123", (Why(AGREED),))),
        "reasons, none yet": reasons_dialog(Reasons(s.AUDIT.id, 4, "M900123", ())),
    }


def _inadequate() -> Cards:
    by_reader = {
        f"inadequate, to {reader}": inadequate_card(replace(INADEQUATE, reader=reader))
        for reader in ("head", "practitioner", "team_manager")
    }
    later = {
        f"inadequate, {state}": inadequate_card(
            replace(INADEQUATE, state=state, may_read_why=state != "recalled")
        )
        for state in sorted(set(STATES.values()))
    }
    return {
        **by_reader,
        **later,
        "inadequate, urgent issues addressed": inadequate_card(
            replace(INADEQUATE, urgent_on="Tue 29 Dec, 11:20")
        ),
        "inadequate, over Christmas": inadequate_card(replace(INADEQUATE, duty_owner=s.PRIYA)),
        "inadequate, to its duty owner": inadequate_card(
            replace(INADEQUATE, duty_owner=s.PRIYA, viewer=s.PRIYA.upn, may_read_return=True)
        ),
        "inadequate, in place of somebody": inadequate_card(
            replace(
                INADEQUATE, duty_owner=s.OMAR, viewer=s.OMAR.upn, in_place_of=s.PRIYA,
                may_read_return=True,
            )
        ),
        "inadequate, confirmed": inadequate_card(
            replace(INADEQUATE, state="decided", now=AGREED, grades=(OWN, AGREED), may=DISPUTER)
        ),
        "inadequate, by the moderator": inadequate_card(
            replace(
                INADEQUATE, state="decided", before="RI", given=AGREED, now=AGREED,
                may_read_why=True,
            )
        ),
        "inadequate, changed": inadequate_card(
            replace(
                INADEQUATE, state="changed", now=CHANGED, grades=(OWN, CHANGED), may=DISPUTER,
                may_read_why=True,
            )
        ),
    }  # fmt: skip


def _cover() -> Cards:
    named = replace(
        COVER, holder=s.OMAR, by_itself=False, named_by=s.PRIYA.name, named_on="Thu 24 Dec, 16:58"
    )
    return {
        "cover, to its owner": cover_card(replace(COVER, may_read_return=True)),
        "cover, to the Director": cover_card(replace(COVER, viewer="director")),
        "cover, over several days": cover_card(replace(COVER, over="several days without work")),
        "cover, somebody named": cover_card(named),
        "cover, ended": cover_card(replace(COVER, state="ended", ends=None)),
        "cover named": cover_named_card(replace(named, viewer=s.OMAR.upn, may=frozenset())),
        "cover named, acting": cover_named_card(replace(COVER, may=frozenset())),
        "cover named, another since": cover_named_card(replace(named, viewer=s.TOM.upn)),
        "cover named, ended": cover_named_card(replace(named, state="ended", ends=None)),
    }


def _referred() -> Cards:
    return {
        "referred": referred_card(REFERRED),
        "referred, still poor": referred_card(replace(REFERRED, grounds="still_poor")),
        "referred, auditor left": referred_card(
            replace(REFERRED, grounds="auditor_left", referred_by=s.LEAH, spoke_on="")
        ),
        "referred, may not decide": referred_card(replace(REFERRED, barred=True, may=frozenset())),
        "referred, decided": referred_card(DECIDED),
        **{
            f"void decided, {outcome}, to {reader}": void_decided_card(
                replace(DECIDED, outcome=outcome, reader=reader, viewer=upn, goes_to="Omar Said")
            )
            for outcome in ("keep", "reallocate", "close")
            for reader, upn in DECIDED_READERS
        },
        "void decided, nobody free": void_decided_card(
            replace(DECIDED, outcome="reallocate", support="none")
        ),
        "referral dialog": referral_dialog(
            replace(WORDS, view=DECIDED, decision="It was put right.")
        ),
        "referral dialog, nothing to read": referral_dialog(replace(WORDS, reason="")),
    }


def _others() -> Cards:
    return {
        "nudge, single called in": nudge_card(replace(s.BUNDLE, asks=(CALLED_IN,))),
        "nudge, called in while it is checked": nudge_card(
            replace(s.BUNDLE, asks=(STILL_CHECKED,))
        ),
        "nudge, bundle with one that is checked": nudge_card(
            replace(s.BUNDLE, asks=(STILL_CHECKED, *s.BUNDLE.asks))
        ),
        "nudge, single told before its day": nudge_card(replace(s.BUNDLE, asks=(TOLD_EARLY,))),
        "handed over by hand": handed_over_card(replace(HANDED, done_by=s.TOM, conflicted=None)),
        "handed over, named": handed_over_card(HANDED),
        "handed over, before the return": handed_over_card(
            replace(HANDED, conflicted=None, deputy=None, waits=False)
        ),
        "handed over, nobody": handed_over_card(NOBODY),
        "handed over, away": handed_over_card(replace(HANDED, state="away")),
        "handed over, away, no deputy": handed_over_card(
            replace(HANDED, state="away", deputy=None)
        ),
        "handed over, decided since": handed_over_card(replace(HANDED, state="over")),
        **{
            f"shared, to {reader}": shared_card(replace(SHARED, reader=reader))
            for reader in ("Independent Reviewing Officer", "service")
        },
        "shared, grade not final": shared_card(replace(SHARED, reader="service", may_change=OPEN)),
        "share by hand": share_by_hand_card(SHARED),
        "share by hand, grade not final": share_by_hand_card(replace(SHARED, may_change=OPEN)),
        "share by hand, no longer": share_by_hand_card(replace(SHARED, by_hand=())),
    }


def _forms() -> Cards:
    lawful = tuple((f"m{n}@riverside.example", f"Moderator Number {n}") for n in range(40))
    wrong = Typed(
        {"grade": "RI", "rationale": "Because", "actions.2.what": "See the child"},
        {"spoke_on": "is needed", "actions.2.by": "is in the past"},
    )
    outstanding = replace(FORM, in_place="You moderate it in Dr A. Lewis's place, who is away.")
    return {
        "form, moderation": agree_form(FORM, NOTHING),
        "form, moderation in somebody's place": agree_form(outstanding, NOTHING),
        "form, moderation, only agreeing": agree_form(
            replace(FORM, may=frozenset(), document_link="", moderate_by=None), NOTHING
        ),
        "form, another grade": change_form(outstanding, NOTHING),
        "form, another grade to mend": change_form(FORM, wrong),
        "form, send back": send_back_form(FORM, NOTHING),
        "form, refer": refer_form(FORM, NOTHING),
        "form, moderator's conflict": conflict_form(FORM, NOTHING),
        "form, lock": lock_change_form(FORM, NOTHING),
        "form, void": void_form(WORDS, NOTHING),
        "form, void, auditor left": void_form(
            replace(WORDS, view=replace(REFERRED, grounds="auditor_left"), reason=""), NOTHING
        ),
        "form, hand over": hand_over_form(
            HandOverForm(HANDED, lawful, declared="I managed her until June."), NOTHING
        ),
        "form, hand over, nobody": hand_over_form(HandOverForm(NOBODY, ()), NOTHING),
        "form, duty owner": cover_form(CoverForm(s.AUDIT, s.PRIYA, AFTER, lawful), NOTHING),
    }
