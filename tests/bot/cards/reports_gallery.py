"""Digests, scorecards and reports in every state: cards and forms drawn from sample views."""

from dataclasses import replace
from typing import Any

from bot.cards.parts.inputs import Typed
from bot.cards.reports import cycle_report as reports
from bot.cards.reports import learning
from bot.cards.reports.digest import digest_addressed_form, digest_card, digest_dialog
from bot.cards.reports.scorecard import scorecard_card
from bot.cards.reports.service_digest import service_digest_card, service_digest_dialog
from store.views.reports.cycle_report import OnCycle, Reported, ReportRead
from store.views.reports.digest_opening import HeldLate, Opening
from store.views.reports.digest_services import ServiceRow
from store.views.reports.digest_weeks import Week
from store.views.reports.learning import LearningForm, LearningPieceRead
from store.views.reports.scorecard import KindScores, Scorecard, Scores
from store.views.reports.service_digest import DigestTally, Missing, ServiceDigest
from store.views.reports.still_open import LateLine, StillOpen
from tests.bot.cards import samples as s

NOTHING = Typed()
Json = dict[str, Any]

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
LATE = LateLine(
    "M900301-2026-12.uopp.second.900",
    "M900301, December 2026: hold the second UoPP meeting. With Priya Shah, Head of Service, due "
    "Thu 21 Jan, 42 working days late",
)
OPEN = StillOpen(9, (LATE, LATE), "Fri 30 Apr", "December 2026 and February 2027")
BUSY = Opening(
    upn=s.OMAR.upn,
    mine=3,
    mine_late=1,
    first="M900301: hold the UoPP meeting, due Thu 21 Jan, 42 working days late",
    answer_by="Tue 5 Jan",
    inadequate=(
        HeldLate("Priya Shah", ("M900301", "M900302", "M900303"), 42),
        HeldLate("the Head of Service for FSP & CWD", ("M900304 (supervision audit)",), 12),
        HeldLate("Nina Cole", ("M900305",), 0),
    ),
    silent=3,
    never=2,
    others_late=7,
    since="Mon 21 Dec",
    not_in_then=9,
    open_then=81,
    late_then=72,
    backlog_then=9,
    actions_then=6,
)
WEEKS = tuple(
    Week(f"2026-12-{day:02}", f"{name} {day} Dec", due, returned)
    for name, day, due, returned in (
        ("Mon", 7, 0, 4),
        ("Mon", 14, 0, 19),
        ("Mon", 21, 0, 41),
        ("Tue", 29, 59, 54),
    )
)
MUCH = replace(OPEN, number=90, late=(LATE,) * 70)
AHEAD = DigestTally(allocated=4, early=1)
GRADED = (("Outstanding", 0), ("Good", 36), ("RI", 19), ("Inadequate", 3))
AFTER = (("Outstanding", 0), ("Good", 30), ("RI", 17), ("Inadequate", 2))
SCORES = Scores("Frontdoor", 60, 2, 58, 52, 49, 1, GRADED, AFTER, 44, 3)
GRADES = ("Outstanding", "Good", "RI", "Inadequate")
"""The numbers of each kind below add up to those of the service above."""


def _by_grade(*counts: int) -> tuple[tuple[str, int], ...]:
    return tuple(zip(GRADES, counts, strict=True))


KINDS = (
    KindScores("audit", counted=True, allocated=55, returned=54, moderated=46,
               first=_by_grade(0, 34, 18, 2), after=_by_grade(0, 29, 16, 1)),
    KindScores("re-audit", counted=True, allocated=5, returned=4, moderated=3,
               first=_by_grade(0, 2, 1, 1), after=_by_grade(0, 1, 1, 1)),
    KindScores("practice observation", counted=False, allocated=4, returned=4, moderated=0,
               first=_by_grade(1, 2, 1, 0), after=_by_grade(0, 0, 0, 0)),
    KindScores("supervision audit", counted=False, allocated=3, returned=3, moderated=3),
)  # fmt: skip
SCORECARD = Scorecard("December 2026", "Thu 31 Dec, 09:00", (SCORES,))

