"""The Inadequate notice: who graded it, what is next, and what became of it (§2.13)."""

from collections.abc import Callable, Mapping

from bot.cards.parts.kit import MOST_ACTIONS, Json, buttons, card, fold, opens_dialog, text
from bot.cards.parts.offers import offered, opens_document, why_this_date
from bot.cards.parts.reasons import every_grade, read_why
from bot.cards.parts.text import before_verb, joined, sentence
from store.views.moderation.inadequate import Inadequate
from store.views.parts.due import Due
from store.vocabulary import terms


def inadequate_card(view: Inadequate) -> Json:
    """Who gave the grade and when, what happens next and by when; later, what became of it."""
    audit, given = view.audit, view.given
    title = _title(view)
    body = [line for line in (_stead(view), _given(view), *NEXT[view.state](view)) if line]
    return card(
        title,
        *(text(line) for line in body),
        *buttons(*_offered(view)),
        says=f"An audit of {audit.case_ref} was graded {view.grade} by {given.by.name}"
        if view.state == "given"
        else title,
    )


def _offered(view: Inadequate) -> list[Json]:
    """What its reader may do and read, the most urgent first; no more than stand side by side."""
    audit = view.audit
    found = (
        offered("urgent.addressed", view.may, audit.id, audit.version, primary=True),
        opens_document("" if view.state == "recalled" else view.document_link),
        opens_dialog("return.view", "Read the return", audit.id, audit.version)
        if view.may_read_return and view.state != "recalled"
        else None,
        read_why("Read why", audit.id, audit.version) if view.may_read_why else None,
        offered("dispute.raise", view.may, audit.id, audit.version),
        why_this_date(view.moderate_by if view.state == "given" else view.urgent_by),
        every_grade(view.grades) if len(view.grades) > 1 else None,
        fold("Who has been notified?", text(_told(view))) if view.told else None,
    )
    return [one for one in found if one is not None][:MOST_ACTIONS]


def _told(view: Inadequate) -> str:
    everybody = joined([f"the {title}" for title in view.told])
    return sentence(f"{everybody}, at once and at any hour")


def _title(view: Inadequate) -> str:
    ref, who = view.audit.case_ref, view.given.by.name
    match view.state:
        case "given" | "decided":
            return f"An audit of {ref} was graded {view.grade} by {who} at {_time(view)}"
        case "changed":
            return f"{ref} is now graded {view.now.grade}, no longer {view.grade}"
        case "sent_back":
            return f"{ref}, graded {view.grade}, went back to {_auditor(view)}"
        case "referred":
            return f"{ref}, graded {view.grade}, is with the {terms.AUDIT_TEAM}"
        case "recalled":
            return f"{ref}: the return graded {view.grade} was taken back"
        case _:
            return f"{ref}: the audit graded {view.grade} is void"


def _stead(view: Inadequate) -> str:
    away = view.in_place_of
    return "" if away is None else f"You are notified in place of {away.with_role}."


def _given(view: Inadequate) -> str:
    from_ = f" and {view.before} before that" if view.before else ""
    work = {
        "practitioner": "it is about your work",
        "team_manager": f"it is about {view.audit.practitioner.name}'s work",
    }.get(view.reader, f"work of {view.audit.practitioner.name}, {view.audit.team}")
    if view.state in {"given", "decided"}:
        return f"Given on {view.given.on.partition(',')[0]}{from_}; {work}."
    return f"{view.given.by.name} graded it {view.grade} on {view.given.on}."


def _time(view: Inadequate) -> str:
    return view.given.on.rpartition(", ")[2]


def _waits(view: Inadequate) -> list[str]:
    by = _by(view.moderate_by)
    owner = view.duty_owner
    cover = []
    if owner is not None:
        who = "You are" if owner.upn == view.viewer else f"{owner.name} is"
        cover = [f"{who} the duty owner until then."]
    theirs = {
        "practitioner": f"{_auditor(view)} talks to you about it. The grade may still change.",
        "team_manager": _before_moderation(view),
    }.get(view.reader, "Urgent issues for the child do not wait.")
    return [f"{view.moderator.name} moderates it{by}.", *cover, _urgent(view, theirs)]


def _before_moderation(view: Inadequate) -> str:
    last = f": the last day for them is {view.urgent_within}" if view.urgent_within else ""
    return f"Work on the actions may start. Urgent issues do not wait{last}."


def _urgent(view: Inadequate, waits: str) -> str:
    """When its urgent issues were addressed or are due, else `waits`."""
    if view.urgent_on:
        return f"Its urgent issues were addressed on {view.urgent_on}."
    if view.urgent_by is not None:
        return f"Urgent issues for the child are to be addressed by {view.urgent_by.words}."
    return waits


def _stands(view: Inadequate) -> list[str]:
    if view.now.at == view.given.at:
        at_once = "Urgent issues for the child are addressed at once."
        return ["The grade counts from that day.", _urgent(view, at_once)]
    decided = f"{view.now.by.name} decided on {view.now.on} that {view.now.grade} stands."
    return [decided, _urgent(view, "")]


def _changed(view: Inadequate) -> list[str]:
    return [f"{before_verb(view.now.by.with_role)} changed it on {view.now.on}. That grade counts."]


def _sent_back(view: Inadequate) -> list[str]:
    return [
        f"It went back on {view.done_on} to be corrected{_by(view.mend_by)}.",
        "Then it is moderated. Until then the grade stands.",
    ]


def _referred(view: Inadequate) -> list[str]:
    by = _by(view.decide_by)
    return [
        f"It was referred on {view.done_on}. The {terms.AUDIT_TEAM} decides{by} whether it counts."
    ]


def _recalled(view: Inadequate) -> list[str]:
    when = f" on {view.done_on}" if view.done_on else ""
    due = view.audit.due_words
    return [f"{_auditor(view)} took it back{when}. It is not returned now and is due {due}."]


def _void(view: Inadequate) -> list[str]:
    return [
        f"The {terms.AUDIT_TEAM} decided on {view.done_on}: it is void and counts in no figures."
    ]


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
