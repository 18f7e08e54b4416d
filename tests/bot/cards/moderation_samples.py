"""Sample views of moderation, from which its cards are drawn."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from store.views.moderation.cover import Cover
from store.views.moderation.handing_over import HandedOver
from store.views.moderation.inadequate import Inadequate
from store.views.moderation.moderated import Moderated
from store.views.moderation.moderation import ModerationForm
from store.views.moderation.referral import ReferralWords, ReferredAudit
from store.views.moderation.sharing import Shared
from store.views.moderation.third_lock import Lock
from store.views.parts.due import Due
from store.views.parts.grades_of import GradeGiven
from store.views.parts.people_in_words import NamedPerson
from tests.bot.cards import samples as s
from tests.bot.cards.return_samples import OWNERS, RETURN_FORM

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
    grade=RETURN_FORM.grades[1],
    grades=RETURN_FORM.grades,
    owners=OWNERS,
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
