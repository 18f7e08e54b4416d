"""The bot put together: adapter, conversation, delivery and ticker over one programme's ledger."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.dialogs.admission import Door
from bot.dialogs.conversation import ProgrammeConversation
from bot.graph.feed import ActivityFeed
from bot.graph.ports import GraphPorts, OpenPorts, no_graph
from bot.ledger_access import LedgerAccess
from bot.metrics import Figure, Metrics, listen
from bot.readiness import LATE, ledger_ready
from bot.scheduler.deliver import Delivery
from bot.scheduler.invitations import Invitations
from bot.scheduler.other_channels import Addressee, OtherChannel, OtherChannels
from bot.scheduler.timetable import start_ticking
from bot.teams.adapter import TURN_KIND, TeamsAdapter
from bot.teams.addresses import ServiceUrls
from bot.teams.courier import Courier, Token, ignore_refused_token, no_token, outbound_session
from bot.teams.files import TEAMS_HOSTS, FileHosts, TeamsFiles
from bot.teams.pace import Pace
from bot.teams.roster import TeamsRoster
from bot.teams.sign_in import SignInOver
from bot.tracing import span
from store.ledger import Ledger

LEDGER_ACCESS = web.AppKey("keeper", LedgerAccess)
DELIVERY = web.AppKey("delivery", Delivery)
GRAPH = web.AppKey("graph", GraphPorts)
METRICS = web.AppKey("metrics", Metrics)
TICKING = web.AppKey("ticking", bool)

log = structlog.get_logger(__name__)

MAX_REQUEST_BYTES = 256 * 1024


def bot_app(
    ledger: Ledger,
    programme: str,
    *,
    now: Callable[[], datetime],
    sign_in: SignInOver,
    bot_id: str,
    tenant_id: str,
    service_url: str,
    token: Token = no_token,
    refused: Callable[[str], None] = ignore_refused_token,
    other_ways: Sequence[OtherChannel] = (),
    loopback: str | None = None,
    pace: Pace | None = None,
    ticking: bool = True,
    file_hosts: Sequence[str] = TEAMS_HOSTS,
    graph: OpenPorts = no_graph,
    metrics_at: tuple[str, int] | None = None,
    figures: Mapping[str, tuple[str, Figure]] = {},
    asks_roster: bool = False,
    guests: bool = False,
) -> web.Application:
    """The bot as one aiohttp application.

    `now` is the clock that everything below goes by; `service_url` is where people are reached
    who have not written yet; `token` signs what is sent, and `refused` hears of one that Teams did
    not accept; `graph` opens what of Microsoft Graph is allowed, and `other_ways` are tried after
    it for whom Teams does not reach; `loopback` is the one local Bot Connector that is believed
    beside Teams' own hosts; `pace` is given where Teams' limits do not hold; without `ticking`
    somebody else moves the clock and calls `tick`; `file_hosts` is where files of a chat may lie;
    `metrics_at` is the host and port where `/metrics` is answered, else here for this machine
    alone; `figures` are further metrics, each by name with what it means; with `asks_roster` Teams
    is asked who is a guest of the tenant, and guests are turned away unless `guests` may take part.
    """
    # aiohttp would write a malformed request's own bytes into its log.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    app = web.Application(client_max_size=MAX_REQUEST_BYTES)
    access = LedgerAccess(ledger, programme, now=now)
    app[LEDGER_ACCESS] = access
    app[TICKING] = ticking
    app[METRICS] = metrics = Metrics(access, clock=time.monotonic)
    for name, (what, figure) in figures.items():
        metrics.figure(name, what, figure)

    async def run(app: web.Application) -> AsyncIterator[None]:
        session = outbound_session()
        courier = Courier(
            session,
            bot_id=bot_id,
            service_urls=ServiceUrls(loopback=loopback),
            pace=pace or Pace(clock=time.monotonic, sleep=asyncio.sleep),
            token=token,
            refused=refused,
        )
        app[GRAPH] = doors = graph(session)
        feed = [] if doors.feed is None else [_feed_channel(doors.feed)]
        reaching = OtherChannels(doors.install, [*feed, *other_ways])
        delivery = Delivery(access, courier, tenant_id, service_url, reaching)
        app[DELIVERY] = delivery
        soon = app[BACKGROUND] = BackgroundWork(delivery)
        files = TeamsFiles(session, hosts=FileHosts(file_hosts, loopback=loopback))
        door = Door(
            access,
            later=soon.see_to,
            roster=TeamsRoster(courier) if asks_roster else None,
            guests=guests,
        )
        conversation = ProgrammeConversation(
            access, after=soon.deliver, files=files, door=door, calendars=doors.free_busy
        )
        app[ADAPTER] = TeamsAdapter(
            conversation=conversation,
            courier=courier,
            sign_in=sign_in(session),
            tenant_id=tenant_id,
        )
        scheduler = (
            start_ticking(access, delivery, metrics, _invitations(access, doors))
            if ticking
            else None
        )
        elsewhere = await listen(metrics, *metrics_at) if metrics_at else None
        yield
        if elsewhere is not None:
            await elsewhere.cleanup()
        if scheduler is not None:
            scheduler.shutdown(wait=False)
        await soon.finish()
        # A tick that was cut short still writes down what it had sent.
        await delivery.finish()
        await session.close()
        access.close()

    app.cleanup_ctx.append(run)
    app.add_routes(
        [
            web.post("/api/messages", _messages),
            web.get("/healthz", _healthy),
            web.get("/readyz", _ready),
        ]
    )
    if metrics_at is None:
        app.router.add_get("/metrics", metrics.answer_here)
    return app


ADAPTER = web.AppKey("adapter", TeamsAdapter)


def _feed_channel(feed: ActivityFeed) -> OtherChannel:
    async def tell(person: Addressee) -> None:
        await feed(person.entra_object_id)

    return OtherChannel("feed", "a line in their activity feed", tell)


MAX_QUEUED_DELIVERIES = 2


def _invitations(access: LedgerAccess, doors: GraphPorts) -> Invitations | None:
    return None if doors.meetings is None else Invitations(access, doors.meetings)


class BackgroundWork:
    """Does what nobody waits for, after the turn was answered: above all delivers what it owed."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._deliveries = 0
        self._under_way: set[asyncio.Task[Any]] = set()

    def deliver(self) -> None:
        """Start a delivery that nobody waits for; the ticker would have come to it anyway.

        One that has not begun yet will see what this press owed, so a second one is not queued.
        """
        if self._deliveries < MAX_QUEUED_DELIVERIES:
            self._deliveries += 1
            self.see_to(self._deliver())

    def see_to(self, work: Coroutine[Any, Any, None]) -> None:
        """Have `work` done; what goes wrong in it is logged by its kind."""
        task = asyncio.create_task(_logged(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self) -> None:
        try:
            await self._delivery.deliver()
        finally:
            self._deliveries -= 1

    async def finish(self) -> None:
        """Let what is under way end before the ledger closes."""
        await asyncio.gather(*self._under_way, return_exceptions=True)


BACKGROUND = web.AppKey("soon", BackgroundWork)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - nobody waits for it, so nobody else would hear
        # A traceback would carry the error's own words, and those may hold a child's.
        log.error("afterwards_failed", error=type(error).__name__)  # noqa: TRY400


async def _messages(request: web.Request) -> web.Response:
    """`POST /api/messages`: Bot Framework activities."""
    with span("activity") as under_way:
        response = await request.app[METRICS].timed(request, request.app[ADAPTER].process)
        under_way.set_attribute("turn", request.get(TURN_KIND, "refused"))
        under_way.set_attribute("status", response.status)
    return response


async def _healthy(_request: web.Request) -> web.Response:
    """`GET /healthz`: the process is up."""
    return web.json_response({"ok": True})


async def _ready(request: web.Request) -> web.Response:
    """`GET /readyz`: ledger, shape and data key are right, and delivery is alive."""
    app = request.app
    found = await asyncio.to_thread(ledger_ready, app[LEDGER_ACCESS].ledger)
    alive = DELIVERY in app and not (app[TICKING] and app[METRICS].job_age("deliver") > LATE)
    found["delivery"] = alive
    return web.json_response(
        {"ok": all(found.values()), **found}, status=200 if all(found.values()) else 503
    )
