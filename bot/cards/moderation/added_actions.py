"""Inputs for the actions that a moderator or a UoPP meeting adds to an improvement plan."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, heading, quiet
from store.views.below_good.uopp_form import UoppForm
from store.views.moderation.moderation import ModerationForm

ACTION = 300
SCOPES = [("case", "This case"), ("service", "The service"), ("report", "The report")]


def action_slots(view: ModerationForm, typed: Typed) -> list[Json]:
    """Inputs for as many actions as the view has slots; an empty one is not sent."""
    return [
        heading("Actions to add, if any"),
        quiet("They join the auditor's actions in the improvement plan. Leave unused ones empty."),
        *action_inputs(view, typed),
    ]


def action_inputs(view: ModerationForm | UoppForm, typed: Typed) -> list[Json]:
    """Inputs for as many actions as the view has slots, numbered from 1."""
    return [part for number in range(1, view.slots + 1) for part in _slot(view, number, typed)]


def _slot(view: ModerationForm | UoppForm, number: int, typed: Typed) -> list[Json]:
    at, audit = f"actions.{number}", view.audit
    owners = [
        ("practitioner", audit.practitioner.with_role),
        ("team_manager", audit.team_manager.with_role),
        ("head_of_service", view.head_of_service),
    ]
    return [
        written(f"{at}.what", f"Action {number}: what exactly", typed, most=ACTION),
        chosen(f"{at}.who", f"Action {number}: who", owners, typed),
        dated(f"{at}.by", f"Action {number}: by when", typed),
        written(f"{at}.different", f"Action {number}: what will be different", typed, most=ACTION),
        chosen(f"{at}.scope", f"Action {number}: for (this case unless chosen)", SCOPES, typed),
    ]
