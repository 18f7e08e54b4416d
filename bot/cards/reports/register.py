"""The register of audits as a file for the audit team (programme.md §5)."""

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, card, quiet, submits, text
from bot.cards.parts.text import RECORDED, count
from store.views.parts.offers import submit_of
from store.views.programme.choices import ProgrammeChoices
from store.vocabulary import terms

ISSUE = "register.issue"


def register_form(view: ProgrammeChoices, typed: Typed) -> Json:
    """Which cycles, and whether it may say who the children are; each issue is recorded (§5)."""
    return card(
        "Have the register as a file",
        text(f"An Excel file for the {terms.AUDIT_TEAM} alone. {RECORDED}"),
        chosen(
            "cycles",
            "Cycles",
            list(view.cycles),
            typed,
            mend="Choose at least one of the cycles.",
            several=True,
            style="expanded",
        ),
        {
            "type": "Input.Toggle",
            "id": "identifiable",
            "label": "Who the children are",
            "title": "With names, birth dates and free text",
            "value": typed.values.get("identifiable", "false"),
            "valueOn": "true",
            "valueOff": "false",
        },
        quiet(f"{count(len(view.cycles), 'cycle')} in this programme."),
        actions=[submits(ISSUE, submit_of(ISSUE), view.programme, view.version)],
    )
