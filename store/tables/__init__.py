"""The tables. Facts account for every `Row`; the other tables are the ledger's own machinery."""

from store.tables.audits import Audit, Conflict, Cycle, Exemption, ListChange
from store.tables.digests import Digest, DigestLine
from store.tables.dips import DipFinding, KloeReport
from store.tables.duties import Duty, HelpRequest, Message
from store.tables.grades import Concern, Dispute, GradeDecision, Referral
from store.tables.improvement import Action, Invitation, Meeting, Progress, Progression
from store.tables.people import (
    Case,
    Closure,
    KnownName,
    NamedFor,
    Person,
    ProfileText,
    Programme,
    UpnAlias,
)  # fmt: skip
from store.tables.programme_year import Appraisal, BoardDate, BoardDecision, CycleReport, Timetable
from store.tables.returns import Draft, Return, Section, SendBack
from store.tables.rows import OWN_KEY, ROWS, Conversation, Fact, Head, KeyCheck, Row, Sealed, row
from store.tables.visitors import TurnedAway

__all__ = (
    "OWN_KEY", "ROWS", "Action", "Appraisal", "Audit", "BoardDate", "BoardDecision", "Case",
    "Closure", "Concern",
    "Conflict", "Conversation", "Cycle", "CycleReport", "Digest", "DigestLine", "DipFinding",
    "Dispute", "Draft", "Duty", "Exemption", "Fact", "GradeDecision", "Head", "HelpRequest",
    "Invitation", "KeyCheck", "KloeReport", "KnownName", "ListChange", "Meeting", "Message",
    "NamedFor",
    "Person", "ProfileText", "Programme", "Progress", "Progression", "Referral", "Return", "Row",
    "Sealed", "Section", "SendBack", "Timetable", "TurnedAway", "UpnAlias",
)  # fmt: skip

for _table in (
    ProfileText, Programme, Closure, Person, Case, Cycle, Audit, ListChange, Exemption, Conflict,
    Section, Draft, Return, SendBack, Action, GradeDecision, Referral, Dispute, Concern, DipFinding,
    KloeReport, Duty, HelpRequest, Message, Digest, DigestLine, Meeting, Invitation, Progress,
    Progression, Timetable, BoardDate, BoardDecision, CycleReport, Appraisal, TurnedAway, UpnAlias,
    NamedFor,
    KnownName,
):  # fmt: skip
    row(_table)
