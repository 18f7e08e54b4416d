"""A grade raised on progress: proposed, confirmed or refused; it never governs (§3, §1)."""

from store.acts.below_good.receipts import about
from store.audits.governing_grade import governing_grade
from store.audits.uopp_meetings import decider_of, held_meetings, proposals
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import in_post, post, service_of
from store.registry import Words, act, perform_after
from store.relations.below_good import PROGRESSION_DECIDER, UOPP_CHAIR
from store.rules.reaudit import judge_improvement
from store.tables import Audit, Progression
from store.views.parts.due import due_by
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED, ProgressionState


class Progressing(Fields):
    """The grade that the work has reached since, and what shows it."""

    grade: str
    reason: PrivateText


class Refused(Fields):
    """Why it is not raised."""

    reason: PrivateText


def _cannot_propose(reader: Reader, audit: Audit) -> str | None:
    if not held_meetings(reader, audit):
        return "Hold the meeting first: a higher grade is proposed at it or after it."
    return "A higher grade is already waiting for a decision." if _waiting(reader, audit) else None


def _none_waits(reader: Reader, audit: Audit) -> str | None:
    return None if _waiting(reader, audit) else "No higher grade is waiting for a decision."


def _waiting(reader: Reader, audit: Audit) -> Progression | None:
    found = [row for row in proposals(reader, audit) if row.state == "proposed"]
    return found[0] if found else None


def _proposed_receipt(reader: Reader, audit: Audit) -> str:
    found = proposals(reader, audit)
    due = due_by(reader, audit.id, "progression.confirm")
    if not found or due is None:
        return f"Done: {audit.case_ref}."
    who = owner_in_words(reader, decider_of(reader, audit))
    return f"Proposed: {found[0].grade}. {who[:1].upper()}{who[1:]} decides it by {due.words}."


@act(
    "progression.propose",
    on=Audit,
    by=UOPP_CHAIR,
    source=DECIDED,
    fields=Progressing,
    closed_because=_cannot_propose,
    words=Words(
        story="proposed to raise the grade on progress",
        button="Propose a higher grade…",
        dialog="Propose a higher grade",
        submit="Propose it",
        receipt=_proposed_receipt,
    ),
)
def propose_higher(unit: Unit, audit: Audit, given: Progressing) -> None:
    """The chair proposes it, at the meeting or after it; somebody else confirms it (§3)."""
    propose(unit, audit, given)


def propose(unit: Unit, audit: Audit, given: Progressing, *, within: str = "") -> None:
    """Keep the proposal and have it decided; `within` is where its fields stand."""
    if _waiting(unit, audit) is not None:
        raise Invalid(
            "A higher grade is already waiting for a decision.",
            {f"{within}grade": "another one is waiting for a decision"},
        )
    grades, now = list(unit.profile.grades), governing_grade(audit) or ""
    better = grades[: grades.index(now)] if now in grades else []
    if given.grade not in better:
        words = f"choose one of {', '.join(better)}" if better else "is the best grade already"
        raise Invalid("Progress can only raise a grade.", {f"{within}grade": words})
    proposal = unit.add(
        Progression(
            programme=unit.programme,
            id=f"{audit.id}.p{unit.next_seq}",
            audit=audit.id,
            grade=given.grade,
            proposed_by=unit.actor.upn,
            proposed_at=unit.at,
            reason=sealed_text(unit, given.reason) or "",
            state="proposed",
        )
    )
    perform_after(unit, "progression.open", audit)
    unit.session.flush()
    queue(unit, decider_of(unit, audit), "progression", proposal.id)


@act(
    "progression.open",
    on=Audit,
    source=DECIDED,
    words=Words(story="passed on the proposal to raise the grade"),
)
def opens(_unit: Unit, _audit: Audit, _fields: object) -> None:
    """A higher grade was proposed, at a meeting or after it, and has to be decided."""


@act(
    "progression.confirm",
    on=Audit,
    by=PROGRESSION_DECIDER,
    source=DECIDED,
    closed_because=_none_waits,
    words=Words(
        story="confirmed the higher grade on progress",
        asks={"progression.confirm": "Confirm the higher grade"},
        met="Confirmed",
    ),
)
def confirm(unit: Unit, audit: Audit, _fields: object) -> None:
    """Reported as upscaled beside the governing grade; good or better counts as improved."""
    proposal = _decide(unit, audit, "confirmed")
    audit.progressed = proposal.grade
    judge_improvement(unit, audit)


@act(
    "progression.refuse",
    on=Audit,
    by=PROGRESSION_DECIDER,
    source=DECIDED,
    fields=Refused,
    closed_because=_none_waits,
    words=Words(
        story="did not raise the grade on progress",
        button="Do not raise it…",
        dialog="Do not raise it",
        submit="Leave the grade as it is",
        receipt=about("The grade of {ref} stays. Everybody concerned has been notified."),
        met="Decided",
    ),
)
def refuse(unit: Unit, audit: Audit, given: Refused) -> None:
    """The grade stays, and the person who proposed it reads why."""
    _decide(unit, audit, "refused").decision = sealed_text(unit, given.reason)


def _decide(unit: Unit, audit: Audit, state: ProgressionState) -> Progression:
    proposal = _waiting(unit, audit)
    assert proposal is not None, "the act is open only while there is one"
    proposal.state, proposal.decided_by, proposal.decided_at = state, unit.actor.upn, unit.at
    head = post("head_of_service", service_of(unit, audit))
    concerned = (proposal.proposed_by, audit.auditor, audit.practitioner, audit.team_manager, head)
    for to in dict.fromkeys(concerned):
        if to is not None and in_post(unit, to):
            queue(unit, to, "progression_decided", proposal.id)
    return proposal
