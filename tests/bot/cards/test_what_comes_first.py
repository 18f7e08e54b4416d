"""What a card puts first: what is still to be written, and the step that is nearest."""

from dataclasses import replace
from datetime import date

from bot.cards.audit_month.selected import SHOWN, selected_card
from bot.cards.parts.kit import NO_BREAK, facts
from bot.cards.programme.programme import programme_card
from store.views.audit_month.section import SectionStands
from tests.bot.cards import programme_gallery, samples
from tests.bot.cards.linter import Json, elements, said

WRITTEN = SectionStands(samples.SAM, "Mon 7 Dec, 15:20", samples.SAM.name)
OPEN = SectionStands(samples.SAM, due=samples.SOON)


def buttons_of(card: Json, verb: str) -> list[Json]:
    return [
        e for e in elements(card) if e.get("type") == "Action.Submit" and e["data"]["verb"] == verb
    ]


def test_a_folded_section_keeps_its_day_and_its_button() -> None:
    """Each section is due 5 working days from issue, the fourth of a person too (§2.6)."""
    parts = tuple(replace(part, section=OPEN, may_write=True) for part in samples.PARTS)
    assert len(parts) > SHOWN
    card = selected_card(replace(samples.NEWS, parts=parts))
    assert len(buttons_of(card, "section.complete")) == len(parts)
    assert said(card).count("section due Fri 4 Dec") == len(parts)


def test_sections_still_to_be_written_come_before_those_that_are_there() -> None:
    there = [replace(part, section=WRITTEN, may_write=True) for part in samples.PARTS[:-1]]
    last = replace(samples.PARTS[-1], section=OPEN, may_write=True)
    card = selected_card(replace(samples.NEWS, parts=(*there, last)))
    first = buttons_of(card, "section.complete")[0]
    assert first["data"]["id"] == last.audit
    assert first["style"] == "positive"


def test_the_programme_offers_the_nearest_step_and_not_the_later_months() -> None:
    """The audit team runs months side by side; what is due sooner is the likely press."""
    view = programme_gallery.TODAY
    line = replace(view.cycles[0], may=frozenset({"cycle.select", "list.propose"}))
    later = replace(line, cycle="later", state="open", on=date(2027, 1, 1))
    sooner = replace(line, cycle="sooner", state="allocated", on=date(2026, 12, 1))
    card = programme_card(replace(view, cycles=(later, sooner)))
    primary = [e for e in elements(card) if e.get("style") == "positive"]
    assert [e["data"]["id"] for e in primary] == ["sooner"]


def test_the_name_of_a_fact_keeps_to_one_line_where_it_is_short() -> None:
    """Beside a long value a phone would break "Dip samples" after its first word."""
    names = [
        f["title"]
        for f in facts([("Dip samples", "12"), ("Frontdoor, December 2026", "9")])["facts"]
    ]
    assert names == [f"Dip{NO_BREAK}samples", "Frontdoor, December 2026"]
