"""One cycle step by step for the audit team: opened, drawn, allocated, sent, confirmed."""

from bot.cards.before_cycle.planned_cycle import dropped_card, meeting_buttons, planned_card
from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, buttons, card, facts, fold, lines, quiet, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count, joined, sentence, shortened
from bot.cards.programme.programme import back_to_programme, send_title
from store.views.audit_list.cycle import CycleInHand
from store.views.audit_list.cycle_steps import SEND_AGAIN
from store.views.parts.due import working_days
from store.views.parts.offers import button_of
from store.vocabulary import terms

MOST_LOADS = 40
KLOE_WORDS = 12


def cycle_card(view: CycleInHand, place: Surface = CHAT) -> Json:
    """The outcome of the last step, and the next one as the first button."""
    match view.state:
        case "planned":
            return planned_card(view, place)
        case "dropped":
            return dropped_card(view, place)
        case "open":
            return _opened(view, place)
        case "drawn":
            return _drawn(view, place)
        case "allocated":
            return _allocated(view, place)
        case "changes_asked":
            return _changes_asked(view, place)
        case "proposed":
            return _proposed(view, place)
        case "confirmed":
            return _confirmed(view, place)
        case _:
            return _issued(view, place)


def _of(view: CycleInHand) -> str:
    return f"{view.service}, {view.month}"


def _step(view: CycleInHand, place: Surface, verb: str, title: str = "") -> Json | None:
    if verb not in view.may:
        return None
    return place.act(verb, title or button_of(verb), view.cycle, view.version, primary=True)


def _opened(view: CycleInHand, place: Surface) -> Json:
    draw = _step(view, place, "cycle.select")
    some = fold(
        "Draw from some cases only",
        written(
            "where",
            "Only cases with",
            Typed(),
            hint="For example: flags=neglect, or plan=CP and closed_within=6 months.",
            most=200,
            multiline=False,
        ),
        written("seed", "Seed", Typed(), hint="To repeat a draw.", most=16, multiline=False),
        actions=[place.act("cycle.select", "Draw from these", view.cycle, view.version)],
    )
    return card(
        f"{_of(view)} is open: draw the cases",
        facts(
            [
                ("Days to spare", working_days(view.slack)),
                ("Lines of enquiry", str(len(view.kloes)) if view.kloes else "none"),
            ]
        ),
        *(quiet(warning) for warning in view.warnings),
        *buttons(
            draw,
            some if draw else None,
            *meeting_buttons(view, place),
            fold(
                "What are days to spare?",
                text(
                    "Working days between return, check, rectification and moderation. "
                    f"If there are fewer than {view.least_slack}, the {terms.AUDIT_TEAM} must "
                    "accept the month."
                ),
            ),
        ),
        says=f"{_of(view)} is open; next, draw the cases",
    )


def _drawn(view: CycleInHand, place: Surface) -> Json:
    short = sum(dip.short for dip in view.dips)
    dips = sum(dip.drawn for dip in view.dips)
    return card(
        f"{count(view.audits, 'audit')} drawn for {_of(view)}",
        facts(
            [
                ("Full audits", _by_quota(view)),
                ("Dip samples", str(dips) if view.dips else ""),
                ("Drawn from", f"{count(view.pool, 'case')}, by lot, seed {view.seed}"),
                ("Left out", view.left_out),
            ]
        ),
        *([text(f"No case was found for {count(short, 'dip sample')}.")] if short else []),
        *buttons(
            _step(view, place, "cycle.allocate"),
            place.ask("cycle.rows", "See the cases", view.cycle, view.version),
            _how(view),
        ),
        says=f"{count(view.audits, 'audit')} drawn for {_of(view)}; next, allocate them",
    )


def _allocated(view: CycleInHand, place: Surface) -> Json:
    most = max((n for _, n in view.load), default=0)
    return card(
        f"{_of(view)} is allocated: send the list",
        facts(
            [
                ("Audits", f"{view.audits}, to {count(len(view.load), 'auditor')}"),
                ("Most for one", count(most, "audit")),
                ("Each row", "lawful by every rule, with proof"),
            ]
        ),
        text(f"The list then waits for {view.head}."),
        *buttons(
            _step(view, place, "list.propose", send_title(view.head)),
            place.ask("cycle.rows", "See the list", view.cycle, view.version),
            _load(view),
            _add(view, place),
            fold(
                "More",
                text(
                    "Allocating again makes another lawful allocation and undoes swaps of people."
                ),
                actions=[place.act("cycle.allocate", "Allocate again", view.cycle, view.version)],
            )
            if "cycle.allocate" in view.may
            else None,
        ),
        says=f"{_of(view)} is allocated; next, send the list to {view.head}",
    )


