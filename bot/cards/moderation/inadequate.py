"""The Inadequate notice: calm, immediate, and true at every later moment (programme.md §2.13)."""

from collections.abc import Callable, Mapping

from bot.cards.parts.kit import Json, buttons, card, fold, opens_dialog, opens_link, text
from bot.cards.parts.reasons import every_grade, read_why
from bot.cards.parts.text import joined, sentence
from store.views.moderation.inadequate import Inadequate
from store.views.parts.due import Due


def inadequate_card(view: Inadequate) -> Json:
    """Who gave the grade and when, what happens next and by when; later, what became of it."""
    audit, given = view.audit, view.given
    title = _title(view)
    body = [line for line in (_stead(view), _given(view), *NEXT[view.state](view)) if line]
    return card(
        title,
        *(text(line) for line in body),
        *buttons(
            opens_link("Open the audit document", view.document_link)
            if view.document_link and view.state != "recalled"
            else None,
            opens_dialog("return.view", "Read the return", audit.id, audit.version)
            if view.may_read_return and view.state != "recalled"
            else None,
            read_why("Read why", audit.id, audit.version) if view.may_read_why else None,
            opens_dialog("dispute.raise", "Dispute the grade…", audit.id, audit.version)
            if "dispute.raise" in view.may
            else None,
            every_grade(view.grades) if len(view.grades) > 1 else None,
            _why_this_date(view),
            fold("Who has been told?", text(_told(view))) if view.told else None,
        ),
        says=f"An audit of {audit.case_ref} was graded {view.grade} by {given.by.name}"
        if view.state == "given"
        else title,
    )


def _told(view: Inadequate) -> str:
    everybody = joined([f"the {title}" for title in view.told])
    return sentence(f"{everybody}, at once and at any hour")


def _title(view: Inadequate) -> str:
    ref, who = view.audit.case_ref, view.given.by.name
    match view.state:
        case "given" | "decided":
            return f"An audit of {ref} was graded {view.grade} by {who} at {_time(view)}"
        case "changed":
            return f"{ref} is graded {view.now.grade} now, no longer {view.grade}"
        case "sent_back":
            return f"{ref}, graded {view.grade}, went back to {_auditor(view)}"
        case "referred":
            return f"{ref}, graded {view.grade}, is with the audit team"
        case "recalled":
            return f"{ref}: the return graded {view.grade} was taken back"
        case _:
            return f"{ref}: the audit graded {view.grade} is void"


def _stead(view: Inadequate) -> str:
    away = view.in_place_of
    return "" if away is None else f"You are told in place of {away.with_role}."


def _given(view: Inadequate) -> str:
    from_ = f" and {view.before} before that" if view.before else ""
    work = {
        "practitioner": "it looks at your work",
        "team_manager": f"it looks at {view.audit.practitioner.name}'s work",
    }.get(view.reader, f"work of {view.audit.practitioner.name}, {view.audit.team}")
    if view.state in {"given", "decided"}:
        return f"Given on {view.given.on.partition(',')[0]}{from_}; {work}."
    return f"{view.given.by.name} graded it {view.grade} on {view.given.on}."


def _time(view: Inadequate) -> str:
    return view.given.on.rpartition(", ")[2]


def _waits(view: Inadequate) -> list[str]:
    by = _by(view.moderate_by)
    owner = view.duty_owner
    cover = [] if owner is None else [
        "You are the duty owner until then." if owner.upn == view.viewer
        else f"{owner.name} is the duty owner until then."
    ]  # fmt: skip
    theirs = {
        "practitioner": f"{_auditor(view)} talks it through with you; the grade may still change.",
        "team_manager": "Work on the actions may start; what is urgent does not wait.",
    }.get(view.reader, "What is urgent for the child does not wait.")
    return [f"{view.moderator.name} moderates it{by}.", *cover, _urgent(view, theirs)]


def _urgent(view: Inadequate, waits: str) -> str:
    """What is urgent for the child: that it was addressed, else `waits`."""
    return f"Its urgent issues were addressed on {view.urgent_on}." if view.urgent_on else waits


def _stands(view: Inadequate) -> list[str]:
    if view.now.at == view.given.at:
        at_once = "What is urgent for the child is seen to at once."
        return ["It counts from that day.", _urgent(view, at_once)]
    decided = f"{view.now.by.name} decided on {view.now.on} that {view.now.grade} stands."
    return [decided, _urgent(view, "")]


def _changed(view: Inadequate) -> list[str]:
    return [f"{view.now.by.with_role}, changed it on {view.now.on}; that grade counts."]


def _sent_back(view: Inadequate) -> list[str]:
    return [
        f"It went back on {view.done_on} to be mended{_by(view.mend_by)}, then it is moderated.",
        "Until then the grade stands.",
    ]


def _referred(view: Inadequate) -> list[str]:
    by = _by(view.decide_by)
    return [f"It was referred on {view.done_on}; the audit team decides{by} whether it counts."]


def _recalled(view: Inadequate) -> list[str]:
    when = f" on {view.done_on}" if view.done_on else ""
    due = view.audit.due_words
    return [f"{_auditor(view)} took it back{when}. It is not in, and is due {due}."]


def _void(view: Inadequate) -> list[str]:
    return [f"The audit team decided on {view.done_on} that it is void: it counts in no figures."]


NEXT: Mapping[str, Callable[[Inadequate], list[str]]] = {
    "given": _waits,
    "decided": _stands,
    "changed": _changed,
    "sent_back": _sent_back,
    "referred": _referred,
    "recalled": _recalled,
    "void": _void,
}


def _by(due: Due | None) -> str:
    return "" if due is None else f" by {due.words}"


def _auditor(view: Inadequate) -> str:
    return "The auditor" if view.audit.auditor is None else view.audit.auditor.name


def _why_this_date(view: Inadequate) -> Json | None:
    if view.state != "given" or view.moderate_by is None:
        return None
    return fold("Why this date?", text(view.moderate_by.why))
