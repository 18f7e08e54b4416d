"""Contradictions between parts of a profile that are each valid alone."""

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
    "list.confirm": ("list.propose", "confirm the list"),
    "return.submit": ("allocation.issue", "return an audit"),
    "return.check": ("return.submit", "check a return"),
    "return.rectify": ("check.send_back", "correct a return that is sent back"),
    "moderation.decide": ("return.submit", "moderate"),
    "practice.decide": ("moderation.agree", "decide on a practice audit"),
    "void.decide": ("moderation.refer", "decide a referral"),
    "exemption.decide": ("exemption.request", "decide a request"),
    "conflict.resolve": ("conflict.declare", "resolve a conflict"),
    "reallocation.confirm": ("reallocation.propose", "confirm a new auditor"),
    "dispute.decide": ("dispute.refer", "settle a dispute"),
    "concern.answer": ("concern.open", "answer a concern"),
    "action.complete": ("action.open", "complete an action"),
    "digest.address": ("digest.name", "address the digest"),
    "delivery.reach": ("person.unreached", "contact a person whom Teams cannot reach"),
    "duty.help": ("help.open", "answer a request for help"),
}
"""Duties that every programme needs: the act that opens each, and what it asks somebody to do."""

MODERATION = frozenset({"moderation.agree", "moderation.change"})
IN_THE_DIGEST = frozenset(
    {"return.submit", "return.rectify", "moderation.decide", "action.complete", "uopp.hold"}
)
"""The kinds of duty that the digest lists, so that a rung may refer to it."""

_DAYS = re.compile(r"(\d+) working days?")
YEAR = tuple(date(2027, month, 1) for month in range(1, 13))


def of_all_together(pieces: Pieces) -> Iterator[Fault]:
    """Every contradiction between parts."""
    yield from _needed(pieces)
    yield from _never_opened(pieces)
    yield from _reaudits(pieces)
    yield from _people(pieces)
    yield from _ladders(pieces)
    yield from _order_of_days(pieces)
    yield from _slack(pieces)


def _needed(pieces: Pieces) -> Iterator[Fault]:
    written = pieces.table("duty")
    needed = dict(NEEDED)
    if _moderates(pieces):
        needed["dispute.answer"] = ("dispute.raise", "answer a dispute")
    span = pieces.selection and pieces.selection.dip_samples_per_kloe
    if span and span.at_most:
        needed["dip.sample"] = ("dip.open", "do the dip samples")
        needed["dip.signoff"] = ("dip.report", "sign off the report on dip samples")
    for kind, (verb, work) in needed.items():
        if kind not in written:
            if kind != "return.submit":  # reported with the month
                yield ("duty", kind), f"is missing: nobody would be asked to {work}."
        elif (rule := pieces.duties.get(kind)) is not None and verb not in rule.opens_on:
            yield ("duty", kind, "opens_on"), f'lacks "{verb}": nobody would be asked to {work}.'


def _moderates(pieces: Pieces) -> bool:
    rule = pieces.month.get("moderation")
    return rule is None or bool(rule.share or rule.always)


def _never_opened(pieces: Pieces) -> Iterator[Fault]:
    for kind, rule in pieces.duties.items():
        if rule.when == "never":
            reason = '"never" means that this duty never opens. Remove the duty.'
            yield ("duty", kind, "when"), reason
    if _moderates(pieces) or any(kind.moderated for kind in pieces.kinds.values()):
        return
    for kind, rule in pieces.duties.items():
        if MODERATION.issuperset(rule.opens_on) and rule.when != "practice_audit":
            reason = "opens on moderation, but [moderation] moderates no audit. Raise its share."
            yield ("duty", kind, "opens_on"), reason


def _reaudits(pieces: Pieces) -> Iterator[Fault]:
    rule, asked = pieces.month.get("reaudit"), "reaudit.allocate" in pieces.table("duty")
    if rule is None or not isinstance(pieces.data.get("duty"), dict):
        return
    if rule.share and not asked:
        reason = f"is {rule.share}%, but no duty reaudit.allocate asks for the re-audits."
        yield ("reaudit", "share"), reason
    if asked and not rule.share:
        reason = (
            "asks for re-audits, but [reaudit] has no share. Give it a share, or remove this duty."
        )
        yield ("duty", "reaudit.allocate"), reason


def _people(pieces: Pieces) -> Iterator[Fault]:
    dispute, dips = pieces.month.get("dispute"), pieces.month.get("dips")
    if dispute is not None and dispute.alternate in dispute.deciders:
        reason = "is one of the deciders, so nobody is left if all of them have already decided."
        yield ("dispute", "alternate"), reason
    if dispute is not None and not dispute.deciders:
        yield ("dispute", "deciders"), "is empty: name who settles a dispute."
    signing = () if dips is None else dips.signed_by
    for place, name in enumerate(signing):
        if name in signing[:place]:
            yield ("dips", "signed_by", place), f"{name} already signs. Nobody signs twice."
    if dips is not None and not signing:
        yield ("dips", "signed_by"), "is empty: name who signs the report on dip samples."
    inadequate = pieces.month.get("inadequate")
    if inadequate is not None and not inadequate.tell:
        yield ("inadequate", "tell"), "is empty: nobody would be notified of an Inadequate."
    about = pieces.about
    if about is not None and about.cycles == "service" and about.confirmed_by != HEAD:
        reason = (
            'is only for cycles of the whole authority. For a service, write "head_of_service".'
        )
        yield ("programme", "confirmed_by"), reason
    if pieces.exemption is not None and pieces.exemption.extensions:
        reason = (
            "must be false: no act extends a due date. An audit is reallocated, or its date stands."
        )
        yield ("exemption", "extensions"), reason


def _ladders(pieces: Pieces) -> Iterator[Fault]:
    for kind, rule in pieces.duties.items():
        for case, name in rule.ladder.items():
            ladder = pieces.ladders.get(name)
            if ladder is None:
                continue
            path = pieces.case_path(kind, "ladder", case)
            told = dict.fromkeys(rung.tell for rung in ladder.rungs)
            if not told.keys() & {OWNER, rule.stand_in}:
                yield path, f'"{name}" has no rung to the owner, so nothing would remind them.'
            if rule.confidential and (others := [one for one in told if one != OWNER]):
                reason = f'"{name}" also notifies {others[0]}, but this duty is confidential.'
                yield path, reason
            if told.keys() & set(TOLD_ELSEWHERE) and kind not in IN_THE_DIGEST:
                yield path, f'"{name}" refers to the digest, which does not list this kind of duty.'


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
"""The latest time of the act that opens a duty, in a month that keeps its dates."""


def _at(calendar: Calendar, deadline: Deadline, opened: datetime, month: date) -> datetime | None:
    try:
        return deadline.due(
            calendar, opened, month=month, had=opened, own=calendar.local(opened).date(), event="it"
        ).at
    except LedgerError:
        return None  # reported elsewhere, with its own reason


def _order_of_days(pieces: Pieces) -> Iterator[Fault]:
    """A duty must not be due before the act that opens it may happen."""
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
    for case, deadline in rule.due.items():
        for month in YEAR:
            opened = comes(pieces, calendar, month)
            due = None if opened is None else _at(calendar, deadline, opened, month)
            if opened is not None and due is not None and due < opened:
                reason = f"cannot be met in {say_month(month)}: it falls before {words}."
                yield pieces.case_path(kind, "due", case), reason
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
            reason = f"is {days}, but {kind} is due within {found.group(1)}. Make them the same."
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
        reason = f"asks for {pieces.slack.least} working days, but a month leaves {most}."
        yield ("slack", "least"), reason
