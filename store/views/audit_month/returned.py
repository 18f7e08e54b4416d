"""A returned audit as each of its readers sees it: grades and dates alone."""

from dataclasses import dataclass, field

from store.duties.predicates.closed_lists import governing_grade, is_gone, is_to_be_moderated
from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import Action, Audit, Return, SendBack
from store.views.audit_month.return_form import last_return
from store.views.audit_month.section import SectionStands, section_stands
from store.views.audit_month.sent_back import SentBackRead, last_sent_back
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, duty_of, moment_in_words, working_days_late
from store.views.parts.grades_of import UNGRADED
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.views.parts.when_done import last_done
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import NOT_RETURNED

READERS = ("moderator", "deputy", "practitioner", "team_manager")

OFFERED = (
    "check.pass",
    "check.send_back",
    "moderation.agree",
    "moderation.change",
    "moderation.send_back",
    "moderation.refer",
    "moderation.conflict",
    "section.complete",
)


@dataclass(frozen=True, slots=True)
class ReturnedAudit:
    """A return without its words. `reader` says who looks: one of `READERS`, "team" or "former".

    A deputy reads it as "moderator", with `stands_in` the name of the person who is away;
    "former" has no part in it any more. `state` is the audit's own, or "recalled" once the return
    was taken back. `again` marks a return submitted again after it was sent back; `governing` is
    the grade that governs now. `manager_talk` is the day on which a `reaudit` was talked through
    with the Team Manager; empty where none is recorded.
    """

    audit: Brief
    reader: str
    grade: str
    inadequate: bool
    below_good: bool
    auditor: NamedPerson
    returned_on: str
    late: int
    in_time: bool
    actions: int
    document_link: str
    moderate_by: Due | None = None
    moderates: str = ""
    state: str = "returned"
    again: bool = False
    checked: bool = False
    checked_on: str = ""
    checked_by: str = ""
    check_by: Due | None = None
    moderated: bool = True
    moderated_by: str = ""
    moderated_on: str = ""
    governing: str = ""
    stands_in: str = ""
    recalled_on: str = ""
    reaudit: bool = False
    manager_talk: str = ""
    sent_back: SentBackRead | None = None
    section: SectionStands | None = None
    may: frozenset[str] = field(default_factory=frozenset)


def returned(reader: Reader, audit_id: str, upn: str) -> ReturnedAudit | None:
    """The last return of an audit as `upn` sees it; nothing where there is none."""
    audit = reader.get(Audit, audit_id)
    last = last_return(reader, audit)
    if last is None:
        return None
    grade = reader.profile.grades.get(last.grade or "")
    first_at, due = audit.returned_at or last.submitted_at, audit.due
    passed = last_done(reader, "check.pass", audit.id) if audit.checked else None
    state = "recalled" if audit.state in NOT_RETURNED else audit.state
    role = _role(reader, audit, upn)
    return ReturnedAudit(
        audit=brief(reader, audit),
        reader=role,
        grade=last.grade or UNGRADED,
        inadequate=grade is not None and grade.inadequate,
        below_good=grade is not None and grade.below_good,
        auditor=named(reader, last.auditor),
        returned_on=moment_in_words(reader, last.submitted_at),
        late=0 if due is None else working_days_late(reader, due, first_at),
        in_time=due is None or first_at <= due,
        actions=len(_actions(reader, audit)),
        document_link=reader.unseal(last.document_link) or "",
        moderate_by=due_by(reader, audit.id, "moderation.decide"),
        moderates=_moderates(reader, audit),
        state=state,
        again=_is_again(reader, audit),
        checked=audit.checked is not None,
        checked_on="" if passed is None else passed.on,
        checked_by="" if passed is None else passed.by,
        check_by=due_by(reader, audit.id, "return.check"),
        moderated=is_to_be_moderated(reader, audit),
        moderated_by="" if audit.moderated_by is None else named(reader, audit.moderated_by).name,
        moderated_on=(
            "" if audit.moderated_at is None else moment_in_words(reader, audit.moderated_at)
        ),
        governing=governing_grade(audit) or "",
        stands_in=_stands_in(reader, audit, upn),
        reaudit=audit.looks_at is not None,
        manager_talk=(
            "" if last.manager_discussed_on is None else say_day(last.manager_discussed_on)
        ),
        recalled_on=_recalled(reader, last) if state == "recalled" else "",
        sent_back=last_sent_back(reader, audit, upn) if state == "rectifying" else None,
        section=section_stands(reader, audit),
        may=may_now(reader, audit, upn, OFFERED),
    )


def _role(reader: Reader, audit: Audit, upn: str) -> str:
    role = next((role for role in READERS if getattr(audit, role) == upn), None)
    if role is not None:
        return "moderator" if role == "deputy" else role
    return "team" if upn in acting(reader, post("audit_team")) else "former"


def _moderates(reader: Reader, audit: Audit) -> str:
    """Who owes its moderation today; for a moderator who is away, the person who took over (§4)."""
    duty = duty_of(reader, audit.id, "moderation.decide")
    if duty is not None and duty.closed_at is None:
        return owner_in_words(reader, duty.owner)
    return "" if audit.moderator is None else named(reader, audit.moderator).name


def _stands_in(reader: Reader, audit: Audit, upn: str) -> str:
    """Whom a deputy stands in for; empty for every other reader."""
    if upn != audit.deputy or upn == audit.moderator or audit.moderator is None:
        return ""
    name = named(reader, audit.moderator).name
    return f"{name}, who is away" if is_gone(reader, audit.moderator) else name


def _is_again(reader: Reader, audit: Audit) -> bool:
    """Whether it was sent back before this return; a return that was taken back does not count."""
    return bool(reader.rows(SendBack, audit=audit.id, limit=1))


def _recalled(reader: Reader, last: Return) -> str:
    return "" if last.recalled_at is None else moment_in_words(reader, last.recalled_at)


def _actions(reader: Reader, audit: Audit) -> list[Action]:
    """The actions that stand; those of a return that was replaced are withdrawn."""
    return [row for row in reader.rows(Action, audit=audit.id) if row.state != "withdrawn"]
