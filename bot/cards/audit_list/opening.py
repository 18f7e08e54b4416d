"""The audit team's forms: open a cycle, swap a row, add a day without work."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, card, lines, quiet, submits, text
from bot.cards.parts.text import count
from store.views.audit_list.cycle_rows import SwapChoices
from store.views.audit_list.opening import MonthAhead, Opening
from store.views.parts.due import working_days
from store.views.programme.choices import ProgrammeChoices

KLOES = 4
"""Lines of enquiry that the form has room for."""
REASON = 1000
SLACK = "accept_slack"
"""What the audit team says where the month leaves too little over (programme.md §4)."""


def open_cycle_form(view: Opening, typed: Typed) -> Json:
    """One round for one service; where little is left over, that is said and may be wanted."""
    tight = _tight(view, typed) if SLACK in typed.errors else None
    agreed = _agreed(view)
    if view.planned and not typed.values:
        # The timetable says which is next; whoever opens another one chooses it.
        service, month, _ = view.planned[0]
        typed = Typed({"service": service, "month": month.isoformat()}, typed.errors)
    title = "Open it all the same" if tight else "Open the cycle"
    return card(
        "Open a cycle",
        *([] if tight is None else _wanted(view, tight)),
        *([quiet(agreed)] if agreed else []),
        chosen(
            "service",
            "Service",
            [(service, service) for service in view.services],
            typed,
            mend="Choose the service that is looked at.",
        ),
        chosen(
            "month",
            "Audit month",
            [(month.month.isoformat(), _month(month)) for month in view.months],
            typed,
            mend="Choose the month in which the audits are done.",
            hint="Days to spare lie between return, check, rectification and moderation.",
        ),
        quiet("Lines of enquiry: what these audits must speak to; dip samples test each."),
        *(part for number in range(1, KLOES + 1) for part in _kloe(number, typed)),
        actions=[submits("cycle.open", title, view.programme, view.version)],
    )


def _agreed(view: Opening) -> str:
    """That a meeting has agreed lines for the cycle that is next, which it keeps."""
    service, month, lines = view.planned[0] if view.planned else ("", None, 0)
    if not lines or month is None:
        return ""
    at = next((known.words for known in view.months if known.month == month), "its month")
    return f"{service}, {at} keeps the {count(lines, 'line')} its meeting agreed; add others here."


def _month(month: MonthAhead) -> str:
    return f"{month.words}: {_over(month.slack)}"


def _over(slack: int) -> str:
    return f"{working_days(slack)} to spare" if slack >= 0 else f"{working_days(-slack)} short"


def _tight(view: Opening, typed: Typed) -> MonthAhead | None:
    chosen_month = typed.values.get("month", "")[:7]
    return next(
        (month for month in view.months if month.month.isoformat()[:7] == chosen_month), None
    )


def _wanted(view: Opening, tight: MonthAhead) -> list[Json]:
    """The refusal in words, and the audit team's word for it."""
    has = "has" if tight.slack >= 0 else "is"
    return [
        text(
            f"{tight.words} {has} {_over(tight.slack)} between return, check, rectification and "
            f"moderation; {view.least_slack} to spare are the least. The cycle is not open yet.",
            weight="Bolder",
        ),
        {
            "type": "Input.Toggle",
            "id": SLACK,
            "label": "The audit team's word",
            "title": "We want this month all the same",
            "value": "true",
            "valueOn": "true",
            "valueOff": "",
        },
    ]


def _kloe(number: int, typed: Typed) -> list[Json]:
    return [
        written(
            f"kloes.{number}.text", f"Line of enquiry {number}", typed, most=300, multiline=False
        ),
        written(
            f"kloes.{number}.where",
            f"Dip samples for {number}: only cases with",
            typed,
            most=200,
            multiline=False,
            hint="For example: flags=neglect. Empty for any case." if number == 1 else "",
        ),
    ]


def swap_form(view: SwapChoices, typed: Typed) -> Json:
    """Another case, auditor or moderator, lawful as the first was, for a reason (§2.2)."""
    row = view.row
    people = [
        *(
            [chosen("auditor", "Another auditor", list(view.auditors), typed)]
            if view.auditors
            else []
        ),
        *(
            [chosen("moderator", "Another moderator", list(view.moderators), typed)]
            if view.moderators
            else []
        ),
    ]
    return card(
        f"Swap {row.case_ref}",
        text(
            f"Now: {row.auditor.name} audits, {row.moderator.name} moderates. Choose what changes; "
            "the rest is filled lawfully."
            if view.state != "drawn"
            else "Nobody is allocated yet, so only the case can be another one."
        ),
        *(
            [
                chosen(
                    "case_ref",
                    "Another case, next in the draw first",
                    [(ref, ref) for ref in view.cases],
                    typed,
                )
            ]
            if view.cases
            else [quiet("No other case is left in the draw.")]
        ),
        *people,
        written(
            "reason",
            "The reason",
            typed,
            mend="Say why; the swap is recorded with it.",
            hint="For example: the case moved to another council. Nothing that says who it is.",
            most=REASON,
        ),
        actions=[submits("list.swap", "Swap it", row.audit, row.version)],
    )


def closure_form(view: ProgrammeChoices, typed: Typed) -> Json:
    """A closure day of the authority's own, or a bank holiday proclaimed late."""
    known = view.closures
    return card(
        "Add a day without work",
        text("Open deadlines on that day move to the next working day, and their cards say so."),
        dated("on", "The day", typed, mend="Choose the day that is without work."),
        chosen(
            "kind",
            "What it is",
            [("closure", "The council is closed"), ("bank", "A new bank holiday")],
            Typed({"kind": "closure"} | dict(typed.values), typed.errors),
            mend="Choose which of the two it is.",
            style="expanded",
        ),
        written(
            "name",
            "What it is called",
            typed,
            mend="Give it a name, as people will read it.",
            hint="For example: Council closed between Christmas and New Year.",
            most=80,
            multiline=False,
        ),
        *([quiet("Known already:"), *lines(known[:10])] if known else []),
        actions=[submits("closure.add", "Add this day", view.programme, view.version)],
    )
