"""An activity as Teams sends it, a field of it changed, and the turn that is read from it."""

from typing import Any

from bot.teams.addresses import ServiceUrls
from bot.teams.inbound import read_turn
from bot.turns import Caller, Turn
from tests.loopback.activities import CARD_MESSAGE, CHAT, PERSON, TENANT, Activity

URL = "https://smba.trafficmanager.net/uk/"
ROW = {"id": "frontdoor-2026-12-07", "version": 3}
CALLER = Caller(
    entra_object_id=PERSON,
    tenant_id=TENANT,
    teams_id="29:priya",
    conversation_id=CHAT,
    service_url=URL,
    activity_id="f:activity-1",
    reply_to=None,
)
ON_A_CARD = Caller(PERSON, TENANT, "29:priya", CHAT, URL, "f:activity-1", CARD_MESSAGE)
ABSENT = object()


def read(given: Activity, tenant_id: str = TENANT) -> Turn | None:
    return read_turn(given, tenant_id=tenant_id, service_urls=ServiceUrls())


def changed(given: Activity, path: str, value: object) -> Activity:
    """Give ``given`` with the field at ``path`` replaced, or taken out where ABSENT."""
    *way, last = path.split(".")
    inner: dict[str, Any] = given
    for step in way:
        inner = inner[step]
    if value is ABSENT:
        del inner[last]
    else:
        inner[last] = value
    return given
