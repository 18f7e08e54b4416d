"""The form that opens a cycle (programme.md §2.2)."""

from bot.cards.parts.case_choices import Choices, which_cases
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, quiet, submits, text
from bot.cards.parts.text import count
from store.views.audit_list.opening import MonthAhead, Opening, Volume
from store.views.parts.due import working_days
from store.views.parts.offers import submit_of
from store.vocabulary import terms

KLOES = 4
"""Lines of enquiry that the form has inputs for."""
VOLUME = "volume."
"""What the inputs begin with that say how many audits of a quota the cycle has."""
SLACK = "accept_slack"
"""The field by which the audit team accepts too little slack (programme.md §4)."""


def open_cycle_form(view: Opening, typed: Typed) -> Json:
    """Service, month and lines of enquiry; a month with too little slack has to be accepted."""
    tight = _tight(view, typed) if SLACK in typed.errors else None
    agreed = _agreed(view)
    if view.planned and not typed.values:
        # The next planned cycle is chosen already; another one can be chosen instead.
        service, month, _ = view.planned[0]
        typed = Typed({"service": service, "month": month.isoformat()}, typed.errors)
    title = "Open it anyway" if tight else submit_of("cycle.open")
    return card(
        "Open a cycle",
        *([] if tight is None else _wanted(view, tight)),
        *([quiet(agreed)] if agreed else []),
        chosen(
            "service",
            "Service",
            [(service, service) for service in view.services],
            typed,
            mend="Choose the service to audit.",
        ),
        chosen(
            "month",
            "Audit month",
            [(month.month.isoformat(), _month(month)) for month in view.months],
            typed,
            mend="Choose the month in which the audits are done.",
            hint="Days to spare are between return, check, rectification and moderation.",
        ),
        *(_volume(volume, typed) for volume in view.volumes),
        quiet("Lines of enquiry: each audit answers all of them, and dip samples test each one."),
        *(part for number in range(1, KLOES + 1) for part in _kloe(number, typed, view.choices)),
        actions=[submits("cycle.open", title, view.programme, view.version)],
    )


def _volume(volume: Volume, typed: Typed) -> Json:
    """How many audits the holders of a role do this time; the least where nothing is said."""
    return written(
        f"{VOLUME}{volume.key}",
        f"Audits by {' or '.join(f'{one}s' for one in volume.title.split(' or '))}",
        typed,
        most=4,
        multiline=False,
        hint=f"{volume.least} to {volume.most}. Left empty, it is {volume.least}.",
    )


def _agreed(view: Opening) -> str:
    """That the next planned cycle keeps the lines of enquiry that its meeting agreed."""
    service, month, lines = view.planned[0] if view.planned else ("", None, 0)
    if not lines or month is None:
        return ""
    at = next((known.words for known in view.months if known.month == month), "its month")
    return f"{service}, {at} keeps the {count(lines, 'line')} its meeting agreed. Add others here."


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
    """Why the month was refused, and the box that accepts it."""
    has = "has" if tight.slack >= 0 else "is"
    return [
        text(
            f"{tight.words} {has} {_over(tight.slack)} between return, check, rectification and "
            f"moderation. The minimum is {view.least_slack}. The cycle is not open yet.",
            weight="Bolder",
        ),
        {
            "type": "Input.Toggle",
            "id": SLACK,
            "label": "Accept this month",
            "title": f"The {terms.AUDIT_TEAM} accepts this month anyway",
            "wrap": True,
            "value": "true",
            "valueOn": "true",
            "valueOff": "",
        },
    ]


def _kloe(number: int, typed: Typed, choices: Choices) -> list[Json]:
    return [
        written(
            f"kloes.{number}.text", f"Line of enquiry {number}", typed, most=300, multiline=False
        ),
        *which_cases(number, typed, choices),
    ]
