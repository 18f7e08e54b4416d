"""Microsoft Graph on loopback: keeps what it is sent, and refuses what nobody consented to.

async with LoopbackGraph(consented={"User.Read.All"}) as graph:
    graph.will(Answers(429, retry_after="7"))
    ...  # the first call is asked to wait; all others are answered as Graph answers
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback.connector import Call
from tests.loopback.faults import Answers, Breaks, broken

Fault = Answers | Breaks
Json = dict[str, Any]

TOKEN = "graph-token"  # noqa: S105 - a word of the tests, and no secret
CATALOGUE_ID = "22f73bbe-f67a-4dea-bd54-54cac718cb2b"


@dataclass
class Installed:
    """Who has the app, and who may not."""

    external_id: str = ""
    people: dict[str, str] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    shown_from_the_start: bool = True
    """Whether a first look shows an installation; Graph's list lags behind now and then."""


@dataclass
class Account:
    """Somebody in the tenant's directory; `manager` is an object id."""

    id: str
    upn: str
    name: str
    manager: str | None = None
    enabled: bool = True
    mail: str | None = None


@dataclass
class Calendars:
    """What stands in people's calendars, by their id and the event's; who is taken when, by UPN."""

    events: dict[tuple[str, str], Json] = field(default_factory=dict)
    cancelled: list[tuple[str, str]] = field(default_factory=list)
    taken: dict[str, set[datetime]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    slow: float = 0.0
    joined_at: str = "https://teams.microsoft.com/l/meetup-join"


@dataclass
class Library:
    """A SharePoint library, its files by name and what their labels say; granted or not."""

    granted: bool = True
    columns: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    labels: dict[str, Json] = field(default_factory=dict)
    parts: list[str | None] = field(default_factory=list)
    uploads_at: str = ""
    """Where large files go; SharePoint's host and not Graph's. Empty for this very server."""


class LoopbackGraph:
    """Speaks what Sightline uses of `/v1.0`, for one test."""

    def __init__(self, *, consented: Iterable[str] = (), token: str | None = TOKEN) -> None:
        """Without ``token`` whoever asks is believed, as on a machine of one's own."""
        self.consented = set(consented)
        self.calls: list[Call] = []
        self.apps = Installed()
        self.calendars = Calendars()
        self.library = Library()
        self.directory: dict[str, Account] = {}
        self.page_size = 4
        self.notices: list[tuple[str, Json]] = []
        self.url = ""
        self._token = token
        self._faults: deque[Fault] = deque()
        self._runner: web.AppRunner | None = None

    def will(self, *faults: Fault) -> None:
        """Meet the next calls with ``faults``, one each, in this order."""
        self._faults.extend(faults)

    @property
    def asked(self) -> list[str]:
        """Each call as "GET /v1.0/…", without what follows a question mark."""
        return [f"{call.method} {call.path.partition('?')[0]}" for call in self.calls]

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=300 * 1024 * 1024)
        for method, path, consent, answer in self.routes():
            app.router.add_route(method, f"/v1.0{path}", self._guarded(consent, answer))
        app.router.add_put("/upload/{name}", self._part)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def routes(self) -> list[tuple[str, str, set[str], "Answering"]]:
        """Method, path, the permissions of which one is enough, and what answers."""
        installs = {"TeamsAppInstallation.ReadWriteSelfForUser.All"}
        apps, sites = "/users/{user}/teamwork/installedApps", {"Sites.Selected"}
        return [
            ("GET", "/appCatalogs/teamsApps", {"AppCatalog.Read.All"}, self._catalogue),
            ("GET", apps, installs, self._installed),
            ("POST", apps, installs, self._install),
            ("GET", apps + "/{app}/chat", installs, self._chat),
            ("GET", "/users", {"User.Read.All"}, self._users),
            ("GET", "/drives/D/list/columns", sites, self._columns),
            ("PUT", "/drives/D/items/root:/{name}:/content", sites, self._put),
            ("POST", "/drives/D/items/root:/{name}:/createUploadSession", sites, self._begin),
            ("GET", "/drives/D/items/{item}", sites, self._item),
            ("PATCH", "/sites/S/lists/L/items/{item}/fields", sites, self._label),
            (
                "POST",
                "/users/{user}/calendar/getSchedule",
                {"Calendars.Read", "Calendars.ReadWrite"},
                self._schedule,
            ),
            ("POST", "/users/{user}/events", {"Calendars.ReadWrite"}, self._arrange),
            ("PATCH", "/users/{user}/events/{event}", {"Calendars.ReadWrite"}, self._rearrange),
            ("POST", "/users/{user}/events/{event}/cancel", {"Calendars.ReadWrite"}, self._cancel),
            (
                "POST",
                "/users/{user}/teamwork/sendActivityNotification",
                {"TeamsActivity.Send"},
                self._notify,
            ),
        ]

    def _guarded(self, consent: set[str], answer: "Answering") -> "Answering":
        async def handle(request: web.Request) -> web.StreamResponse:
            fault = self._faults.popleft() if self._faults else None
            if isinstance(fault, Breaks) and not fault.accepted:
                return broken(request)
            body = await request.read()
            as_json = request.content_type == "application/json" and bool(body)
            self.calls.append(
                Call(
                    request.method,
                    request.raw_path,
                    json.loads(body) if as_json else body,
                    request.headers.get("Authorization"),
                )
            )
            if isinstance(fault, Answers):
                return web.Response(
                    status=fault.status, text=fault.text(), headers=fault.all_headers()
                )
            if self._token is not None and self.calls[-1].authorization != f"Bearer {self._token}":
                return refused(401, "InvalidAuthenticationToken", "Access token is empty.")
            if not consent & self.consented:
                message = "Missing role permissions on the request. API requires one of …"
                return refused(403, "Forbidden", message)
            given = await answer(request)
            return broken(request) if isinstance(fault, Breaks) else given

        return handle

    async def _catalogue(self, request: web.Request) -> web.StreamResponse:
        wanted = f"externalId eq '{self.apps.external_id}'"
        found = request.query.get("$filter") == wanted and self.apps.external_id
        return listed([{"id": CATALOGUE_ID, "externalId": self.apps.external_id}] if found else [])

    async def _installed(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("$filter") != f"teamsApp/id eq '{CATALOGUE_ID}'":
            return refused(400, "BadRequest", "Invalid filter clause.")
        has = self.apps.people.get(request.match_info["user"])
        if not self.apps.shown_from_the_start:
            self.apps.shown_from_the_start, has = True, None
        return listed([{"id": has, "teamsApp": {"id": CATALOGUE_ID}}] if has else [])

    async def _install(self, request: web.Request) -> web.StreamResponse:
        user = request.match_info["user"]
        bound = self.calls[-1].body.get("teamsApp@odata.bind", "")
        if not bound.endswith(f"/v1.0/appCatalogs/teamsApps/{CATALOGUE_ID}"):
            return refused(400, "BadRequest", "Bound to no app.")
        if user in self.apps.forbidden:
            return refused(403, "Forbidden", "App is blocked by app permission policy.")
        if user in self.apps.people:
            return refused(409, "Conflict", "App already installed.")
        self.apps.people[user] = f"{user}##{CATALOGUE_ID}="
        return web.Response(status=201)

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        user = request.match_info["user"]
        if self.apps.people.get(user) != request.match_info["app"]:
            return refused(404, "NotFound", "No such installation.")
        return web.json_response({"id": f"19:{user}_bot@unq.gbl.spaces"})

    async def _notify(self, request: web.Request) -> web.StreamResponse:
        user, told = request.match_info["user"], self.calls[-1].body
        if user not in self.apps.people:
            return refused(403, "Forbidden", "Application is not installed for the recipient.")
        topic = told["topic"]
        if topic["source"] == "text" and not topic.get("webUrl", "").startswith("https://teams."):
            return refused(400, "BadRequest", "webUrl must be a link into Teams.")
        self.notices.append((user, told))
        return web.Response(status=204)

    async def _users(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        follows = "$levels=" in query.get("$expand", "")
        if follows and request.headers.get("ConsistencyLevel") != "eventual":
            return refused(400, "Request_UnsupportedQuery", "ConsistencyLevel is needed.")
        asked = re.fullmatch(r"(id|userPrincipalName) in \((.*)\)", query.get("$filter", ""))
        values = re.findall(r"'((?:[^']|'')*)'", asked[2]) if asked else []
        if asked is None or len(values) > 15:
            return refused(400, "BadRequest", "Invalid filter clause.")
        wanted = {value.replace("''", "'").lower() for value in values}
        found = [
            one
            for one in self.directory.values()
            if (one.id if asked[1] == "id" else one.upn.lower()) in wanted
        ]
        start = int(query.get("$skiptoken", "0"))
        more = start + self.page_size < len(found)
        after = request.url.update_query({"$skiptoken": str(start + self.page_size)})
        page = [self._user(one) for one in found[start : start + self.page_size]]
        return listed(page, str(after) if more else None)

    def _user(self, one: Account) -> Json:
        user: Json = {
            "id": one.id,
            "userPrincipalName": one.upn,
            "displayName": one.name,
            "accountEnabled": one.enabled,
            "mail": one.mail,
        }
        above = self.directory.get(one.manager or "")
        place = user
        for _ in range(20):  # a ring has no end
            if above is None:
                break
            place["manager"] = {"@odata.type": "#microsoft.graph.user", "id": above.id}
            place, above = place["manager"], self.directory.get(above.manager or "")
        return user

    async def _schedule(self, _request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.calendars.slow)
        body = self.calls[-1].body
        if len(body["schedules"]) > 20:
            return refused(400, "ErrorInvalidParameter", "Too many schedules.")
        step = timedelta(minutes=body["availabilityViewInterval"])
        return listed([self._seen(upn, body, step) for upn in body["schedules"]])

    def _seen(self, upn: str, body: Json, step: timedelta) -> Json:
        if upn in self.calendars.hidden:
            return {"scheduleId": upn, "error": {"responseCode": "ErrorMailRecipientNotFound"}}
        view, at = "", _moment(body["startTime"])
        while at < _moment(body["endTime"]):
            view += "2" if at in self.calendars.taken.get(upn, ()) else "0"
            at += step
        items = [{"status": "busy", "subject": "A subject that nobody needs"}]
        return {"scheduleId": upn, "availabilityView": view, "scheduleItems": items}

    async def _arrange(self, request: web.Request) -> web.StreamResponse:
        user, body = request.match_info["user"], self.calls[-1].body
        wanted = body["transactionId"]
        for (whose, event_id), known in self.calendars.events.items():
            if whose == user and known["transactionId"] == wanted:
                return web.json_response({"id": event_id, **known}, status=201)
        event_id = f"AAMk{len(self.calls)}="
        online = {"joinUrl": f"{self.calendars.joined_at}/{event_id}"}
        event = {**body, "onlineMeeting": online if body.get("isOnlineMeeting") else None}
        self.calendars.events[user, event_id] = event
        return web.json_response({"id": event_id, **event}, status=201)

    async def _rearrange(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["user"], request.match_info["event"]
        if key not in self.calendars.events:
            return refused(404, "ErrorItemNotFound", "The specified object was not found.")
        self.calendars.events[key] |= self.calls[-1].body
        return web.json_response({"id": key[1], **self.calendars.events[key]})

    async def _cancel(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["user"], request.match_info["event"]
        if self.calendars.events.pop(key, None) is None:
            return refused(404, "ErrorItemNotFound", "The specified object was not found.")
        self.calendars.cancelled.append(key)
        return web.Response(status=202)

    async def _columns(self, _request: web.Request) -> web.StreamResponse:
        if not self.library.granted:
            return refused(403, "accessDenied", "Access denied")
        return listed([{"name": name} for name in ["Title", *sorted(self.library.columns)]])

    async def _put(self, request: web.Request) -> web.StreamResponse:
        if len(self.calls[-1].body) > 4 * 1024 * 1024:
            return refused(413, "requestEntityTooLarge", "Use an upload session.")
        return self._kept(request.match_info["name"], self.calls[-1].body)

    def _kept(self, name: str, content: bytes) -> web.Response:
        status = 200 if name in self.library.files else 201
        self.library.files[name] = content
        item = f"01ITEM{list(self.library.files).index(name)}"
        return web.json_response({"id": item, "name": name}, status=status)

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.library.files.pop(name, None)
        place = self.library.uploads_at or self.url
        return web.json_response({"uploadUrl": f"{place}/upload/{name}?tempauth=x"})

    async def _part(self, request: web.Request) -> web.StreamResponse:
        self.library.parts.append(request.headers.get("Authorization"))
        name, part = request.match_info["name"], await request.read()
        span = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["Content-Range"])
        assert span is not None
        start, last, size = (int(number) for number in span.groups())
        so_far = self.library.files.get(name, b"")
        if start != len(so_far) or last - start + 1 != len(part):
            return refused(416, "invalidRange", "That part is not the next one.")
        if last + 1 < size and len(part) % (320 * 1024):
            return refused(400, "invalidRequest", "Parts are multiples of 320 KiB.")
        if last + 1 < size:
            self.library.files[name] = so_far + part
            return web.json_response({"nextExpectedRanges": [f"{last + 1}-"]}, status=202)
        return self._kept(name, so_far + part)

    async def _item(self, request: web.Request) -> web.StreamResponse:
        item = request.match_info["item"]
        ids = {"siteId": "S", "listId": "L", "listItemId": item}
        address = f"https://council.sharepoint.com/evidence/{item}"
        return web.json_response({"id": item, "webUrl": address, "sharepointIds": ids})

    async def _label(self, request: web.Request) -> web.StreamResponse:
        given = self.calls[-1].body
        if not given.keys() <= self.library.columns:
            return refused(400, "invalidRequest", "Field is not recognized")
        self.library.labels[request.match_info["item"]] = given
        return web.json_response(given)


Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _moment(given: Json) -> datetime:
    """A moment in a calendar, which has to say its time zone."""
    assert given["timeZone"] == "UTC"
    return datetime.fromisoformat(given["dateTime"]).replace(tzinfo=UTC)


def listed(items: list[Json], next_link: str | None = None) -> web.Response:
    """Give a page of a collection."""
    more = {} if next_link is None else {"@odata.nextLink": next_link}
    return web.json_response({"value": items, **more})


def refused(status: int, code: str, message: str) -> web.Response:
    """Give an error in Graph's shape."""
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
