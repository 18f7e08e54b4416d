"""What must never happen (programme.md §7), each as a check of a ledger."""

from collections import Counter, defaultdict
from typing import Any

from store.duties.predicates.below_good import awaits_uopp
from store.duties.predicates.closed_lists import governing_grade, holds
from store.ledger import Reader
from store.people.posts import has_left, in_post
from store.rules.doers import doers
from store.tables import (
    Audit,
    Concern,
    Dispute,
    Duty,
    Exemption,
    GradeDecision,
    KloeReport,
    Message,
    Person,
    Referral,
    Return,
)

ENDED = ("swapped", "drawn", "allocated", "voided")
BESIDE = {"section.complete"}
"""Kinds that may be open in addition to what a state requires."""
ASKED_IN = {
    "exemption_asked": {"exemption.decide"},
    "conflict_declared": {"conflict.resolve"},
    "rectifying": {"return.rectify"},
    "referred": {"void.decide"},
}
GRADE_DECIDED = {
    "moderation.agree",
    "moderation.change",
    "grade.stand",
    "grade.change",
    "grade.fall",
    "progression.open",
}
"""Kinds that decide a grade, or follow from work below good (programme.md §3)."""
OF_THE_DECISION = {"lock.confirm", "dispute.answer", "dispute.decide"}
"""Kinds that belong to one state alone."""
GRADE_ENDS = {"grade.rise", "grade.change"}
"""Kinds that end with the grade they were for, and are open only while their reason holds (§3)."""
MAY_BE_ASKED_IN = {
    "issued": {"allocation.accept", "return.submit"},
    "accepted": {"return.submit"},
    "exemption_asked": {"return.submit"},
    "conflict_declared": {"return.submit"},
    "reallocating": {"reallocation.confirm", "leaver.reassign"},
    "returned": {"return.check", "moderation.decide"},
    "moderated": {"lock.confirm"},
}


def nobody_exempts_themselves(reader: Reader) -> None:
    """The auditor who took over later does not decide it either."""
    for asked in reader.rows(Exemption):
        if asked.state in ("approved", "refused"):
            assert asked.decided_by not in (None, asked.asked_by)


def nobody_decides_twice(reader: Reader) -> None:
    """Each person decides once on the grade of one audit, and never on their own (§2.12)."""
    audits = {audit.id: audit for audit in reader.rows(Audit)}
    said: dict[str, list[str | None]] = defaultdict(list)
    for decision in reader.rows(GradeDecision):
        said[decision.audit].append(decision.decided_by)
    for decided, deciders in said.items():
        assert len(deciders) == len(set(deciders)), (decided, deciders)
        assert audits[decided].auditor not in deciders
    for dispute in reader.rows(Dispute):
        assert dispute.raised_by not in (dispute.answered_by, dispute.settled_by)
        if dispute.settled_by is not None:
            assert dispute.settled_by != dispute.answered_by
            audit = audits[dispute.audit]
            assert dispute.settled_by not in (audit.auditor, audit.moderated_by, audit.locked_by)
    for referral in reader.rows(Referral):
        if referral.decided_by is not None:
            assert referral.decided_by not in (referral.referred_by, audits[referral.audit].auditor)
    for report in reader.rows(KloeReport):
        signatories = [signature["by"] for signature in report.signed]
        assert len(signatories) == len(set(signatories))


def nobody_audits_their_own_teams_work(reader: Reader) -> None:
    """Nobody moderates what they audited."""
    for audit in reader.rows(Audit):
        if audit.kind == "full" and audit.state in ("issued", "accepted", "returned", "rectifying"):
            auditor = reader.get(Person, audit.auditor or "")
            assert auditor.team != audit.team
            assert auditor.id not in (
                audit.practitioner,
                audit.team_manager,
                audit.moderator,
                *audit.barred,
            )


def deadlines_stand_on_working_days_and_have_a_living_owner(reader: Reader) -> None:
    """At 17:00, or within working hours if an urgent clock counts in hours."""
    for duty in reader.rows(Duty):
        due = reader.calendar.local(duty.due_at)
        assert reader.calendar.is_working_day(due.date(), closures=duty.closures)
        if duty.kind == "return.check":
            assert 9 <= due.hour <= 17
        else:
            assert (due.hour, due.minute) == (17, 0), duty.kind
        if duty.closed_at is None:
            # It passes to who else may do it, or the audit team is asked to name somebody (§4).
            found = doers(reader, duty)
            assert in_post(reader, duty.owner) or found.owners or found.asked, duty.owner


