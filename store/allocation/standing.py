"""Which cases may stand in a cycle: one answer for the draw, swaps, added audits and re-audits.

Every way by which a case comes into a cycle asks here (programme.md §2.2), and so does whatever
proposes one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from store.allocation.filters import CaseFacts, CaseFilter, matches, parse_filter
from store.ledger import Reader
from store.people.set_aside import say_why
from store.programme.kinds import CASE, FULL, KindRule
from store.tables import Audit, Case, Cycle
from store.vocabulary.dates_in_words import say_day

Rule = Literal["set_aside", "closed", "audited_recently", "filter"]

NOT_AUDITED = frozenset({"swapped", "voided"})
"""States of an audit in which it does not count as an audit of its case."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules of one cycle.

    A case closed before `since` was not worked on in the period that an audit looks at. `audited`
    gives, for each case, its audits within `months` of this cycle. `where` is the cycle's own
    filter, for the full audits.
    """

    since: date
    months: int
    audited: Mapping[str, frozenset[str]]
    where: CaseFilter

    def breaks(
        self, case: CaseFacts, *, kind: str = FULL, besides: Collection[str] = ()
    ) -> tuple[Rule, ...]:
        """The rules that keep the case out as the subject of an audit of that kind.

        `besides` are audits that do not count: the row itself, and what a re-audit looks at.
        """
        broken: list[Rule] = []
        if case.set_aside:
            broken.append("set_aside")
        if case.closed_on is not None and case.closed_on < self.since:
            broken.append("closed")
        if self.audited.get(case.case_ref, frozenset()) - set(besides):
            broken.append("audited_recently")
        if kind == FULL and not matches(self.where, case):
            broken.append("filter")
        return tuple(broken)

    def why(self, rule: Rule) -> str:
        """The rule in words, of cases: "closed before 1 June 2026"."""
        return reason(rule, since=self.since, months=self.months)


def reason(rule: str, *, since: date, months: int) -> str:
    """A rule in words, of cases that it leaves out."""
    match rule:
        case "set_aside":
            return "set aside, because somebody on it is not known"
        case "closed":
            return f"closed before {say_day(since, year=True)}"
        case "audited_recently":
            return f"audited within {months} months of this cycle"
        case "filter":
            return "outside the filter"
    return "re-audited in this cycle"


def standing_of(reader: Reader, cycle: Cycle, where: CaseFilter | None = None) -> Standing:
    """The rules of `cycle` as they are now, with its recorded filter unless another is given."""
    months = reader.profile.selection.not_again_months
    if where is None:
        drawn: Mapping[str, Any] = (cycle.parameters or {}).get("full", {})
        where = parse_filter(str(drawn.get("where", "")), month=cycle.month)
    return Standing(
        since=months_before(cycle.month, reader.profile.tool.practice_window_months),
        months=months,
        audited=recent_audits(reader, cycle, months),
        where=where,
    )


def recent_audits(reader: Reader, cycle: Cycle, months: int) -> Mapping[str, frozenset[str]]:
    """Each case's audits in cycles less than `months` away, whether earlier or later."""
    if not months:
        return {}
    cycles = [row.id for row in reader.rows(Cycle) if months_apart(row.month, cycle.month) < months]
    kinds = [name for name, rule in reader.profile.kinds.items() if audits_a_case(rule)]
    found: dict[str, set[str]] = {}
    for audit in reader.rows(Audit, cycle=cycles, kind=kinds) if cycles else ():
        if audit.state not in NOT_AUDITED:
            found.setdefault(audit.case_ref, set()).add(audit.id)
    return {ref: frozenset(ids) for ref, ids in found.items()}


def audits_a_case(rule: KindRule) -> bool:
    """Whether an audit of this kind is an audit of a case; what has no grade only looks at one."""
    return rule.subject == CASE and rule.graded


def out_of_bounds(
    reader: Reader, cycle: Cycle, case: Case, *, kind: str, besides: Collection[str] = ()
) -> str | None:
    """Why the case may not stand in the cycle under that kind, in words; None if it may."""
    if case.set_aside:
        return f"it is set aside: {say_why(case.set_aside)}"
    rule = reader.profile.kinds[kind]
    if not audits_a_case(rule):
        return None
    standing = standing_of(reader, cycle)
    broken = standing.breaks(case_facts(case), kind=kind, besides=besides)
    return "; ".join(f"it was {standing.why(one)}" for one in broken if one != "filter") or (
        "it is outside the filter of this cycle's draw" if broken else None
    )


def broken_standing(reader: Reader, cycle: Cycle, audits: Iterable[Audit]) -> dict[str, str]:
    """The rows whose case may not stand in the cycle today, each with the reason.

    The filter chose the cases when they were drawn, so a flag that went since breaks nothing.
    """
    standing = standing_of(reader, cycle, CaseFilter())
    broken: dict[str, str] = {}
    for audit in audits:
        rule = reader.profile.kinds.get(audit.kind)
        if rule is None or not audits_a_case(rule):
            continue
        besides = {audit.id, audit.looks_at or "", audit.replaces or ""}
        facts = case_facts(reader.get(Case, audit.case_ref))
        found = standing.breaks(facts, kind=audit.kind, besides=besides)
        if audit.looks_at is not None:  # a re-audit of a closed case is done from its records
            found = tuple(one for one in found if one != "closed")
        if found:
            broken[audit.id] = "; ".join(f"it was {standing.why(one)}" for one in found)
    return broken


def case_facts(case: Case) -> CaseFacts:
    """What a draw can ask about a case in the ledger."""
    return CaseFacts(
        case_ref=case.id,
        service=case.service,
        team=case.team,
        plan=case.plan,
        closed_on=case.closed_on,
        flags=frozenset(case.flags),
        practitioner=case.practitioner,
        set_aside=bool(case.set_aside),
    )


def months_apart(one: date, other: date) -> int:
    """The number of months between two months, whichever comes first."""
    return abs((one.year - other.year) * 12 + one.month - other.month)


def months_before(month: date, months: int) -> date:
    """The first day of the month, `months` months earlier."""
    count = month.year * 12 + month.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
