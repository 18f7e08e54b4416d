"""`sightline demo`: the bot and the desk on loopback, with a sample council."""

import asyncio
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web
from rich.console import Console

from bot.app import DELIVERY, LEDGER_ACCESS, Options, TeamsConnection, bot_app
from bot.board.app import BoardOptions, board_app
from bot.board.doors import DemoDoor
from bot.board.sessions import Sessions
from bot.desk.app import desk_app, install_everyone
from bot.desk.programme import ProgrammeCouncil, SimulatedClock
from bot.desk.programmes import ProgrammeChoice, one_after_another
from bot.desk.understood import UnderstoodAnswers
from bot.ledger_opening import make_key, open_ledger
from bot.npm import node_modules
from bot.scheduler.ticking import tick
from bot.settings import Settings
from bot.teams.pace import Pace
from bot.teams.sign_in import LoopbackSignIn
from bot.understanding.learning import learn_soon
from store.acts.audit_list.cycle import cycle_id
from store.ledger import Actor, Ledger, chain
from store.ledger.founding import found_programme
from store.ledger.randomness import SystemRandomness
from store.people.posts import AUTHORITY as WHOLE_AUTHORITY
from store.people.posts import in_post, list_confirmer
from store.programme.profile import Profile, shipped, shipped_names
from store.registry import perform
from store.sheets.cases import read_cases
from store.sheets.people import read_people
from store.sheets.reading import read_table
from store.tables import Cycle
from store.vocabulary.dates_in_words import LONDON
from store.vocabulary.errors import Unready

HOST = "127.0.0.1"
TENANT = "7b0c6f0e-5d2a-4a0b-9c55-6f1d2c3b4a59"
BOT = "11f0a4d2-8c3e-4c8e-9a44-0d6d9b1e5a77"
DEMO_ACTOR = "cli:demo"
"""The founder of demo ledgers. The demo may delete a ledger only if this actor founded it."""

AUTHORITY = "Riverside"
SERVICE, MONTH, SEED = "Frontdoor", "2026-12-01", 2026
KLOES = (
    {"text": "Is the child's voice in the plan, and did it change anything?", "where": ""},
    {"text": "Where neglect is a factor, is it named and measured?", "where": "flags=neglect"},
)
TOURED = (
    ("Auditor", "auditor"), ("Moderator", "moderator"), ("Social worker", "practitioner"),
    ("Team Manager", "team_manager"), ("Head of Service", "head_of_service"),
    ("Audit Officer", "audit_officer"), ("Divisional Director", "divisional_director"),
)  # fmt: skip
"""The roles whose people the tour shows."""
FOUNDED = (2026, 11, 24, 10, 0)
PROPOSED = (2026, 11, 26, 11, 0)
ISSUED = (2026, 12, 1, 9, 30)

SPEED_UP = 40
"""How much faster than in Teams the demo sends: the desk has none of Teams' rate limits."""

console = Console()


def run_demo(*, profile: str = "tower-hamlets", port: int = 8400, bot_port: int = 8401) -> None:
    """Serve the demo of a published programme, or of those chosen on its page, until interrupted.

    Raises `Unready` where no profile has that name, DATABASE_URL names a real ledger, or a port is
    taken.
    """
    if profile not in shipped_names():
        raise Unready(
            f"No profile that comes with Sightline is called {profile}: choose one of "
            f"{', '.join(shipped_names())}."
        )
    settings = Settings()

    def serve(name: str) -> str | None:
        _remove_earlier_demo(settings)
        return asyncio.run(_serve(settings, name, port, bot_port))

    with suppress(KeyboardInterrupt):
        one_after_another(profile, serve)


def _remove_earlier_demo(settings: Settings) -> None:
    """Delete the ledger of an earlier demo. Raises `Unready` for any other ledger."""
    file = settings.sqlite_file
    if file is None:
        raise Unready("The demo needs a ledger in SQLite. Unset DATABASE_URL.")
    if not file.exists():
        return
    ledger = open_ledger(settings)
    with ledger.engine.connect() as connection:
        founders = {
            fact.actor
            for name in ledger.programmes()
            for fact in chain.facts(connection, name)
            if fact.verb == "programme.found"
        }
    ledger.engine.dispose()
    if founders - {DEMO_ACTOR}:
        raise Unready(
            f"{file} is a real ledger, which the demo must not change. Set DATABASE_URL to "
            "another file."
        )
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


