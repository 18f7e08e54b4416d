"""The parts of Graph that this deployment may use: a port for each permission, or None."""

from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
from requests import Session

from bot.graph.client import Graph, Token, graph_scope
from bot.graph.evidence import Library, library
from bot.graph.feed import ActivityFeed, activity_feed
from bot.graph.free_busy import FreeBusy, free_busy
from bot.graph.installing import AppInstaller, app_installer
from bot.graph.meetings import Meetings, meetings
from bot.graph.permissions import EVIDENCE, FEED, FREE_BUSY, INSTALL, MEETINGS, switched_on
from bot.identity.bot_tokens import BotTokens
from bot.identity.clouds import CLOUDS
from bot.identity.sign_in_settings import token_acquirer
from bot.settings import Settings
from bot.teams.addresses import is_loopback
from bot.teams.courier import no_token
from bot.teams.files import FileHosts
from store.vocabulary.errors import Unready


@dataclass(frozen=True, slots=True)
class GraphPorts:
    """One port for each permission; None while it is off, so that it cannot be called."""

    install: AppInstaller | None = None
    feed: ActivityFeed | None = None
    free_busy: FreeBusy | None = None
    meetings: Meetings | None = None
    evidence: Library | None = None
    """None as well while no library is named."""


OpenPorts = Callable[[aiohttp.ClientSession], GraphPorts]
"""Opens the ports over a session, which the caller closes."""


def no_graph(_session: aiohttp.ClientSession) -> GraphPorts:
    """No port: Graph is not called at all."""
    return GraphPorts()


def graph_client(
    settings: Settings, *, clock: Callable[[], float], http: Session | None = None
) -> Callable[[aiohttp.ClientSession], Graph]:
    """Graph, signed in to as the settings say. `clock` counts seconds; a test replaces `http`.

    Raises `Unready` if SIGHTLINE_LOOPBACK_GRAPH is not an address of this machine.
    """
    cloud = CLOUDS[settings.cloud]
    local = settings.loopback_graph
    if local is not None and not is_loopback(local):
        how = "is not an http:// address of this machine with its port"
        raise Unready(
            f"SIGHTLINE_LOOPBACK_GRAPH {how}: correct it, or leave it out.",
            {"SIGHTLINE_LOOPBACK_GRAPH": how},
        )
    token: Token = (
        no_token
        if local is not None
        else BotTokens(token_acquirer(settings, graph_scope(cloud), http), clock=clock)
    )
    root = cloud.graph if local is None else local.rstrip("/")
    return lambda session: Graph(session, root, token, INSTALL)


def graph_ports(
    settings: Settings, *, clock: Callable[[], float], http: Session | None = None
) -> OpenPorts:
    """The ports that SIGHTLINE_GRAPH switches on; parameters as for `graph_client`.

    Raises `Unready` for a word that names no permission.
    """
    on = switched_on(settings.graph)
    if not on:
        return no_graph
    over, cloud = graph_client(settings, clock=clock, http=http), CLOUDS[settings.cloud]

    def ports(session: aiohttp.ClientSession) -> GraphPorts:
        graph = over(session)
        feed = activity_feed(graph, teams=cloud.teams, app_id=settings.app_id)
        return GraphPorts(
            install=app_installer(graph, settings.app_id) if INSTALL.word in on else None,
            feed=feed if FEED.word in on else None,
            free_busy=free_busy(graph) if FREE_BUSY.word in on else None,
            meetings=meetings(graph, teams=cloud.teams) if MEETINGS.word in on else None,
            evidence=evidence_library(settings, graph) if EVIDENCE.word in on else None,
        )

    return ports


def evidence_library(settings: Settings, graph: Graph) -> Library | None:
    """The library in which evidence is filed; None while the settings name none."""
    if not settings.evidence_drive:
        return None
    hosts = FileHosts(settings.file_hosts.split(","), loopback=settings.loopback_graph)
    return library(
        graph, drive=settings.evidence_drive, folder=settings.evidence_folder, hosts=hosts
    )
