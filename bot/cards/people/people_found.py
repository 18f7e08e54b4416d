"""A person looked up by name, for whom an absence or a leaver is then recorded."""

from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, buttons, card, group, opens_dialog, quiet, submits, text
from bot.cards.parts.surface import CHAT, DIALOG, Surface
from bot.cards.parts.text import count
from store.views.parts.offers import button_of
from store.views.people.people_found import FoundPerson, PeopleFound

ABSENCE, LEAVER = "absence.find", "leaver.find"

_ASKED = {ABSENCE: "Record an absence: who is away?", LEAVER: "Record a leaver: who has left?"}


def said_to_leave_card(view: PeopleFound, own: tuple[str, int], search: tuple[str, int]) -> Json:
    """For the audit team, who typed that somebody leaves: those named, each with the button.

    `own` is the reader's own row with its version, for whoever leaves themselves; `search` is the
    row and version with which anybody else is looked up.
    """
    title = "Who is leaving?" if len(view.people) != 1 else f"{view.people[0].who.name} is leaving?"
    return card(
        title,
        *(_found(person, LEAVER, CHAT) for person in view.people),
        *([quiet(f"and {view.more} more.")] if view.more else []),
        *buttons(
            opens_dialog(LEAVER, "Somebody else…", *search, primary=not view.people),
            opens_dialog("person.left", "I am leaving myself…", *own),
        ),
        quiet("Nothing is recorded until you press, and send the form that opens."),
    )


def people_found_card(
    view: PeopleFound, verb: str, programme: str, version: int, place: Surface = DIALOG
) -> Json:
    """The search, and the people found, each with what may be recorded."""
    nobody = view.sought and not view.people
    return card(
        _ASKED[verb],
        *(
            [text(f"Nobody here is called {view.sought}. Type another part of the name.")]
            if nobody
            else []
        ),
        *(_found(person, verb, place) for person in view.people),
        *(
            [quiet(f"and {view.more} more. Type more of the name to see them.")]
            if view.more
            else []
        ),
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
    away += f" Gone from {person.left}." if person.left else ""
    offered = (
        [("person.absent", True), ("person.back", False)]
        if verb == ABSENCE
        else [("person.left", True), ("person.rejoined", True)]
    )
    return group(
        text(f"{who.with_role}{f' ({where})' if where else ''}.{away}", spacing="Small"),
        *buttons(
            *(
                (place.ask if asks else place.act)(act, button_of(act), who.upn, person.version)
                for act, asks in offered
                if act in person.may
                and (act != "person.back" or person.away)
                and (act != "person.rejoined" or person.left)
            )
        ),
        separator=True,
    )


def in_hand_words(person: FoundPerson) -> str:
    """How much they have to do: "2 audits, 3 to moderate, 1 other duty"."""
    of = person.in_hand
    own = [count(of.audits, "audit")] if of.audits else []
    own += [f"{of.moderations} to moderate"] if of.moderations else []
    own += [f"{of.others} other {'duty' if of.others == 1 else 'duties'}"] if of.others else []
    return ", ".join(own) or "none"
