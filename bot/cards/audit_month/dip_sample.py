"""Dip samples: the cards for the audit team, the samplers, their heads and who signs (§2.15)."""

from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    group,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.surface import page_choice, pages_of
from bot.cards.parts.text import count, joined, shortened
from store.views.audit_month.dip_sample import Dips, Sample
from store.views.parts.due import Due
from store.views.parts.offers import button_of
from store.vocabulary import terms

VIEW, FINDINGS = "dips.view", "dips.findings"
RECORD, REPORT, SIGN_OFF = "dip.record", "dip.report", "dip.sign_off"
AGREE, DECLINE, ASSIGN = "dip.agree", "dip.decline", "dip.assign"
PAGE = 8
KLOE_WORDS = 18

ANSWERS = {"shown": "Shown", "partly": "Partly shown", "not_shown": "Not shown"}


def dips_card(view: Dips) -> Json:
    """For the audit team: how many are done, the next one, and the report after the last."""
    if view.state != "open":
        return _reported(view)
    by = "" if view.due is None else view.due.words
    waiting = f"{view.waiting} for a head's agreement" if view.waiting else ""
    return card(
        f"Dip samples{_line_no(view)}: {view.done} of {len(view.samples)} done, by {_day(view.due)}"
        if view.samples
        else f"No dip sample was drawn{_line_no(view)}: say so in the report by {_day(view.due)}",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts([("Cycle", f"{view.service}, {view.month}"), ("Due", by), ("Waiting", waiting)]),
        *buttons(
            *_steps(view),
            opens_dialog(VIEW, "See all, or give some away…", view.report, view.version)
            if view.samples
            else None,
            None if view.due is None else fold("Why this date?", text(view.due.why)),
        ),
        says=f"Dip samples for {view.service}{_line_no(view)}: {view.done} of {len(view.samples)} "
        f"done, by {by}",
    )


def _steps(view: Dips) -> list[Json | None]:
    report = (
        opens_dialog(REPORT, button_of(REPORT), view.report, view.version, primary=True)
        if REPORT in view.may
        else None
    )
    if view.next is None:
        return [report]
    one = view.next
    return [opens_dialog(RECORD, f"Record {one.case_ref}…", one.audit, one.version, primary=True)]


def _reported(view: Dips) -> Json:
    who = "" if view.reported_by is None else view.reported_by.name
    shared = view.state == "shared"
    left = "" if shared else view.signs_next
    return card(
        f"The report on dip samples for {view.service}{_line_no(view)} is "
        f"{'signed off and shared' if shared else 'being signed off'}",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts(
            [
                ("Reported", f"{who}, {view.reported_on}"),
                ("Signed", joined(list(view.signed))),
                ("Signs next", left),
                ("Showed", counts_in_words(view)),
            ]
        ),
        *buttons(_findings(view)),
    )


def dip_sign_card(view: Dips) -> Json:
    """For each person who signs: read the findings, then sign."""
    if view.state == "shared" or SIGN_OFF not in view.may:
        return _reported(view)
    by = "" if view.sign_by is None else view.sign_by.words
    return card(
        f"Sign off the dip samples for {view.service}{_line_no(view)} by {_day(view.sign_by)}",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts(
            [("Showed", counts_in_words(view)), ("Signed", joined(list(view.signed))), ("Due", by)]
        ),
        text("It is signed off first, and shared after that."),
        *buttons(
            execute(SIGN_OFF, button_of(SIGN_OFF), view.report, view.version, primary=True),
            _findings(view),
            None if view.sign_by is None else fold("Why this date?", text(view.sign_by.why)),
        ),
        says=f"Sign off the dip samples for {view.service}{_line_no(view)} by {by}",
    )


def dip_report_card(view: Dips) -> Json:
    """For the Head of Service that it is shared with."""
    return card(
        f"Dip samples for {view.service}, {view.month}{_line_no(view)}: what they showed",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts(
            [
                ("Records", str(len(view.samples))),
                ("Showed", counts_in_words(view)),
                ("Signed off", joined(list(view.signed))),
            ]
        ),
        *buttons(_findings(view, primary=True)),
    )


