"""What cannot stand together in a profile, though each part of it could alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from store.checker.contradictions import Fault, Pieces
from store.clock.calendar import Calendar
from store.clock.deadlines import Deadline
from store.clock.ladders import OWNER
from store.duties.predicates.closed_lists import TOLD_ELSEWHERE
from store.people.posts import HEAD
from store.programme.duty_rules import DutyRule
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.errors import LedgerError

NEEDED: Mapping[str, tuple[str, str]] = {
    "list.confirm": ("list.propose", "a list that was sent would wait for nobody"),
    "return.submit": ("allocation.issue", "every programme has audits that are returned"),
    "return.check": ("return.submit", "nobody would be asked to check a return"),
    "return.rectify": ("check.send_back", "what goes back would be asked of nobody"),
    "moderation.decide": ("return.submit", "nobody would be asked to moderate"),
    "practice.decide": ("moderation.agree", "nobody would become a trained auditor"),
    "void.decide": ("moderation.refer", "a referral would wait for nobody"),
    "exemption.decide": ("exemption.request", "a request would wait for nobody"),
    "conflict.resolve": ("conflict.declare", "a conflict would wait for nobody"),
    "reallocation.confirm": ("reallocation.propose", "a new auditor would wait for nobody"),
    "dispute.decide": ("dispute.refer", "a dispute taken further would wait for nobody"),
    "concern.answer": ("concern.open", "a concern would wait for nobody"),
    "action.complete": ("action.open", "an action would be with nobody"),
    "digest.address": ("digest.name", "nobody would answer for what is not in"),
    "delivery.reach": ("person.unreached", "whoever Teams does not reach would be forgotten"),
    "duty.help": ("help.open", "whoever is stuck would wait for nobody"),
}
"""Duties without which work would stand still: the act that opens each, and what would happen."""

MODERATION = frozenset({"moderation.agree", "moderation.change"})
IN_THE_DIGEST = frozenset(
    {"return.submit", "return.rectify", "moderation.decide", "action.complete", "uopp.hold"}
)
"""Kinds that the digest tells of, so that a rung may leave them to it."""

_DAYS = re.compile(r"(\d+) working days?")
YEAR = tuple(date(2027, month, 1) for month in range(1, 13))


def of_all_together(pieces: Pieces) -> Iterator[Fault]:
    """Everything wrong between the parts."""
    yield from _needed(pieces)
    yield from _never_opened(pieces)
    yield from _reaudits(pieces)
    yield from _people(pieces)
    yield from _ladders(pieces)
    yield from _order_of_days(pieces)
    yield from _slack(pieces)


def _needed(pieces: Pieces) -> Iterator[Fault]:
    written = pieces.data.get("duty") or {}
    needed = dict(NEEDED)
    if _moderates(pieces):
        needed["dispute.answer"] = ("dispute.raise", "a dispute would wait for nobody")
    span = pieces.selection and pieces.selection.dip_samples_per_kloe
    if span and span.at_most:
        needed["dip.sample"] = ("dip.open", "dip samples would be drawn, and done by nobody")
        needed["dip.signoff"] = ("dip.report", "a report on dip samples would wait for nobody")
    for kind, (verb, otherwise) in needed.items():
        if kind not in written:
            if kind != "return.submit":  # said with the month
                yield ("duty", kind), f"is missing: {otherwise}."
        elif (rule := pieces.duties.get(kind)) is not None and verb not in rule.opens_on:
            yield ("duty", kind, "opens_on"), f'lacks "{verb}": {otherwise}.'


def _moderates(pieces: Pieces) -> bool:
    rule = pieces.month.get("moderation")
    return rule is None or bool(rule.share or rule.always)


def _never_opened(pieces: Pieces) -> Iterator[Fault]:
    for kind, rule in pieces.duties.items():
        if rule.when == "never":
            yield ("duty", kind, "when"), '"never" opens it for nobody: leave the duty out.'
    if _moderates(pieces) or any(kind.moderated for kind in pieces.kinds.values()):
        return
    for kind, rule in pieces.duties.items():
        if MODERATION.issuperset(rule.opens_on) and rule.when != "practice_audit":
            reason = "opens on moderation, and [moderation] has nothing moderated: raise its share."
            yield ("duty", kind, "opens_on"), reason


def _reaudits(pieces: Pieces) -> Iterator[Fault]:
    rule, asked = pieces.month.get("reaudit"), "reaudit.allocate" in pieces.duties
    if rule is None:
        return
    if rule.share and not asked:
        reason = f"is {rule.share} %, and no duty reaudit.allocate asks anybody for it."
        yield ("reaudit", "share"), reason
    if asked and not rule.share:
        reason = "asks for re-audits, and [reaudit] has no share: give it one, or leave this out."
        yield ("duty", "reaudit.allocate"), reason


def _people(pieces: Pieces) -> Iterator[Fault]:
    dispute, dips = pieces.month.get("dispute"), pieces.month.get("dips")
    if dispute is not None and dispute.alternate in dispute.deciders:
        reason = "is one of the deciders, so nobody is left where they have all decided before."
        yield ("dispute", "alternate"), reason
    if dispute is not None and not dispute.deciders:
        yield ("dispute", "deciders"), "is empty: name who settles a dispute."
    signing = () if dips is None else dips.signed_by
    for place, name in enumerate(signing):
        if name in signing[:place]:
            yield ("dips", "signed_by", place), f"{name} signs already: nobody signs twice."
    if dips is not None and not signing:
        yield ("dips", "signed_by"), "is empty: name who signs the report on dip samples."
    inadequate = pieces.month.get("inadequate")
    if inadequate is not None and not inadequate.tell:
        yield ("inadequate", "tell"), "is empty: nobody would hear of an Inadequate."
    about = pieces.about
    if about is not None and about.cycles == "service" and about.confirmed_by != HEAD:
        reason = 'is for cycles of the whole authority; a service has its own "head_of_service".'
        yield ("programme", "confirmed_by"), reason
    if pieces.exemption is not None and pieces.exemption.extensions:
        reason = "no act extends a date: an audit goes to somebody else, or its date stands."
        yield ("exemption", "extensions"), reason


def _ladders(pieces: Pieces) -> Iterator[Fault]:
    for kind, rule in pieces.duties.items():
        for case, name in rule.ladder.items():
            ladder = pieces.ladders.get(name)
            if ladder is None:
                continue
            raw = pieces.data["duty"][kind]["ladder"]
            path = ("duty", kind, "ladder", *([case] if isinstance(raw, dict) else []))
            told = {rung.tell for rung in ladder.rungs}
            if not told & {OWNER, rule.stand_in}:
                yield path, f'"{name}" has no rung to the owner, whom nothing would remind.'
            if rule.confidential and (others := sorted(told - {OWNER})):
                reason = f'"{name}" tells {others[0]} too, and this is in confidence.'
                yield path, reason
            if told & set(TOLD_ELSEWHERE) and kind not in IN_THE_DIGEST:
                yield path, f'"{name}" leaves it to the digest, which tells of no such duty.'


# ---- days -----------------------------------------------------------------------------------


def _returned(pieces: Pieces, calendar: Calendar, month: date) -> datetime | None:
    rule = pieces.duties.get("return.submit")
    deadline = None if rule is None else rule.due.get("otherwise")
    opened = calendar.day_starts(calendar.nth_of_month(month.year, month.month, 1))
    return None if deadline is None else _at(calendar, deadline, opened, month)


def _moderated(_pieces: Pieces, calendar: Calendar, month: date) -> datetime | None:
    return calendar.due_at(calendar.last_of_month(month.year, month.month))


Comes = Callable[[Pieces, Calendar, date], datetime | None]
COMES: Mapping[str, tuple[Comes, str]] = {
    "return.submit": (_returned, "the last return is due"),
    "moderation.agree": (_moderated, "the last moderation is due"),
    "moderation.change": (_moderated, "the last moderation is due"),
    "audit.share": (_moderated, "the last moderation is due"),
}
"""When the act that opens a duty comes at the latest, in a month that keeps its dates."""


def _at(calendar: Calendar, deadline: Deadline, opened: datetime, month: date) -> datetime | None:
    try:
        return deadline.due(
            calendar, opened, month=month, had=opened, own=calendar.local(opened).date(), event="it"
        ).at
    except LedgerError:
        return None  # said already, with its own reason


def _order_of_days(pieces: Pieces) -> Iterator[Fault]:
    """A duty is not due before what opens it may come."""
    calendar = Calendar()
    for kind, rule in pieces.duties.items():
        for verb in rule.opens_on:
            if verb in COMES:
                yield from _before_it_opens(pieces, calendar, kind, rule, verb)
                break


def _before_it_opens(
    pieces: Pieces, calendar: Calendar, kind: str, rule: DutyRule, verb: str
) -> Iterator[Fault]:
    comes, words = COMES[verb]
    raw = pieces.data["duty"][kind]["due"]
    for case, deadline in rule.due.items():
        for month in YEAR:
            opened = comes(pieces, calendar, month)
            due = None if opened is None else _at(calendar, deadline, opened, month)
            if opened is not None and due is not None and due < opened:
                here = ("duty", kind, "due", *([case] if isinstance(raw, dict) else []))
                reason = f"cannot be met in {say_month(month)}: it falls before {words}."
                yield here, reason
                break


def _slack(pieces: Pieces) -> Iterator[Fault]:
    if pieces.slack is None:
        return
    for part, kind in (("check", "return.check"), ("rectify", "return.rectify")):
        rule = pieces.duties.get(kind)
        deadline = None if rule is None else rule.due.get("otherwise")
        found = None if deadline is None else _DAYS.fullmatch(deadline.text)
        days = getattr(pieces.slack, part)
        if found is not None and int(found.group(1)) != days:
            reason = f"is {days}, and {kind} is due within {found.group(1)}: make them one."
            yield ("slack", part), reason
    calendar = Calendar()
    left: list[int] = []
    for month in YEAR:
        returned = _returned(pieces, calendar, month)
        if returned is None:
            return
        day = calendar.local(returned).date()
        ready = calendar.add(calendar.add(day, pieces.slack.check), pieces.slack.rectify)
        last = calendar.last_of_month(month.year, month.month)
        left.append(calendar.working_days_between(ready, last) if ready <= last else -1)
    if max(left) < pieces.slack.least:
        most = "none" if max(left) < 0 else f"{max(left)} at most"
        reason = f"asks for {pieces.slack.least} working days, and a month leaves {most}."
        yield ("slack", "least"), reason
