"""What a board report counts: grades, moderation, domains, lines of enquiry, feedback (§5).

A count of children under 5 is None with `"suppressed": true`, and so is a count that would reveal
it. Counts of what people had to do are always shown.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col

from store.allocation.lines_of_enquiry import rationale_of
from store.audits.action_owners import BOARD_SCOPES
from store.audits.children import identities
from store.ledger import Reader
from store.tables import Action, Audit, Cycle, DipFinding, KloeReport, Return
from store.views.parts.action_deadlines import overdue
from store.views.parts.people_in_words import owner_in_words
from store.views.reports.domain_figures import BELOW, GOOD, DomainGraded, domains_of, last_returns
from store.views.reports.domain_figures import NOT_APPLICABLE as NA
from store.views.reports.grade_figures import ALL
from store.views.reports.graded import NOT_PLANNED, graded_of
from store.views.reports.shares import percentages
from store.views.reports.suppression import hidden

WITHHELD = "(Not shown here: the text names a child.)"
ANSWERS = ("shown", "partly", "not_shown")


def without_small(counts: Mapping[str, int]) -> dict[str, Any]:
    """The counts of children in these parts, without those that could point to one child."""
    gone = hidden([counts])[0]
    said: dict[str, Any] = {name: None if name in gone else n for name, n in counts.items()}
    return said | ({"suppressed": True} if gone else {})


def without_names(reader: Reader, text: str) -> str:
    """A text that somebody wrote, unless it names a child (programme.md §5)."""
    said = " ".join(text.split()).casefold()
    for known in identities(reader):
        name = " ".join(str(known.get("name") or "").split()).casefold()
        if name and name in said:
            return WITHHELD
    return text


def title_of(reader: Reader, kind: str) -> str:
    """What a council calls that kind of audit."""
    rule = reader.profile.kinds.get(kind)
    return "all kinds" if kind == ALL else rule.title if rule else kind.replace("_", " ")


def counted(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """Which kinds of the cycle's audits the figures count, and which not, each with how many."""
    kinds = graded_of(reader, cycle)
    others = Counter(
        audit.kind
        for audit in reader.rows(Audit, cycle=cycle.id)
        if audit.kind in reader.profile.kinds
        and audit.kind not in kinds
        and audit.state not in NOT_PLANNED
    )
    return {
        "kinds": [
            {"kind": kind, "title": title_of(reader, kind), "returned": len(one.returned)}
            for kind, one in kinds.items()
        ],
        "left_out": [
            {"kind": kind, "title": title_of(reader, kind), "n": n}
            for kind, n in sorted(others.items())
        ],
    }


def domains(reader: Reader, cycle: Cycle) -> list[dict[str, Any]]:
    """Each domain by kind of audit: good or better, below good, not applicable.

    The kind of most audits stands first, and in it the domain with the best share.
    """
    kinds = sorted(graded_of(reader, cycle).values(), key=lambda one: -len(one.returned))
    return [
        row
        for one in kinds
        for row in sorted(
            (_domain(reader, domain) for domain in domains_of(reader, one, full=False)),
            key=lambda row: (-row.get("percent_good", -1), row["domain"]),
        )
    ]


def _domain(reader: Reader, of: DomainGraded) -> dict[str, Any]:
    split = of.split()
    told: dict[str, Any] = {
        name: None if of.hides_side(name) else n for name, n in split.items()
    } | {NA: None if of.hides_not_applicable else of.not_applicable}
    row = {
        "kind": of.kind,
        "title": title_of(reader, of.kind),
        "domain": of.name,
        "n": sum(of.grades) + of.not_applicable,
        **told,
    }
    if None in told.values():
        row["suppressed"] = True
    elif sum(of.grades):
        row["percent_good"] = percentages([split[GOOD], split[BELOW]])[0]
    named = {one.name: one.placeholder for one in reader.profile.domains_of(of.kind).values()}
    return row | ({"placeholder": True} if named.get(of.name) else {})


def kloes(reader: Reader, cycle: Cycle) -> list[dict[str, Any]]:
    """Each line of enquiry, why it was asked, and what audits and dip samples showed."""
    said = told_by_audits(reader, cycle) if cycle.kloes else []
    return [_kloe(reader, cycle, n, kloe, said) for n, kloe in enumerate(cycle.kloes, 1)]


def told_by_audits(reader: Reader, cycle: Cycle) -> list[tuple[Return, Mapping[str, Any]]]:
    """Each standing return, with what it tells of the lines of enquiry by the line's key."""
    return [
        (row, json.loads(reader.unseal(row.content) or "{}").get("kloes") or {})
        for row in returns_with_grades(reader, cycle)
    ]


