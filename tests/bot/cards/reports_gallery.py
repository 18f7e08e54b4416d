"""Sample views of digests' parts and of the scorecard, and every card that is drawn of them."""

from dataclasses import replace
from typing import Any

from bot.cards.reports.scorecard import scorecard_card
from bot.cards.reports.service_digest import service_digest_card, service_digest_dialog
from store.views.reports.scorecard import Scorecard, Scores
from store.views.reports.service_digest import DigestTally, Missing, ServiceDigest

MISSING = tuple(
    Missing(f"M90040{n}", f"Auditor Number {n}", "Team C", "Mon 21 Dec", n, own=n < 2)
    for n in range(5)
)
SERVICE = ServiceDigest(
    id="digest-2026-12-28",
    version=1,
    area="Frontdoor",
    is_service=True,
    as_of="Tue 29 Dec, 09:00",
    month="December 2026",
    by_us=DigestTally(allocated=12, in_time=9, late=1, not_in=2),
    of_us=DigestTally(allocated=60, in_time=52, late=2, not_in=5, early=1),
    missing=MISSING,
    unreached=("M900201 (Auditor Number 9)",),
    asked=3,
    given=2,
    refused=1,
    backlog=9,
    backlog_late=1,
    rework=2,
    inadequate=("M900301 (to be moderated by Tue 29 Dec, 17:00)", "M900302 (moderated Thu 24 Dec)"),
    actions_overdue=4,
    waiting=("M900301",),
    next_due="Thu 31 Dec",
    head_seq=1412,
    head="9f2c41d07ab3",
)
TEAM = replace(
    SERVICE,
    area="Team C",
    is_service=False,
    by_us=DigestTally(allocated=3, in_time=1, not_in=2),
    of_us=DigestTally(allocated=4, in_time=4),
    missing=MISSING[:2],
    unreached=(),
    inadequate=(),
)
AHEAD = DigestTally(allocated=4, early=1)
GRADED = (("Outstanding", 0), ("Good", 36), ("RI", None), ("Inadequate", None))
SCORES = Scores("Frontdoor", 60, 2, 58, 52, 49, 1, GRADED, GRADED, 44, None)
SCORECARD = Scorecard("December 2026", "Thu 31 Dec, 09:00", (SCORES,))


def reports() -> dict[str, dict[str, Any]]:
    """Each card by its kind and state."""
    many = replace(SERVICE, missing=MISSING * 12)
    service = replace(SCORES, service="FSP & CWD")
    return {
        "service digest": service_digest_card(SERVICE),
        "service digest, all in": service_digest_card(
            replace(
                SERVICE,
                missing=(),
                unreached=(),
                by_us=DigestTally(allocated=12, in_time=11, late=1),
                of_us=DigestTally(allocated=60, in_time=57, late=2, early=1),
            )
        ),
        "service digest, nothing of its own audited": service_digest_card(
            replace(SERVICE, of_us=DigestTally())
        ),
        "service digest, on the due day": service_digest_card(
            replace(SERVICE, missing=(), by_us=AHEAD, of_us=AHEAD, next_due="today at 17:00")
        ),
        "service digest dialog": service_digest_dialog(SERVICE),
        "service digest dialog, last page": service_digest_dialog(many, 99),
        "team digest": service_digest_card(TEAM),
        "team digest, for somebody": service_digest_card(
            replace(TEAM, area="Assessment and MASH", stands_for=("Nina Cole", "Omar Said"))
        ),
        "team digest, its work alone": service_digest_card(
            replace(TEAM, by_us=DigestTally(), missing=())
        ),
        "scorecard": scorecard_card(SCORECARD),
        "scorecard, many services": scorecard_card(
            replace(SCORECARD, services=(SCORES, service) * 4)
        ),
    }