def _changes_asked(view: CycleInHand, place: Surface) -> Json:
    return card(
        f"{_of(view)}: {count(view.changes, 'change')} asked for",
        text(f"Swap rows or leave them. Then send the list to {view.head} again."),
        *buttons(
            _step(view, place, "list.propose", SEND_AGAIN),
            place.ask("cycle.rows", "See the list", view.cycle, view.version),
        ),
    )


def _proposed(view: CycleInHand, place: Surface) -> Json:
    by = "" if view.confirm_by is None else view.confirm_by.words
    return card(
        f"The list for {_of(view)} is with {view.head}",
        facts([("Audits", str(view.audits)), ("Confirm by", by)]),
        text("Once it is confirmed, every audit is issued and you get a message here."),
        *buttons(
            place.ask("cycle.rows", "See the list", view.cycle, view.version),
            None if view.confirm_by is None else fold("Why this date?", text(view.confirm_by.why)),
        ),
    )


def _confirmed(view: CycleInHand, place: Surface) -> Json:
    return card(
        f"{_of(view)}: the list is confirmed",
        text(f"{count(view.audits, 'audit')} go out on {view.issues_on}, at 09:00."),
        *buttons(
            place.ask("cycle.rows", "See the list", view.cycle, view.version, primary=True),
            _add(view, place),
            _how(view),
            _load(view),
        ),
    )


def _issued(view: CycleInHand, place: Surface) -> Json:
    return card(
        f"{_of(view)}: {count(view.audits, 'audit')} under way",
        *buttons(
            place.ask("cycle.follow", "Follow the audits", view.cycle, view.version, primary=True),
            place.ask("cycle.rows", "See the list", view.cycle, view.version),
            _add(view, place),
            place.ask("evidence.issue", "Evidence pack…", view.cycle, view.version)
            if "evidence.issue" in view.may
            else None,
            _how(view),
            _load(view),
        ),
    )


def _add(view: CycleInHand, place: Surface) -> Json | None:
    """Adds to the drawn audits: a practice audit, or one of the authority's own kinds."""
    if "audit.add" not in view.may:
        return None
    return place.ask("audit.add", button_of("audit.add"), view.cycle, view.version)


def _by_quota(view: CycleInHand) -> str:
    if not view.quotas:
        return str(view.audits)
    return f"{view.audits}: {joined([f'{n} for {title}s' for title, n in view.quotas])}"


def _load(view: CycleInHand) -> Json | None:
    if not view.load:
        return None
    shown, more = view.load[:MOST_LOADS], len(view.load) - MOST_LOADS
    return fold(
        "Load per person",
        facts((name, str(n)) for name, n in shown),
        *([quiet(f"and {more} more, with no more audits than these.")] if more > 0 else []),
    )


def _how(view: CycleInHand) -> Json:
    """How the cases were chosen, so that anybody can repeat the draw (programme.md §2.2)."""
    return fold(
        "How were they chosen?",
        text(
            f"By seeded draw (seed {view.seed}) from {count(view.pool, 'case')} of the child-level "
            "data sheet. A swap needs a reason and is recorded."
        ),
        *lines(
            f"{shortened(dip.kloe, KLOE_WORDS)}: {count(dip.drawn, 'dip sample')}"
            + (f", {dip.short} short" if dip.short else "")
            for dip in view.dips
        ),
    )


def not_made_card(why: str, hints: list[str], cycle: str, programme: str, place: Surface) -> Json:
    """Why a step could not be made; `hints` say what would help."""
    return card(
        "That step could not be made",
        text(why),
        *(text(sentence(hint)) for hint in hints),
        *buttons(
            place.act("cycle.view", "To the cycle", cycle, 0, primary=True),
            back_to_programme(place, programme),
        ),
    )
