"""UoPP meetings and grades raised on progress in every state: drawn from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards.below_good import progression as raising
from bot.cards.below_good import uopp as cards
from bot.cards.below_good import uopp_forms as forms
from bot.cards.below_good import urgent
from bot.cards.parts.inputs import Typed
from store.views.below_good.progression import RaisedGrade, RaisedRead
from store.views.below_good.uopp import Offered, UoppMeeting, UoppRecord
from store.views.below_good.uopp_form import UoppForm
from store.views.below_good.urgent import UrgentAddressed
from tests.bot.cards import samples as s
from tests.bot.cards.return_samples import OWNERS, RETURN_FORM

NOTHING = Typed()
Json = dict[str, Any]
AGAIN = {"uopp.convene", "uopp.fix", "uopp.held", "uopp.not_held"}
LONG = "We talked about how the visits were planned and what she said of them herself. " * 40

MEETING = UoppMeeting(
    "M900123-2026-12.u70", 2, s.AUDIT, "uopp", "convened", "RI", s.LEAH, s.LEAH.upn,
    times=(
        Offered("2026-12-16T10:00:00.000000Z", "Wed 16 Dec, 10:00", ("Sam Okoro",)),
        Offered("2026-12-17T14:00:00.000000Z", "Thu 17 Dec, 14:00", ()),
    ),
    place="Room 4", cannot=("Tom Reed",), waiting=("Nina Cole",), invited=3, hold_by=s.DUE,
    may=frozenset(AGAIN),
)  # fmt: skip
FIXED = replace(MEETING, state="fixed", starts="Thu 17 Dec, 14:00")
OVER = replace(FIXED, over=True)
JOIN = "https://teams.microsoft.com/l/meetup-join/19%3ameeting"
BY_HAND = (
    "Please invite them in Outlook. Microsoft Graph does not allow it: check the scope of "
    "Calendars.ReadWrite."
)
HELD = replace(
    FIXED, state="held", held_on="Thu 17 Dec", attended=("Leah Grant", "Nina Cole", "Sam Okoro"),
    actions=2, into_plan="the child's existing plan", may_read=True, share_by=s.SOON,
    may=frozenset({"uopp.share", "progression.propose"}),
)  # fmt: skip
NOBODY = replace(MEETING, times=tuple(replace(one, can=(), nobody=True) for one in MEETING.times))
SHARED = replace(HELD, shared_on="Fri 18 Dec, 10:00", may=frozenset())
INVITED = replace(MEETING, viewer=s.SAM.upn, may=frozenset({"uopp.confirm"}))
SECOND = replace(MEETING, kind="uopp_second", grade="Inadequate")
RECORD = UoppRecord(
    SHARED,
    LONG,
    (("Sam Okoro, by Fri 15 Jan", "See her at school → she says what she wants"),),
    "They left in November.",
)
FORM = UoppForm(
    s.AUDIT, "uopp", "RI", s.DUE, date(2026, 12, 14), ("Nina Cole, Team Manager", "Sam Okoro"),
    tuple((f"iro{n}@riverside.example", f"Iro Number {n}, IRO") for n in range(40)), MEETING,
    tuple((f"p{n}@riverside.example", f"Person Number {n}, Team Manager") for n in range(40)),
    ("p1@riverside.example", "p2@riverside.example"), practitioner_gone=True,
    needed=("Nina Cole", "Sam Okoro", "Leah Grant", "Priya Shah or their delegate"),
    owners=OWNERS, better=RETURN_FORM.grades[:2],
    met_on=date(2026, 12, 14), reaudit="The dip re-audit on Mon 25 Jan graded the work RI.",
    delay="The visit at school waits for the new timetable.",
    may=frozenset({"uopp.held"}),
)  # fmt: skip
RAISED = RaisedGrade(
    "M900123-2026-12.p90", 1, s.AUDIT, "proposed", "Good", "RI", s.LEAH, "Thu 17 Dec, 15:00",
    "manager@riverside.example", decide_by=s.DUE, improved=True, may_read=True,
    may=frozenset({"progression.confirm", "progression.refuse"}),
)  # fmt: skip
DECIDED = replace(
    RAISED, state="confirmed", decided_by=s.OMAR, decided_on="Fri 18 Dec, 10:00", may=frozenset()
)
READ = RaisedRead(RAISED, "She goes to school again and says so herself.", "It is too early.")
URGENT = UrgentAddressed(s.AUDIT, s.NINA, "Tue 15 Dec", "She was seen the same day.")


def below_good_uopp_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return _meetings() | _raised() | _forms()


def _meetings() -> dict[str, Json]:
    chair, invite = cards.uopp_chair_card, cards.uopp_invite_card
    off = replace(MEETING, state="not_held", may=frozenset({"uopp.convene"}))
    return {
        "uopp chair, times proposed": chair(MEETING),
        "uopp chair, nobody can come": chair(NOBODY),
        "uopp chair, fixed": chair(FIXED),
        "uopp chair, fixed, nobody can come": chair(replace(FIXED, nobody=True)),
        "uopp chair, in calendars": chair(replace(FIXED, link=JOIN)),
        "uopp chair, to be sent by hand": chair(replace(FIXED, by_hand=BY_HAND)),
        "uopp chair, held": chair(HELD),
        "uopp chair, shared": chair(SHARED),
        "uopp chair, not held": chair(off),
        "uopp chair, called off": chair(replace(off, state="called_off")),
        "uopp chair, second": chair(SECOND),
        "uopp after, held or not": chair(OVER),
        "uopp invite, times proposed": invite(INVITED),
        "uopp invite, fixed": invite(replace(INVITED, state="fixed", starts="Thu 17 Dec, 14:00")),
        "uopp invite, in calendars": invite(
            replace(INVITED, state="fixed", starts="Thu 17 Dec, 14:00", mine="yes", link=JOIN)
        ),
        "uopp chair, to be cancelled by hand": chair(replace(off, by_hand=BY_HAND)),
        "uopp invite, answered": invite(replace(INVITED, mine="yes")),
        "uopp invite, cannot": invite(replace(INVITED, mine="cannot")),
        "uopp invite, held": invite(replace(HELD, viewer=s.SAM.upn, may=frozenset())),
        "uopp invite, not held": invite(replace(off, viewer=s.SAM.upn, may=frozenset())),
        "uopp invite, called off": invite(
            replace(off, state="called_off", viewer=s.SAM.upn, grade="Good")
        ),
        "uopp record": cards.uopp_record_card(SHARED),
        "uopp record, nothing agreed": cards.uopp_record_card(replace(SHARED, actions=0)),
        "uopp second": cards.uopp_second_card(replace(SHARED, kind="uopp_second")),
        "uopp dialog, record": cards.uopp_record_dialog(RECORD),
        "urgent addressed": urgent.urgent_addressed_card(URGENT),
        "urgent dialog": urgent.urgent_dialog(URGENT),
    }


def _raised() -> dict[str, Json]:
    decided = raising.progression_decided_card
    refused = replace(DECIDED, state="refused", may=frozenset({"progression.propose"}))
    return {
        "progression": raising.progression_card(RAISED),
        "progression, decided": raising.progression_card(DECIDED),
        "progression decided": decided(DECIDED),
        "progression decided, not good yet": decided(replace(DECIDED, improved=False)),
        "progression decided, refused": decided(refused),
        "progression decided, lapsed": decided(replace(RAISED, state="lapsed")),
        "progression decided, waiting": decided(RAISED),
        "progression dialog": raising.progression_dialog(READ),
    }


def _forms() -> dict[str, Json]:
    second = replace(FORM, kind="uopp_second", practitioner_gone=False, better=())
    wrong = Typed({"record": "We met."}, {"attended": "lacks Sam Okoro (social worker)"})
    return {
        "form, uopp times": forms.convene_form(FORM, NOTHING),
        "form, uopp times, nobody": forms.convene_form(
            replace(FORM, asked=(), others=FORM.others[:1], may=frozenset()), NOTHING
        ),
        "form, uopp answer": forms.confirm_form(FORM, NOTHING),
        "form, uopp answer, fixed": forms.confirm_form(replace(FORM, meeting=FIXED), NOTHING),
        "form, uopp fix": forms.fix_form(FORM, NOTHING),
        "form, uopp fix, nobody can come": forms.fix_form(replace(FORM, meeting=NOBODY), NOTHING),
        "form, uopp held": forms.held_form(FORM, NOTHING),
        "form, uopp held to mend": forms.held_form(FORM, wrong),
        "form, uopp held, second": forms.held_form(second, NOTHING),
        "form, uopp not held": forms.not_held_form(FORM, NOTHING),
        "form, uopp noted": forms.noted_form(FORM, NOTHING),
        "form, uopp noted with content": forms.noted_form(
            replace(FORM, note_content=True), NOTHING
        ),
        "form, case noted": forms.case_noted_form(FORM, NOTHING),
        "form, urgent": urgent.urgent_form(FORM, s.DUE.words, NOTHING),
        "form, progression": raising.propose_form(FORM, NOTHING),
        "form, progression refused": raising.refuse_form(READ, NOTHING),
    }
