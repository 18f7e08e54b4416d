"""The form of a return (programme.md §2.8), page by page; going on saves the page."""

from collections.abc import Mapping, Sequence

from bot.cards.audit_month.return_blocks import ACTIONS, DOMAINS, NEEDED, OVERALL, intro, key_of
from bot.cards.audit_month.return_pages import (
    IN_SHORT,
    WHERE_TO_START,
    FormPage,
    body_of,
    first_wrong,
    labels,
    more_actions,
    on_page,
    pages_of,
    place_of,
    told,
)
from bot.cards.audit_month.sent_back import why_it_came_back
from bot.cards.parts.inputs import Typed, chosen, mistake
from bot.cards.parts.kit import (
    MOST_ACTIONS,
    Json,
    buttons,
    card,
    group,
    heading,
    quiet,
    submits,
    text,
)
from store.views.audit_month.return_form import ReturnForm
from store.views.parts.offers import submit_of

VERB = "return.submit"
SAVE, BACK, CLOSE, MORE = "return.save", "return.back", "return.close", "return.more"
"""The verbs of a page's buttons: save it and go on, go back, close, or add actions."""

GO_TO = "return.at."
"""The start of the verb that saves a page and opens the one with the block named after it."""

MOST_TOLD = 20
"""Mistakes listed at the top of a page; the others are marked on their own pages."""


def return_form_card(
    view: ReturnForm, typed: Typed, *, at: str = "", asked: bool = False, notice: str = ""
) -> Json:
    """The page that holds the block `at`, else the one where the auditor left off.

    `typed.values` is the whole return so far; `typed.errors` has every mistake in it, by input.
    Once its auditor has `asked` to return it, every mistake is listed and the first page with one
    is shown; before that, only a value that was typed and is wrong. `notice` says why it was not
    saved.
    """
    pages = pages_of(view, typed, at)
    place = place_of(pages, at) if at else _start(view, typed, pages, asked=asked)
    page = pages[place]
    shown = typed.errors if asked else _typed_wrong(page, typed)
    beside = {name: told(name, typed.errors[name]) for name in on_page(page, shown)}
    return card(
        f"Return {view.audit.case_ref}, due {_due(view)}: page {place + 1} of {len(pages)}",
        *([text(notice, weight="Bolder", color="Attention")] if notice else []),
        quiet(_missing(pages, place, typed.errors)),
        *_mistakes(pages, place, shown, asked=asked),
        *(_jumps(view, pages, place, typed.errors) if asked or place == len(pages) - 1 else []),
        *_about(view, place),
        *([] if page.part == DOMAINS else [heading(page.name)]),
        *intro(view, page.part),
        *body_of(view, Typed(typed.values, beside), page),
        *_going(pages, place, typed.errors, asked=asked),
        actions=_buttons(view, pages, place, complete=not _elsewhere(pages, place, typed.errors)),
    )


def _start(view: ReturnForm, typed: Typed, pages: Sequence[FormPage], *, asked: bool) -> int:
    """The first page with a mistake; on rework, the page of a reason; else where they left off."""
    wrong = first_wrong(pages, typed.errors)
    if asked:
        return wrong or 0
    if view.sent_back is not None and (wrong is None or not view.saved_on):
        reasons = [WHERE_TO_START.get(reason, OVERALL) for reason in view.sent_back.reasons]
        return min((place_of(pages, key) for key in reasons), default=0)
    if not typed.values:
        return 0
    return len(pages) - 1 if wrong is None else wrong


def _typed_wrong(page: FormPage, typed: Typed) -> dict[str, str]:
    """The page's values that are wrong; an empty box is not a mistake yet."""
    begun = {key_of(name) for name in typed.values}
    return {
        name: typed.errors[name]
        for name in on_page(page, typed.errors)
        if name in typed.values or (key_of(name).startswith("actions.") and key_of(name) in begun)
    }


def _due(view: ReturnForm) -> str:
    back = view.sent_back
    if back is not None and back.amend_by is not None:
        return back.amend_by.words
    return view.audit.due_words


def _about(view: ReturnForm, place: int) -> list[Json]:
    back = [] if view.sent_back is None else why_it_came_back(view.sent_back)
    audit = view.audit
    of = quiet(f"Work of {audit.practitioner.with_role}, {audit.team}.")
    how = quiet(
        f"Fill in what is marked {NEEDED} before you return it; it may be empty until then. "
        "Leave out the child's name and other names."
    )
    saved = [quiet(f"Saved on {view.saved_on}.")] if view.saved_on else []
    return [*back, *([of, how] if place == 0 else []), *saved]


