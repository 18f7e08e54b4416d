"""The timetable and the KLOE meeting in every state: cards and forms drawn from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.audit_list.cycle import cycle_card
from bot.cards.audit_list.opening import open_cycle_form
from bot.cards.before_cycle import kloe_meeting, kloe_meeting_forms
from bot.cards.before_cycle import timetable as timetable_cards
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import DIALOG
from bot.cards.programme.programme import programme_card
from store.registry import acts_on
from store.views.before_cycle.kloe_meeting import (
    KLOE_ACTS,
    AgreedLine,
    InviteeReply,
    KloeForms,
    KloeMeeting,
    KloeRecord,
)
from store.views.before_cycle.timetable import TimetablePlace, Timetables, TimetableTold, Version
from tests.bot.cards import audit_list_gallery as audit_list
from tests.bot.cards import programme_gallery as programme
from tests.bot.cards import samples as s
from tests.bot.cards.return_samples import RETURN_FORM

NOTHING = Typed()
Json = dict[str, Any]

ONE = (("2026-11-17T10:00:00+00:00", "Tue 17 Nov, 10:00"),)
TWO = (*ONE, ("2026-11-18T14:30:00+00:00", "Wed 18 Nov, 14:30"))
LONG = "Performance data and two complaints said that plans were long and children rarely heard. "
KLOES = (
    AgreedLine(audit_list.KLOE, "flags=neglect", LONG * 3),
    AgreedLine("Is neglect named and measured?", "", LONG),
)
MEETING = KloeMeeting(
    "frontdoor-2026-12.m70", audit_list.CYCLE, 3, "Frontdoor", audit_list.MONTH, "convened", ONE,
    s.OMAR, s.PRIYA.upn,
    place="Room 2, or the Teams call that Omar sends",
    replies=(InviteeReply(s.PRIYA), InviteeReply(s.NINA, "yes"), InviteeReply(s.LEWIS, "cannot")),
    may=frozenset(KLOE_ACTS),
)  # fmt: skip
ANSWERED = replace(
    MEETING,
    times=TWO,
    replies=(InviteeReply(s.PRIYA, "yes", ("Tue 17 Nov, 10:00",)), *MEETING.replies[1:]),
)
HELD = replace(
    MEETING, state="held", held_on="Tue 17 Nov", attended=(s.PRIYA.name, s.NINA.name, s.OMAR.name),
    kloes=KLOES, list_by=s.DUE, may_read=True, may=frozenset(),
)  # fmt: skip
READ = KloeRecord(
    "Frontdoor", audit_list.MONTH, "Tue 17 Nov", (s.PRIYA.with_role, s.NINA.with_role),
    (("Going well", LONG * 8), ("Worried about", LONG * 8), ("Need assurance", LONG * 8)),
    KLOES * 3,
)  # fmt: skip
FORMS = KloeForms(
    audit_list.CYCLE, 3, "Frontdoor", audit_list.MONTH, date(2026, 11, 2), None,
    tuple((f"p{n}@riverside.example", f"{name}, Team Manager")
          for n, name in enumerate(audit_list.NAMES)),
    tuple(f"p{n}@riverside.example" for n in range(9)),
    tuple((choice.name, choice.definition) for choice in RETURN_FORM.grades),
    hold_by=s.DUE,
    theme="Neglect",
)  # fmt: skip
MET_FORMS = replace(FORMS, meeting=ANSWERED, convened_for=date(2026, 11, 17))

PLACE = TimetablePlace(
    "Frontdoor", audit_list.MONTH, date(2026, 12, 1), "Neglect", "planned", s.DUE
)
PLACES = (
    PLACE,
    *(
        replace(PLACE, service="CLA & TCS", month=f"{name} 2027", on=date(2027, n, 1), theme="")
        for n, name in ((1, "January"), (2, "February"), (3, "March"), (4, "April"), (5, "May"))
    ),
    replace(PLACE, service="FSP & CWD", month="October 2026", on=date(2026, 10, 1), state="issued"),
)
VERSION = Version(
    "timetable-2", 2, "Thu 1 Oct", "Omar Said", "Mon 5 Oct, 11:00", PLACES,
    "Heads of Service and the Learning Academy agreed the year. " * 6,
)  # fmt: skip
TIMES = Timetables(
    "riverside", 9, date(2026, 11, 2), ("Frontdoor", "FSP & CWD", "CLA & TCS"),
    (VERSION, replace(VERSION, id="timetable-1", number=1)),
    tuple((f"2027-{n:02}", f"Month {n} of 2027") for n in range(1, 13)),
    (("2027-01", "Neglect", ("Frontdoor", "CLA & TCS")), ("2027-01", "Voice", ("FSP & CWD",))),
    frozenset({"timetable.record"}),
)  # fmt: skip
TOLD = TimetableTold(2, "Thu 1 Oct", "Frontdoor", (PLACE,), (replace(PLACES[1], state="dropped"),))


def before_cycle_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_timetable(), **_meeting(), **_planned(), **_forms()}


def _timetable() -> dict[str, Json]:
    card = timetable_cards.timetable_card
    return {
        "timetable": timetable_cards.timetable_told_card(TOLD),
        "timetable, newer since": timetable_cards.timetable_told_card(replace(TOLD, newer=True)),
        "the timetable": card(TIMES),
        "the timetable, in a dialog": card(TIMES, DIALOG),
        "the timetable, its minutes": timetable_cards.minutes_dialog(VERSION),
        "the timetable, none yet": card(replace(TIMES, versions=())),
        "the timetable, first version": card(replace(TIMES, versions=TIMES.versions[1:])),
    }


def _meeting() -> dict[str, Json]:
    invite = kloe_meeting.kloe_invite_card
    return {
        "kloe invite": invite(MEETING),
        "kloe invite, several times": invite(replace(MEETING, times=TWO)),
        "kloe invite, answered": invite(ANSWERED),
        "kloe invite, cannot": invite(replace(MEETING, viewer=s.LEWIS.upn)),
        "kloe invite, moved": invite(replace(MEETING, state="moved", moved_to=TWO)),
        "kloe invite, called off": invite(replace(MEETING, state="called_off")),
        "kloe invite, held": invite(HELD),
        "kloe record": kloe_meeting.kloe_record_card(HELD),
        "kloe record, not theirs": kloe_meeting.kloe_record_card(replace(HELD, may_read=False)),
        "kloe dialog": kloe_meeting.kloe_dialog(READ),
    }


def _planned() -> dict[str, Json]:
    planned = replace(
        audit_list.IN_HAND, state="planned", kloes=(), may=frozenset(acts_on("planned_cycle")),
        theme="Neglect", meet_by=s.DUE, programme=("riverside", 9), may_open=True,
    )  # fmt: skip
    met = replace(planned, meeting=HELD, kloes=audit_list.IN_HAND.kloes, may=frozenset())
    line = replace(
        programme.LINE,
        state="planned",
        meeting="planned, meet by Tue 17 Nov",
        may=frozenset(acts_on("planned_cycle")),
    )
    return {
        "cycle, planned": cycle_card(planned),
        "cycle, planned, in a dialog": cycle_card(planned, DIALOG),
        "cycle, planned, convened": cycle_card(replace(planned, meeting=ANSWERED)),
        "cycle, planned, met": cycle_card(met),
        "cycle, open, meeting owed": cycle_card(
            replace(planned, state="open", may=audit_list.IN_HAND.may | planned.may)
        ),
        "cycle, dropped": cycle_card(replace(planned, state="dropped", may=frozenset())),
        "programme, with planned cycles": programme_card(
            replace(programme.TODAY, planned=(line,) * 9)
        ),
        "programme, planned alone": programme_card(
            replace(programme.TODAY, cycles=(), planned=(line,))
        ),
    }


def _forms() -> dict[str, Json]:
    wrong = Typed({"answer": "yes"}, {"times": "was not proposed"})
    planned = (("Frontdoor", date(2026, 12, 1), 3),)
    return {
        "timetable, read from a file": timetable_cards.timetable_read_card(
            TIMES, Typed({"entries": "Frontdoor, 2027-01, Neglect\nCare, 2027-02"})
        ),
        "form, timetable": timetable_cards.timetable_form(TIMES, NOTHING),
        "form, convene": kloe_meeting_forms.kloe_convene_form(FORMS, NOTHING),
        "form, convene again": kloe_meeting_forms.kloe_convene_form(MET_FORMS, NOTHING),
        "form, do you come": kloe_meeting_forms.kloe_confirm_form(MEETING, NOTHING),
        "form, which times": kloe_meeting_forms.kloe_confirm_form(ANSWERED, wrong),
        "form, meeting held": kloe_meeting_forms.kloe_held_form(MET_FORMS, NOTHING),
        "form, meeting held, with choices": kloe_meeting_forms.kloe_held_form(
            replace(MET_FORMS, choices=audit_list.CHOICES), NOTHING
        ),
        "form, meeting held, not convened": kloe_meeting_forms.kloe_held_form(FORMS, NOTHING),
        "form, open a planned cycle": open_cycle_form(
            replace(audit_list.OPENING, planned=planned), NOTHING
        ),
    }
