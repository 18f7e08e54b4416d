"""The moves, moments and settings of the state machine that plays an audit month."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from store.ledger import Reader
from store.registry import ACTS, not_open
from store.tables import Audit, Concern, DigestLine, Duty, HelpRequest, KloeReport, Row
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    GM,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    PSW,
    STRANGER,
    Council,
    caseload,
    person,
    profile_text,
    staff,
)
from tests.store.plausible import EVERYBODY
from tests.store.whole_setting import QA_HEAD, THIRD_LOCK

ANYBODY = (*EVERYBODY, STRANGER)
VERBS = sorted(v for v, act in ACTS.items() if act.on is Audit and not act.is_consequence)
BESIDE: tuple[type[Row], ...] = (KloeReport, Concern, HelpRequest, Duty, DigestLine)
"""Rows other than audits on which people act."""
COLUMNS = ("first", "moderated", "third_lock", "disputed", "progressed")
LAST = datetime(2027, 2, 26, 17, tzinfo=UTC)
ANY = st.sampled_from(range(97))
HAPPENS = (
    *["_people_audit"] * 6, *["_people_decide"] * 8, *["_people_dispute_and_sample"] * 5,
    *["_people_work_beside_the_audits"] * 3, "_somebody_has_a_concern", "_somebody_tries_anything",
    "_the_sweep_runs", "_the_digest_is_issued", "_somebody_is_away_or_back", "_somebody_leaves",
    "_somebody_moves_on",
    "_messages_go_out", "_somebody_is_told_another_way",
)  # fmt: skip
DOINGS = st.lists(st.tuples(st.sampled_from(HAPPENS), ANY, ANY, ANY), min_size=3, max_size=9)
OPEN = ("issued", "accepted", "exemption_asked", "rectifying")
WAITING = ("exemption_asked", "conflict_declared", "reallocating", "returned", "referred")
DECIDED = ("moderated", "complete", "sampling", "offered")
STEPS = [timedelta(hours=h) for h in (-1, 1, 3, 8, 24, 24, 48, 120)]
MOST_LEAVERS = 4
IN_POSTS = (HOS, HOS_CARE, GM, ACADEMY, MANAGER, OFFICER, PSW)
"""People in posts, who may move on from them; the Director has nobody above."""


@cache
def master() -> Path:
    path = Path(mkdtemp(prefix="sightline-machine-")) / "council.db"
    council = Council.empty(f"sqlite:///{path}")
    council.found(profile_text().replace("share = 100", "share = 80") + THIRD_LOCK)
    council.load_people([*staff(), person(QA_HEAD, roles=["head_of_qa"], manager=DIRECTOR)])
    council.load_cases(caseload())
    council.open_cycle()
    council.draw()
    council.issue()
    council.close()
    return path


ONCE = {
    "exemption": ("asked",),
    "conflict": ("declared",),
    "referral": ("asked",),
    "dispute": ("referred",),
    "help_request": ("asked",),
}
"""By table, the states that wait for a decision and that it ends."""


def open_to_whom(reader: Reader, verbs: list[str], row: Row) -> list[tuple[str, str]]:
    return [
        (name, upn)
        for name in verbs
        if not_open(reader, name, row) is None
        for who in ACTS[name].by
        for upn in sorted(set(who.upns(reader, row)))
    ]


def less(row: dict[str, Any], columns: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}


QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
# By day a failure is reported as found: shrinking it takes minutes, and is done by night.
DAILY = settings(max_examples=6, stateful_step_count=24, deadline=None, phases=[Phase.generate],
                 suppress_health_check=QUIET, derandomize=True)  # fmt: skip
NIGHTLY = settings(
    max_examples=100, stateful_step_count=60, deadline=None, suppress_health_check=QUIET
)
