"""My work, and the duties of everybody whom the reader may see."""

from collections import defaultdict
from collections.abc import Sequence

from bot.board.forms import ON_BOARD
from bot.board.page import Asked, Cell, Column, Figure, Filter, Page, Press, Table, options
from store.ledger import Reader
from store.tables import Person
from store.views.nudges.duties_seen import DutySeen, duties_seen, may_name, story_of_duty
from store.views.nudges.duty_lines import DutyButton
from store.views.nudges.my_work import my_work
from store.views.parts.due import Due
from store.views.parts.sought import has_word

WORK = (
    Column("what", "What"),
    Column("about", "About"),
    Column("due", "Due"),
    Column("why", "Why this date"),
)
DUTIES = (
    Column("about", "About"),
    Column("what", "What"),
    Column("whose", "Whose"),
    Column("since", "Since"),
    Column("due", "Due"),
)
PEOPLE = (
    Column("who", "Who"),
    Column("owes", "Owes", number=True),
    Column("overdue", "Overdue", number=True),
    Column("first", "Most urgent"),
    Column("due", "Due"),
)


def due_cell(due: Due) -> Cell:
    """By when, and how late it is."""
    return Cell(due.words, tone="late" if due.passed else "", order=due.at.timestamp())


def work_page(reader: Reader, asked: Asked) -> Page:
    """What the reader owes, most urgent first, as in the chat."""
    if reader.find(Person, asked.viewer.upn) is None:
        return Page("My work", "You were not in the directory on that day.")
    work = my_work(reader, asked.viewer.upn)
    rows = []
    for line in work.asks:
        note = f"for {line.owner}" if line.stands_in and line.owner else line.waits
        audit = story_of_duty(reader, asked.viewer, line.duty)
        rows.append(
            (
                Cell(_sentence(line.words), note=note, presses=_presses(line.press)),
                Cell(line.about, path=f"audits/{audit}" if audit else "")
                if may_name(reader, asked.viewer, line.duty)
                else Cell("Not shown", tone="quiet"),
                due_cell(line.due),
                Cell(line.due.why),
            )
        )
    return Page(
        title="My work",
        lead=_work_lead(len(work.asks), work.overdue),
        figures=(
            Figure(len(work.asks), "to do"),
            Figure(work.overdue, "overdue", tone="late" if work.overdue else ""),
            Figure(work.moderates, "to moderate, still with the auditor"),
        ),
        tables=(Table("work", "What you owe", WORK, tuple(rows), "You owe nothing just now."),),
        shows_refs=bool(rows),
    )


def _presses(button: DutyButton | None) -> tuple[Press, ...]:
    """What the board offers of a duty's button: all but what has pages of its own in the chat."""
    if button is None or (button.dialog and button.verb not in ON_BOARD):
        return ()
    return (Press(button.title, button.verb, button.id, button.version, form=button.dialog),)


def _work_lead(owes: int, overdue: int) -> str:
    if not owes:
        return "Nothing waits for you."
    return f"{overdue} of {owes} overdue. A return is handed in in the chat (“my work”)."


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def duties_page(reader: Reader, asked: Asked) -> Page:
    """Every open duty within the reader's scope, and who owes how many."""
    every = duties_seen(reader, asked.viewer)
    shown = [one for one in every if _is_shown(one, asked)]
    late = sum(one.due.passed for one in every)
    return Page(
        title="Duties",
        lead=f"What is open for {asked.viewer.scope.words}: {late} of {len(every)} overdue.",
        figures=(
            Figure(len(every), "open", {"late": ""}),
            Figure(late, "overdue", {"late": "yes"}, "late" if late else ""),
        ),
        filters=(
            Filter("what", "What", options(sorted({one.words for one in every}), "Everything")),
            Filter("team", "Team of the owner", options(sorted({o.team for o in every}), "All")),
            Filter("late", "Overdue", (("", "All"), ("yes", "Overdue only"))),
            Filter("q", "Reference, person or team"),
        ),
        tables=(
            Table(
                "duties",
                "Open duties",
                DUTIES,
                tuple(_duty(one) for one in shown),
                "No open duty matches. Show all to see every one.",
            ),
            Table("people", "Who owes", PEOPLE, _owing(every), "Nobody owes anything."),
        ),
        shows_refs=any(one.about for one in shown),
    )


def _is_shown(one: DutySeen, asked: Asked) -> bool:
    return (
        asked.said("what") in {"", one.words}
        and asked.said("team") in {"", one.team}
        and (asked.said("late") != "yes" or one.due.passed)
        and has_word(asked.said("q"), one.about, one.owner, one.team, one.words)
    )


def _duty(one: DutySeen) -> tuple[Cell, ...]:
    hidden = Cell("Not shown", tone="quiet")
    about = Cell(one.about, path=f"audits/{one.audit}" if one.audit else "")
    return (
        about if one.about else hidden,
        Cell(_sentence(one.words)),
        Cell(_sentence(one.owner)),
        Cell(one.since),
        due_cell(one.due),
    )


def _owing(every: Sequence[DutySeen]) -> tuple[tuple[Cell, ...], ...]:
    """Each owner with how many, how many overdue, and the most urgent."""
    owners: dict[str, list[DutySeen]] = defaultdict(list)
    for one in every:
        owners[one.owner].append(one)
    return tuple(
        (
            Cell(_sentence(owner), note=owed[0].team),
            Cell(str(len(owed)), order=len(owed)),
            _overdue(sum(one.due.passed for one in owed)),
            Cell(_sentence(owed[0].words)),
            due_cell(owed[0].due),
        )
        for owner, owed in owners.items()
    )


def _overdue(n: int) -> Cell:
    return Cell(str(n), order=n, tone="late" if n else "")
