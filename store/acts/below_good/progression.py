"""A grade raised on progress since: proposed, confirmed or refused; it never governs (§3, §1)."""

from store.acts.below_good.receipts import about, proposed
from store.audits.governing_grade import governing_grade
from store.audits.uopp_meetings import decider_of, held_meetings, proposals
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import in_post, post, service_of
from store.registry import Words, act, perform_after
from store.relations.below_good import PROGRESSION_DECIDER, UOPP_CHAIR
from store.tables import Audit, Progression
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
        return "A higher grade is proposed at or after a meeting, and none has been held yet."
    return "A higher grade waits to be decided already." if _waiting(reader, audit) else None


def _none_waits(reader: Reader, audit: Audit) -> str | None:
    return None if _waiting(reader, audit) else "No higher grade waits to be decided."


def _waiting(reader: Reader, audit: Audit) -> Progression | None:
    found = [row for row in proposals(reader, audit) if row.state == "proposed"]
    return found[0] if found else None


@act(
    "progression.propose",
    on=Audit,
    by=UOPP_CHAIR,
    source=DECIDED,
    fields=Progressing,
    closed_because=_cannot_propose,
    words=Words(
        story="proposed to raise the grade on progress",
        dialog="Propose a higher grade",
        receipt=proposed,
    ),
)
def propose_higher(unit: Unit, audit: Audit, given: Progressing) -> None:
    """The chair proposes it, at the meeting or after; somebody else confirms (§3)."""
    propose(unit, audit, given)


def propose(unit: Unit, audit: Audit, given: Progressing, *, within: str = "") -> None:
    """Keep the proposal and have it decided; `within` is where its fields stand."""
    if _waiting(unit, audit) is not None:
        raise Invalid(
            "A higher grade was proposed already and waits to be decided.",
            {f"{within}grade": "one waits to be decided already"},
        )
    grades, now = list(unit.profile.grades), governing_grade(audit) or ""
    better = grades[: grades.index(now)] if now in grades else []
    if given.grade not in better:
        message = "A grade can only be raised on progress."
        words = f"choose one of {', '.join(better)}" if better else "is the best grade already"
        raise Invalid(message, {f"{within}grade": words})
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
    """A higher grade was proposed, at a meeting or after it: somebody has to decide it."""


@act(
    "progression.confirm",
    on=Audit,
    by=PROGRESSION_DECIDER,
    source=DECIDED,
    closed_because=_none_waits,
    words=Words(
        story="confirmed the higher grade on progress",
        asks={"progression.confirm": "Confirm the higher grade"},
    ),
)
def confirm(unit: Unit, audit: Audit, _fields: object) -> None:
    """Reported as upscaled beside the grade that governs; good or better, the work improved."""
    proposal = _decide(unit, audit, "confirmed")
    audit.progressed = proposal.grade
    if not unit.profile.grades[proposal.grade].below_good:
        perform_after(unit, "work.improve", audit)


@act(
    "progression.refuse",
    on=Audit,
    by=PROGRESSION_DECIDER,
    source=DECIDED,
    fields=Refused,
    closed_because=_none_waits,
    words=Words(
        story="did not raise the grade on progress",
        dialog="Do not raise it",
        receipt=about("The grade of {ref} stays. Those it touches have been told."),
    ),
)
def refuse(unit: Unit, audit: Audit, given: Refused) -> None:
    """The grade stays, and whoever proposed it reads why."""
    _decide(unit, audit, "refused").decision = sealed_text(unit, given.reason)


def _decide(unit: Unit, audit: Audit, state: ProgressionState) -> Progression:
    proposal = _waiting(unit, audit)
    assert proposal is not None, "the act is open only while there is one"
    proposal.state, proposal.decided_by, proposal.decided_at = state, unit.actor.upn, unit.at
    head = post("head_of_service", service_of(unit, audit))
    told = (proposal.proposed_by, audit.auditor, audit.practitioner, audit.team_manager, head)
    for to in dict.fromkeys(told):
        if to is not None and in_post(unit, to):
            queue(unit, to, "progression_decided", proposal.id)
    return proposal
