"""Absences and leavers: the search, the forms and the cards in every state."""

from dataclasses import replace
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import DIALOG
from bot.cards.people.absence import absent_form, back_card
from bot.cards.people.leaver import left_form, rejoined_form, switched_off_card
from bot.cards.people.naming import naming_form
from bot.cards.people.people_found import ABSENCE, LEAVER, people_found_card, said_to_leave_card
from store.views.parts.in_hand import InHand
from store.views.people.naming import NamingForm
from store.views.people.people_found import PERSON_ACTS, FoundPerson, PeopleFound
from tests.bot.cards import samples as s

Json = dict[str, Any]
NOTHING = Typed()
FOUND = FoundPerson(
    s.LEAH, 2, "Frontdoor", "MASH North", "Mon 7 Dec to Mon 4 Jan", s.TOM.name,
    InHand(2, 3), frozenset(PERSON_ACTS),
)  # fmt: skip
NAMING = NamingForm(
    "FD-10234-2026-12.exemption.decide.7", 1, "FD-10234", "decide the exemption", s.DUE,
    "the Head of Service for Frontdoor", ((s.TOM.upn, s.TOM.with_role),),
)  # fmt: skip
OWN, PLACE = ("officer@riverside.example", 2), ("riverside", 9)
GONE = replace(FOUND, away="", left="Mon 7 Dec", may=frozenset({"person.rejoined"}))


def people_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    delegates = tuple((f"d{n}@riverside.example", f"Auditor Number {n}, MASH") for n in range(60))
    found = PeopleFound("gra", (FOUND, replace(FOUND, away="")), 3)
    return {
        "absence, who": people_found_card(PeopleFound("", ()), ABSENCE, "riverside", 9),
        "absence, found": people_found_card(found, ABSENCE, "riverside", 9),
        "leaver, said": said_to_leave_card(
            replace(found, people=found.people[:1]),
            ("officer@riverside.example", 2),
            ("riverside", 9),
        ),
        "leaver, nobody said": said_to_leave_card(PeopleFound("", ()), OWN, PLACE),
        "leaver, found": people_found_card(found, LEAVER, "riverside", 9),
        "absence, back": back_card("Leah Grant", "riverside", DIALOG),
        "form, absence": absent_form(FOUND, delegates, NOTHING),
        "form, leaver": left_form(FOUND, NOTHING),
        "leaver, gone": people_found_card(PeopleFound("gra", (GONE,)), LEAVER, "riverside", 9),
        "form, naming": naming_form(NAMING, NOTHING),
        "form, naming, nobody": naming_form(replace(NAMING, choices=()), NOTHING),
        "form, rejoined": rejoined_form(GONE, NOTHING),
        "switched off": switched_off_card(replace(FOUND, away="")),
        "switched off, answered": switched_off_card(GONE),
        "leaver, nobody": people_found_card(PeopleFound("zz", ()), LEAVER, "riverside", 9),
    }
