"""The bot in a tenant that allows calendars: from the button to every guest's calendar."""

from pathlib import Path

from bot.app import DELIVERY, GRAPH, LEDGER_ACCESS
from bot.scheduler.invitations import Invitations
from bot.scheduler.timetable import timetable
from store.tables import Person
from tests.bot.cards.linter import elements
from tests.loopback.activities import task
from tests.loopback.graph import LoopbackGraph
from tests.loopback.tenant import loopback_tenant
from tests.store.acts.arranging_meetings import CONVENED, TIMES, below_good, convene


async def test_the_button_opens_three_times_and_the_fixed_one_stands_in_calendars(
    tmp_path: Path,
) -> None:
    file = tmp_path / "ledger.db"
    consented = {"Calendars.Read", "Calendars.ReadWrite"}
    async with (
        LoopbackGraph(consented=consented, token=None) as graph,
        loopback_tenant(file, graph="free-busy,meetings", loopback_graph=graph.url) as tenant,
    ):
        council = tenant.council
        audit = below_good(council)
        tenant.clock = CONVENED
        with council.read() as reader:
            chair = reader.get(Person, audit.auditor or "")
        version = council.audit(audit.id).version
        opened = task(tenant.connector.url, "fetch", "uopp.convene", id=audit.id, version=version)
        status, answer = await tenant.hears(opened, chair.entra_object_id)
        card = answer["task"]["value"]["card"]["content"]
        days = [one for one in elements(card) if one.get("id") in {"day1", "day2", "day3"}]
        assert (status, len([one for one in days if one.get("value")])) == (200, 3)
        convene(council, audit, times=TIMES[:1])
        doors = tenant.served[GRAPH]
        assert doors.meetings is not None
        access, delivery = tenant.served[LEDGER_ACCESS], tenant.served[DELIVERY]
        _, put = timetable(access, delivery, Invitations(access, doors.meetings))["invite"]
        await put()
        (((whose, _), event),) = graph.calendars.events.items()
        assert (whose, event["isOnlineMeeting"]) == (chair.entra_object_id, True)
        assert "invite" not in timetable(access, delivery)
