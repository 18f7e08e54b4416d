"""The year's timetable: cards for the audit team and Heads of Service, and the form (§5)."""

from collections import Counter
from urllib.parse import quote

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    fold,
    group,
    lines,
    quiet,
    submits,
    text,
)
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count
from bot.cards.programme.programme import back_to_programme
from store.views.before_cycle.timetable import TimetablePlace as Entry
from store.views.before_cycle.timetable import Timetables, TimetableTold, Version
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

SHOWN = 4
MOST_LINES = 60
OLDER = 10
MINUTES = "timetable.minutes"
MOST_MINUTES = 4000
LEFT_OUT = "Cycles that you leave out are no longer planned. Open cycles continue."
SERVICES, THEME = "services.", "theme."
"""What the inputs of a month begin with; the month and the number of its theme follow."""
SEVERAL = ","
"""What parts the choices of an input with several."""
STATES = {
    "planned": "planned",
    "dropped": "no longer planned",
    "open": "open",
    "confirmed": "confirmed",
    "issued": "under way",
}


def timetable_card(view: Timetables, place: Surface = CHAT) -> Json:
    """The version in force with its next cycles; minutes and older versions in folds."""
    record = (
        place.ask(
            "timetable.record",
            "Record the next version…" if view.versions else button_of("timetable.record"),
            view.programme,
            view.version,
            primary=True,
        )
        if "timetable.record" in view.may
        else None
    )
    board = (
        place.ask("board.dates", "The board's dates…", view.programme, view.version)
        if "board.dates" in view.may
        else None
    )
    back = back_to_programme(place, view.programme)
    if not view.versions:
        return card(
            "No timetable is recorded yet",
            text("Record the year's cycles and themes. Each then gets its reminders in time."),
            *buttons(record, board, back),
        )
    now, older = view.versions[0], view.versions[1:]
    ahead = [entry for entry in now.entries if entry.on > view.today]
    return card(
        f"The timetable, version {now.number}",
        *lines(entry_words(entry, with_date=False) for entry in ahead[:SHOWN]),
        *([quiet(f"and {len(ahead) - SHOWN} more")] if len(ahead) > SHOWN else []),
        *buttons(
            record,
            fold("All of it", *lines(entry_words(entry) for entry in now.entries[:MOST_LINES])),
            place.ask(MINUTES, "Its minutes", now.id, 0),
            fold(
                f"{count(len(older), 'older version')}",
                *(_older(one, place) for one in older[:OLDER]),
            )
            if older
            else None,
            board,
            back,
        ),
        says=f"The timetable, version {now.number}: {count(len(ahead), 'cycle')} ahead",
    )


def entry_words(entry: Entry, *, with_date: bool = True) -> str:
    """One cycle: "Frontdoor, December 2026 (Neglect): meet by Tue 17 Nov"."""
    theme = f" ({entry.theme})" if entry.theme else ""
    stands = STATES.get(entry.state, "under way" if entry.state else "")
    if with_date and entry.meet_by is not None:
        stands = f"meet by {entry.meet_by.words}"
    return f"{entry.service}, {entry.month}{theme}" + (f": {stands}" if stands else "")


def _older(one: Version, place: Surface) -> Json:
    words = f"Version {one.number}, agreed on {one.agreed_on}: {count(len(one.entries), 'cycle')}"
    return group(text(words, spacing="Small"), *buttons(place.ask(MINUTES, "Read it", one.id, 0)))


def minutes_dialog(one: Version) -> Json:
    """One version with its minutes, for the audit team; cards in the chat leave minutes out."""
    return card(
        f"The timetable, version {one.number}",
        text(f"“{one.minutes}”"),
        quiet(f"Agreed on {one.agreed_on}; recorded by {one.recorded_by}, {one.recorded_on}."),
        *lines(entry_words(entry) for entry in one.entries[:MOST_LINES]),
    )