async def _serve(settings: Settings, profile: str, port: int, bot_port: int) -> str | None:
    """Serve until it is stopped, or until another programme is chosen, which is its answer."""
    choice = ProgrammeChoice(profile, shipped_names())
    started = time.monotonic()
    desk_url, bot_url = f"http://{HOST}:{port}", f"http://{HOST}:{bot_port}"
    clock = SimulatedClock(london(*FOUNDED))
    _step("Founding a programme for a sample council (all people and children are invented)")
    make_key(settings, SystemRandomness())
    ledger = open_ledger(settings)
    programme = await asyncio.to_thread(load_council, ledger, clock(), profile)
    sessions = Sessions(ledger.key, now=clock)
    board = BoardOptions(
        door=lambda _access, _session: DemoDoor(sessions), frames=("'self'", desk_url)
    )
    answers = UnderstoodAnswers()
    bot = bot_app(
        ledger,
        programme,
        now=clock,
        teams=TeamsConnection(
            bot_id=f"28:{BOT}",
            tenant_id=TENANT,
            service_url=f"{desk_url}/",
            sign_in=LoopbackSignIn.over,
            loopback=desk_url,
            pace=Pace(clock=lambda: time.monotonic() * SPEED_UP, sleep=_sleep_less),
        ),
        options=Options(board=board, heard=answers.heard),
    )
    bot_runner = await _start(bot, bot_port)
    council = ProgrammeCouncil(bot[LEDGER_ACCESS], bot[DELIVERY], clock)
    desk = desk_app(
        council,
        bot_url=bot_url,
        desk_url=desk_url,
        tenant_id=TENANT,
        bot_id=BOT,
        vendor=node_modules(),
        answers=answers,
        choice=choice,
        of_a_service=service_of(profile) == SERVICE,
        titles={name: Profile.parse(shipped(profile)).title(role) for name, role in TOURED},
    )
    desk.add_subapp("/board", board_app(bot[LEDGER_ACCESS], board))
    desk_runner = await _start(desk, port)
    try:
        _step("Installing Sightline for everybody in the local Teams")
        await install_everyone(desk)
        service = service_of(profile)
        _step(f"Drawing and allocating the {service} cycle, and sending the list to be confirmed")
        await _issue_cycle(bot, clock, service)
        learn_soon(after=0)
        _step(f"Ready after {time.monotonic() - started:.0f} seconds")
        console.print(f"\nOpen [bold]{desk_url}/[/bold] in a browser. Press Ctrl-C to stop.\n")
        await _until_ended(choice)
    finally:
        await desk_runner.cleanup()
        await bot_runner.cleanup()
        ledger.engine.dispose()
    return choice.chosen


def service_of(profile: str) -> str:
    """What the demo's cycle covers: one service, or the whole authority where cycles do."""
    of_a_service = Profile.parse(shipped(profile)).programme.cycles == "service"
    return SERVICE if of_a_service else WHOLE_AUTHORITY


def load_council(ledger: Ledger, at: datetime, profile: str) -> str:
    """Found a programme of `profile` with the sample council, and open its cycle; its name."""
    shell = Actor(DEMO_ACTOR, DEMO_ACTOR)
    programme = found_programme(
        ledger, authority=AUTHORITY, profile_name=profile, text=shipped(profile), actor=shell, at=at
    )
    council = files("bot.desk") / "council"
    people = read_people(read_table("people.csv", (council / "people.csv").read_bytes()))
    cases = read_cases(
        read_table("cases.csv", (council / "cases.csv").read_bytes()),
        known=people.upns,
        teams=people.teams,
    )
    loads = (
        ("people.import", {"file": "people.csv", "rows": len(people.rows), "sheet": people}),
        ("cases.import", {"file": "cases.csv", "rows": len(cases.rows), "sheet": cases}),
        ("cycle.open", {"service": service_of(profile), "month": MONTH, "kloes": list(KLOES)}),
    )
    for verb, fields in loads:
        with ledger.unit(programme, actor=shell, at=at) as unit:
            perform(unit, verb, programme, fields)
    return programme


async def _issue_cycle(bot: web.Application, clock: SimulatedClock, service: str) -> None:
    """Draw, allocate and propose the cycle, and confirm it as whoever confirms its list."""
    access, delivery = bot[LEDGER_ACCESS], bot[DELIVERY]
    cycle = cycle_id(service, datetime.fromisoformat(MONTH).date())
    shell = Actor(DEMO_ACTOR, DEMO_ACTOR)
    clock.move(london(*PROPOSED))
    for verb, fields in (("cycle.select", {"seed": SEED}), ("cycle.allocate", {"seed": SEED})):
        await access.write(shell, _act(verb, cycle, fields))
    await access.write(shell, _act("list.propose", cycle, {}))
    await tick(access, delivery, simulated=True)
    clock.move(london(*ISSUED))
    heads = await access.read(
        lambda reader: [
            who.id for who in in_post(reader, list_confirmer(reader, reader.get(Cycle, cycle)))
        ]
    )
    await access.write(Actor(heads[0], DEMO_ACTOR), _act("list.confirm", cycle, {}))
    await tick(access, delivery, simulated=True)


def _act(verb: str, subject: str, fields: Mapping[str, object]) -> Callable[..., object]:
    return lambda unit: perform(unit, verb, subject, fields)


async def _start(app: web.Application, port: int) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        await runner.cleanup()
        raise Unready(
            f"Port {port} is taken. Choose another with --port and --bot-port."
        ) from error
    return runner


async def _until_ended(choice: ProgrammeChoice) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, choice.ended.set)
    await choice.ended.wait()


async def _sleep_less(seconds: float) -> None:
    await asyncio.sleep(seconds / SPEED_UP)


def london(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """That time of day in London."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(LONDON))


def _step(words: str) -> None:
    console.print(f"[dim]·[/dim] {words} …")
