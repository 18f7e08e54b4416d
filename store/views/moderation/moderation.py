"""What the forms of the moderator and the third lock show, so that they ask only what is new."""

from dataclasses import dataclass
from datetime import date

from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.tables import Audit
from store.views.audit_month.return_form import GradeChoice
from store.views.parts.action_owner_choices import owner_choices
from store.views.parts.brief import Brief, brief
from store.views.parts.documents import document_link
from store.views.parts.due import Due, due_by
from store.views.parts.grades_of import UNGRADED, why_in_place
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.verbs import Verb

SLOTS = 3
"""How many actions a moderator may add in one form."""


@dataclass(frozen=True, slots=True)
class ModerationForm:
    """The audit, its grade, the scale and its auditor.

    `in_place` says in whose place the reader moderates, if they do.
    """

    audit: Brief
    auditor: NamedPerson
    auditor_upn: str
    grade: GradeChoice
    grades: tuple[GradeChoice, ...]
    owners: tuple[tuple[str, str], ...]
    today: date
    in_place: str = ""
    moderate_by: Due | None = None
    document_link: str = ""
    slots: int = SLOTS
    may: frozenset[str] = frozenset()

    @property
    def others(self) -> tuple[GradeChoice, ...]:
        """The grades other than the audit's own."""
        return tuple(grade for grade in self.grades if grade.name != self.grade.name)


VERBS: tuple[Verb, ...] = (
    "moderation.agree",
    "moderation.change",
    "moderation.send_back",
    "moderation.refer",
    "moderation.conflict",
)


def moderation_form(reader: Reader, audit_id: str, upn: str) -> ModerationForm:
    """What the forms of moderation show to `upn` today."""
    audit, profile = reader.get(Audit, audit_id), reader.profile
    grades = tuple(GradeChoice(g.name, g.definition, g.below_good) for g in profile.scale)
    now = governing_grade(audit)
    return ModerationForm(
        audit=brief(reader, audit),
        auditor=named(reader, audit.auditor),
        auditor_upn=audit.auditor or "",
        grade=next(
            (g for g in grades if g.name == now), GradeChoice(now or UNGRADED, "It is not graded.")
        ),
        grades=grades,
        owners=owner_choices(reader, audit),
        today=reader.calendar.local(reader.at).date(),
        in_place=why_in_place(reader, audit, upn),
        moderate_by=due_by(reader, audit.id, "moderation.decide"),
        document_link=document_link(reader, audit.id),
        may=may_now(reader, audit, upn, VERBS),
    )
