"""The outcome of moderation, for auditor, practitioner, Team Manager and copies (§2.10)."""

from dataclasses import dataclass, field
from typing import Literal

from store.duties.predicates.closed_lists import governing_grade, owner_named
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import acting
from store.tables import Action, Audit, Dispute, Person
from store.views.parts.brief import Brief, brief
from store.views.parts.grades_of import (
    UNGRADED,
    GradeGiven,
    disputable_until,
    grades_of,
    may_read_why,
)
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, post_in_words
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import DisputeState

READERS = ("auditor", "practitioner", "team_manager")
COPIED = "copied"
"""The reader has a copy, because the profile names them or their post (guide §7)."""


@dataclass(frozen=True, slots=True)
class Moderated:
    """The outcome without anything that was written about it.

    `reader` is one of `READERS`, or `COPIED`; `copied_as` says who has the copy. `own` is
    the auditor's grade, `grade` the moderated one, `later` another grade given since. `dispute` is
    the state of the latest dispute and `dispute_until` the last day to raise one. `me` and
    `me_version` identify the reader's own row, on which a concern is raised.
    """

    audit: Brief
    reader: str
    grade: str
    own: str
    decided_by: NamedPerson
    decided_on: str
    spoke_on: str = ""
    in_place_of: NamedPerson | None = None
    below_good: bool = False
    actions: int = 0
    added: int = 0
    given: tuple[GradeGiven, ...] = ()
    later: GradeGiven | None = None
    dispute: DisputeState | Literal[""] = ""
    dispute_until: str = ""
    copied_as: str = ""
    reads_why: bool = True
    me: str = ""
    me_version: int = 0
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def changed(self) -> bool:
        """Whether the moderator gave another grade than the auditor."""
        return self.grade != self.own


def moderated(reader: Reader, audit_id: str, upn: str) -> Moderated | None:
    """The outcome as `upn` sees it now; None for anybody else."""
    audit = reader.get(Audit, audit_id)
    role = next((role for role in READERS if getattr(audit, role) == upn), None)
    copied = "" if role else copied_as(reader, audit, upn)
    given = grades_of(reader, audit)
    decided = [one for one in given if one.step == "moderation"]
    if not (role or copied) or not decided:
        return None
    last = decided[-1]
    governing = governing_grade(audit) or ""
    until = disputable_until(reader, audit)
    actions = reader.rows(Action, audit=audit.id, state="open")
    me = reader.find(Person, upn)
    personal = frozenset() if me is None else may_now(reader, me, upn, ("concern.raise",))
    return Moderated(
        audit=brief(reader, audit),
        reader=role or COPIED,
        grade=last.grade,
        own=audit.amended or audit.first or UNGRADED,
        decided_by=last.by,
        decided_on=last.on,
        spoke_on=last.spoke_on,
        in_place_of=last.in_place_of,
        below_good=governing in reader.profile.grades
        and reader.profile.grades[governing].below_good,
        actions=len(actions),
        added=sum(action.id.startswith(f"{last.decision}.") for action in actions),
        given=given,
        later=_later(given, last),
        dispute=_dispute(reader, audit),
        dispute_until="" if until is None else say_day(until),
        copied_as=copied,
        reads_why=may_read_why(reader, audit, upn),
        me=upn,
        me_version=0 if me is None else me.version,
        may=may_now(reader, audit, upn, ("dispute.raise",)) | personal,
    )


def copied_as(reader: Reader, audit: Audit, upn: str) -> str:
    """As whom `upn` has a copy: "the audit team"; empty where the profile does not name them."""
    for name in reader.profile.copies.moderated:
        owner = owner_named(reader, name, audit)
        if owner is not None and (upn == owner or upn in acting(reader, owner)):
            return post_in_words(reader, owner) if owner.startswith("post:") else "you"
    return ""


def _later(given: tuple[GradeGiven, ...], moderation: GradeGiven) -> GradeGiven | None:
    """Another grade that the third lock or a dispute gave since, if any."""
    after = [one for one in given if one.step in {"lock", "dispute"}]
    return after[-1] if after and after[-1].grade != moderation.grade else None


def _dispute(reader: Reader, audit: Audit) -> DisputeState | Literal[""]:
    found = reader.rows(Dispute, audit=audit.id, order=NEWEST, limit=1)
    return found[0].state if found else ""
