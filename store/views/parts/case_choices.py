"""What cases a line of enquiry may ask for: filters to choose from, with the cases each leaves.

The filter's text is what is recorded and repeated; a choice only writes it (programme.md §2.2).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from store.allocation.filters import CaseFacts, matches, parse_filter
from store.allocation.standing import case_facts
from store.ledger import Reader
from store.people.holding import same_service
from store.people.posts import AUTHORITY
from store.programme.kinds import CASE
from store.tables import Case

MOST = 24
"""Choices that a form offers; the shell lists all of them."""
SPANS = ("3 months", "6 months", "12 months")


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """One filter: its text as it is recorded, what it asks for in words, and the cases it leaves.

    `enough` says whether they are as many as a dip sample needs at least.
    """

    where: str
    words: str
    cases: int
    enough: bool

    @property
    def title(self) -> str:
        """The choice for people: "CP plan, neglect: 41"."""
        few = "" if self.enough else ", too few for a whole sample"
        return f"{self.words}: {self.cases}{few}"


def case_choices(
    reader: Reader, service: str, month: date, *, within: str = "", most: int | None = None
) -> tuple[CaseChoice, ...]:
    """The choices for cases of `service` in the audit month, of whom `within` is asked already.

    Those with most cases come first; a choice that leaves no case, or all of them, is none.
    Raises `BadFilter`.
    """
    base = parse_filter(within, month=month)
    cases = [
        facts
        for row in reader.rows(Case)
        if row.subject == CASE
        and row.service
        and (service in ("", AUTHORITY) or same_service(row.service, service))
        and not (facts := case_facts(row)).set_aside
        and matches(base, facts)
    ]
    least = reader.profile.selection.dip_samples_per_kloe.at_least
    found = [
        CaseChoice(f"{within} and {where}" if within else where, words, n, n >= least)
        for (where, words), n in _counted(cases, month).items()
        if 0 < n < len(cases)
    ]
    found.sort(key=lambda choice: (-choice.cases, choice.words))
    return tuple(found[:most])


def offered_cases(reader: Reader, service: str, month: date) -> tuple[tuple[str, str], ...]:
    """The choices of a form: the filter's text, and its words with the number of cases."""
    return tuple(
        (choice.where, choice.title) for choice in case_choices(reader, service, month, most=MOST)
    )


def _counted(cases: Iterable[CaseFacts], month: date) -> Counter[tuple[str, str]]:
    """How many cases each plan, flag, plan with a flag, and span of closing leaves."""
    spans = [(span, parse_filter(f"closed_within={span}", month=month)) for span in SPANS]
    found = Counter[tuple[str, str]]()
    for case in cases:
        plan = _plan(case.plan)
        if plan:
            found[f"plan={case.plan}", plan] += 1
        for flag in case.flags:
            found[f"flags={flag}", _flag(flag)] += 1
            if plan:
                both = f"plan={case.plan} and flags={flag}"
                found[both, f"{plan}, {_flag(flag)}"] += 1
        for span, wanted in spans:
            if matches(wanted, case):
                found[f"closed_within={span}", f"closed in the last {span}"] += 1
    return found


def _plan(plan: str) -> str:
    return f"{plan} plan" if plan.isupper() else plan


def _flag(flag: str) -> str:
    return flag.replace("_", " ")
