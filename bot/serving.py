"""The bot as a council's tenant runs it: built from the settings, every request signed in."""

from collections.abc import Callable
from datetime import datetime

import aiohttp
from aiohttp import web
from requests import Session

from bot.app import Options, TeamsConnection, bot_app
from bot.board.app import BoardOptions
from bot.board.doors import TeamsDoor
from bot.board.entra_tokens import App, EntraSignIn
from bot.board.headers import TEAMS_FRAMES
from bot.board.sessions import Sessions
from bot.dialogs.to_board import chat_of, tab_of
from bot.graph.ports import graph_ports
from bot.identity.bot_tokens import BotTokens
from bot.identity.clouds import CLOUDS
from bot.identity.sign_in_settings import sign_in_problems, token_acquirer
from bot.ledger_access import LedgerAccess
from bot.mail import email_channel, mail_problems
from bot.scheduler.other_channels import OtherChannel
from bot.settings import Settings
from bot.teams.bot_framework_tokens import BotFrameworkSignIn
from bot.teams.pace import Pace
from bot.teams.signing_keys import SigningKeys
from bot.time_to_answer import STANDARD_WAITS, Waits
from bot.watched_clock import WatchedClock
from store.ledger import Ledger
from store.vocabulary.errors import Unready


def served_app(
    settings: Settings,
    ledger: Ledger,
    programme: str,
    *,
    now: Callable[[], datetime],
    clock: Callable[[], float],
    http: Session | None = None,
    pace: Pace | None = None,
    ticking: bool = True,
    watched: WatchedClock | None = None,
    waits: Waits = STANDARD_WAITS,
) -> web.Application:
    """The bot for one tenant; what it receives and what it sends is signed.

    `now` is the time of day; `clock` counts seconds; `watched` is `now` where that is the machine's
    clock. A test replaces `http`, through which Microsoft's sign-in and Key Vault are called,
    `pace`, which delays sends, and `waits`. Raises `Unready` that names every setting which is
    missing or wrong, and the remedy.
    """
    check_settings(settings)
    cloud = CLOUDS[settings.cloud]
    metadata = settings.openid_metadata or cloud.metadata
    tokens = BotTokens(token_acquirer(settings, cloud, http), clock=clock)
    published: list[SigningKeys] = []

    def sign_in(session: aiohttp.ClientSession) -> BotFrameworkSignIn:
        keys = SigningKeys(session, metadata, clock=clock)
        published.append(keys)
        return BotFrameworkSignIn(keys, app_id=settings.app_id, issuer=cloud.issuer, now=now)

    def board_door(access: LedgerAccess, session: aiohttp.ClientSession) -> TeamsDoor:
        app = App(
            app_id=settings.app_id,
            tenant_id=settings.tenant_id,
            host=settings.host,
            login=cloud.login,
            guests=settings.guests,
        )
        place = settings.tenant_metadata or (
            f"{cloud.login}/{settings.tenant_id}/v2.0/.well-known/openid-configuration"
        )
        keys = SigningKeys(session, place, clock=clock)
        sessions = Sessions(access.ledger.key, now=now)
        return TeamsDoor(EntraSignIn(keys, app, now=now), sessions)

    if settings.address:
        ledger.board_tab = tab_of(settings.app_id)
    mail = _mail(settings, now, http)
    return bot_app(
        ledger,
        programme,
        now=now,
        teams=TeamsConnection(
            bot_id=f"28:{settings.app_id}",
            tenant_id=settings.tenant_id,
            service_url=settings.service_url or cloud.service_url,
            sign_in=sign_in,
            token=tokens,
            on_token_refused=tokens.forget,
            loopback=settings.loopback_connector,
            pace=pace,
            file_hosts=[host.strip() for host in settings.file_hosts.split(",") if host.strip()],
            asks_roster=True,
        ),
        options=Options(
            graph=graph_ports(settings, clock=clock, http=http),
            other_channels=[] if mail is None else [mail],
            guests=settings.guests,
            ticking=ticking,
            clock=watched,
            waits=waits,
            board=BoardOptions(
                door=board_door,
                frames=(*TEAMS_FRAMES, *cloud.frames),
                chat=chat_of(settings.app_id),
            ),
            metrics_at=settings.metrics_at,
            figures={
                "sightline_token_seconds_left": (
                    "Until the bot's own token expires.",
                    lambda: tokens.seconds_left,
                ),
                "sightline_token_refusals": (
                    "How often Microsoft gave the bot no token.",
                    lambda: float(tokens.refusals),
                ),
                "sightline_signing_keys_age_seconds": (
                    "Since Microsoft's signing keys were last read.",
                    lambda: published[-1].age if published else None,
                ),
            },
        ),
    )


def check_settings(settings: Settings) -> None:
    """Raise `Unready` that names every setting which is missing or wrong, before anything opens."""
    wrong: dict[str, str] = {
        name: "is not set"
        for name, value in (
            ("MicrosoftAppId", settings.app_id),
            ("MicrosoftAppTenantId", settings.tenant_id),
        )
        if not value.strip()
    }
    if settings.cloud not in CLOUDS:
        wrong["SIGHTLINE_CLOUD"] = f"is not one of {', '.join(CLOUDS)}"
    wrong |= sign_in_problems(settings) | mail_problems(settings)
    if wrong:
        problems = "; ".join(f"{name} {how}" for name, how in wrong.items())
        raise Unready(f"Serving Teams: {problems}. On this machine alone: `sightline demo`.", wrong)


def _mail(
    settings: Settings, now: Callable[[], datetime], http: Session | None
) -> OtherChannel | None:
    link = f"{CLOUDS[settings.cloud].teams}/l/chat/0/0?users=28:{settings.app_id}"
    return email_channel(settings, link=link, now=now, http=http)
