"""Metrics for an operator's monitor, in Prometheus' text format: counts and ages only.

Labels come from the closed lists here and in `store.views.reports.counts`, so that none can hold a
name, an id, a case or a person's words (`tests/bot/test_metrics.py`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from importlib.metadata import version
from ipaddress import ip_address

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from bot.ledger_access import LedgerAccess
from bot.teams.adapter import TURN_FAILED, TURN_KIND
from store.views.reports.counts import counts
from store.vocabulary.errors import Held

Figure = Callable[[], float | None]
"""Reads a number; None while it has no value."""

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15)
"""Seconds. Teams expects an answer within 2 and gives up at 10 to 15 (trust.md §2)."""
PROXY_HEADERS = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


class Metrics:
    """One process's metrics. Figures of the ledger are counted at each request for them."""

    def __init__(self, access: LedgerAccess, *, clock: Callable[[], float]) -> None:
        """`clock` counts seconds and is monotonic."""
        self._access, self._clock = access, clock
        self._began = clock()
        self._figures: dict[str, tuple[Gauge, Figure]] = {}
        self.registry = registry = CollectorRegistry()
        self._ages: dict[str, float] = {}
        Gauge("sightline_info", "Which version runs.", ["version"], registry=registry).labels(
            version("sightline")
        ).set(1)
        self._answers = Histogram(
            "sightline_answer_seconds",
            "From a request of Teams to its answer, by kind of turn.",
            ["turn", "status"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._troubled = Counter(
            "sightline_turn_failures",
            "Turns that failed, by kind of turn.",
            ["turn"],
            registry=registry,
        )
        self._typed = Counter(
            "sightline_typed_words",
            "Answers to typed words, by how surely they were understood and as what.",
            ["tier", "intent"],
            registry=registry,
        )
        self._age = Gauge(
            "sightline_job_age_seconds",
            "Since each job of the timetable last succeeded.",
            ["job"],
            registry=registry,
        )
        self._failed = Counter(
            "sightline_job_failures", "How often each job failed.", ["job"], registry=registry
        )
        self._up = Gauge("sightline_ledger_up", "1 while the ledger answers.", registry=registry)
        self._messages = Gauge(
            "sightline_messages", "Messages by state.", ["state"], registry=registry
        )
        self._waited = Gauge(
            "sightline_message_overdue_seconds",
            "How long the oldest owed message has waited.",
            registry=registry,
        )
        self._duties = Gauge(
            "sightline_duties",
            "Open duties by lateness, in working days.",
            ["lateness"],
            registry=registry,
        )
        self._facts = Gauge(
            "sightline_facts", "The sequence number of the last fact.", registry=registry
        )

    def figure(self, name: str, what: str, figure: Figure) -> None:
        """Add the metric `name`, read by `figure` at each request; `what` is its help text."""
        self._figures[name] = Gauge(name, what, registry=self.registry), figure

    def understood(self, told: Mapping[str, object]) -> None:
        """Count an answer to typed words by its tier and first meaning; the words are not known."""
        intents = told["intents"]
        first = str(intents[0]) if isinstance(intents, list) and intents else "none"
        self._typed.labels(str(told["tier"]), first).inc()

    def job_done(self, job: str) -> None:
        """Note that a job of the timetable has just succeeded."""
        self._ages[job] = self._clock()

    def job_failed(self, job: str) -> None:
        """Note that a job of the timetable has failed."""
        self._failed.labels(job).inc()

    def job_age(self, job: str) -> float:
        """Seconds since that job last succeeded, or since the process began."""
        return self._clock() - self._ages.get(job, self._began)

    def expect(self, jobs: Iterable[str]) -> None:
        """Show these jobs before each has run for the first time."""
        for job in jobs:
            self._ages.setdefault(job, self._began)
            self._failed.labels(job)

    async def timed(
        self, request: web.Request, answer: Callable[[web.Request], Awaitable[web.Response]]
    ) -> web.Response:
        """Answer a request of Teams; record how long it took and whether its turn failed."""
        began = self._clock()
        response = await answer(request)
        turn = request.get(TURN_KIND, "refused")
        self._answers.labels(turn, str(response.status)).observe(self._clock() - began)
        # A turn that failed is answered with 200 too, or Teams would show an error of its own.
        self._troubled.labels(turn).inc(int(request.get(TURN_FAILED, False)))
        return response

    async def text(self) -> bytes:
        """All metrics now, in Prometheus' text format."""
        for gauge, figure in self._figures.values():
            now = figure()
            gauge.set(float("nan") if now is None else now)
        for job in self._ages:
            self._age.labels(job).set(self.job_age(job))
        try:
            found = await self._access.read(counts)
        except (SQLAlchemyError, Held):
            # The last counts must not pass for current ones.
            self._up.set(0)
            self._messages.clear()
            self._duties.clear()
        else:
            self._up.set(1)
            self._waited.set(found.waited)
            self._facts.set(found.facts)
            for state, n in found.messages.items():
                self._messages.labels(state).set(n)
            for lateness, n in found.duties.items():
                self._duties.labels(lateness).set(n)
        return await asyncio.to_thread(generate_latest, self.registry)

    async def answer(self, _request: web.Request) -> web.Response:
        """`GET /metrics`."""
        return web.Response(body=await self.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def answer_here(self, request: web.Request) -> web.Response:
        """`GET /metrics` at the bot's own address: answered to this machine only.

        A proxy on this machine also calls from loopback; its headers show that it forwards.
        """
        if not _from_this_machine(request):
            raise web.HTTPNotFound
        return await self.answer(request)


def _from_this_machine(request: web.Request) -> bool:
    try:
        local = ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
    return local and not any(header in request.headers for header in PROXY_HEADERS)


async def listen(metrics: Metrics, host: str, port: int) -> web.AppRunner:
    """Answer only `/metrics` at that address; the runner's `cleanup()` stops it."""
    app = web.Application()
    app.router.add_get("/metrics", metrics.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
