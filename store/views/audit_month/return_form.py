"""What the return's form shows, so that it asks nothing that the ledger knows already."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.audits.drafts import draft_id, draft_of
from store.ledger import Reader
from store.programme.profile import Profile
from store.rules.overall import overall_in_words
from store.tables import Audit, Draft, Return
from store.views.audit_month.sent_back import SentBackRead, last_sent_back
from store.views.parts.action_owner_choices import owner_choices
from store.views.parts.brief import Brief, brief
from store.views.parts.due import moment_in_words
from store.views.parts.order_of_acts import in_fact_order

MOST_ACTIONS = 12
"""Most actions of one return."""


@dataclass(frozen=True, slots=True)
class GradeChoice:
    """One grade with the definition shown beside it."""

    name: str
    definition: str
    below_good: bool = False


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """The audit, the programme's scale and tool; `domains` are (key, name).

    `domain_grades` are what a domain may have; `beyond_good` is the one that leaves nothing to
    develop. `whole` is false where the audit document holds evidence, strengths and areas.
    `owners` are (value, words) of those whose an action may be. `follows` says how the overall
    grade follows from the domains; it is empty where the auditor gives it.

    `kept` is what is filled in already: the draft, else the return that was sent back.
    `reaudit` asks for the discussion with the Team Manager as well. `sent_back` says why it came
    back, while its auditor amends it.
    """

    audit: Brief
    grades: tuple[GradeChoice, ...]
    domains: tuple[tuple[str, str], ...]
    services: tuple[str, ...]
    action_slots: int
    owners: tuple[tuple[str, str], ...]
    today: date
    domain_grades: tuple[str, ...] = ()
    beyond_good: str = ""
    whole: bool = True
    follows: str = ""
    reaudit: bool = False
    kept: Mapping[str, Any] = field(default_factory=dict)
    saved_on: str = ""
    sent_back: SentBackRead | None = None


def return_form(reader: Reader, audit_id: str) -> ReturnForm:
    """The form for one audit, today, with what its present auditor has filled in so far."""
    audit = reader.get(Audit, audit_id)
    profile = reader.profile
    draft = reader.find(Draft, draft_id(audit, audit.auditor or ""))
    saved = draft is not None and bool(draft.content)
    return ReturnForm(
        audit=brief(reader, audit),
        grades=tuple(
            GradeChoice(grade.name, grade.definition, grade.below_good)
            for grade in (profile.scale if is_graded(profile, audit.kind) else ())
        ),
        domain_grades=tuple(profile.domain_grades) if is_graded(profile, audit.kind) else (),
        beyond_good=profile.beyond_good,
        whole=profile.made_whole,
        follows=overall_in_words(profile) if is_graded(profile, audit.kind) else "",
        domains=tuple((key, domain.name) for key, domain in profile.domains_of(audit.kind).items()),
        services=profile.tool.services_involved,
        action_slots=profile.tool.action_slots,
        owners=owner_choices(reader, audit),
        today=reader.calendar.local(reader.at).date(),
        reaudit=audit.looks_at is not None,
        kept=kept(reader, audit),
        saved_on=moment_in_words(reader, draft.saved_at) if draft and saved else "",
        sent_back=(
            last_sent_back(reader, audit, audit.auditor or "")
            if audit.state == "rectifying"
            else None
        ),
    )


def is_graded(profile: Profile, kind: str) -> bool:
    """Whether an audit of that kind is graded; a kind that the profile lacks counts as graded."""
    rule = profile.kinds.get(kind)
    return rule is None or rule.graded


def kept(reader: Reader, audit: Audit) -> dict[str, Any]:
    """What the present auditor has filled in: their draft, else their own last return.

    A new auditor never sees what the former one wrote.
    """
    draft = draft_of(reader, audit)
    if draft:
        return draft
    last = last_return(reader, audit)
    if last is None or last.auditor != audit.auditor:
        return {}
    content: dict[str, Any] = json.loads(reader.unseal(last.content) or "{}")
    return content


def last_return(reader: Reader, audit: Audit) -> Return | None:
    """The last return that was submitted, even one that was taken back since."""
    found = in_fact_order(reader.rows(Return, audit=audit.id))
    return found[-1] if found else None
