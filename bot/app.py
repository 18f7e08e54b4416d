"""The bot put together: adapter, conversation, delivery and ticker over one programme's ledger."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.background import BackgroundWork
from bot.board.app import BoardOptions, board_app
from bot.dialogs.admission import Door
from bot.dialogs.conversation import ProgrammeConversation
from bot.dialogs.faces import Face
from bot.dialogs.hearing import Heard, ignore_heard
from bot.dialogs.in_time import AnswersInTime
from bot.graph.feed import ActivityFeed
from bot.graph.ports import GraphPorts, OpenPorts, no_graph
from bot.ledger_access import LedgerAccess
from bot.metrics import Figure, Metrics, listen
from bot.readiness import LATE, Readiness
from bot.scheduler.deliver import Delivery
from bot.scheduler.filing import Filing
from bot.scheduler.invitations import Invitations
from bot.scheduler.other_channels import Addressee, OtherChannel, OtherChannels
from bot.scheduler.timetable import start_ticking
from bot.teams.adapter import TURN_KIND, TeamsAdapter
from bot.teams.addresses import ServiceUrls
from bot.teams.courier import Courier, Token, ignore_refused_token, no_token, outbound_session
from bot.teams.files import TEAMS_HOSTS, FileHosts, TeamsFiles
from bot.teams.pace import Pace
from bot.teams.replies import telling
from bot.teams.roster import TeamsRoster
from bot.teams.sign_in import SignInOver
from bot.time_to_answer import STANDARD_WAITS, Waits
from bot.tracing import span
from bot.turns import Caller
from bot.watched_clock import WatchedClock
from store.ledger import Ledger

LEDGER_ACCESS = web.AppKey("ledger_access", LedgerAccess)
DELIVERY = web.AppKey("delivery", Delivery)
GRAPH = web.AppKey("graph", GraphPorts)
METRICS = web.AppKey("metrics", Metrics)
TICKING = web.AppKey("ticking", bool)
ADAPTER = web.AppKey("adapter", TeamsAdapter)
READINESS = web.AppKey("readiness", Readiness)
BACKGROUND = web.AppKey("background", BackgroundWork)

MAX_REQUEST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsConnection:
    """How the bot speaks with Teams in one tenant, and which requests it believes."""

    bot_id: str
    """ "28:" and the app id."""
    tenant_id: str
    service_url: str
    """The Bot Connector for people who have not written to Sightline yet."""
    sign_in: SignInOver
    """Checks who sends a request."""
    token: Token = no_token
    """Signs what the bot sends."""
    on_token_refused: Callable[[str], None] = ignore_refused_token
    """Called with a token that Teams did not accept."""
    loopback: str | None = None
    """A local Bot Connector that is believed beside Teams' own hosts."""
    pace: Pace | None = None
    """Replaces the pace of Teams' limits, where those do not hold."""
    file_hosts: Sequence[str] = TEAMS_HOSTS
    """The hosts that may keep a chat's files."""
    asks_roster: bool = False
    """Whether Teams is asked who is a guest of the tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an operator may add to the bot or switch off."""

    graph: OpenPorts = no_graph
    """Opens those parts of Microsoft Graph that are allowed."""
    other_channels: Sequence[OtherChannel] = ()
    """Tried, after Graph, for people whom Teams does not reach."""
    guests: bool = False
    """Whether guests of the tenant may take part."""
    ticking: bool = True
    """False where the caller moves the clock and calls `tick`."""
    waits: Waits = STANDARD_WAITS
    """How long a person's turn waits for a ledger that something else holds."""
    clock: WatchedClock | None = None
    """The machine's clock where `now` is it; None for a clock that somebody moves."""
    board: BoardOptions | None = None
    """Whose door the board has, and who may frame it; without it there is no board."""
    metrics_at: tuple[str, int] | None = None
    """Host and port that answer `/metrics`; else the bot answers it to this machine alone."""
    heard: Heard = ignore_heard
    """Told of the answer to typed words; the desk shows how they were understood."""
    figures: Mapping[str, tuple[str, Figure]] = field(default_factory=dict)
    """Further metrics: each name with its help text and how to read it."""


STANDARD = Options()


