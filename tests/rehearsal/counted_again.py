"""Reports counted a second time: by pandas and scikit-learn, from the rows of the tables alone.

It shares no code with what the reports count by. Only the rules of counting are the same, as
programme.md §5 says them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from sklearn.metrics import cohen_kappa_score
from sqlalchemy import Engine

ALMOST = 1e-9
NOBODYS = ("drawn", "allocated", "reallocating", "swapped", "voided")
"""States of an audit that nobody has to return (§2.10, §5)."""
GRADED_BY = ("disputed", "third_lock", "moderated", "amended", "first")
"""Whose grade governs: the first of these that there is (§1)."""
FEWEST = 10
MOMENTS = ["due", "returned_at", "moderated_at", "submitted_at", "recalled_at", "closed_at"]
Told = Iterator[str]


class Rows:
    """The tables of a ledger as frames, each read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._read:
            frame = pd.read_sql(f'SELECT * FROM "{table}"', self._engine)
            for column in frame.columns.intersection(MOMENTS):
                frame[column] = pd.to_datetime(frame[column], utc=True, format="ISO8601")
            self._read[table] = frame
        return self._read[table]


def differences(rows: Rows, told: Mapping[str, Any]) -> Told:
    """A sentence for each figure of the whole reports that comes out otherwise.

    `told` has `grades`, `scorecard` and `loop` as their documents, `rated`, the kinds that rates
    count, and `domains`, each kind's domains by key. Grades are equal as counts, shares within one
    of a hundred and to 100 together, agreement within 1e-9.
    """
    for name, got, wanted in _figures(rows, told):
        alike = (
            abs(got - wanted) <= ALMOST
            if isinstance(got, float) and isinstance(wanted, float)
            else got == wanted
        )
        if not alike:
            yield f"{name}: the report says {got}, the rows say {wanted}"


