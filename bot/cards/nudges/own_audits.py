"""Cards that answer typed words about audits: who, what state, by when, and what may be done."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.nudges.duty_lines import ask_line, in_chat
from bot.cards.nudges.understood import own_days, own_stand_in, own_words, shows
from bot.cards.parts.kit import Json, buttons, card, facts, fold, group, opens_link, quiet, text
from bot.cards.parts.state_words import state_in_words
from store.views.nudges.duty_lines import Ask
from store.views.nudges.spoken_of import MeetingSpokenOf, SpokenOf
from store.vocabulary import terms

SHOWN = 3
MOST_BUTTONS = 4


def audits_card(title: str, audits: Sequence[SpokenOf], none: str) -> Json:
    """One audit with its people and what is this person's to do; several, a line each."""
    if not audits:
        return card(title, text(none), *buttons(shows("my_work", "Show what I owe")))
    if len(audits) > 1:
        more = len(audits) - SHOWN
        return card(
            title,
            *(_line(one) for one in audits[:SHOWN]),
            *([quiet(f"And {more} more: type the reference.")] if more > 0 else []),
        )
    (one,) = audits
    presses = [in_chat(each.press) for each in one.asks if each.press is not None]
    return card(
        f"{one.audit.case_ref}: {state_in_words(one.state)}",
        facts([
            ("Auditor", one.auditor),
            ("Moderator", one.moderator),
            ("Whose work", one.audit.practitioner.name),
            (terms.TEAM_MANAGER, one.audit.team_manager.name),
            ("Return due", one.audit.due_words),
        ]),
        *buttons(
            *presses[:MOST_BUTTONS],
            fold("Why this date?", text(one.audit.due.why)) if one.audit.due else None,
        ),
    )  # fmt: skip


def _line(one: SpokenOf) -> Json:
    people = [
        f"{role} {name}"
        for role, name in (("auditor", one.auditor), ("moderator", one.moderator))
        if name
    ]
    ref = one.audit.case_ref
    return group(
        text(f"{ref}: {state_in_words(one.state)}"),
        quiet(", ".join([*people, f"return due {one.audit.due_words}"])),
        *buttons(shows("show", f"Show {ref}", about=ref)),
        separator=True,
    )


def asks_card(title: str, asks: Sequence[Ask], none: str, *notes: str, tool: str = "") -> Json:
    """Open duties of some kinds, each with its button; `none` where there is none."""
    link = opens_link("Open the audit tool", tool) if tool else None
    if not asks:
        return card(title, text(none), *buttons(link, shows("my_work", "Show what I owe")))
    return card(
        title,
        *(quiet(note) for note in notes),
        *(
            ask_line(one, primary=at == 0 and one.press is not None)
            for at, one in enumerate(asks[:SHOWN])
        ),
        *([quiet(f"And {len(asks) - SHOWN} more.")] if len(asks) > SHOWN else []),
        *buttons(link),
    )


def dates_card(asks: Sequence[Ask]) -> Json:
    """What is due when, and the rule behind each date."""
    if not asks:
        return card("Nothing of yours is due", text("No date is running for you at the moment."))
    return card(
        "When your work is due",
        *(
            group(
                text(f"{one.about}: {one.words}, due {one.due.words}"),
                *buttons(fold("Why this date?", text(one.due.why))),
                separator=True,
            )
            for one in asks[:SHOWN]
        ),
        *([quiet(f"And {len(asks) - SHOWN} more.")] if len(asks) > SHOWN else []),
    )


def reasons_card(
    title: str,
    lines: Sequence[str],
    audits: Sequence[SpokenOf],
    *verbs: str,
    words: str,
    label: str,
) -> Json:
    """Own words in an input, and for each audit the button of an act, whose form takes them."""
    presses = [(one, press) for one in audits if (press := one.press(*verbs)) is not None]
    if not presses:
        return card(
            title,
            *(text(line) for line in lines),
            own_words(words, "Your words"),
            text("No audit waits on you that this could be said about. Nothing has been kept."),
            *buttons(shows("stuck", "Ask a person")),
        )
    return card(
        title,
        *(text(line) for line in lines),
        own_words(words, label),
        *buttons(*(
            in_chat(
                replace(press, title=f"{press.title.removesuffix('…')}: {one.audit.case_ref}…"),
                primary=at == 0,
            )
            for at, (one, press) in enumerate(presses[:MOST_BUTTONS])
        )),
        quiet("Nothing is sent until you press, and send the form that opens."),
    )  # fmt: skip


def away_card(
    read: str,
    days: tuple[str, str],
    press: Json,
    exempt: Sequence[SpokenOf],
    *,
    words: str,
    stand_ins: Sequence[tuple[str, str]] = (),
) -> Json:
    """The days that were read, to correct; and the audits that somebody may ask to be let off.

    `stand_ins` are the people whom the words name; of several, none is chosen already.
    """
    presses = [
        in_chat(replace(found, title=f"Ask to be exempt: {one.audit.case_ref}…"))
        for one in exempt
        if (found := one.press("exemption.request")) is not None
    ]
    return card(
        "You will be away",
        text(read),
        *own_days(*days),
        *([own_stand_in(stand_ins)] if stand_ins else []),
        own_words(words, "Your words, if you ask to be exempt from an audit"),
        *buttons(press, *presses[:MOST_BUTTONS]),
        quiet("Nothing is recorded until you press, and send the form that opens."),
    )


def undo_card(audits: Sequence[SpokenOf], team: str) -> Json:
    """What may still be taken back, each with its button."""
    verbs = ("return.recall", "exemption.withdraw")
    found = [
        (one, press) for one in audits for verb in verbs if (press := one.press(verb)) is not None
    ]
    if not found:
        return card(
            "Nothing of yours can be taken back by a button",
            text(f"The {team} can help: say what went wrong, and about which case."),
            *buttons(shows("stuck", "Ask a person")),
        )
    return card(
        "What you can take back",
        *(
            group(text(one.audit.case_ref), *buttons(in_chat(press)), separator=True)
            for one, press in found[:SHOWN]
        ),
    )


def meetings_card(found: Sequence[MeetingSpokenOf], asks: Sequence[Ask]) -> Json:
    """The meetings ahead, with what may be done about each; and those still to be arranged."""
    if not found and not asks:
        return card("You have no meeting ahead", text("You will be invited here, with times."))
    return card(
        "Your meetings",
        *(
            group(
                text(f"{one.about}: {one.when}{f', {one.place}' if one.place else ''}"),
                *buttons(*(in_chat(press) for press in one.presses[:MOST_BUTTONS])),
                separator=True,
            )
            for one in found[:SHOWN]
        ),
        *(ask_line(one) for one in asks[:SHOWN]),
    )