def returns_with_grades(reader: Reader, cycle: Cycle) -> Sequence[Return]:
    """The return that stands for each returned audit of a kind that carries grades."""
    returned = [audit.id for one in graded_of(reader, cycle).values() for audit in one.returned]
    return last_returns(reader, returned)


def dip_samples(
    reader: Reader, cycle: Cycle, number: int
) -> tuple[Sequence[Audit], Sequence[DipFinding]]:
    """The dip samples of that line of enquiry, and the findings of those that are done."""
    dips = reader.rows(
        Audit, col(Audit.state) != "swapped", cycle=cycle.id, kind="dip", kloe=number
    )
    ids = [audit.id for audit in dips]
    return dips, reader.rows(DipFinding, audit=ids) if ids else ()


def _kloe(
    reader: Reader,
    cycle: Cycle,
    number: int,
    kloe: Mapping[str, Any],
    said: Sequence[tuple[Return, Mapping[str, Any]]],
) -> dict[str, Any]:
    dips, found = dip_samples(reader, cycle, number)
    answers = [row.answer for row in found]
    report = reader.find(KloeReport, f"{cycle.id}.k{number}")
    signed = report is not None and report.state == "shared"
    words = (reader.unseal(report.findings) or "") if signed and report is not None else ""
    return {
        "number": number,
        "text": kloe["text"],
        "rationale": without_names(reader, rationale_of(reader, kloe)),
        "audits": {"done": sum(bool(told.get(f"k{number}")) for _, told in said), "of": len(said)},
        "dip_samples": {"done": len(answers), "of": len(dips)}
        | without_small({one: answers.count(one) for one in ANSWERS}),
        "findings": without_names(reader, words),
        "signed_off": signed,
    }


def feedback(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """In how many returned audits of any kind with grades families and practitioners were heard."""
    last = returns_with_grades(reader, cycle)
    family = sum(row.family_heard for row in last)
    own = sum(row.practitioner_involved == "practitioner" for row in last)
    return {
        "returned": len(last),
        "families": without_small({"heard": family, "not_heard": len(last) - family}),
        "practitioners": without_small({"took_part": own, "somebody_else": len(last) - own}),
    }


def actions(reader: Reader, cycle: Cycle) -> list[dict[str, Any]]:
    """The board's own actions by scope: what is still to be done, and what is late.

    Actions on one child's case are only in `report loop`: their count is close to that of children
    below good.
    """
    rows = asked_of_the_board(reader, cycle)
    return [
        {"scope": scope} | {name: len(own) for name, own in of_scope(reader, scope, rows).items()}
        for scope in BOARD_SCOPES
    ]


def of_scope(reader: Reader, scope: str, rows: Sequence[Action]) -> dict[str, list[Action]]:
    """The actions that each count of a scope is of: agreed, open, overdue, complete."""
    own = [row for row in rows if row.scope == scope]
    # What is done waits for a second person; what they confirmed is complete.
    still = [row for row in own if row.state in {"open", "done"}]
    return {
        "agreed": own,
        "open": still,
        "overdue": overdue(reader, still, reader.at),
        "complete": [row for row in own if row not in still],
    }


def plan_lines(reader: Reader, cycle: Cycle) -> list[dict[str, Any]]:
    """The same actions one by one, the next due first; words that name a child are withheld.

    Each is `{"scope", "what", "owner", "due", "state"}`; `state` may also be "overdue".
    """
    rows = asked_of_the_board(reader, cycle)
    late = {row.id for row in overdue(reader, rows, reader.at)}
    return [
        {
            "scope": row.scope,
            "what": without_names(
                reader, json.loads(reader.unseal(row.content) or "{}").get("what") or ""
            ),
            "owner": owner_in_words(reader, row.owner),
            "due": row.due_on,
            "state": "overdue" if row.id in late else row.state,
        }
        for row in sorted(rows, key=lambda row: (row.due_on, row.id))
    ]


def asked_of_the_board(reader: Reader, cycle: Cycle) -> list[Action]:
    """The cycle's actions for its service or the board that were not withdrawn."""
    ids = [audit.id for audit in reader.rows(Audit, cycle=cycle.id)]
    rows = reader.rows(Action, col(Action.state) != "withdrawn", audit=ids) if ids else ()
    return [row for row in rows if row.scope in BOARD_SCOPES]