def _figures(rows: Rows, told: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    grades = told["grades"]
    for row in grades["rows"]:
        yield from _graded(rows["audit"], row, grades["scale"])
    for row in grades["domains"]:
        yield from _domain(rows, row, told["domains"][row["kind"]])
    for row in told["scorecard"]["rows"]:
        yield from _scored(rows, row, told["rated"])
    for row in told["loop"]["rows"]:
        yield from _actions(rows, row)


def _graded(
    audits: pd.DataFrame, row: Mapping[str, Any], scale: Sequence[str]
) -> Iterator[tuple[str, Any, Any]]:
    name = f"{row['cycle']}, {row['kind']}"
    own = audits[(audits["cycle"] == row["cycle"]) & (audits["kind"] == row["kind"])]
    own = own[~own["state"].isin(["drawn", "swapped", "voided"])]
    back = own[own["first"].isin(scale) & own["returned_at"].notna()]
    yield f"{name}, planned", row["planned"], len(own)
    yield f"{name}, returned", row["n"], len(back)
    governing = back[list(GRADED_BY)].bfill(axis=1).iloc[:, 0]
    for step in ("first", "moderated", "third_lock", "final"):
        given = governing if step == "final" else back[step]
        counts = given.value_counts().reindex(scale, fill_value=0)
        shares = 100 * counts / counts.sum() if counts.sum() else counts
        for grade in scale:
            one = row[step][grade]
            yield f"{name}, {step}, {grade}", one["n"], int(counts[grade])
            if counts.sum():
                near = abs(one["percent"] - shares[grade]) < 1
                yield f"{name}, {step}, {grade}, near its share", near, True
    both = back[back["moderated"].isin(scale)]
    first, other = (
        pd.Categorical(both[step], categories=scale).codes.astype(int)
        for step in ("first", "moderated")
    )
    yield f"{name}, raised", row["raised"], int((other < first).sum())
    yield f"{name}, lowered", row["lowered"], int((other > first).sum())
    yield f"{name}, moderated", row["kappa_n"], len(both)
    yield f"{name}, agreement", row["kappa"], _agreement(first, other, len(scale))


def _agreement(first: Any, other: Any, steps: int) -> float | None:
    """Linearly weighted kappa; none of under ten audits, nor where chance leaves no room."""
    if len(first) < FEWEST or (len(set(first)) == 1 and set(first) == set(other)):
        return None
    return float(cohen_kappa_score(first, other, labels=range(steps), weights="linear"))


def _standing_returns(rows: Rows) -> pd.DataFrame:
    """The last return of each audit that its auditor did not take back."""
    found = rows["audit_return"]
    return found[found["recalled_at"].isna()].sort_values("submitted_at").groupby("audit").tail(1)


def _domain(
    rows: Rows, row: Mapping[str, Any], domains: Mapping[str, str]
) -> Iterator[tuple[str, Any, Any]]:
    audits = rows["audit"]
    own = audits[(audits["cycle"] == row["cycle"]) & (audits["kind"] == row["kind"])]
    own = own[~own["state"].isin(["drawn", "swapped", "voided"])]
    back = own[own["first"].notna() & own["returned_at"].notna()]
    last = _standing_returns(rows)
    last = last[last["audit"].isin(back["id"])]
    key = next(key for key, name in domains.items() if name == row["domain"])
    given = last["domain_grades"].map(lambda text: json.loads(text).get(key))
    name = f"{row['cycle']}, {row['kind']}, {row['domain']}"
    for grade, one in row["grades"].items():
        yield f"{name}, {grade}", one["n"], int((given == grade).sum())
    graded = int(given.isin(list(row["grades"])).sum())
    yield f"{name}, graded", row["n"], graded
    yield f"{name}, not applicable", row["not_applicable"], len(last) - graded


def _scored(
    rows: Rows, row: Mapping[str, Any], rated: Sequence[str]
) -> Iterator[tuple[str, Any, Any]]:
    audits = rows["audit"]
    own = audits[(audits["cycle"] == row["cycle"]) & audits["kind"].isin(rated)]
    out = own[~own["state"].isin(NOBODYS) & own["due"].notna()]
    back = out[out["returned_at"].notna()]
    last = _standing_returns(rows)
    last = last[last["audit"].isin(back["id"])]
    asked, disputes = rows["exemption"], rows["dispute"]
    given = asked[asked["audit"].isin(own["id"]) & (asked["state"] == "approved")]
    own_worker = last["practitioner_involved"] == "practitioner"
    wanted = {
        "allocated": len(out),
        "exempted": len(given),
        "returned": len(back),
        "in_time": int((back["returned_at"] <= back["due"]).sum()),
        "moderated": int((back["moderated"].notna() | back["moderated_at"].notna()).sum()),
        "family_feedback": int(last["family_heard"].astype(bool).sum()),
        "practitioner_feedback": int(own_worker.sum()),
        "challenged": int(disputes[disputes["audit"].isin(out["id"])]["audit"].nunique()),
    }
    for what, n in wanted.items():
        yield f"{row['cycle']}, {what}", row[what], n


def _actions(rows: Rows, row: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    audits = rows["audit"].set_index("id")
    found = rows["action"]
    found = found[found["state"] != "withdrawn"]
    of_cycle = found["audit"].map(audits["cycle"]) == row["cycle"]
    own = found[of_cycle & (found["scope"] == row["scope"])]
    closed = own[own["state"].isin(["confirmed", "signed_off"])]
    wanted = {
        "actions": len(own),
        "open": int((own["state"] == "open").sum()),
        "to_confirm": int((own["state"] == "done").sum()),
        "complete": len(closed),
        "signed_off": int((own["state"] == "signed_off").sum()),
        "recorded": int(closed["audit"].map(audits["closed_at"]).notna().sum()),
        "outcome_told": int(closed["outcome"].notna().sum()),
    }
    for what, n in wanted.items():
        yield f"{row['cycle']}, actions for {row['scope']}, {what}", row[what], n
