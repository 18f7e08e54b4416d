"""A dip re-audit: what it found, and who addresses what is late (§3, guide §13)."""

import json
from dataclasses import dataclass, field

from sqlmodel import col

from store.audits.governing_grade import governing_grade
from store.duties.predicates.below_good import DIP_REAUDIT, delayed_or_below_good
from store.ledger import Reader
from store.people.posts import acting, name_of, post, service_of
from store.tables import Action, Audit, Message, Progress
from store.views.parts.due import Due, due_by, duty_of, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, post_in_words

STANDINGS = ("done", "on_track", "delayed")


@dataclass(frozen=True, slots=True)
class DipReauditSeen:
    """What a dip re-audit found, in counts and grades, without its words.

    `to_address` is true while a delay, or work still below good, has to be addressed;
    `address_with` says whose duty that is.
    """

    audit: str
    version: int
    case_ref: str
    service: str
    was: str
    now: str
    still_below: bool
    by: NamedPerson
    on: str
    standings: tuple[tuple[str, int], ...] = ()
    to_address: bool = False
    address_by: Due | None = None
    address_with: str = ""
    addressed_by: str = ""
    addressed_on: str = ""
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def delayed(self) -> int:
        """How many of the agreed actions are late."""
        return dict(self.standings).get("delayed", 0)


@dataclass(frozen=True, slots=True)
class DipReauditToDo:
    """What the form of a dip re-audit asks about: the agreed actions, by id and words."""

    audit: str
    version: int
    case_ref: str
    was: str
    grades: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DipReauditRead:
    """The words of a dip re-audit, for those who were notified of it."""

    case_ref: str
    delay: str
    note: str
    actions: tuple[tuple[str, str], ...]
    how: str = ""


def dip_reaudit_seen(reader: Reader, audit_id: str, upn: str) -> DipReauditSeen | None:
    """The dip re-audit of an audit as `upn` sees it now; None if there is none."""
    audit, found = reader.get(Audit, audit_id), _found(reader, audit_id)
    if found is None:
        return None
    standings = list(found.details["actions"].values())
    grade = found.details["grade"]
    addressed = _progress(reader, audit_id, "delay")
    open_duty = addressed is None and delayed_or_below_good(reader, audit)
    return DipReauditSeen(
        audit=audit.id,
        version=audit.version,
        case_ref=audit.case_ref,
        service=service_of(reader, audit),
        was=governing_grade(audit) or "",
        now=grade,
        still_below=reader.profile.grades[grade].below_good,
        by=named(reader, found.recorded_by),
        on=moment_in_words(reader, found.recorded_at),
        standings=tuple((one, standings.count(one)) for one in STANDINGS),
        to_address=open_duty,
        address_by=due_by(reader, audit.id, "duty.delay") if open_duty else None,
        address_with=delay_owner(reader, audit) if open_duty else "",
        addressed_by="" if addressed is None else named(reader, addressed.recorded_by).name,
        addressed_on="" if addressed is None else moment_in_words(reader, addressed.recorded_at),
        may_read=_may_read(reader, audit, upn),
        may=may_now(reader, audit, upn, ("delay.addressed",)),
    )


def delay_owner(reader: Reader, audit: Audit) -> str:
    """Whose it is to address the delay, in words; empty where no such duty was opened."""
    duty = duty_of(reader, audit.id, "duty.delay")
    if duty is None:
        return ""
    owner = duty.owner
    return post_in_words(reader, owner) if owner.startswith("post:") else name_of(reader, owner)


def dip_reaudit_to_do(reader: Reader, audit_id: str) -> DipReauditToDo:
    """What the audit team is asked in a dip re-audit."""
    audit = reader.get(Audit, audit_id)
    return DipReauditToDo(
        audit=audit.id,
        version=audit.version,
        case_ref=audit.case_ref,
        was=governing_grade(audit) or "",
        grades=tuple((one.name, one.definition) for one in reader.profile.scale),
        actions=_actions(reader, audit),
    )


def dip_reaudit_read(reader: Reader, audit_id: str, upn: str) -> DipReauditRead | None:
    """Its words; None for a person who was not notified of it."""
    audit, found = reader.find(Audit, audit_id), _found(reader, audit_id)
    if audit is None or found is None or not _may_read(reader, audit, upn):
        return None
    said = json.loads(reader.unseal(found.content) or "{}")
    addressed = _progress(reader, audit_id, "delay")
    how = json.loads((addressed and reader.unseal(addressed.content)) or "{}")
    words = dict(_actions(reader, audit))
    return DipReauditRead(
        case_ref=audit.case_ref,
        delay=said.get("delay") or "",
        note=said.get("note") or "",
        actions=tuple((words.get(k, k), how_it_is) for k, how_it_is in said["actions"].items()),
        how=how.get("how") or "",
    )


def _actions(reader: Reader, audit: Audit) -> tuple[tuple[str, str], ...]:
    rows = reader.rows(Action, col(Action.state) != "withdrawn", audit=audit.id)
    agreed = ((row.id, json.loads(reader.unseal(row.content) or "{}")) for row in rows)
    return tuple((own, said.get("what") or own) for own, said in agreed)


def _found(reader: Reader, audit_id: str) -> Progress | None:
    return _progress(reader, audit_id, DIP_REAUDIT)


def _progress(reader: Reader, audit_id: str, kind: str) -> Progress | None:
    rows = reader.rows(Progress, audit=audit_id, kind=kind, order="-recorded_at", limit=1)
    return rows[0] if rows else None


def _may_read(reader: Reader, audit: Audit, upn: str) -> bool:
    """Those who were notified of it, and the audit team."""
    sent = reader.rows(Message, to=upn, kind="dip_reaudited", subject=audit.id, limit=1)
    return bool(sent) or upn in acting(reader, post("audit_team"))