def bot_app(
    ledger: Ledger,
    programme: str,
    *,
    now: Callable[[], datetime],
    teams: TeamsConnection,
    options: Options = STANDARD,
) -> web.Application:
    """The bot as one aiohttp application; `now` is the clock for everything in it."""
    # aiohttp would write a malformed request's own bytes into its log.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    app = web.Application(client_max_size=MAX_REQUEST_BYTES)
    app[LEDGER_ACCESS] = access = LedgerAccess(ledger, programme, now=now)
    app[READINESS] = Readiness(ledger)
    app[TICKING] = options.ticking
    app[METRICS] = metrics = Metrics(access, clock=time.monotonic)
    for name, (what, figure) in options.figures.items():
        metrics.figure(name, what, figure)
    if options.clock is not None:
        what = "How far the machine's clock has jumped ahead of the seconds counted."
        metrics.figure("sightline_clock_ahead_seconds", what, options.clock.seconds_ahead)

    async def run(app: web.Application) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(access.close)
            await _start(app, teams, options, stack)
            yield

    app.cleanup_ctx.append(run)
    app.add_routes(
        [
            web.post("/api/messages", _messages),
            web.get("/healthz", _healthy),
            web.get("/readyz", _ready),
        ]
    )
    if options.board is not None:
        app.add_subapp("/board", board_app(access, options.board))
    if options.metrics_at is None:
        app.router.add_get("/metrics", metrics.answer_here)
    return app


async def _start(
    app: web.Application, teams: TeamsConnection, options: Options, stack: AsyncExitStack
) -> None:
    """Start every part of the bot; `stack` stops them in reverse order."""
    access, metrics = app[LEDGER_ACCESS], app[METRICS]
    session = await stack.enter_async_context(outbound_session())
    courier = Courier(
        session,
        bot_id=teams.bot_id,
        service_urls=ServiceUrls(loopback=teams.loopback),
        pace=teams.pace or Pace(clock=time.monotonic, sleep=asyncio.sleep),
        token=teams.token,
        on_token_refused=teams.on_token_refused,
    )
    app[GRAPH] = graph = options.graph(session)
    feed = [] if graph.feed is None else [_feed_channel(graph.feed)]
    channels = OtherChannels(graph.install, [*feed, *options.other_channels])
    app[DELIVERY] = delivery = Delivery(
        access, courier, teams.tenant_id, teams.service_url, channels
    )
    # A delivery that is cut short still records what it has sent.
    stack.push_async_callback(delivery.finish)
    app[BACKGROUND] = background = BackgroundWork(delivery)
    stack.push_async_callback(background.finish)
    door = Door(
        access,
        later=background.start,
        roster=TeamsRoster(courier) if teams.asks_roster else None,
        guests=options.guests,
    )
    what = "Chats that were edited in the database, so that nothing was sent to them."
    metrics.figure("sightline_chats_refused", what, lambda: delivery.refused + door.refused)

    def heard(caller: Caller, face: Face) -> None:
        if face.understood is not None:
            metrics.understood(face.understood.told)
        options.heard(caller, face)

    conversation = ProgrammeConversation(
        access,
        after=background.deliver,
        files=TeamsFiles(session, hosts=FileHosts(teams.file_hosts, loopback=teams.loopback)),
        door=door,
        calendars=graph.free_busy,
        heard=heard,
    )
    app[ADAPTER] = TeamsAdapter(
        conversation=AnswersInTime(
            conversation,
            options.waits,
            later=background.start,
            tell=telling(courier),
            after=background.deliver,
        ),
        courier=courier,
        sign_in=teams.sign_in(session),
        tenant_id=teams.tenant_id,
    )
    if options.ticking:
        invitations = None if graph.meetings is None else Invitations(access, graph.meetings)
        filing = None if graph.evidence is None else Filing(access, graph.evidence)
        ticker = start_ticking(access, delivery, metrics, invitations, filing, clock=options.clock)
        stack.push_async_callback(ticker.stop)
    if options.metrics_at is not None:
        runner = await listen(metrics, *options.metrics_at)
        stack.push_async_callback(runner.cleanup)


def _feed_channel(feed: ActivityFeed) -> OtherChannel:
    async def tell(person: Addressee) -> None:
        await feed(person.entra_object_id)

    return OtherChannel("feed", "a line in their activity feed", tell)


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
    """`GET /readyz`: the ledger is right and can be written to, and delivery runs."""
    app = request.app
    found = await app[READINESS].look()
    alive = DELIVERY in app and not (app[TICKING] and app[METRICS].job_age("deliver") > LATE)
    found["delivery"] = alive
    return web.json_response(
        {"ok": all(found.values()), **found}, status=200 if all(found.values()) else 503
    )
