"""An audit whose moderator changed or cannot moderate it, for the audit team."""

from dataclasses import dataclass, field
from typing import Literal

from store.allocation.allocating import best_moderators, lawful_moderators
from store.duties.predicates.closed_lists import is_gone, today
from store.ledger import Reader
from store.people.posts import acting, has_left, is_absent, post
from store.tables import Audit, Conflict, Person
from store.tables.columns import instant
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, actor_in_words, named
from store.vocabulary.states import BEFORE_MODERATION

VERB, FOLLOWS = "moderation.hand_over", "moderation.pass_on"
"""The audit team hands it over; the rules pass it on when its moderator no longer can."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who moderates an audit now, and how that came about.

    `state` is named (it has a moderator), nobody (it has none), away (moderator and deputy are
    away) or over (its moderation is decided). `conflicted` is the last moderator to declare a
    conflict; `done_by` is who handed it over, and None where the rules did.
    """

    audit: Brief
    state: Literal["named", "nobody", "away", "over"]
    deputy: NamedPerson | None = None
    conflicted: NamedPerson | None = None
    done_on: str = ""
    done_by: NamedPerson | None = None
    waits: bool = False
    moderate_by: Due | None = None
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class HandOverForm:
    """Who may moderate it, as (UPN, name), the one whom the rules name next first.

    `declared` is what a conflicted moderator wrote to the audit team.
    """

    view: HandedOver
    choices: tuple[tuple[str, str], ...]
    declared: str = ""


def handed_over(reader: Reader, audit_id: str, upn: str) -> HandedOver | None:
    """Who moderates it now, for the audit team; None for anybody else."""
    if upn not in acting(reader, post("audit_team")):
        return None
    audit = reader.get(Audit, audit_id)
    done = reader.last_fact(audit.id, VERB, FOLLOWS)
    conflict = _conflict(reader, audit)
    return HandedOver(
        audit=brief(reader, audit),
        state=_state(reader, audit),
        deputy=None if audit.deputy is None else named(reader, audit.deputy),
        conflicted=None if conflict is None else named(reader, conflict.declared_by),
        done_on="" if done is None else moment_in_words(reader, instant(done.at)),
        done_by=None
        if done is None or done.verb != VERB
        else (NamedPerson(done.actor, actor_in_words(reader, done.actor))),
        waits=audit.state == "returned",
        moderate_by=due_by(reader, audit.id, "moderation.decide"),
        viewer=upn,
        may=may_now(reader, audit, upn, (VERB,)),
    )


def _state(reader: Reader, audit: Audit) -> Literal["named", "nobody", "away", "over"]:
    if audit.state not in BEFORE_MODERATION:
        return "over"
    if audit.moderator is None:
        return "nobody"
    gone = is_gone(reader, audit.moderator) and is_gone(reader, audit.deputy)
    return "away" if gone else "named"


def _conflict(reader: Reader, audit: Audit) -> Conflict | None:
    found = reader.rows(Conflict, audit=audit.id, state="handed_over")
    return found[-1] if found else None


def hand_over_form(reader: Reader, audit_id: str, upn: str) -> HandOverForm | None:
    """The form's choices without those who are away today; None for a reader outside the team."""
    view = handed_over(reader, audit_id, upn)
    if view is None:
        return None
    audit = reader.get(Audit, audit_id)
    conflict = _conflict(reader, audit)
    here = [
        (moderator, name)
        for moderator, name in lawful_moderators(reader, audit)
        if moderator != audit.moderator and _is_here(reader, moderator)
    ]
    best = best_moderators(reader, audit)[0]
    next_first = sorted(here, key=lambda pair: pair[0] != best)
    return HandOverForm(
        view,
        tuple((moderator, _with_role(reader, moderator, audit)) for moderator, _ in next_first),
        declared="" if conflict is None else reader.unseal(conflict.reason or None) or "",
    )


def _is_here(reader: Reader, upn: str) -> bool:
    person = reader.get(Person, upn)
    return not is_absent(person, today(reader)) and not has_left(person, today(reader))


def _with_role(reader: Reader, upn: str, audit: Audit) -> str:
    words = named(reader, upn).with_role
    return f"{words} (its deputy)" if upn == audit.deputy else words
