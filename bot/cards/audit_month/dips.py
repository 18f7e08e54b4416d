"""Cards of dip samples: a line of enquiry's records, who does them, the report (§2.15)."""

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
from store.views.audit_month.dips import Dips, Sample

VIEW, FINDINGS = "dips.view", "dips.findings"
PAGE = 8
KLOE_WORDS = 18

ANSWERS = {"shown": "Shown", "partly": "Partly shown", "not_shown": "Not shown"}


def dips_card(view: Dips) -> Json:
    """For the audit team: how many are done, the next, and what comes after the last."""
    if view.state != "open":
        return _reported(view)
    by = "" if view.due is None else view.due.words
    waiting = f"{view.waiting} for a head's agreement" if view.waiting else ""
    return card(
        f"Dip samples{_line_no(view)}: {view.done} of {len(view.samples)} done, by {_on(view)}"
        if view.samples
        else f"No dip sample was drawn{_line_no(view)}: say so in the report by {_on(view)}",
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
        opens_dialog("dip.report", "Report the findings…", view.report, view.version, primary=True)
        if "dip.report" in view.may
        else None
    )
    if view.next is None:
        return [report]
    one = view.next
    return [
        opens_dialog("dip.record", f"Record {one.case_ref}…", one.audit, one.version, primary=True)
    ]


def _reported(view: Dips) -> Json:
    who = "" if view.reported_by is None else view.reported_by.name
    shared = view.state == "shared"
    left = "" if shared else view.signs_next
    return card(
        f"The report on dip samples for {view.service}{_line_no(view)} is "
        f"{'signed off and shared' if shared else 'being signed off'}",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts([
            ("Reported", f"{who}, {view.reported_on}"), ("Signed", joined(list(view.signed))),
            ("Signs next", left), ("Showed", _counts(view)),
        ]),
        *buttons(_findings(view)),
    )  # fmt: skip


def dip_sign_card(view: Dips) -> Json:
    """For who signs: read the findings, then sign; two people do."""
    if view.state == "shared" or "dip.sign_off" not in view.may:
        return _reported(view)
    by = "" if view.sign_by is None else view.sign_by.words
    return card(
        f"Sign off the dip samples for {view.service}{_line_no(view)} by {_sign_on(view)}",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts([("Showed", _counts(view)), ("Signed", joined(list(view.signed))), ("Due", by)]),
        text("Two people sign; then the Head of Service has it."),
        *buttons(
            execute("dip.sign_off", "Sign it off", view.report, view.version, primary=True),
            _findings(view),
            None if view.sign_by is None else fold("Why this date?", text(view.sign_by.why)),
        ),
        says=f"Sign off the dip samples for {view.service}{_line_no(view)} by {by}",
    )


def dip_report_card(view: Dips) -> Json:
    """For the Head of Service it is shared with."""
    return card(
        f"Dip samples for {view.service}, {view.month}{_line_no(view)}: what they showed",
        text(f"Line of enquiry: {shortened(view.kloe, KLOE_WORDS)}"),
        facts([("Records", str(len(view.samples))), ("Showed", _counts(view)),
               ("Signed off", joined(list(view.signed)))]),
        *buttons(_findings(view, primary=True)),
    )  # fmt: skip


def dip_agree_card(view: Sample) -> Json:
    """For the head of an IRO or CP chair who is asked to do one."""
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
        text("It is a quick look at one record, to test one line of enquiry. No grade."),
        facts([("Line", shortened(view.kloe, KLOE_WORDS)), ("Due", _sample_day(view))]),
        *buttons(
            execute(
                "dip.agree", f"Agree that {name} does it", view.audit, view.version, primary=True
            )
            if "dip.agree" in view.may
            else None,
            opens_dialog("dip.decline", "They cannot be spared…", view.audit, view.version)
            if "dip.decline" in view.may
            else None,
        ),
        says=f"May {name} do a dip sample on {view.case_ref}{_line_no(view)}?",
    )


def dip_given_card(view: Sample) -> Json:
    """For whoever it was given to."""
    if view.state == "sampled":
        return card(
            f"The dip sample {view.case_ref}{_line_no(view)} is recorded",
            facts([("It showed", ANSWERS.get(view.answer, ""))]),
            text("Thank you. The audit team reports on the whole line of enquiry."),
        )
    if "dip.record" not in view.may:
        return card(
            f"The dip sample {view.case_ref}{_line_no(view)} is with somebody else",
            text("There is nothing for you to do."),
            text("Questions: the audit team."),
        )
    return card(
        f"Dip sample {view.case_ref}{_line_no(view)} by {_sample_day(view)}",
        text(f"Look for: {shortened(view.kloe, KLOE_WORDS)}"),
        text("A quick look at the record alone; it is not graded."),
        *buttons(
            opens_dialog(
                "dip.record", "Record what it showed…", view.audit, view.version, primary=True
            ),
            None if view.due is None else fold("Why this date?", text(view.due.why)),
        ),
        says=f"Dip sample {view.case_ref}{_line_no(view)} by {_sample_day(view)}",
    )


def dips_dialog(view: Dips, page: int = 1) -> Json:
    """Every sample: where it is, what it showed, who might do it."""
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
        ("dip.record", "Record it…"),
        ("dip.assign", "Ask somebody to do it…"),
        *([("dip.decline", "Take it back…")] if one.state == "offered" else []),
    )
    row = [
        submits(verb, title, one.audit, one.version, primary=False) | {"associatedInputs": "none"}
        for verb, title in pressed
        if verb in one.may
    ]
    said = [quiet(f"“{shortened(one.finding, 60)}”")] if one.finding else []
    return group(text(f"{one.case_ref}: {state}"), *said, *buttons(*row), separator=True)


def findings_dialog(view: Dips, words: str) -> Json:
    """The key findings, for who may read them."""
    return card(
        f"Key findings: {view.service}, {view.month}{_line_no(view)}",
        quiet(view.kloe),
        facts([("Records", count(len(view.samples), "record")), ("Showed", _counts(view))]),
        text(words),
        *([quiet(f"Signed by {joined(list(view.signed))}.")] if view.signed else []),
    )


def _findings(view: Dips, *, primary: bool = False) -> Json | None:
    if not view.may_read:
        return None
    return opens_dialog(FINDINGS, "Read the findings", view.report, view.version, primary=primary)


def counts_in_words(view: Dips) -> str:
    """How many records showed it: "8 shown, 2 partly, 1 not"."""
    return _counts(view)


def _counts(view: Dips) -> str:
    words = {"shown": "shown", "partly": "partly", "not_shown": "not shown"}
    return ", ".join(f"{n} {words[answer]}" for answer, n in view.counts)


def _line_no(view: Dips | Sample) -> str:
    """Which line of enquiry: a cycle has several, and their cards stand one below the other."""
    return f", line {view.line}" if view.line else ""


def _on(view: Dips) -> str:
    return "a date to be set" if view.due is None else view.due.on


def _sign_on(view: Dips) -> str:
    return "a date to be set" if view.sign_by is None else view.sign_by.on


def _sample_day(view: Sample) -> str:
    return "a date to be set" if view.due is None else view.due.on
