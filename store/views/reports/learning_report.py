"""`sightline report learning`: a theme, what was done on it, and what audits since then show (§3).

Bradford 2.7, Tower Hamlets guide §14. It counts what was done and names nobody. What audits show is
counts of children, so a count under 5, and what would reveal it, is None (programme.md §5).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from store.audits.learning import ATTENDED, PLANNED, REFLECTED, SENT, pieces_of, recorded
from store.ledger import Reader
from store.people.posts import covers
from store.tables import Appraisal, Cycle, CycleReport
from store.views.reports.board_parts import domains
from store.views.reports.board_words import SMALL
from store.views.reports.report_blocks import Cover, ReportBlock, count
from store.vocabulary.dates_in_words import say_day, say_moment, say_month

SUBJECT = "learning from audits"
SHOWN = ("good_or_better", "below_good", "percent_good")


def learning_report(reader: Reader, cycles: Sequence[str] = ()) -> dict[str, Any]:
    """`{"as_of", "head", "rows": [{"cycle", "theme", "pieces", "sessions", "before", "since"}]}`.

    A row is a planned theme. `before` is the last cycle of that service whose audits were done
    before it, `since` each one after. Raises `NotFound` for an unknown cycle.
    """
    chosen = [reader.get(Cycle, cycle) for cycle in cycles] or [*reader.rows(Cycle, order="month")]
    return {
        "as_of": reader.at,
        "head": reader.head()[1],
        "authority": reader.profile.programme.name,
        "programme": reader.profile.programme.title,
        "classification": reader.profile.papers.classification,
        "rows": [
            _row(reader, cycle, plan)
            for cycle in chosen
            for plan in recorded(reader, cycle.id, PLANNED)
        ],
    }


def _row(reader: Reader, cycle: Cycle, plan: CycleReport) -> dict[str, Any]:
    pieces = pieces_of(plan)
    first = pieces[0].on
    sent = {row["number"] for row in _of(reader, plan, SENT)}
    sessions, workshops = _of(reader, plan, REFLECTED), _of(reader, plan, ATTENDED)
    written = reader.rows(Appraisal, cycle=cycle.id)
    domain = plan.details["domain"]
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": say_month(cycle.month),
        "theme": plan.details["theme"],
        "domain": domain,
        "area": reader.profile.domains[domain].name if domain in reader.profile.domains else domain,
        "pieces": [
            {"on": one.on, "title": one.title, "minutes": one.minutes, "sent": one.number in sent}
            for one in pieces
        ],
        "sessions": len(sessions),
        "people": len({row["person"] for row in sessions}),
        "cases_looked_at": sum(len(row["cases"]) for row in sessions),
        "workshops": [
            {"what": row["what"], "on": row["held_on"], "came": len(row["people"])}
            for row in workshops
        ],
        "appraisals": {
            "of": len(written),
            "written": sum(row.state != "open" for row in written),
            "sampled": sum(row.state == "sampled" for row in written),
        },
        **_shown(reader, cycle, domain, first),
    }


def _of(reader: Reader, plan: CycleReport, kind: str) -> list[dict[str, Any]]:
    """What of that kind was done on the plan's theme."""
    found = (dict(row.details) for row in recorded(reader, plan.cycle, kind))
    return [row for row in found if row["plan"] == plan.id]


def _shown(reader: Reader, cycle: Cycle, domain: str, first: date) -> dict[str, Any]:
    """What audits before the theme and since show of that very area of practice."""
    name = reader.profile.domains[domain].name if domain in reader.profile.domains else domain
    alike = [
        other
        for other in reader.rows(Cycle, order="month")
        if other.issued_at is not None and covers(other, cycle.service)
    ]
    begun = first.replace(day=1)
    before = [other for other in alike if other.month < begun]
    since = [other for other in alike if other.month >= begun]
    return {
        "before": next(_area(reader, before[-1], name), None) if before else None,
        "since": [row for other in since for row in _area(reader, other, name)],
    }


def _area(reader: Reader, cycle: Cycle, name: str) -> Iterator[dict[str, Any]]:
    for row in domains(reader, cycle):
        if row["domain"] == name:
            yield {
                "cycle": cycle.id,
                "month": say_month(cycle.month),
                "kind": row["title"],
                "n": row["n"],
                **{key: row.get(key) for key in SHOWN},
                **({"suppressed": True} if row.get("suppressed") else {}),
            }


# ---- in words ------------------------------------------------------------------------------------


def learning_in_blocks(report: dict[str, Any], zone: str) -> list[ReportBlock]:
    """Theme by theme: what was done, then what audits show."""
    return [*_blocks(report, zone)]


def _blocks(report: dict[str, Any], zone: str) -> Iterator[ReportBlock]:
    yield ReportBlock(
        "title",
        f"{report['programme']}: {SUBJECT}",
        cover=Cover(
            authority=report["authority"],
            readers="For those who lead the learning",
            made=f"As of {say_moment(report['as_of'], year=True, zone=zone)}",
            classification=report["classification"],
        ),
    )
    if not report["rows"]:
        yield ReportBlock("note", "No learning has been planned yet.")
    for row in report["rows"]:
        yield ReportBlock("heading", f"{row['theme']}: {row['service']}, {row['month']}")
        yield ReportBlock("subheading", "What was done")
        yield ReportBlock("list", items=tuple(_done(row)))
        yield ReportBlock("subheading", f"What audits show of {row['area']}")
        yield from _table(row)
    yield ReportBlock("note", SMALL)
    yield ReportBlock("note", f"The ledger's head when this was made: {report['head']}")


def _done(row: dict[str, Any]) -> Iterator[str]:
    sent = sum(piece["sent"] for piece in row["pieces"])
    yield f"Monday's pieces sent: {sent} of {len(row['pieces'])}."
    yield (
        f"Reflective sessions: {row['sessions']}, with {row['people']} people, "
        f"{row['cases_looked_at']} cases looked at."
    )
    for one in row["workshops"]:
        day = say_day(date.fromisoformat(one["on"]))
        yield f"{one['what']} on {day}: {one['came']} came."
    told = row["appraisals"]
    if told["of"]:
        yield (
            f"Team appraisals: {told['written']} of {told['of']} written, "
            f"{told['sampled']} dip sampled."
        )


def _table(row: dict[str, Any]) -> Iterator[ReportBlock]:
    found = [("before", row["before"])] if row["before"] else []
    found += [("since", one) for one in row["since"]]
    if not found:
        yield ReportBlock("note", "No audit has been returned yet.")
        return
    table = [("When", "Cycle", "Kind of audit", "Returned", "Good or better", "Below good")]
    table += [
        (when, one["month"], one["kind"], str(one["n"]), _share(one), count(one["below_good"]))
        for when, one in found
    ]
    yield ReportBlock("table", rows=tuple(table))


def _share(one: dict[str, Any]) -> str:
    percent = "" if one["percent_good"] is None else f" ({one['percent_good']}%)"
    return count(one["good_or_better"]) + percent
