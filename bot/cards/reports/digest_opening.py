"""What each digest says first: what is asked of its reader, then what is wrong (§5)."""

from bot.cards.parts.kit import Json, opens_dialog, text
from bot.cards.parts.text import count, joined, plain
from store.views.parts.due import working_days
from store.views.reports.digest_opening import HeldLate, Opening

MINUS = "\N{MINUS SIGN}"
MOST_WORDS = 75
"""Words that stand before a digest's first button, so that it is read in thirty seconds."""
HOLDERS = 2
"""People with late Inadequates who stand at the top by name; the list below has them all."""
REFS = 1
"""Cases that are named beside each of them, where they have more than two."""


def change(now: int, then: int | None) -> str:
    """How a number changed since the week before, to stand after it: " (+4)"; "" where it did not.

    `then` is None where there was no digest a week before.
    """
    if then is None or now == then:
        return ""
    return f" (+{now - then})" if now > then else f" ({MINUS}{then - now})"


def note_on_changes(view: Opening) -> str:
    """What the numbers in brackets mean; "" where there was no digest a week before."""
    return f"In brackets: the change since {view.since}." if view.since else ""


def asked_of(view: Opening, answers: int) -> Json:
    """What is asked of the reader: answers to failures first, else their most urgent duty."""
    if answers:
        by = f", by {view.answer_by}" if view.answer_by else ""
        more = f" Also yours: {count(view.mine, 'duty', 'duties')}." if view.mine else ""
        said = f"For you: say how {count(answers, 'return')} {_was(answers)} addressed{by}.{more}"
    elif view.mine == 1:
        said = f"For you: {view.first}."
    elif view.mine:
        late = f", {view.mine_late} late" if view.mine_late else ""
        said = f"For you: {view.mine} duties{late}. First {view.first}."
    elif view.confided:
        said = f"For you: {count(view.confided, 'duty', 'duties')} in confidence."
    else:
        said = "Nothing is asked of you."
    return text(said, weight="Bolder")


def my_work(view: Opening, *, primary: bool) -> Json | None:
    """The button to all that the reader owes; None where that is nothing."""
    if not view.mine and not view.confided:
        return None
    return opens_dialog("work.view", "My work", view.upn, 0, primary=primary)


def _was(n: int) -> str:
    return "was" if n == 1 else "were"


def opening(
    title: str, view: Opening, *, answers: int, not_in: int, unreached: int
) -> tuple[list[Json], list[Json]]:
    """What stands before the buttons, and what of it comes after them for want of room.

    First what is asked of the reader; then late Inadequates by name of who has them, who is not in,
    and how much else is late. `answers` of the reader are asked for by the digest itself.
    """
    wrong = _what_is_wrong(view, not_in, unreached)
    asked = asked_of(view, answers)
    used = len(f"{title} {plain(asked['text'])}".split())
    for place, line in enumerate(wrong):
        used += len(plain(line["text"]).split())
        if used > MOST_WORDS:
            return [asked, *wrong[:place]], wrong[place:]
    return [asked, *wrong], []


def _what_is_wrong(view: Opening, not_in: int, unreached: int) -> list[Json]:
    shown, rest = view.inadequate[:HOLDERS], view.inadequate[HOLDERS:]
    more = sum(len(one.refs) for one in rest)
    return [
        *(text(_held(one), color="Attention") for one in shown),
        *([text(f"Inadequate, late with others: {more}.")] if more else []),
        *([text(_not_in(view, not_in))] if not_in else []),
        *([text(f"Not reached in Teams: {unreached}.")] if unreached else []),
        *([text(f"Other duties late: {view.others_late}.")] if view.others_late else []),
    ]


def _held(one: HeldLate) -> str:
    """Of one person: "Inadequate, late with Priya Shah: M900301, 4 working days"."""
    few = len(one.refs) <= REFS + 1
    refs = list(one.refs) if few else [*one.refs[:REFS], f"{len(one.refs) - REFS} more"]
    late = working_days(one.late) if one.late else "since today"
    return f"Inadequate, late with {one.who}: {joined(refs)}, {late}."


def _not_in(view: Opening, not_in: int) -> str:
    silent = f"{view.silent} silent since accepting" if view.silent else ""
    never = f"{view.never} never answered" if view.never else ""
    parts = [part for part in (silent, never) if part]
    then = view.not_in_then if view.since else None
    return f"Not in: {not_in}{change(not_in, then)}{': ' if parts else ''}{', '.join(parts)}."
