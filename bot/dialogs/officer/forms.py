"""The audit team's forms: by verb, what is read for it and how it is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.audit_list.adding import add_form
from bot.cards.audit_list.opening import SLACK, closure_form, open_cycle_form, swap_form
from bot.cards.deliveries.unreached import told_form
from bot.cards.parts.inputs import Typed
from bot.cards.people.people_found import absent_form, left_form
from bot.cards.reports.evidence import evidence_form
from bot.cards.reports.register import register_form
from store.allocation.allocating import allocation_for
from store.allocation.infeasible import Infeasible
from store.ledger import Reader
from store.people.posts import has_left
from store.tables import Audit, Cycle, Person
from store.views.audit_list.adding import adding
from store.views.audit_list.cycle_rows import swap_choices
from store.views.audit_list.opening import opening
from store.views.deliveries.unreached import unreached_person
from store.views.people.people_found import found_person
from store.views.programme.choices import programme_choices
from store.views.reports.cycle_report import on_cycle

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "cycle.open": "Open a cycle",
    "list.swap": "Swap a row",
    "audit.add": "Add an audit",
    "closure.add": "Add a day without work",
    "person.absent": "Record an absence",
    "person.left": "Somebody left",
    "person.told": "Told another way",
    "register.issue": "The register",
    "evidence.issue": "The evidence pack",
}
"""What stands above each dialog."""

SAID_BY_ITSELF = frozenset({SLACK})
"""Fields whose refusal the form tells in words of its own, with the way on."""

ASKED_FIRST = frozenset({"register.issue"})
"""Acts that need no field and are asked about all the same: which cycles, and how much it tells."""

MOST_CASES = 20
MOST_PEOPLE = 60
MOST_DELEGATES = 120


def _open_cycle(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return open_cycle_form(opening(reader), typed)


def _swap(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    choices = swap_choices(reader, subject, upn, most_cases=MOST_CASES, most_people=MOST_PEOPLE)
    if choices.state == "drawn" and "case_ref" not in typed.values:
        proposed = _proposed(reader, subject)
        if proposed is not None:
            typed = Typed({**typed.values, "case_ref": proposed}, typed.errors)
    return swap_form(choices, typed)


def _add(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return add_form(adding(reader, subject, most=MOST_PEOPLE), typed)


def _proposed(reader: Reader, subject: str) -> str | None:
    """The case that would mend the clash of this row, chosen beforehand in its form."""
    cycle = reader.get(Cycle, reader.get(Audit, subject).cycle)
    try:
        allocation_for(reader, cycle, seed=cycle.allocation_seed or 0)
    except Infeasible as clash:
        return next((swap.with_case for swap in clash.swaps if swap.row == subject), None)
    return None


def _closure(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return closure_form(programme_choices(reader), typed)


def _absent(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return absent_form(found_person(reader, subject, upn), _delegates(reader, subject), typed)


def _delegates(reader: Reader, subject: str) -> tuple[tuple[str, str], ...]:
    """Those nearest first: same team, same service, then everybody, as many as a form holds."""
    person = reader.get(Person, subject)
    today = reader.calendar.local(reader.at).date()
    others = [
        other
        for other in reader.rows(Person)
        if other.id != person.id and not has_left(other, today)
    ]
    others.sort(
        key=lambda other: (
            other.id != person.reports_to and other.team != person.team,
            other.service != person.service,
            other.name,
        )
    )
    return tuple(
        (other.id, f"{other.name}{f', {other.team}' if other.team else ''}")
        for other in others[:MOST_DELEGATES]
    )


def _left(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return left_form(found_person(reader, subject, upn), typed)


def _told(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return told_form(unreached_person(reader, subject, upn), typed)


def _register(reader: Reader, _subject: str, _upn: str, typed: Typed) -> Json:
    return register_form(programme_choices(reader), typed)


def _evidence(reader: Reader, subject: str, _upn: str, _typed: Typed) -> Json:
    return evidence_form(on_cycle(reader, subject, "board.report"))


OFFICER_FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "cycle.open": _open_cycle,
    "list.swap": _swap,
    "audit.add": _add,
    "closure.add": _closure,
    "person.absent": _absent,
    "person.left": _left,
    "person.told": _told,
    "register.issue": _register,
    "evidence.issue": _evidence,
}
"""The form of each act that the audit team fills in here."""