def what_is_open_is_somebodys_to_do(reader: Reader) -> None:
    """Open work has its duties, finished work has none, and no kind is open twice."""
    owed, afterwards = _owed(reader), _afterwards(reader)
    disputes = {row.audit: row for row in sorted(reader.rows(Dispute), key=lambda d: _number(d.id))}
    for audit in reader.rows(Audit):
        kinds = owed[audit.id]
        assert all(count == 1 for count in kinds.values()), kinds
        if audit.kind != "full":
            assert not kinds.keys() - {"dip.sample"}
        elif audit.state in ENDED:
            assert not kinds, (audit.state, kinds)
        elif audit.state in ("moderated", "complete"):
            dispute = disputes.get(audit.id)
            asked = {"raised": {"dispute.answer"}, "referred": {"dispute.decide"}}.get(
                "" if dispute is None else dispute.state, set()
            )
            lock = {"lock.confirm"} & kinds.keys()
            beside = kinds.keys() & afterwards
            assert kinds.keys() - beside == asked | lock, (audit.state, kinds)
            for kind in beside:
                rule = reader.profile.duty[kind]
                if GRADE_ENDS & set(rule.ends_on):
                    assert holds(reader, rule.when, audit), (audit.id, kind, rule.when)
            # The meeting is due exactly while work below good has not had it (§3). Outside the
            # moderated share the check completes the audit, and the auditor's grade counts.
            # share that is moderated the check completes it, and the auditor's grade stands.
            decided = audit.moderated or audit.third_lock or audit.disputed
            stands = decided is not None or audit.state == "complete"
            owes = stands and awaits_uopp(reader, audit)
            assert ("uopp.hold" in kinds) == owes, (audit.id, kinds)
            if audit.state == "moderated" and "lock.confirm" in reader.profile.duty:
                assert lock or audit.third_lock or audit.disputed
        else:
            asked = ASKED_IN.get(audit.state, set())
            allowed = asked | MAY_BE_ASKED_IN.get(audit.state, set())
            assert asked <= kinds.keys() <= allowed | BESIDE, (audit.state, kinds)
            assert kinds.keys() - BESIDE, (audit.state, kinds)
    for report in reader.rows(KloeReport):
        asked = {"open": {"dip.sample"}, "reported": {"dip.signoff"}}.get(report.state, set())
        assert owed[report.id].keys() == asked, (report.state, owed[report.id])
    for concern in reader.rows(Concern):
        assert ("concern.answer" in owed[concern.id]) == (concern.state != "closed")


def grades_are_governed_in_their_order(reader: Reader) -> None:
    """Disputed, else third-lock, else moderated, else the auditor's last submission (§1).

    A return that was taken back before the auditor gave the audit up does not count (§2.8).
    """
    returns = sorted(reader.rows(Return), key=lambda row: _number(row.id))
    last = {(row.audit, row.auditor): row.grade for row in returns}
    latest = {row.audit: row.auditor for row in returns}
    for audit in reader.rows(Audit):
        by = latest.get(audit.id)
        own = None if by is None or by in audit.barred else last[audit.id, by]
        governing = audit.disputed or audit.third_lock or audit.moderated or own
        assert governing_grade(audit) == governing


def nobody_is_to_be_told_twice(reader: Reader) -> None:
    """A person whom Teams cannot reach is owed word once, until informed, reached or gone."""
    today = reader.calendar.local(reader.at).date()
    for subject, kinds in _owed(reader).items():
        person = reader.find(Person, subject)
        assert kinds["delivery.reach"] <= 1
        assert person is None or not kinds["delivery.reach"] or not has_left(person, today)


def each_rung_goes_out_once(reader: Reader) -> None:
    """Nobody gets two bundles a day."""
    bundles: Counter[tuple[str, Any]] = Counter()
    for duty in reader.rows(Duty):
        told = [(r["rung"], r["tell"], r["to"]) for r in duty.rungs_sent]
        assert len(told) == len(set(told))
    for message in reader.rows(Message):
        if message.kind == "nudge" and message.once.count(":") == 1:
            bundles[message.to, reader.calendar.local(message.not_before).date()] += 1
    assert all(n == 1 for n in bundles.values())


def _owed(reader: Reader) -> dict[str, Counter[str]]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for duty in reader.rows(Duty):
        if duty.closed_at is None:
            kinds[duty.subject][duty.kind] += 1
    return kinds


def _afterwards(reader: Reader) -> set[str]:
    """Kinds that the profile opens once a grade is decided, or once such a kind is met (§3)."""
    kinds: set[str] = set()
    opening, more = set(GRADE_DECIDED), True
    while more:
        found = {
            kind
            for kind, rule in reader.profile.duty.items()
            if kind not in OF_THE_DECISION | kinds and opening & set(rule.opens_on)
        }
        opening |= {verb for kind in found for verb in reader.profile.duty[kind].met_by}
        kinds, more = kinds | found, bool(found)
    return kinds


def _number(row_id: str) -> int:
    """The number of the fact that made a part: `FR-10-2026-12.r17` → 17."""
    return int(row_id.rsplit(".", 1)[1][1:])
