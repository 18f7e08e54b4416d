"""Who the names in the council's extract are: one list of questions, each answered once."""

import json
from hashlib import sha256

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, buttons, card, quiet, submits, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count
from bot.cards.programme.programme import back_to_programme
from store.views.parts.offers import submit_of
from store.views.programme.matching import NamesAsked, Question

ASKED_AT_ONCE = 10
"""Questions of one form; those that are left follow it."""
NOBODY = "nobody"


def matching_form(view: NamesAsked, typed: Typed) -> Json:
    """The questions, each with the likeliest people first; what stays open is asked again."""
    return card(
        "Who is this?",
        text(
            "The file names these people and teams, and the people file has nobody of that name. "
            "A case is never drawn while its worker or team is not known."
        ),
        *(_question(one, typed) for one in view.questions),
        *_rest(view),
        actions=[submits("cases.match", submit_of("cases.match"), view.programme, view.version)],
    )


def _question(one: Question, typed: Typed) -> Json:
    cases = count(one.cases, "case")
    if not one.name:
        label, offered = f"The team “{one.team}” ({cases})", list(one.choices)
    else:
        team = f", {one.team}" if one.team else ""
        label = f"{one.name}{team} ({cases})"
        offered = [*one.choices, (NOBODY, "Nobody in the people file")]
    choices = [(answer_of(one, value), words) for value, words in offered]
    return chosen(input_of(one), label, choices, typed)


def input_of(one: Question) -> str:
    """The id of a question's input; it stays the same while other questions are answered."""
    kind = "worker" if one.name else "team"
    return f"{kind}.{sha256(f'{one.name}/{one.team}'.encode()).hexdigest()[:12]}"


def answer_of(one: Question, value: str) -> str:
    """What a choice sends: the name and the team as the file has them, and whom they mean."""
    return json.dumps([one.name, one.team, value], ensure_ascii=False)


def _rest(view: NamesAsked) -> list[Json]:
    left = view.total - len(view.questions)
    told = [quiet(f"{count(left, 'more question')} will follow.")] if left > 0 else []
    return [*told, quiet("Somebody who is not among the choices: sightline cases match NAME=UPN.")]


def matched_card(view: NamesAsked, place: Surface = CHAT) -> Json:
    """After the answers: what is still open."""
    if not view.total:
        return card(
            "Everybody in the file is known",
            text("No case waits for a name. Those that were set aside for one can be drawn now."),
            *buttons(back_to_programme(place, view.programme)),
        )
    return card(
        f"{count(view.total, 'name')} still to be matched",
        text("Their cases are set aside until then."),
        *buttons(
            place.ask("cases.match", "Who is this?", view.programme, view.version, primary=True),
            back_to_programme(place, view.programme),
        ),
    )
