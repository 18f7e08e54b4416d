"""A clock runs from the day of what happened, and its rule names what that was (§4)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from store.programme.duty_rules import DutyRule
from store.programme.profile import Profile, shipped, shipped_names
from store.relations.moderation import DISPUTE_DECIDER
from tests.store.acts.arranging_actions import SUPERVISED, with_actions
from tests.store.acts.arranging_disputes import REFERRED, SETTLED, handed_on, moderated
from tests.store.council import HOS, Council

RECORDED = datetime(2027, 1, 11, 10, tzinfo=UTC)
"""Monday; the supervision was on the Friday before."""

WHAT_HAPPENED = {
    "moderation.agree": "moderation",
    "moderation.change": "moderation",
    "grade.stand": "the check",
    "grade.fall": "the change of grade",
    "grade.change": "the change of grade",
    "work.improve": "the work having improved",
    "work.relapse": "the work falling below good again",
    "supervision.recorded": "the last supervision",
    "progress.reported": "the last report",
    "actions.open": "an action being opened",
    "actions.close": "the last action being closed",
    "allocation.issue": "issue",
    "exemption.refuse": "the exemption being refused",
    "exemption.withdraw": "the request being withdrawn",
    "conflict.resolve": "the conflict being resolved",
    "conflict.declare": "the conflict being declared",
    "conflict.found": "the conflict being found",
    "return.submit": "the return",
    "void.decide": "the decision that it goes on",
    "check.send_back": "its being sent back",
    "moderation.send_back": "its being sent back",
    "moderation.refer": "the referral",
    "return.refer": "the referral",
}
"""What people call what each of these acts brings about: no rule may say another."""
FITS = {"changed_to_inadequate": {"grade.change"}, "changed_since": {"grade.change"},
        "unmoderated": {"grade.stand"}, "relapsed": {"work.relapse"}}  # fmt: skip
"""Cases of a date that hold after some acts alone."""


def rule_of(council: Council, audit: str, kind: str) -> str:
    return council.duties(audit)[kind].rule


def test_the_next_supervision_counts_from_the_day_of_the_last_and_not_from_its_recording(
    council: Council,
) -> None:
    audit = with_actions(council)
    given = SUPERVISED | {"on": "2027-01-08"}
    council.do("supervision.recorded", audit.id, given, by=HOS, at=RECORDED)
    duty = council.duties(audit.id)["supervision.record"]
    assert duty.rule == "1 month from the last supervision on Fri 8 Jan"
    assert duty.due_at == datetime(2027, 2, 8, 17, tzinfo=UTC)


def test_an_older_supervision_that_is_recorded_later_moves_no_date_back(council: Council) -> None:
    audit = with_actions(council)
    for day in ("2027-01-08", "2027-01-04"):
        given = SUPERVISED | {"on": day}
        council.do("supervision.recorded", audit.id, given, by=HOS, at=RECORDED)
    assert "on Fri 8 Jan" in rule_of(council, audit.id, "supervision.record")


def test_what_a_dispute_asks_for_counts_from_the_change_of_grade_and_says_so(
    council: Council,
) -> None:
    audit = handed_on(council, moderated(council, grade="Good"))
    with council.read() as reader:
        decider = min(DISPUTE_DECIDER.upns(reader, audit))
    given = SETTLED | {"grade": "RI"}
    council.do("dispute.settle", audit.id, given, by=decider, at=REFERRED)
    for kind in ("dip.reaudit", "supervision.record", "improvement.escalate", "uopp.hold"):
        assert "from the change of grade on Tue 22 Dec" in rule_of(council, audit.id, kind), kind


def test_who_is_refused_an_exemption_accepts_within_two_days_of_the_refusal(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    head = council.head_of(audit.auditor)
    council.do("exemption.refuse", audit.id, {"reason": "All hands"}, by=head)
    assert "from the exemption being refused on" in rule_of(council, audit.id, "allocation.accept")


def cases(rule: DutyRule, verb: str) -> list[str]:
    """The cases of its date that may hold after that act."""
    own = [case for case in rule.due if verb in FITS.get(case, ())]
    return own or [case for case in rule.due if case not in FITS]


def said(rule: DutyRule) -> Iterator[tuple[str, str]]:
    """Each act that opens it, with the event that its date would name."""
    for verb in rule.opens_on:
        for case in cases(rule, verb):
            for part in rule.due[case].parts:
                counts_from_an_event = part.form.example.split()[0].isdigit()
                if case not in rule.since and counts_from_an_event:
                    yield verb, rule.events.get(verb) or part.event or rule.event


@pytest.mark.parametrize("name", shipped_names())
def test_no_date_of_any_council_names_what_did_not_open_it(name: str) -> None:
    wrong = [
        f"{kind} after {verb}: from {named}"
        for kind, rule in Profile.parse(shipped(name)).duty.items()
        for verb, named in said(rule)
        if named != WHAT_HAPPENED.get(verb, named)
    ]
    assert wrong == []
