"""What a board report counts: grades, moderation, domains, lines of enquiry, feedback (§5).

A count of children under 5 is None with `"suppressed": true`, and so is a count that would reveal
it. Counts of what people had to do are always shown.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col

from store.allocation.drawing import FULL, REAUDIT
from store.allocation.lines_of_enquiry import rationale_of
from store.audits.governing_grade import governing_grade
from store.ledger import Reader
from store.tables import Action, Audit, Case, Cycle, DipFinding, KloeReport, Return
from store.views.reports.grades import NOT_PLANNED, grades, percentages
from store.views.reports.suppression import hidden
from store.vocabulary.dates_in_words import say_month

WITHHELD = "(Not shown here: the text names a child.)"
ANSWERS = ("shown", "partly", "not_shown")
GOOD, BELOW, NA = "good_or_better", "below_good", "not_applicable"


def without_small(counts: Mapping[str, int]) -> dict[str, Any]:
    """The counts of children in these parts, without those that could point to one child."""
    gone = hidden([counts])[0]
    said: dict[str, Any] = {name: None if name in gone else n for name, n in counts.items()}
    return said | ({"suppressed": True} if gone else {})


def without_names(reader: Reader, text: str) -> str:
    """A text that somebody wrote, unless it names a child (programme.md §5)."""
    said = " ".join(text.split()).casefold()
    for case in reader.rows(Case):
        known = json.loads(reader.unseal(case.identity) or "{}")
        name = " ".join(str(known.get("name") or "").split()).casefold()
        if name and name in said:
            return WITHHELD
    return text


def grade_rows(reader: Reader, cycles: Sequence[Cycle]) -> list[dict[str, Any]]:
    """Grades of full audits by cycle, earlier ones first, with what moderation changed.

    Re-audits are counted under impact, and dip samples have no grades.
    """
    found = grades(reader, [cycle.id for cycle in cycles])["rows"]
    by_id = {cycle.id: cycle for cycle in cycles}
    rows = []
    for row in found:
        if row["kind"] == REAUDIT:
            continue
        moderated = row["kappa_n"]
        same = moderated - row["raised"] - row["lowered"]
        changed = without_small({"raised": row["raised"], "lowered": row["lowered"], "kept": same})
        rows.append(
            {
                "cycle": row["cycle"],
                "service": by_id[row["cycle"]].service,
                "month": say_month(by_id[row["cycle"]].month),
                "kind": row["kind"],
                "returned": row["n"],
                "planned": row["planned"],
                "too_few": row["too_few"],
                "final": row["final"],
                "moderation": {"moderated": moderated, **changed},
                **({"suppressed": True} if row.get("suppressed") else {}),
            }
        )
    return rows


def domains(reader: Reader, cycle: Cycle) -> list[dict[str, Any]]:
    """Each domain of the tool: good or better, below good, not applicable; best share first."""
    last = _last_returns(reader, cycle)
    rows = []
    for key, domain in reader.profile.domains.items():
        counts = {GOOD: 0, BELOW: 0, NA: 0}
        for returned in last:
            grade = reader.profile.grades.get(returned.domain_grades.get(key) or "")
            counts[NA if grade is None else BELOW if grade.below_good else GOOD] += 1
        row: dict[str, Any] = {"domain": domain.name, "n": len(last), **without_small(counts)}
        if not row.get("suppressed") and counts[GOOD] + counts[BELOW]:
            row["percent_good"] = percentages([counts[GOOD], counts[BELOW]])[0]
        rows.append(row)
    return sorted(rows, key=lambda row: (-row.get("percent_good", -1), row["domain"]))


def kloes(reader: Reader, cycle: Cycle) -> list[dict[str, Any]]:
    """Each line of enquiry, why it was asked, and what its dip samples showed."""
    return [_kloe(reader, cycle, n, kloe) for n, kloe in enumerate(cycle.kloes, 1)]


def _kloe(reader: Reader, cycle: Cycle, number: int, kloe: Mapping[str, Any]) -> dict[str, Any]:
    dips = reader.rows(
        Audit, col(Audit.state) != "swapped", cycle=cycle.id, kind="dip", kloe=number
    )
    ids = [audit.id for audit in dips]
    answers = [row.answer for row in reader.rows(DipFinding, audit=ids)] if ids else []
    report = reader.find(KloeReport, f"{cycle.id}.k{number}")
    signed = report is not None and report.state == "shared"
    words = (reader.unseal(report.findings) or "") if signed and report is not None else ""
    return {
        "number": number,
        "text": kloe["text"],
        "rationale": without_names(reader, rationale_of(reader, kloe)),
        "dip_samples": {"done": len(answers), "of": len(dips)}
        | without_small({one: answers.count(one) for one in ANSWERS}),
        "findings": without_names(reader, words),
        "signed_off": signed,
    }


def feedback(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """In how many returned audits families and practitioners were heard."""
    last = _last_returns(reader, cycle)
    family = sum(returned.family_heard for returned in last)
    own = sum(returned.practitioner_involved == "practitioner" for returned in last)
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
    ids = [audit.id for audit in reader.rows(Audit, cycle=cycle.id)]
    rows = reader.rows(Action, col(Action.state) != "withdrawn", audit=ids) if ids else ()
    today = reader.calendar.local(reader.at).date()
    counted = []
    for scope in ("service", "report"):
        own = [row for row in rows if row.scope == scope]
        # What is done waits for a second person; what they confirmed is complete.
        still = [row for row in own if row.state in {"open", "done"}]
        counted.append(
            {
                "scope": scope,
                "agreed": len(own),
                "open": len(still),
                "overdue": sum(row.state == "open" and row.due_on < today for row in still),
                "complete": len(own) - len(still),
            }
        )
    return counted


def _last_returns(reader: Reader, cycle: Cycle) -> list[Return]:
    """The last return that was not taken back, of each full audit that counts."""
    audits = [
        audit.id
        for audit in reader.rows(Audit, cycle=cycle.id, kind=FULL)
        if audit.state not in NOT_PLANNED and governing_grade(audit) is not None
    ]
    found = reader.rows(Return, audit=audits, order="submitted_at") if audits else ()
    last = {row.audit: row for row in found if row.recalled_at is None}
    return list(last.values())
