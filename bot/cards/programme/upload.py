"""Files of people and cases: how to send one, what it changed, why it was not imported."""

from bot.cards.parts.kit import Json, buttons, card, execute, facts, fold, lines, quiet, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count, sentence, shortened
from bot.cards.programme.programme import back_to_programme
from store.views.programme.case_changes import say_kinds
from store.views.programme.programme import ProgrammeToday
from store.views.programme.upload import Loaded, NotLoaded

WHAT = 8
REASON_WORDS = 40
HEADINGS = {
    "people": (
        "upn, name, entra_object_id, roles, service, team, manager_upn, trained_on, max_audits, "
        "absent_from, absent_to, delegate_upn, email"
    ),
    "cases": (
        "case_ref, child_name, date_of_birth, ethnicity, service, team, practitioner_upn, "
        "team_manager_upn, iro_upn, cp_chair_upn, plan, closed_on, flags, involved_upns, subject"
    ),
    "timetable": "service, month, theme",
}
"""The first line of each file (contract.md §4)."""
LEAVE_OUT_HIDDEN = "file.leave_out_hidden"
"""The button's verb; its id names the file by a digest of where it is."""
TOOK_FOR = {"annex-a": "an Annex A workbook", "ssd": "an SSD extract"}


def upload_card(view: ProgrammeToday, place: Surface = CHAT) -> Json:
    """How to send a file, and what happens to it."""
    return card(
        "Send the people or case file in this chat",
        text("Attach it as CSV or Excel (.xlsx), up to 5 MB; people before their cases."),
        text("Also taken: the timetable, Annex A, or an SSD extract as .zip.", spacing="Small"),
        text("Every row is checked. If one is wrong, nothing is imported and a card says why."),
        facts([("Loaded now", f"{view.people} people, {view.cases} cases")]),
        *buttons(
            *(
                fold(f"Columns of the {kind} file", text(heading))
                for kind, heading in HEADINGS.items()
            ),
            back_to_programme(place, view.programme),
        ),
        says="Send the people or case file in this chat, as CSV or Excel",
    )


def loaded_card(view: Loaded, programme: str, place: Surface = CHAT) -> Json:
    """What a file changed, as counts; no row and no value is shown."""
    return card(
        _title(view),
        facts(
            [
                ("Rows", str(view.rows)),
                ("Added", str(view.added)),
                ("Changed", str(view.changed)),
                ("Unchanged", str(view.unchanged)),
            ]
        ),
        *_leavers(view),
        *_renamed(view),
        *_of_cases(view),
        *_columns(view),
        *buttons(
            place.ask("cases.match", "Who is this?", programme, 0, primary=True)
            if view.unmatched
            else None,
            back_to_programme(place, programme),
            fold(
                "What changed?",
                *lines(f"{words}: {count(n, 'row')}" for words, n in view.what[:WHAT]),
            )
            if view.what
            else None,
        ),
    )


def _title(view: Loaded) -> str:
    whose = "People" if view.kind == "people" else "Cases"
    if not view.added and not view.changed:
        return f"{whose} checked: nothing has changed"
    return f"{whose} imported: {view.added} added, {view.changed} changed"


def _of_cases(view: Loaded) -> list[Json]:
    """What an import of cases found beyond its counts: never a name, and no case that is closed."""
    told = []
    if view.source in TOOK_FOR:
        told.append(quiet(f"Taken for {TOOK_FOR[view.source]}."))
    if view.changed_by_kind:
        told.append(text(sentence(say_kinds(view.changed_by_kind))))
    if view.set_aside:
        n = count(len(view.set_aside), "case")
        them = "it" if len(view.set_aside) == 1 else "them"
        told.append(text(f"{n} set aside, and not drawn until everybody on {them} is known."))
    if view.kind == "cases" and view.missing:
        shown = ", ".join(view.missing[:WHAT])
        more = f" and {len(view.missing) - WHAT} more" if len(view.missing) > WHAT else ""
        told.append(text(f"Has their work ended? Open, and not in this file: {shown}{more}."))
    if view.passed_over:
        told.append(quiet(f"Passed over: {', '.join(view.passed_over)}."))
    return told


def _leavers(view: Loaded) -> list[Json]:
    """Lines about people who have left, and how they come back."""
    if not view.leavers:
        return []
    named = ", ".join(line.name for line in view.leavers[:WHAT])
    more = f" and {len(view.leavers) - WHAT} more" if len(view.leavers) > WHAT else ""
    return [
        text(
            f"{count(len(view.leavers), 'line')} changed nothing, for these people have left: "
            f"{named}{more}. If somebody is here again, look them up under “Somebody left”."
        )
    ]


def _renamed(view: Loaded) -> list[Json]:
    """Whose sign-in name changed, known by their Entra object id."""
    if not view.renamed:
        return []
    named = "; ".join(f"{one.was} is now {one.now}" for one in view.renamed[:WHAT])
    left = len(view.renamed) - WHAT
    more = f"; and {count(left, 'other')}" if left > 0 else ""
    return [text(f"Renamed: {named}{more}. The former name still works.")]


def _columns(view: Loaded) -> list[Json]:
    told = []
    if view.unknown_columns:
        n = count(len(view.unknown_columns), "column")
        told.append(quiet(f"{n} not known here, so ignored."))
    if view.absent_columns:
        n = count(len(view.absent_columns), "column")
        told.append(quiet(f"{n} not in the file, so left unchanged."))
    return told


def not_loaded_card(view: NotLoaded) -> Json:
    """What to correct, line by line; nothing in the file was imported."""
    of = f"the {view.kind} file" if view.kind else "the file"
    more = view.total - len(view.problems)
    return card(
        f"Nothing was imported: {count(view.total, 'thing')} to correct in {of}",
        *(
            text(f"{problem.place}: {shortened(problem.reason, REASON_WORDS)}", spacing="Small")
            for problem in view.problems
        ),
        *([text(f"And {more} more. Correct these first.")] if more > 0 else []),
        text("Correct the file and send it again in this chat. Who can help: the file's author."),
        *buttons(_without_hidden(view)),
    )


def _without_hidden(view: NotLoaded) -> Json | None:
    """A button that reads the same file without what its sheets do not show."""
    if not view.at_hand or not any(" hidden" in one.reason for one in view.problems):
        return None
    return execute(LEAVE_OUT_HIDDEN, "Leave out what is hidden", view.at_hand, 0)
