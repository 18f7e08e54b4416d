"""A rehearsed audit team calls its meetings on days that are working days by then."""

from datetime import UTC, date, datetime

from bot.rehearsal.checks.observations import Observations
from bot.rehearsal.council.invented import invent_council
from bot.rehearsal.council.people import populate
from bot.rehearsal.council.sizes import SMALL, fit_profile
from bot.rehearsal.council_events import SHELL, CouncilEvents
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.simulation import key_for
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.founding import found_programme
from store.ledger.randomness import SeededRandomness
from store.programme.profile import Profile, shipped
from store.registry import perform
from store.tables import Meeting

AT = datetime(2027, 5, 13, 10, tzinfo=UTC)
MEETS = datetime(2027, 5, 18, 9, tzinfo=UTC)


def test_a_meeting_moves_off_a_day_on_which_the_authority_was_closed_since() -> None:
    text = fit_profile(shipped("tower-hamlets"), SMALL)
    draw = SeededDraw(3)
    ledger = Ledger(open_engine("sqlite://"), key=key_for(3), randomness=SeededRandomness(3))
    council = invent_council(draw, SMALL, [Profile.parse(text)])
    programme = found_programme(
        ledger, authority="Rehearsal", profile_name="th", text=text, actor=SHELL, at=AT
    )
    observations = Observations()
    events = CouncilEvents(
        ledger,
        programme,
        draw=draw,
        council=council,
        population=populate(draw, council),
        observations=observations,
        later=draw,
    )
    events.import_sheets(AT)
    service, month = council.services[0], date(2027, 6, 1)
    events.record_timetable([(service, month)], AT)
    with ledger.unit(programme, actor=SHELL, at=AT) as unit:
        closed = {"on": date(2027, 5, 18), "kind": "closure", "name": "Moving house"}
        perform(unit, "closure.add", programme, closed)
    events.convene(service, month, MEETS, AT)
    assert observations.problems == {}
    with ledger.read(programme, at=AT) as reader:
        (meeting,) = reader.rows(Meeting)
        assert [at[:10] for at in meeting.times] == ["2027-05-17"]