def dip_agree_card(view: Sample) -> Json:
    """For the Head of Service or Group Manager of an IRO or CP chair who is to do one."""
    name = "somebody" if view.sampler is None else view.sampler.name
    if view.state != "offered":
        agreed = view.sampler is not None and view.state == "sampling"
        title = f"{name} does the dip sample {view.case_ref}{_line_no(view)}"
        return card(
            title if agreed else f"The dip sample {view.case_ref}{_line_no(view)} is settled",
            text("There is nothing left for you to do."),
        )
    return card(
        f"May {name} do a dip sample on {view.case_ref}{_line_no(view)}?",
        text("It is a short look at one record, to test one line of enquiry. It is not graded."),
        facts([("Line", shortened(view.kloe, KLOE_WORDS)), ("Due", _day(view.due))]),
        *buttons(
            execute(AGREE, f"Agree that {name} does it", view.audit, view.version, primary=True)
            if AGREE in view.may
            else None,
            opens_dialog(DECLINE, button_of(DECLINE), view.audit, view.version)
            if DECLINE in view.may
            else None,
        ),
        says=f"May {name} do a dip sample on {view.case_ref}{_line_no(view)}?",
    )


def dip_given_card(view: Sample) -> Json:
    """For the person it was given to."""
    if view.state == "sampled":
        return card(
            f"The dip sample {view.case_ref}{_line_no(view)} is recorded",
            facts([("It showed", ANSWERS.get(view.answer, ""))]),
            text(f"Thank you. The {terms.AUDIT_TEAM} reports on the whole line of enquiry."),
        )
    if RECORD not in view.may:
        return card(
            f"The dip sample {view.case_ref}{_line_no(view)} is with somebody else",
            text("There is nothing for you to do."),
            text(f"Questions: the {terms.AUDIT_TEAM}."),
        )
    return card(
        f"Dip sample {view.case_ref}{_line_no(view)} by {_day(view.due)}",
        text(f"Look for: {shortened(view.kloe, KLOE_WORDS)}"),
        text("It is a short look at the record alone, and not graded."),
        *buttons(
            opens_dialog(RECORD, "Record what it showed…", view.audit, view.version, primary=True),
            None if view.due is None else fold("Why this date?", text(view.due.why)),
        ),
        says=f"Dip sample {view.case_ref}{_line_no(view)} by {_day(view.due)}",
    )


def dips_dialog(view: Dips, page: int = 1) -> Json:
    """Every sample: where it stands, what it showed, and who does it."""
    page, pages = pages_of(len(view.samples), PAGE, page)
    shown = view.samples[(page - 1) * PAGE : page * PAGE]
    names = [f"from {view.samples[at].case_ref}" for at in range(0, len(view.samples), PAGE)]
    return card(
        f"Dip samples{_line_no(view)}: {view.done} of {len(view.samples)} done",
        quiet(view.kloe),
        *(_line(sample) for sample in shown),
        *page_choice(page, pages, names),
        actions=[submits(VIEW, "Show that page", view.report, view.version)] if pages > 1 else [],
    )


def _line(one: Sample) -> Json:
    who = "" if one.sampler is None else f", {one.sampler.name}"
    state = ANSWERS.get(one.answer, "to do")
    state = f"waits for agreement{who}" if one.state == "offered" else f"{state.lower()}{who}"
    pressed = (
        (RECORD, "Record it…"),
        (ASSIGN, button_of(ASSIGN)),
        *([(DECLINE, "Take it back…")] if one.state == "offered" else []),
    )
    row = [
        submits(verb, title, one.audit, one.version, primary=False) | {"associatedInputs": "none"}
        for verb, title in pressed
        if verb in one.may
    ]
    said = [quiet(f"“{shortened(one.finding, 60)}”")] if one.finding else []
    return group(text(f"{one.case_ref}: {state}"), *said, *buttons(*row), separator=True)


def findings_dialog(view: Dips, words: str) -> Json:
    """The key findings, for those who may read them."""
    return card(
        f"Key findings: {view.service}, {view.month}{_line_no(view)}",
        quiet(view.kloe),
        facts([("Records", count(len(view.samples), "record")), ("Showed", counts_in_words(view))]),
        text(words),
        *([quiet(f"Signed by {joined(list(view.signed))}.")] if view.signed else []),
    )


def _findings(view: Dips, *, primary: bool = False) -> Json | None:
    if not view.may_read:
        return None
    return opens_dialog(FINDINGS, "Read the findings", view.report, view.version, primary=primary)


def counts_in_words(view: Dips) -> str:
    """How many records showed it: "8 shown, 2 partly, 1 not shown"."""
    words = {"shown": "shown", "partly": "partly", "not_shown": "not shown"}
    return ", ".join(f"{n} {words[answer]}" for answer, n in view.counts)


def _line_no(view: Dips | Sample) -> str:
    """Which line of enquiry; a cycle has several, and the cards of all of them are in one chat."""
    return f", line {view.line}" if view.line else ""


def _day(due: Due | None) -> str:
    return "a date to be set" if due is None else due.words
