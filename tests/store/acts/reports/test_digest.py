"""The digest: how a failure was addressed (programme.md §5)."""

from datetime import UTC, datetime

from bot.scheduler.digests import issue_digest
from store.registry import enact
from store.tables import Programme
from tests.store.council import DIRECTOR, ISSUED, Council


def test_5_how_a_failure_was_addressed_may_be_said_again_and_the_later_word_stands(
    council: Council,
) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        fields = {"occasion": "week", "as_of": ISSUED, "names": [audit.id]}
        enact(unit, "digest.issue", unit.get(Programme, council.programme), fields)
    line = council.table("digest_line")[0]
    for how in ("Spoke with them", "Met with them"):
        council.do(
            "digest.addressed", line["id"], {"how": how}, by=DIRECTOR, version=line["version"]
        )
        line = council.table("digest_line")[0]
    with council.read() as reader:
        assert reader.unseal(line["how"]) == "Met with them"
    assert council.duties(line["id"]) == {}


def test_5_what_was_caught_up_with_early_on_a_digest_day_stands_for_that_day(
    council: Council,
) -> None:
    """Down over the weekend of a missed digest and up at 08:30 of the next one's Monday."""
    early, nine, next_week = (
        datetime(2026, 12, day, hour, 30, tzinfo=UTC) for day, hour in ((14, 8), (14, 9), (21, 9))
    )
    assert issue_digest(council.ledger, council.programme, early) == "digest-2026-12-14"
    assert issue_digest(council.ledger, council.programme, nine) is None
    assert issue_digest(council.ledger, council.programme, next_week) == "digest-2026-12-21"