def _mistakes(
    pages: Sequence[FormPage], place: int, errors: Mapping[str, str], *, asked: bool
) -> list[Json]:
    """Every mistake once, those of this page first, the others with the number of their page."""
    if not errors:
        return []
    names = labels(pages)
    said = [
        f"{mistake(names[name], told(name, how))}." if name in names else f"{how}."
        for name, how in errors.items()
        if pages[place].holds(key_of(name)) or name not in names
    ]
    for number, page in enumerate(pages, 1):
        if number != place + 1:
            said += [
                f"Page {number}, {mistake(names[name], told(name, errors[name]))}."
                for name in on_page(page, errors)
                if name in names
            ]
    more = len(said) - MOST_TOLD
    many = "one answer needs" if len(said) == 1 else f"{len(said)} answers need"
    first = f"All that you typed is kept; {many} correcting{' before you return it' * asked}:"
    return [
        group(
            text(first, weight="Bolder", color="Attention"),
            *(text(line, spacing="None") for line in said[:MOST_TOLD]),
            *([quiet(f"and {more} more, marked on their own pages")] if more > 0 else []),
            style="emphasis",
        )
    ]


def _missing(pages: Sequence[FormPage], place: int, errors: Mapping[str, str]) -> str:
    """How much the return still lacks, and how much of it on this page."""
    if not errors:
        return "Nothing is missing."
    here, many = len(on_page(pages[place], errors)), len(errors)
    things = "1 thing is missing" if many == 1 else f"{many} things are missing"
    if here == many:
        return f"{things}, on this page."
    return f"{things}, {here or 'none'} of them on this page."


def _elsewhere(pages: Sequence[FormPage], place: int, errors: Mapping[str, str]) -> list[int]:
    """The indexes of the other pages on which something is missing."""
    found = {number for number, page in enumerate(pages) if on_page(page, errors)}
    return sorted(found - {place})


def _jumps(
    view: ReturnForm, pages: Sequence[FormPage], place: int, errors: Mapping[str, str]
) -> list[Json]:
    """A button to each other page on which something is missing; it saves this one."""
    audit, found = view.audit, []
    for number in _elsewhere(pages, place, errors):
        page = pages[number]
        many = len(on_page(page, errors))
        words = f"Page {number + 1}: {IN_SHORT[page.part]}, {many} missing"
        verb = f"{GO_TO}{page.key}"
        found.append(submits(verb, words, audit.id, audit.version, primary=False))
    rows = [part for first in range(0, len(found), MOST_ACTIONS)
            for part in buttons(*found[first : first + MOST_ACTIONS])]  # fmt: skip
    return [heading("What is missing on other pages"), *rows] if rows else []


def _going(
    pages: Sequence[FormPage], place: int, errors: Mapping[str, str], *, asked: bool
) -> list[Json]:
    """The choice of the next page, with the likely one chosen."""
    open_ = {key_of(name) for name in errors}
    choices = [
        (page.key, f"{number}: {page.name}{_to_do(page, open_)}")
        for number, page in enumerate(pages, 1)
    ]
    ahead = [p for p in range(place + 1, len(pages)) if not asked or _to_do(pages[p], open_)]
    coming = ahead[0] if ahead else len(pages) - 1 if place < len(pages) - 1 else 0
    ready = Typed({pages[place].goes: pages[coming].key})
    return [chosen(pages[place].goes, "Then go to", choices, ready)]


def _to_do(page: FormPage, open_: set[str]) -> str:
    return ", still to do" if any(block.key in open_ for block in page.blocks) else ""


def _buttons(
    view: ReturnForm, pages: Sequence[FormPage], place: int, *, complete: bool
) -> list[Json]:
    """Save and go on, or on the last page return it; every button saves what is typed.

    It is offered to be returned where the other pages are `complete`, so that it can succeed.
    """
    audit = view.audit

    def button(verb: str, title: str, *, primary: bool = False) -> Json:
        return submits(verb, title, audit.id, audit.version, primary=primary)

    last_actions = max(p for p, page in enumerate(pages) if page.part == ACTIONS)
    is_last = place == len(pages) - 1
    going = "Save and go there" if is_last else submit_of(SAVE)
    is_first = is_last and complete
    goes_on = button(SAVE, going, primary=not is_first)
    returns = button(VERB, submit_of(VERB), primary=is_first)
    return [
        returns if is_first else goes_on,
        *([button(BACK, "Back")] if place else []),
        *([button(MORE, _another(view))] if place == last_actions and more_actions(pages) else []),
        button(CLOSE, "Save and close"),
        *([goes_on] if is_first else [returns] if complete else []),
    ]


def _another(view: ReturnForm) -> str:
    return "Add another action" if view.action_slots == 1 else "Add more actions"
