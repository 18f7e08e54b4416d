"""Microsoft Graph on loopback: keeps what it receives, and refuses what has no consent.

async with LoopbackGraph(consented={"User.Read.All"}) as graph:
    graph.will(Answers(429, retry_after="7"))
    ...  # the first call is told to wait; all others are answered as Graph answers
"""

import json
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.calendars import Calendars
from tests.loopback.connector import Call
from tests.loopback.faults import Answers, Breaks, broken
from tests.loopback.graph_shapes import Json, listed, refused
from tests.loopback.library import Library
from tests.loopback.serving import Answering, LoopbackServer

Fault = Answers | Breaks

TOKEN = "graph-token"  # noqa: S105 - a word for tests, not a secret
CATALOGUE_ID = "22f73bbe-f67a-4dea-bd54-54cac718cb2b"


@dataclass
class Installed:
    """Who has the app installed, and for whom it is forbidden."""

    external_id: str = ""
    people: dict[str, str] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    shown_from_the_start: bool = True
    """Whether the first call lists an installation; Graph's list may lag behind."""


@dataclass
class Account:
    """A person in the tenant's directory; `manager` is an object id."""

    id: str
    upn: str
    name: str
    manager: str | None = None
    enabled: bool = True
    mail: str | None = None


class LoopbackGraph(LoopbackServer):
    """Serves the part of `/v1.0` that Sightline uses, for one test."""

    def __init__(self, *, consented: Iterable[str] = (), token: str | None = TOKEN) -> None:
        """Without ``token`` every caller is accepted, as on a developer's machine."""
        self.consented = set(consented)
        self.calls: list[Call] = []
        self.apps = Installed()
        self.calendars = Calendars()
        self.library = Library()
        self.directory: dict[str, Account] = {}
        self.page_size = 4
        self.notices: list[tuple[str, Json]] = []
        self._token = token
        self._faults: deque[Fault] = deque()

    def will(self, *faults: Fault) -> None:
        """Answer the next calls with ``faults``, one each, in this order."""
        self._faults.extend(faults)

    @property
    def asked(self) -> list[str]:
        """Each call as "GET /v1.0/…", without its query."""
        return [f"{call.method} {call.path.partition('?')[0]}" for call in self.calls]

    def application(self) -> web.Application:
        """The routes of Graph, each behind its permissions, and SharePoint's own for parts."""
        app = web.Application(client_max_size=300 * 1024 * 1024)
        for method, path, consent, answer in self.routes():
            app.router.add_route(method, f"/v1.0{path}", self._guarded(consent, answer))
        app.router.add_put("/upload/{name}", self.library.part)
        return app

    def routes(self) -> list[tuple[str, str, set[str], Answering]]:
        """Method, path, the permissions of which one is enough, and the handler."""
        installs = {"TeamsAppInstallation.ReadWriteSelfForUser.All"}
        reads, writes = {"Calendars.Read", "Calendars.ReadWrite"}, {"Calendars.ReadWrite"}
        apps, events = "/users/{user}/teamwork/installedApps", "/users/{user}/events"
        sites, root, library = {"Sites.Selected"}, "/drives/D/items/root:/{name}:", self.library
        return [
            ("GET", "/appCatalogs/teamsApps", {"AppCatalog.Read.All"}, self._catalogue),
            ("GET", apps, installs, self._installed),
            ("POST", apps, installs, self._install),
            ("GET", apps + "/{app}/chat", installs, self._chat),
            ("GET", "/users", {"User.Read.All"}, self._users),
            ("GET", "/drives/D/list/columns", sites, library.list_columns),
            ("GET", root, sites, library.by_name),
            ("PUT", root + "/content", sites, library.put),
            ("POST", root + "/createUploadSession", sites, library.begin),
            ("GET", "/drives/D/items/{item}", sites, library.item),
            ("GET", "/sites/S/lists/L/items/{item}/fields", sites, library.labelled),
            ("PATCH", "/sites/S/lists/L/items/{item}/fields", sites, library.label),
            ("POST", "/users/{user}/calendar/getSchedule", reads, self.calendars.schedule),
            ("POST", events, writes, self.calendars.arrange),
            ("PATCH", events + "/{event}", writes, self.calendars.rearrange),
            ("POST", events + "/{event}/cancel", writes, self.calendars.cancel),
            (
                "POST",
                "/users/{user}/teamwork/sendActivityNotification",
                {"TeamsActivity.Send"},
                self._notify,
            ),
        ]

    def _guarded(self, consent: set[str], answer: Answering) -> Answering:
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
        for _ in range(20):  # a ring of managers does not end
            if above is None:
                break
            place["manager"] = {"@odata.type": "#microsoft.graph.user", "id": above.id}
            place, above = place["manager"], self.directory.get(above.manager or "")
        return user
