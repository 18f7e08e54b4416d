"""The sentences with which the forms of moderation close: what was done, and what comes next."""

from store.audits.disputes import latest_dispute
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.tables import Audit, Concern, Person, Referral
from store.views.parts.action_deadlines import moved_in_words
from store.views.parts.due import by_day
from store.views.parts.grades_of import disputable_until
from store.views.parts.people_in_words import named, owner_in_words
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import DisputeState


def moderated(reader: Reader, audit: Audit) -> str:
    """The grade, who has been told, and until when it may be disputed."""
    told = f"The auditor, practitioner and {terms.TEAM_MANAGER} have been notified."
    if audit.moderated is None:
        return f"{audit.case_ref} is moderated. {told}{moved_in_words(reader, audit.id)}"
    until = disputable_until(reader, audit)
    dispute = "" if until is None else f" The grade may be disputed until {say_day(until)}."
    moved = moved_in_words(reader, audit.id)
    return f"{audit.case_ref} is moderated as {audit.moderated}. {told}{dispute}{moved}"


def sent_back(reader: Reader, audit: Audit) -> str:
    """Who corrects it, by when."""
    by = by_day(reader, audit.id, "return.rectify")
    return f"Sent back. {named(reader, audit.auditor).name} corrects {audit.case_ref}{by}."


def referred(reader: Reader, audit: Audit) -> str:
    """When the audit team decides."""
    by = by_day(reader, audit.id, "void.decide")
    return f"Referred. The {terms.AUDIT_TEAM} decides what becomes of {audit.case_ref}{by}."


def handed_over(reader: Reader, audit: Audit) -> str:
    """Who moderates it now; where nobody can, that the audit team names somebody."""
    if audit.moderator is None:
        return (
            f"Nobody is free and independent to moderate {audit.case_ref}: "
            f"the {terms.AUDIT_TEAM} names somebody."
        )
    name = named(reader, audit.moderator).name
    return f"{name} moderates {audit.case_ref} now and has been notified."


def referral_decided(reader: Reader, audit: Audit) -> str:
    """Whether it stands, is audited again, or is closed."""
    told = "The moderator and auditor have been notified."
    if audit.state != "voided":
        by = by_day(reader, audit.id, "moderation.decide")
        return f"{audit.case_ref} stands and is moderated{by}. {told}"
    decided = reader.rows(Referral, audit=audit.id, order=NEWEST, limit=1)
    if decided and decided[0].outcome == "reallocate":
        return f"{audit.case_ref} is void and is audited again. Please confirm who does it."
    return f"{audit.case_ref} is void and closed. {told}"


def grade_locked(_reader: Reader, audit: Audit) -> str:
    """That the third lock gave another grade."""
    return (
        f"Changed. {audit.case_ref} is now graded {audit.third_lock}. "
        "Everybody who worked on it has been notified."
    )


def cover_named(reader: Reader, audit: Audit) -> str:
    """Who the duty owner is now."""
    name = named(reader, audit.cover).name
    return f"{name} is now the duty owner for {audit.case_ref} and has been notified."


def dispute_raised(reader: Reader, audit: Audit) -> str:
    """Who answers it, by when."""
    if _state(reader, audit) != "raised":
        return _dispute_goes_on(reader, audit)
    answers = owner_named(reader, "moderator", audit)
    who = "The moderator" if answers is None else owner_in_words(reader, answers)
    by = by_day(reader, audit.id, "dispute.answer")
    return f"Disputed. It goes to {who}, to be answered{by}."


def dispute_answered(reader: Reader, audit: Audit) -> str:
    """Whether the answer resolves it."""
    dispute = latest_dispute(reader, audit)
    if dispute is None or dispute.state != "answered":
        return _dispute_goes_on(reader, audit)
    raiser = named(reader, dispute.raised_by).name
    return f"Answered. The grade of {audit.case_ref} stands unless {raiser} takes it further."


def dispute_referred(reader: Reader, audit: Audit) -> str:
    """Who settles it, by when."""
    return _dispute_goes_on(reader, audit)


def dispute_settled(reader: Reader, audit: Audit) -> str:
    """The final grade."""
    if _state(reader, audit) != "settled":
        return _dispute_goes_on(reader, audit)
    return (
        f"Settled. {audit.case_ref} is {audit.disputed}. Everybody in the audit has been notified."
    )


def _state(reader: Reader, audit: Audit) -> DisputeState | None:
    dispute = latest_dispute(reader, audit)
    return None if dispute is None else dispute.state


def _dispute_goes_on(reader: Reader, audit: Audit) -> str:
    """It waits to be settled; else it has moved on since this form was opened."""
    ref = audit.case_ref
    if _state(reader, audit) != "referred":
        return f"The dispute about {ref} has moved on. Your latest card shows how."
    by = by_day(reader, audit.id, "dispute.decide")
    return f"Somebody who has not decided on {ref} before settles it{by}."


def concern_raised(reader: Reader, person: Person) -> str:
    """Who meets the person about it."""
    raised = reader.rows(Concern, raised_by=person.id, order="-raised_at", limit=1)
    who = owner_in_words(reader, raised[0].holder) if raised else "somebody"
    return f"Raised in confidence. It goes to {who}, who meets you about it."


def concern_met(_reader: Reader, concern: Concern) -> str:
    """Whether it is closed or goes on."""
    if concern.state == "closed":
        return "Recorded. The concern is closed."
    return "Recorded. The concern moves to the next step."
