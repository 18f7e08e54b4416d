"""Who is away and who has left: somebody is looked up by name, then it is recorded."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, buttons, card, facts, group, quiet, submits, text
from bot.cards.parts.surface import DIALOG, Surface
from bot.cards.parts.text import count
from store.views.people.people_found import FoundPerson, PeopleFound

ABSENCE, LEAVER = "absence.find", "leaver.find"

_ASKED = {ABSENCE: "Record an absence: who is away?", LEAVER: "Record a leaver: who has left?"}


def people_found_card(
    view: PeopleFound, verb: str, programme: str, version: int, place: Surface = DIALOG
) -> Json:
    """The search, and whom it found, each with what may be recorded."""
    nobody = view.sought and not view.people
    return card(
        _ASKED[verb],
        *(
            [text(f"Nobody here is called {view.sought}. Try a part of the name.")]
            if nobody
            else []
        ),
        *(_found(person, verb, place) for person in view.people),
        *([quiet(f"and {view.more} more: type more of the name.")] if view.more else []),
        written(
            "who",
            "Name",
            Typed({"who": view.sought}),
            mend="Type a part of the person's name.",
            hint="A part of the name is enough.",
            most=80,
            multiline=False,
        ),
        actions=[submits(verb, "Look them up", programme, version)],
    )


def _found(person: FoundPerson, verb: str, place: Surface) -> Json:
    who = person.who
    where = ", ".join(part for part in (person.team, person.service) if part)
    away = f" Away {person.away}." if person.away else ""
    offered = (
        [("person.absent", "Record an absence…", True), ("person.back", "They are back", False)]
        if verb == ABSENCE
        else [("person.left", "They have left…", True)]
    )
    return group(
        text(f"{who.with_role}{f' ({where})' if where else ''}.{away}", spacing="Small"),
        *buttons(
            *(
                (place.ask if asks else place.act)(act, title, who.upn, person.version)
                for act, title, asks in offered
                if act in person.may and (act != "person.back" or person.away)
            )
        ),
        separator=True,
    )


def absent_form(person: FoundPerson, delegates: tuple[tuple[str, str], ...], typed: Typed) -> Json:
    """From when to when, and who stands in."""
    return card(
        f"{person.who.name} is away",
        facts([("Known already", person.away), ("In hand", _in_hand(person))]),
        dated("from", "First day away", typed, mend="Choose the first day they are away."),
        dated("to", "Last day away", typed, hint="Empty where nobody knows yet."),
        *(
            [
                chosen(
                    "delegate",
                    "Who stands in",
                    list(delegates),
                    typed,
                    hint="Nudges go to them meanwhile; without one they go up.",
                )
            ]
            if delegates
            else []
        ),
        actions=[submits("person.absent", "Record it", person.who.upn, person.version)],
    )


def left_form(person: FoundPerson, typed: Typed) -> Json:
    """The last day; what they have in hand goes to the audit team at once."""
    return card(
        f"{person.who.name} has left",
        facts([("In hand", _in_hand(person))]),
        text("What they have in hand comes to the audit team, to be given to somebody else."),
        dated("on", "Left on", typed, mend="Choose the first day they are no longer here."),
        actions=[submits("person.left", "Record it", person.who.upn, person.version)],
    )


def _in_hand(person: FoundPerson) -> str:
    """What they have to do themselves, and what they moderate: "2 audits, 3 to moderate"."""
    audits, moderations = person.in_hand.audits, person.in_hand.moderations
    own = [count(audits, "audit")] if audits else []
    return ", ".join([*own, *([f"{moderations} to moderate"] if moderations else [])]) or "none"