def timetable_told_card(view: TimetableTold) -> Json:
    """For a Head of Service: which of the service's cycles are planned, and which no longer."""
    title = f"The timetable has changed for {view.service}"
    if view.newer:
        return card(
            title, text("There is a newer version: it is below, or changes nothing for you.")
        )
    return card(
        title,
        *lines(entry_words(entry, with_date=False) for entry in view.entries[:SHOWN]),
        *lines(
            f"{place.service}, {place.month}: no longer planned" for place in view.dropped[:SHOWN]
        ),
        quiet(f"Version {view.number}, agreed on {view.agreed_on}."),
        text("Before each, you are invited to a meeting that agrees its lines of enquiry."),
    )


def timetable_form(view: Timetables, typed: Typed) -> Json:
    """The services of each month ahead, chosen; cycles left out are no longer planned.

    What came as lines, from a file, is corrected as lines.
    """
    asked = [_lines(view, typed)] if "entries" in typed.values else _months(view, typed)
    return card(
        "Record the timetable",
        text(LEFT_OUT),
        *asked,
        *_agreed(typed),
        actions=[
            submits("timetable.record", submit_of("timetable.record"), view.programme, view.version)
        ],
    )


def timetable_read_card(view: Timetables, typed: Typed) -> Json:
    """The cycles of a file, not recorded yet; asks when they were agreed, and for the minutes."""
    n = len(typed.values["entries"].splitlines())
    return card(
        f"The timetable file has {count(n, 'cycle')}: record them",
        text(f"Nothing is recorded yet. {LEFT_OUT}"),
        _lines(view, typed),
        *_agreed(typed),
        *buttons(
            execute("timetable.record", submit_of("timetable.record"), view.programme, view.version)
        ),
    )


def _months(view: Timetables, typed: Typed) -> list[Json]:
    """For each month ahead its services and their theme; twice where two themes are planned."""
    said = typed if typed.values else Typed(_planned(view), typed.errors)
    shown: list[Json] = []
    for month, words in view.ahead:
        rows = [at for at in (f"{month}.1", f"{month}.2") if at.endswith("1") or _is_in(said, at)]
        for at in rows:
            shown += [
                chosen(
                    f"{SERVICES}{at}",
                    words if at.endswith("1") else f"{words}, another theme",
                    [(without_commas(name), name) for name in view.services],
                    said,
                    several=True,
                ),
                written(f"{THEME}{at}", f"Theme, {words}", said, most=120, multiline=False),
            ]
    return shown


def without_commas(name: str) -> str:
    """A service's name as the value of a choice: commas part the choices of one input."""
    return quote(name, safe=" &")


def _is_in(said: Typed, at: str) -> bool:
    return f"{SERVICES}{at}" in said.values or f"{THEME}{at}" in said.values


def _planned(view: Timetables) -> dict[str, str]:
    """What the form begins with: the cycles that the newest version plans."""
    values: dict[str, str] = {}
    number: Counter[str] = Counter()
    for month, theme, names in view.planned:
        number[month] += 1
        at = f"{month}.{number[month]}"
        values[f"{SERVICES}{at}"] = SEVERAL.join(without_commas(name) for name in names)
        values |= {f"{THEME}{at}": theme} if theme else {}
    return values


def _lines(view: Timetables, said: Typed) -> Json:
    """The cycles of a file, one on each line."""
    return written(
        "entries",
        "The cycles, one on each line",
        said,
        mend="Write each cycle as service, month, theme.",
        hint="For example: Frontdoor, 2027-01, Neglect. You can leave out the theme. "
        f"Services: {', '.join(view.services)}.",
        most=8000,
    )


def _agreed(said: Typed) -> list[Json]:
    """The day on which the cycles were agreed, and the minutes."""
    return [
        dated(
            "agreed_on", "When it was agreed", said, mend="Choose the day on which it was agreed."
        ),
        written(
            "minutes",
            "The minutes",
            said,
            mend="Say who agreed it and what was said.",
            hint=(
                f"For the {terms.AUDIT_TEAM} only, with this version. No names of children "
                f"or families."
            ),
            most=MOST_MINUTES,
        ),
    ]
