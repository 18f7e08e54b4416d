"""Work that has lost its owner gets another: after a leaver, a move or an absence (§4)."""

from collections.abc import Collection, Mapping

from sqlmodel import col

from store.allocation.independence_today import auditor_breaks, moderator_breaks
from store.audits.action_owners import UNFINISHED, confirmer_of, current_owner
from store.audits.subjects import subject_of
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import chosen, is_gone, owner_named
from store.duties.settle import give
from store.ledger import Unit
from store.people.holding import gives, holders, is_post, post
from store.people.post_history import Place
from store.registry import perform_after
from store.rules.confidential import involved_in, manager_apart_from
from store.tables import Action, Audit, Concern, Duty, Programme
from store.vocabulary.states import BEFORE_MODERATION, WITH_AUDITOR, AuditState
from store.vocabulary.verbs import Verb

CONFIRMING = "action.confirm"

RELEASED: Mapping[AuditState, Verb] = {
    **dict.fromkeys(WITH_AUDITOR, "leaver.release"),
    "reallocating": "reallocation.propose",
    "rectifying": "return.refer",
    "sampling": "dip.release",
    "offered": "dip.release",
}
"""The act that follows for an audit in each state once its auditor or sampler has left."""


def let_go(unit: Unit, upn: str) -> None:
    """Take all open work from somebody who has left, each piece in an act of its own."""
    for audit in unit.rows(Audit, auditor=upn):
        if audit.state in RELEASED:
            perform_after(unit, RELEASED[audit.state], audit)
    for audit in unit.rows(Audit, moderator=upn):
        if audit.state in BEFORE_MODERATION:
            perform_after(unit, "moderation.pass_on", audit)
    for audit in unit.rows(Audit, deputy=upn):
        audit.deputy = None
    for concern in unit.rows(Concern, col(Concern.state) != "closed", holder=upn):
        concern.holder = manager_apart_from(unit, involved_in(unit, concern))
    for action in unit.rows(Action, owner=upn, state="open"):
        _hand_on(unit, action)
    for duty in unit.rows(Duty, owner=upn, closed_at=None):
        _rehome(unit, duty)


def posts_changed(unit: Unit, before: Mapping[str, Place]) -> None:
    """Tell whoever owes it now what a post owes that these people gave up or took up.

    `before` holds what each of them was. Nobody is told while others hold the post with them.
    """
    owners = {duty.owner for duty in unit.rows(Duty, closed_at=None) if is_post(duty.owner)}
    for owner in sorted(owners):
        held = {person.id for person in holders(unit, owner)}
        gave = {upn for upn, was in before.items() if gives(owner, was.roles, was.service)}
        changed = (gave | held) & before.keys() and gave & before.keys() != held & before.keys()
        if changed and held <= before.keys():
            programme = unit.get(Programme, unit.programme)
            perform_after(unit, "post.passed", programme, {"post": owner})


def cases_moved(unit: Unit, cases: Collection[str]) -> None:
    """Give the open actions about moved cases, and their confirming, to the people there now.

    Actions follow their case (programme.md §3).
    """
    for audit in unit.rows(Audit, case_ref=cases) if cases else ():
        for action in unit.rows(Action, audit=audit.id, scope="case", state=UNFINISHED):
            if action.state == "open":
                _hand_on(unit, action)
            for duty in unit.rows(Duty, subject=action.id, closed_at=None):
                named = action.owner if duty.kind != CONFIRMING else confirmer_of(unit, action)
                if duty.owner != named:
                    give(unit, duty, named)


def _hand_on(unit: Unit, action: Action) -> None:
    """Give the action to the person who now holds the role that does it, and notify them.

    An action that is done stays with the person who did it, until it is opened again.
    """
    if not action.who:
        return
    owner = current_owner(unit, unit.get(Audit, action.audit), action.who, action.scope)
    if owner != action.owner:
        action.owner = owner
        queue(unit, owner, "action_given", action.id)


def _rehome(unit: Unit, duty: Duty) -> None:
    """Give the duty to the person whom its rule names now, or else to the audit team."""
    rule, subject = unit.profile.duty.get(duty.kind), subject_of(unit, duty.subject)
    named = None
    if rule is not None and subject is not None:
        owner = chosen(unit, rule.owner, subject)
        named = None if owner is None else owner_named(unit, owner[1], subject)
    give(unit, duty, post("audit_team") if named in {None, duty.owner} else str(named))


def stand_in_for(unit: Unit, duty: Duty) -> str | None:
    """Who does `duty` while its owner is away; none if its rule names nobody who is here."""
    rule, subject = unit.profile.duty.get(duty.kind), subject_of(unit, duty.subject)
    if rule is None or rule.stand_in is None or subject is None:
        return None
    named = owner_named(unit, rule.stand_in, subject)
    return None if named == duty.owner or is_gone(unit, named) else named


def look_again(unit: Unit, people: Collection[str], cases: Collection[str] = ()) -> None:
    """Check independence again after people or cases have moved (programme.md §2.3).

    An auditor who has lost it gets a conflict, which the audit team resolves. A return that they
    were correcting is referred, because they have already graded the audit. A moderator who has
    lost it is replaced by the deputy.
    """
    for audit in unit.rows(Audit, state=BEFORE_MODERATION):
        touched = audit.case_ref in cases
        found: Verb = "return.refer" if audit.state == "rectifying" else "conflict.found"
        auditing = audit.state in ("issued", "accepted", "rectifying")
        if auditing and (touched or audit.auditor in people) and auditor_breaks(unit, audit):
            perform_after(unit, found, audit)
        moderator = audit.moderator if touched or audit.moderator in people else None
        if moderator is not None and moderator_breaks(unit, audit, moderator):
            perform_after(unit, "moderation.pass_on", audit)
