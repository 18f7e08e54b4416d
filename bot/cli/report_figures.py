"""The reports of grades and the scorecard as tables for people (programme.md §5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.cli.report_words import NOT_SHOWN, Rows, count_in_words, counts_in_words

WHOLE = (
    "Counts under 5 are shown: they can point to a child, so this is not for readers outside the "
    "audit team and the Performance Team."
)


def grade_sections(document: Mapping[str, Any]) -> dict[str, Rows]:
    """The sections of `report grades`: counts by grade, changes, and domains by kind of audit."""
    from store.views.reports.figure_sheets import compared_rows

    rows = _with_together(document)
    return {
        "Grades": [line for row in rows for line in _graded(row)],
        "Compared with the cycle before": compared_rows(document["compared"]),
        "Change in moderation": [_changed(row) for row in rows],
        "Grades by domain": _domains(document["domains"]),
    }


def _with_together(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each cycle's kinds of audit and, where it has several, all kinds together below them."""
    rows = []
    for together in document["together"]:
        own = [row for row in document["rows"] if row["cycle"] == together["cycle"]]
        rows += [*own, *([together] if len(own) > 1 else [])]
    return rows


def _names(row: Mapping[str, Any]) -> dict[str, Any]:
    names = {name: row[name] for name in ("cycle", "service", "month")}
    return names | {"kind": kind_in_words(row["kind"])}


def kind_in_words(kind: str) -> str:
    """A kind of audit as a table's cell says it."""
    known = {"all": "all kinds", "full": "audit", "reaudit": "re-audit"}
    return known.get(kind, kind.replace("_", " "))


GIVEN_BY = {
    "first": "auditors",
    "moderated": "moderators",
    "third_lock": "third lock",
    "final": "as it stands",
}


def _graded(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for each step that gave grades, and one for the grade that stands."""
    returned = f"{row['n']} of {row['planned']}"
    given = {step: words for step, words in GIVEN_BY.items() if step == "final" or _any(row[step])}
    if all(_is_hidden(row[step]) for step in given):
        given = {"final": "all of them"}
    for step, words in given.items():
        yield {
            **_names(row),
            "returned": returned + (", too few to judge" if row["too_few"] else ""),
            "grade_by": words,
            **{grade: count_in_words(one) for grade, one in row[step].items()},
        }


def _any(counts: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(one["n"] != 0 for one in counts.values())


def _is_hidden(counts: Mapping[str, Mapping[str, Any]]) -> bool:
    return all(one["n"] is None for one in counts.values())


def _changed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_names(row),
        "moderated": row["kappa_n"],
        "raised": _n(row["raised"]),
        "lowered": _n(row["lowered"]),
        "agreement": _agreement(row),
    }


def _agreement(row: Mapping[str, Any]) -> str:
    """Kappa; there is none of fewer than ten audits, nor where all have one grade."""
    if row["kappa"] is not None:
        return f"{row['kappa']:.2f}"
    return NOT_SHOWN if row.get("suppressed") and row["kappa_n"] >= FEWEST_PAIRS else "none"


FEWEST_PAIRS = 10
"""Fewer pairs have no agreement (`store.views.reports.agreement`)."""


def _domains(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A line for each domain; one for all of them where nothing is shown of a kind's few audits."""
    lines = []
    for cycle, kind in dict.fromkeys((row["cycle"], row["kind"]) for row in rows):
        own = [row for row in rows if (row["cycle"], row["kind"]) == (cycle, kind)]
        hidden = all(_is_hidden(row["grades"]) for row in own)
        lines += [
            _domain(row) for row in ([{**own[0], "domain": "every domain"}] if hidden else own)
        ]
    return lines


def _domain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cycle": row["cycle"],
        "kind": kind_in_words(row["kind"]),
        "domain": row["domain"],
        "graded": _n(row["n"]),
        **{grade: count_in_words(one) for grade, one in row["grades"].items()},
        "not_applicable": _n(row["not_applicable"]),
    }


def scorecard_sections(document: Mapping[str, Any]) -> dict[str, Rows]:
    """The sections of `report scorecard`: by cycle, and each kind of audit apart."""
    from store.vocabulary.dates_in_words import say_month

    return {
        "By cycle": [
            row
            | {"month": say_month(row["month"])}
            | {name: counts_in_words(row[name]) for name in ("first_grade", "moderated_grade")}
            for row in document["rows"]
        ],
        "By kind of audit; cycles count those in the rates": [
            _scored(row) for row in document["kinds"]
        ],
    }


def _scored(row: Mapping[str, Any]) -> dict[str, Any]:
    grades: Sequence[str] = [
        counts_in_words(row[name]) if row["graded"] else "no grade"
        for name in ("first_grade", "moderated_grade")
    ]
    return {
        "cycle": row["cycle"],
        "kind": row["title"],
        "in_the_rates": "yes" if row["counted"] else "no",
        "allocated": row["allocated"],
        "returned": row["returned"],
        "in_time": row["in_time"],
        "moderated": row["moderated"],
        "first_grade": grades[0],
        "moderated_grade": grades[1],
    }


def _n(value: int | None) -> str:
    return NOT_SHOWN if value is None else str(value)