LONG = "Visits were on time and most plans held the child's own words, but reviews came late. "
CYCLE, FRONTDOOR, DECEMBER = "frontdoor-2026-12", "Frontdoor", "December 2026"

REPORTED = Reported(
    "frontdoor-2026-12.b70", CYCLE, 4, FRONTDOOR, DECEMBER, "board", s.OMAR, "Fri 29 Jan, 15:00"
)
WRITTEN = ReportRead(f"{FRONTDOOR}, {DECEMBER}", (("Impact", LONG * 12), ("Learning", LONG * 12)))
ON = OnCycle(CYCLE, 4, FRONTDOOR, DECEMBER, s.DUE)
COMPARED = (("Fell below good", "23"), ("Dip re-audits", "15 of 23 good or better"))


def reports_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_digests(), **_parts_and_scorecard(), **_reports(), **_forms(), **_learning()}


def _digests() -> dict[str, Json]:
    quiet = replace(
        s.DIGEST, lines=(), unreached=(), backlog=0, inadequate=(), actions_overdue=0, recorded=0
    )
    two = (s.DIGEST.services[0], replace(s.DIGEST.services[0], service="FSP & CWD"))
    early = replace(s.DIGEST.services[0], in_time=0, late=0, not_in=0, rate=None, early=12)
    others = tuple(replace(line, may_address=False) for line in s.LINES)
    many = replace(s.DIGEST, lines=s.LINES * 12)
    return {
        "digest": digest_card(s.DIGEST),
        "digest, for somebody": digest_card(replace(s.DIGEST, stands_for=(s.PRIYA.name,))),
        "digest, some not told": digest_card(
            replace(s.DIGEST, not_told=(s.TOM.with_role, s.OMAR.with_role) * 4)
        ),
        "digest, two services": digest_card(replace(s.DIGEST, services=two)),
        "digest, five services": digest_card(replace(s.DIGEST, services=two * 2 + two[:1])),
        "digest, none due yet": digest_card(
            replace(quiet, services=(early,), next_due="Mon 21 Dec")
        ),
        "digest, on the due day": digest_card(
            replace(quiet, services=(early,), next_due="today at 17:00")
        ),
        "digest, all in early": digest_card(replace(quiet, services=(replace(early, early=61),))),
        "digest, all in": digest_card(
            replace(quiet, services=(replace(s.DIGEST.services[0], in_time=57, not_in=0),))
        ),
        "digest, nothing open": digest_card(replace(quiet, services=())),
        "digest, months after": digest_card(replace(quiet, services=(), open=OPEN)),
        "digest, much is late": digest_card(replace(s.DIGEST, open=MUCH)),
        "digest, a bad week": digest_card(
            replace(s.DIGEST, open=MUCH, opening=BUSY, services=(_worse(two[0]), *two), weeks=WEEKS)
        ),
        "digest, one asked": digest_card(
            replace(quiet, opening=replace(BUSY, mine=1, inadequate=(), others_late=0))
        ),
        "digest, none late": digest_card(
            replace(quiet, services=(), open=replace(OPEN, late=(), next_due="Fri 30 Apr"))
        ),
        "digest, one to address": digest_card(replace(s.DIGEST, lines=s.LINES[:1])),
        "digest, to other readers": digest_card(replace(s.DIGEST, lines=others)),
        "digest dialog": digest_dialog(replace(s.DIGEST, lines=(s.ADDRESSED, *s.LINES[1:]))),
        "digest dialog, to other readers": digest_dialog(replace(s.DIGEST, lines=others)),
        "digest dialog, many": digest_dialog(many),
        "digest dialog, last page": digest_dialog(many, 99),
    }


def _worse(row: ServiceRow) -> ServiceRow:
    """A service with its head, and how the same audits stood a week before."""
    return replace(row, head="Priya Shah", then=replace(row, in_time=40, late=0, not_in=9))


