"""Cards and forms of moderation in every state, for the linter, the pictures and Chromium."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

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
from store.views.moderation.cover import Cover, CoverForm
from store.views.moderation.handing_over import HandedOver, HandOverForm
from store.views.moderation.inadequate import STATES, Inadequate
from store.views.moderation.moderated import READERS, Moderated
from store.views.moderation.moderation import ModerationForm
from store.views.moderation.referral import ReferralWords, ReferredAudit
from store.views.moderation.sharing import Shared
from store.views.moderation.third_lock import GradeChanged, Lock
from store.views.parts.due import Due
from store.views.parts.grades_of import GradeGiven, Reasons, Why
from store.views.parts.people_in_words import NamedPerson
from tests.bot.cards import samples as s

Cards = dict[str, dict[str, Any]]

NOTHING = Typed()
LINK = "https://riverside.example/audits/M900123"
GURDEEP = NamedPerson("gurdeep.bhatt@riverside.example", "Gurdeep Bhatt", "Audit Officer")
JO = NamedPerson("jo.field@riverside.example", "Jo Field", "Head of Quality Assurance")
AFTER = Due(
    at=datetime(2026, 12, 29, 17, tzinfo=UTC),
    on="Tue 29 Dec",
    rule="1 working day from the return on Thu 24 Dec",
    source="Tower Hamlets guide §7; the 3 days are a default",
    counted=("Tue 29 Dec",),
)
LONG = " ".join(["The record shows what was seen and what was done about it."] * 60)


def given(step: str, outcome: str, grade: str, by: NamedPerson, **more: Any) -> GradeGiven:
    """One grade as it was given over those days."""
    moment = datetime(2026, 12, 29, 10, 2, tzinfo=UTC)
    return GradeGiven(step, outcome, grade, by, moment, "Tue 29 Dec, 10:02", **more)


OWN = replace(
    given("auditor", "first", "Inadequate", s.LEAH),
    at=datetime(2026, 12, 24, 16, 40, tzinfo=UTC),
    on="Thu 24 Dec, 16:40",
)
AGREED = given(
    "moderation", "agree", "Inadequate", s.LEWIS, spoke_on="Tue 29 Dec", practitioner_heard=True,
    family_heard=False, decision="d1",
)  # fmt: skip
CHANGED = replace(AGREED, outcome="change", grade="RI", in_place_of=s.LEWIS, by=s.OMAR)
LOCKED = given("lock", "change", "Good", JO, decision="d2")
MODERATED = Moderated(
    audit=s.AUDIT,
    reader="auditor",
    grade="Good",
    own="Good",
    decided_by=s.LEWIS,
    decided_on="Tue 29 Dec, 10:02",
    spoke_on="Mon 28 Dec",
    actions=3,
    added=1,
    given=(OWN, AGREED),
    dispute_until="Tue 5 Jan",
    me=s.LEAH.upn,
    me_version=2,
    may=frozenset({"concern.raise"}),
)
DISPUTER = frozenset({"dispute.raise", "concern.raise"})
INADEQUATE = Inadequate(
    audit=s.AUDIT,
    state="given",
    reader="head",
    grade="Inadequate",
    before="",
    given=OWN,
    now=OWN,
    moderator=s.LEWIS,
    moderate_by=AFTER,
    mend_by=AFTER,
    decide_by=AFTER,
    done_on="Tue 29 Dec, 10:02",
    told=("social worker", "Team Manager", "Head of Service"),
    grades=(OWN,),
    document_link=LINK,
)
COVER = Cover(
    audit=s.AUDIT,
    state="running",
    over="Christmas",
    given=OWN,
    holder=s.PRIYA,
    viewer=s.PRIYA.upn,
    ends=AFTER,
    words="moderate the audit",
    owner=s.LEWIS.name,
    acts_for="Head of Service",
    document_link=LINK,
    may=frozenset({"cover.name"}),
)
REFERRED = ReferredAudit(
    referral="M900123-2026-12.v71",
    audit=s.AUDIT,
    reader="team",
    grounds="not_contacted",
    grade="Good",
    referred_by=s.LEWIS,
    referred_on="Tue 15 Dec, 11:00",
    spoke_on="Mon 14 Dec",
    decide_by=s.DUE,
    document_link=LINK,
    viewer=GURDEEP.upn,
    may=frozenset({"void.decide"}),
)
DECIDED = replace(
    REFERRED,
    outcome="keep",
    support="coaching",
    decided_by=GURDEEP,
    decided_on="Wed 16 Dec, 09:30",
    moderate_by=s.DUE,
    may=frozenset(),
)
HANDED = HandedOver(
    audit=s.AUDIT,
    state="named",
    deputy=s.OMAR,
    conflicted=s.TOM,
    done_on="Tue 15 Dec, 11:00",
    waits=True,
    moderate_by=s.DUE,
    viewer=GURDEEP.upn,
    may=frozenset({"moderation.hand_over"}),
)
NOBODY = replace(HANDED, audit=replace(s.AUDIT, moderator=None), state="nobody", deputy=None)
LOCK = Lock(
    audit=s.AUDIT,
    own=replace(OWN, grade="Good"),
    moderation=replace(AGREED, grade="Good"),
    lock_by=s.DUE,
    document_link=LINK,
    viewer=JO.upn,
    may=frozenset({"lock.confirm", "lock.change"}),
)
SHARED = Shared(
    audit=s.AUDIT,
    reader="Independent Reviewing Officer",
    grade="RI",
    given=(OWN, CHANGED),
    returned_on="Thu 24 Dec",
    completed_on="Tue 29 Dec",
    services=("Edge of Care", "Youth Justice Service"),
    by_hand=("Edge of Care", "Youth Justice Service"),
    document_link=LINK,
)
FORM = ModerationForm(
    audit=s.AUDIT,
    auditor=s.LEAH,
    auditor_upn=s.LEAH.upn,
    grade=s.RETURN_FORM.grades[1],
    grades=s.RETURN_FORM.grades,
    head_of_service="Head of Service",
    today=date(2026, 12, 29),
    moderate_by=AFTER,
    document_link=LINK,
    may=frozenset(
        {
            "moderation.agree", "moderation.change", "moderation.send_back", "moderation.refer",
            "moderation.conflict",
        }
    ),
)  # fmt: skip
CALLED_IN = replace(
    s.MODERATE, press=s.press("moderation.agree", "Moderate it", dialog=True), owner=s.LEWIS.name,
    stands_in=True, owner_here=True,
)  # fmt: skip
STILL_CHECKED = replace(
    CALLED_IN,
    press=s.press("return.view", "Read the return", dialog=True),
    waits="The audit team still checks it, until Mon 21 Dec, 14:00; please talk to the auditor "
    "meanwhile.",
)
TOLD_EARLY = replace(s.MODERATE, link="", owner=s.LEWIS.name)
WORDS = ReferralWords(REFERRED, reason="Nobody spoke with the worker. I talked with the auditor.")


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
            for reader, upn in (("moderator", s.LEWIS.upn), ("auditor", s.LEAH.upn))
        },
        "void decided, nobody free": void_decided_card(
            replace(DECIDED, outcome="reallocate", support="none")
        ),
        "referral dialog": referral_dialog(replace(WORDS, view=DECIDED, decision="It was mended.")),
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
        "share by hand": share_by_hand_card(SHARED),
        "share by hand, no longer": share_by_hand_card(replace(SHARED, by_hand=())),
    }


def _forms() -> Cards:
    lawful = tuple((f"m{n}@riverside.example", f"Moderator Number {n}") for n in range(40))
    wrong = Typed(
        {"grade": "RI", "rationale": "Because", "actions.2.what": "See the child"},
        {"spoke_on": "is needed", "actions.2.by": "is in the past"},
    )
    outstanding = replace(FORM, stead="You moderate it in Dr A. Lewis's place, who is away.")
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
