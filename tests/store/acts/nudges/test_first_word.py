"""Who owes something hears of it when it opens, once, and never first on the due morning (§4)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rehearsal.checks.months_after import first_told_on_the_due_day
from bot.scheduler.sweep import sweep
from store.clock.calendar import Calendar
from store.clock.ladders import OWNER, SOON, Ladder
from store.programme.profile import Profile, shipped, shipped_names
from store.tables import Message
from tests.store.acts.arranging_meetings import MET, below_good, hold
from tests.store.acts.looking_again import MODERATED, moderated
from tests.store.council import OFFICER, Council, caseload, profile_text, staff
from tests.store.kinds import APPRAISALS

NEXT_MORNING = datetime(2026, 12, 11, 9, tzinfo=UTC)
PROFILES = {name: Profile.parse(shipped(name)) for name in shipped_names()}


def nudges(council: Council, upn: str) -> list[Message]:
    with council.read(NEXT_MORNING) as reader:
        return list(reader.rows(Message, kind="nudge", to=upn))


def test_the_audit_team_hears_of_a_dip_re_audit_the_morning_after_moderation(
    council: Council,
) -> None:
    (audit,) = moderated(council, "RI")
    duty = council.duties(audit.id)["dip.reaudit"]
    for at in (MODERATED + timedelta(minutes=5), NEXT_MORNING):
        sweep(council.ledger, council.programme, at)
    told = [message for message in nudges(council, OFFICER) if duty.id in message.covers]
    assert [message.queued_at for message in told] == [NEXT_MORNING]
    assert duty.due_at.date().isoformat() == "2027-01-21"


def test_what_a_card_of_its_own_asked_for_is_not_asked_for_again_at_once(council: Council) -> None:
    audit = council.audits()[0]
    accept = council.duties(audit.id)["allocation.accept"]
    sweep(council.ledger, council.programme, datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert not any(accept.id in m.covers for m in nudges(council, audit.auditor or ""))


def covered(council: Council, duty: str, at: datetime) -> set[str]:
    """Whom the sweep of then reminds of that duty."""
    sweep(council.ledger, council.programme, at)
    with council.read(at) as reader:
        return {m.to for m in reader.rows(Message, kind="nudge") if duty in m.covers}


def test_a_team_manager_is_asked_once_to_look_back_on_the_month_and_the_head_once_to_sample_it(
    empty: Council,
) -> None:
    empty.found(profile_text() + APPRAISALS)
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.draw()
    empty.issue()
    row = empty.table("appraisal")[0]
    asked = empty.duties(row["id"])["duty.appraisal"]
    assert covered(empty, asked.id, datetime(2026, 12, 2, 9, tzinfo=UTC)) == set()
    written = datetime(2026, 12, 2, 18, tzinfo=UTC)
    empty.do("appraisal.write", row["id"], {"text": "x"}, by=row["team_manager"], at=written)
    sampled = empty.duties(row["id"])["duty.appraisal_sample"]
    assert covered(empty, sampled.id, datetime(2026, 12, 3, 9, tzinfo=UTC)) == set()


def test_whoever_led_a_meeting_is_asked_once_that_morning_to_share_its_record(
    council: Council,
) -> None:
    audit = below_good(council)
    hold(council, audit)
    share = council.duties(audit.id)["uopp.share"]
    with council.read(MET) as reader:
        (card,) = reader.rows(Message, kind="uopp_chair", to=audit.auditor)
    assert card.queued_at == share.opened_at
    assert covered(council, share.id, share.opened_at + timedelta(minutes=5)) == set()


def test_a_first_word_that_comes_on_the_due_day_would_be_noticed(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    with council.read(datetime(2027, 3, 1, 9, tzinfo=UTC)) as reader:
        assert any(
            f"{audit.id}.dip.reaudit" in sentence for sentence in first_told_on_the_due_day(reader)
        )


@pytest.mark.parametrize("profile", PROFILES)
def test_each_ladder_says_the_first_word_soon_and_none_starts_on_the_due_day(profile: str) -> None:
    for name, ladder in PROFILES[profile].ladders.items():
        own = {rung.text for rung in ladder.rungs if rung.tell == OWNER}
        assert own & {SOON, "when it opens"}, name


@pytest.mark.parametrize("profile", PROFILES)
def test_each_ladder_goes_on_telling_somebody_above_at_a_stated_interval(profile: str) -> None:
    """But for what is told in confidence, of which nobody above hears."""
    confidential = {
        ladder
        for duty in PROFILES[profile].duty.values()
        if duty.confidential
        for ladder in duty.ladder.values()
    }
    for name, ladder in PROFILES[profile].ladders.items():
        above = {
            rung.tell
            for rung in ladder.rungs
            if rung.tell != OWNER and rung.text.startswith("every") and "overdue" in rung.text
        }
        assert above or name in confidential, name


@pytest.mark.parametrize("profile", PROFILES)
def test_no_ladder_tells_its_owner_more_than_once_a_day_but_for_urgent_kinds(profile: str) -> None:
    duties, calendar = PROFILES[profile].duty.values(), Calendar()
    urgent = {one for duty in duties if duty.urgent_when != "never" for one in duty.ladder.values()}
    opened, due = datetime(2027, 1, 7, 11, tzinfo=UTC), datetime(2027, 1, 21, 17, tzinfo=UTC)
    for name in PROFILES[profile].ladders.keys() - urgent:
        fired = (
            PROFILES[profile]
            .ladders[name]
            .fired(calendar, opened, due, opened, due + timedelta(days=60))
        )
        moments = {rung.at for rung in fired if rung.tell == OWNER}
        assert len({at.date() for at in moments}) == len(moments), name


@pytest.mark.parametrize(
    ("opened", "due", "told"),
    [
        ((10, 11), (14, 17), (11, 9)),  # Thu, due Mon: Friday's bundle
        ((10, 11), (11, 17), (10, 11)),  # due tomorrow: at once
        ((10, 11), (10, 17), (10, 11)),  # due today: at once
        ((10, 20), (14, 17), (11, 9)),  # after hours: the next lawful minute
        ((12, 11), (16, 17), (14, 9)),  # a Saturday
    ],
)
def test_the_first_word_comes_with_the_next_bundle_or_at_once_where_it_cannot_wait(
    opened: tuple[int, int], due: tuple[int, int], told: tuple[int, int]
) -> None:
    def december(day: int, hour: int) -> datetime:
        return datetime(2026, 12, day, hour, tzinfo=UTC)

    ladder = Ladder.parse("one", [{"at": SOON}])
    at = ladder.next_after(Calendar(), december(*opened), december(*due), december(*opened))
    assert at is not None
    assert at.replace(second=0) == december(*told)