def _parts_and_scorecard() -> dict[str, Json]:
    many = replace(SERVICE, missing=MISSING * 12)
    none = DigestTally()
    after = replace(SERVICE, by_us=none, of_us=none, missing=(), unreached=(), open=OPEN)
    service = replace(SCORES, service="FSP & CWD")
    return {
        "service digest": service_digest_card(SERVICE),
        "service digest, months after": service_digest_card(after),
        "service digest, a bad week": service_digest_card(
            replace(
                SERVICE,
                opening=replace(BUSY, mine_late=2),
                weeks=WEEKS,
                of_us=replace(SERVICE.of_us, then=replace(SERVICE.of_us, in_time=40, not_in=9)),
            )
        ),
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
        "scorecard, as a file": scorecard_card(
            replace(SCORECARD, programme="riverside", version=3)
        ),
        "scorecard, several kinds": scorecard_card(
            replace(SCORECARD, services=(replace(SCORES, kinds=KINDS),))
        ),
        "scorecard, many services": scorecard_card(
            replace(SCORECARD, services=(SCORES, service) * 4)
        ),
    }


def _reports() -> dict[str, Json]:
    impact = reports.impact_report_card
    return {
        "highlight report": reports.highlight_report_card(
            replace(REPORTED, kind="highlight", programme="riverside", programme_version=3)
        ),
        "board report": reports.board_report_card(REPORTED),
        "board report, as a document": reports.board_report_card(
            replace(REPORTED, may=frozenset({"paper.issue"}))
        ),
        "form: paper": reports.paper_form(ON, is_short=False),
        "form: paper, short": reports.paper_form(ON, is_short=True),
        "practitioners report": reports.practitioners_report_card(REPORTED),
        "impact report": impact(replace(REPORTED, kind="impact", consistent=True)),
        "impact report, not consistent": impact(
            replace(REPORTED, kind="impact", consistent=False, may=frozenset({"reaudit.widen"}))
        ),
        "campaign": reports.campaign_card(
            replace(REPORTED, kind="campaign", workshop="Wed 10 Mar")
        ),
        "the report": reports.report_dialog(WRITTEN),
    }


def _forms() -> dict[str, Json]:
    return {
        "form, digest line": digest_addressed_form(s.LINES[0], NOTHING),
        "form, digest line and others": digest_addressed_form(s.LINES[0], NOTHING, s.LINES[1:]),
        "form, digest line and one other": digest_addressed_form(s.LINES[0], NOTHING, s.LINES[1:2]),
        "form, digest line again": digest_addressed_form(s.ADDRESSED, NOTHING),
        "form: highlights": reports.highlight_form(ON, NOTHING),
        "form: board report": reports.board_form(ON, NOTHING),
        "form: impact": reports.impact_form(ON, COMPARED, NOTHING),
        "form: campaign": reports.campaign_form(ON, NOTHING),
    }


LEARNING = LearningForm(
    "frontdoor-2026-12", 4, "Frontdoor", "December 2026", "The child's voice",
    (("c1", "Connect"), ("c2", "Stay curious")), 15, (s.NINA, s.OMAR, s.PRIYA),
)  # fmt: skip
PIECE = LearningPieceRead(
    "frontdoor-2026-12", 4, "The child's voice", "Seeing them alone", 10,
    "https://learning.example/1", "Mon 1 Feb",
)  # fmt: skip
MAY = frozenset({"learning.reflect", "learning.attend"})


def _learning() -> dict[str, Json]:
    return {
        "learning": learning.learning_card(PIECE),
        "learning, for who talks it through": learning.learning_card(replace(PIECE, may=MAY)),
        "learning, without a link": learning.learning_card(replace(PIECE, link="", minutes=1)),
        "form, learning plan": learning.plan_form(LEARNING, NOTHING),
        "form, reflective session": learning.reflect_form(LEARNING, NOTHING),
        "form, workshop": learning.attend_form(LEARNING, NOTHING),
    }
