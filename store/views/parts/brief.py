"""An audit in brief, for every card about it: the case, whose work, who audits it, by when."""

from dataclasses import dataclass

from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.parts.due import Due, return_due
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.prefetch import prefetch_people
from store.views.parts.ref_in_words import kind_in_words, looks_at, ref_in_words
from store.vocabulary.dates_in_words import say_month


@dataclass(frozen=True, slots=True)
class Brief:
    """An audit in brief. The child appears only as a case reference.

    `case_ref` says the kind as well, unless it is the full audit; `ref` is the reference alone,
    `kind` the kind, and
    `looks_at` what it looks at where that is no child's case. Such an audit may have no
    practitioner; the Team Manager then answers for the work.
    """

    id: str
    version: int
    case_ref: str
    service: str
    month: str
    team: str
    practitioner: NamedPerson
    team_manager: NamedPerson
    auditor: NamedPerson | None = None
    moderator: NamedPerson | None = None
    kloes: tuple[str, ...] = ()
    due: Due | None = None
    tool_link: str = ""
    window_months: int = 6
    ref: str = ""
    kind: str = "audit"
    looks_at: str = ""

    @property
    def bare(self) -> str:
        """The reference alone, where the sentence itself says the kind."""
        return self.ref or self.case_ref

    @property
    def due_on(self) -> str:
        """The day on which the return is due, for a title."""
        return "a date to be set" if self.due is None else self.due.on

    @property
    def is_late(self) -> bool:
        """Whether the day on which the return was due has passed."""
        return self.due is not None and self.due.passed

    @property
    def due_words(self) -> str:
        """The day on which the return is due and, once past, how long ago it was."""
        return "a date to be set" if self.due is None else self.due.words


def brief(reader: Reader, audit: Audit) -> Brief:
    """An audit in brief as it is now."""
    cycle = reader.get(Cycle, audit.cycle)
    prefetch_people(reader, (audit,))
    return Brief(
        id=audit.id,
        version=audit.version,
        case_ref=ref_in_words(reader, audit),
        ref=audit.case_ref,
        kind=kind_in_words(reader, audit.kind),
        looks_at=looks_at(reader, audit),
        service=cycle.service,
        month=say_month(cycle.month),
        team=audit.team,
        practitioner=named(reader, audit.practitioner),
        team_manager=named(reader, audit.team_manager),
        auditor=None if audit.auditor is None else named(reader, audit.auditor),
        moderator=None if audit.moderator is None else named(reader, audit.moderator),
        kloes=tuple(kloe["text"] for kloe in cycle.kloes),
        due=return_due(reader, audit),
        tool_link=reader.profile.tool.link,
        window_months=reader.profile.tool.practice_window_months,
    )
