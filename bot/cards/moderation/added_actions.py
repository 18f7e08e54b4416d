"""Inputs for the actions that a moderator or a UoPP meeting adds to an improvement plan."""

from bot.cards.parts.action_inputs import action_inputs
from bot.cards.parts.inputs import Typed
from bot.cards.parts.kit import Json, heading, quiet
from store.views.below_good.uopp_form import UoppForm
from store.views.moderation.moderation import ModerationForm


def action_slots(view: ModerationForm, typed: Typed) -> list[Json]:
    """Inputs for as many actions as the view has slots; an empty one is not sent."""
    return [
        heading("Actions to add, if any"),
        quiet("They join the auditor's actions in the improvement plan. Leave unused ones empty."),
        *slots(view, typed),
    ]


def slots(view: ModerationForm | UoppForm, typed: Typed) -> list[Json]:
    """Inputs for as many actions as the view has slots, numbered from 1."""
    numbers = range(1, view.slots + 1)
    return [part for number in numbers for part in action_inputs(number, view.owners, typed)]
