"""Section, return, check and rework in every state, drawn from sample views."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards.audit_month.allocation import allocation_card
from bot.cards.audit_month.return_form import return_form_card
from bot.cards.audit_month.return_read import return_read_card
from bot.cards.audit_month.returned import returned_card
from bot.cards.audit_month.section import section_form, section_read_card
from bot.cards.audit_month.selected import selected_card, selected_team_card
from bot.cards.audit_month.sent_back import (
    check_send_back_form,
    sent_back_card,
    sent_back_copy_card,
)
from bot.cards.parts.inputs import Typed
from store.views.audit_month.return_read import ReturnRead
from store.views.audit_month.section import SectionRead, SectionStands
from store.views.audit_month.sent_back import SentBackRead
from tests.bot.cards import samples as s
from tests.bot.cards.return_samples import RETURN_FORM

Cards = Mapping[str, dict[str, Any]]

LONG = "The plan says in the child's own words what is to change, and who does it by when. " * 18
WIDE = "€€€€ " * 300
"""Signs of three bytes, as long as the largest box."""

NO_SECTION = SectionStands(s.SAM, due=s.SOON)
SECTION = SectionStands(s.SAM, written_on="Mon 7 Dec, 15:20", written_by=s.SAM.name)
READ = SectionRead(s.AUDIT, SECTION, practice_model=LONG * 2, difference=LONG, viewer=s.LEAH.upn)

BACK = SentBackRead(
    audit=s.AUDIT,
    step="check",
    reasons=("parts_missing", "kloes_missed"),
    by=s.PRIYA,
    by_moderator=False,
    to=s.LEAH,
    sent_on="Tue 15 Dec, 09:40",
    note="The second line of enquiry is not answered yet.",
    amend_by=s.SOON,
    may=frozenset({"return.submit"}),
)
MODERATORS = replace(
    BACK, step="moderation", by=s.LEWIS, by_moderator=True, spoke_on="Mon 14 Dec",
    reasons=("scant", "grade_not_evidenced"),
)  # fmt: skip

TEAM_MAY = frozenset({"check.pass", "check.send_back"})
MODERATOR_MAY = frozenset({
    "moderation.agree", "moderation.change", "moderation.send_back", "moderation.refer",
    "moderation.conflict",
})  # fmt: skip
RETURNED = replace(s.RETURNED, section=SECTION, check_by=s.SOON, governing="Good")

TYPED = {
    "grade": "Good", "evidence": WIDE, "rationale": WIDE, "practitioner_involved": "practitioner",
    "practitioner_stand_in": WIDE[:500], "family_feedback": WIDE[:500],
    "no_family_feedback": WIDE[:500], "kloes.k1": WIDE[:500], "kloes.k2": WIDE[:500],
    **{f"domains.c{n}.{part}": WIDE[:500] for n in range(1, 7)
       for part in ("evidence", "strengths", "areas", "not_applicable")},
    **{f"actions.{n}.{part}": WIDE[:300] for n in range(1, 13) for part in ("what", "different")},
}  # fmt: skip
"""Every box filled to its brim."""


def return_gallery() -> Cards:
    """Each card by its kind and state."""
    return {
        **_returned(),
        **_allocations(),
        **_sent_back(),
        **_sections(),
        **_forms(),
        **_reading(),
    }


def _returned() -> Cards:
    team = replace(RETURNED, reader="team", may=TEAM_MAY)
    moderator = replace(RETURNED, reader="moderator", checked=True, may=MODERATOR_MAY)
    views = {
        "to check": team,
        "to check, not by oneself": replace(team, may=frozenset()),
        "checked": replace(
            team, checked=True, checked_on="Tue 15 Dec, 10:00", checked_by="Mei", may=frozenset()
        ),
        "to moderate": moderator,
        "to moderate, again": replace(moderator, again=True),
        "to moderate in somebody's place": replace(moderator, stands_in="Dr Lewis, who is away"),
        "not to be moderated yet": replace(
            moderator, checked=False, may=MODERATOR_MAY - {"moderation.agree", "moderation.change"}
        ),
        "not in the share": replace(moderator, moderated=False, may=frozenset()),
        "to practitioner without section": replace(
            RETURNED, reader="practitioner", section=NO_SECTION,
            may=frozenset({"section.complete"}),
        ),
        "to a former moderator": replace(RETURNED, reader="former"),
        **{
            f"{state}, to {reader}": replace(
                RETURNED, state=state, reader=reader, sent_back=BACK, moderated_by="Dr A. Lewis",
                moderated_on="Thu 17 Dec, 11:00", recalled_on="Mon 14 Dec, 12:00",
                checked_on="Tue 15 Dec, 10:00", governing="RI",
            )
            for state in ("rectifying", "recalled", "referred", "moderated", "complete", "voided")
            for reader in ("moderator", "practitioner", "team_manager", "team")
        },
    }  # fmt: skip
    return {f"returned, {name}": returned_card(view) for name, view in views.items()}


def _allocations() -> Cards:
    accepted = replace(s.ACCEPTED, section=NO_SECTION)
    late = replace(accepted, state="returned", grade="Good", check_by=s.SOON, moderate_by=s.DUE)
    views = {
        "issued, section there": replace(s.ISSUED, section=SECTION),
        "issued, no section": replace(s.ISSUED, section=NO_SECTION),
        "accepted, section there": replace(accepted, section=SECTION),
        "accepted, no section": accepted,
        "accepted, begun": replace(accepted, drafted_on="Wed 9 Dec, 14:02"),
        "accepted, taken back": replace(accepted, recalled_on="Mon 14 Dec, 12:00"),
        "accepted, never pressed": replace(accepted, done_on=""),
        "returned, may be recalled": replace(late, may=frozenset({"return.recall"})),
        "returned, checked": replace(late, checked=True, may=frozenset()),
        "conflict found": replace(
            accepted, state="conflict_found", decide_by=s.SOON, may=frozenset()
        ),
        "rectifying": replace(
            accepted, state="rectifying", sent_back=BACK, may=frozenset({"return.submit"})
        ),
        **{
            state: replace(
                accepted, state=state, grade="Good", governing="RI", moderated_by="Dr A. Lewis",
                may=frozenset(),
            )
            for state in ("referred", "moderated", "complete", "voided")
        },
    }  # fmt: skip
    return {f"allocation, {name}": allocation_card(view) for name, view in views.items()}


def _sent_back() -> Cards:
    views = {
        "by the check": BACK,
        "by the moderator": MODERATORS,
        "returned again": replace(
            BACK, state="returned", returned_again_on="Wed 16 Dec, 09:00", amend_by=None
        ),
        "moved on": replace(BACK, state="moved", amend_by=None, may=frozenset()),
    }
    return {
        **{f"sent back, {name}": sent_back_card(view) for name, view in views.items()},
        **{f"sent back copy, {name}": sent_back_copy_card(view) for name, view in views.items()},
        "form, check, send back": check_send_back_form(
            s.AUDIT, s.LEAH, "2 working days", Typed(), may_set=True
        ),
        "form, check, send back, days fixed": check_send_back_form(
            s.AUDIT, s.LEAH, "2 working days", Typed()
        ),
    }


def _sections() -> Cards:
    write = replace(READ, may=frozenset({"section.complete"}), viewer=s.SAM.upn)
    absent = replace(write, stands=NO_SECTION, practice_model="", difference="")
    parts = tuple(
        replace(part, section=SECTION if n else NO_SECTION, may_write=True)
        for n, part in enumerate(s.PARTS)
    )
    return {
        "form, section": section_form(absent, Typed()),
        "form, section again": section_form(replace(write, practice_model="Short."), Typed()),
        "form, section for somebody": section_form(replace(absent, stands_in=True), Typed()),
        "section dialog": section_read_card(READ),
        "section dialog, last page": section_read_card(READ, 99),
        "section dialog, absent": section_read_card(absent),
        "section dialog, by another": section_read_card(
            replace(
                READ,
                stand_in_reason="Away since Mon 30 November.",
                stands=replace(SECTION, written_by=s.NINA.name),
            )
        ),
        "selected, sections to write": selected_card(replace(s.NEWS, parts=parts)),
        "selected, one section": selected_card(replace(s.NEWS, parts=parts[:1])),
        "selected team, sections to write": selected_team_card(replace(s.NEWS, parts=parts[:2])),
    }


def _forms() -> Cards:
    form = replace(RETURN_FORM, saved_on="Wed 9 Dec, 14:02")
    rework = replace(form, sent_back=MODERATORS)
    wrong = {
        "rationale": "is needed",
        "kloes.k2": "is needed",
        "domains.c4.grade": "is needed",
        "actions.1.what": "work below good needs an improvement plan",
        "document_link": "is no web address that starts with https://",
    }
    keys = ("overall", "talk", "domains.c1", "domains.c4", "actions.1", "actions.4", "rest")
    everywhere = dict.fromkeys(TYPED, "is longer than 500 characters")
    return {
        **{f"form, return, at {key}": return_form_card(form, Typed(), at=key) for key in keys},
        "form, return, of a re-audit": return_form_card(
            replace(form, reaudit=True), Typed(), at="talk"
        ),
        **{
            f"form, return, filled to the brim, at {key}": return_form_card(
                replace(rework, sent_back=replace(MODERATORS, note=WIDE[:1000])),
                Typed(TYPED, everywhere),
                at=key,
                asked=True,
            )
            for key in keys
        },
        "form, return, asked too early": return_form_card(form, Typed({}, wrong), asked=True),
        "form, return, on rework": return_form_card(rework, Typed({"grade": "Good"})),
        "form, return, not saved": return_form_card(
            form, Typed({"grade": "Good"}), notice="Not saved yet. This is too long."
        ),
    }


def _reading() -> Cards:
    passages = tuple((f"Domain number {n}: Good", (f"Evidence: {LONG}",) * 3) for n in range(1, 9))
    read = ReturnRead(
        s.AUDIT, s.LEAH, "Good", "Mon 14 Dec, 10:02", recalled=False, passages=passages
    )
    return {
        **{f"return dialog, page {page}": return_read_card(read, page) for page in range(1, 5)},
        "return dialog, short": return_read_card(replace(read, passages=(("Overall", ("Good",)),))),
        "return dialog, long words": return_read_card(
            replace(read, passages=(("Overall", ("x" * 30_000,)),), recalled=True)
        ),
    }
