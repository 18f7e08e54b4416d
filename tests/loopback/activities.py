"""Activities as Teams sends them from a personal chat; each call builds a new one."""

from typing import Any

TENANT = "11111111-aaaa-4bbb-8ccc-000000000001"
PERSON = "22222222-aaaa-4bbb-8ccc-000000000002"
BOT = "28:33333333-aaaa-4bbb-8ccc-000000000003"
CHAT = "a:1qhNchat"
CARD_MESSAGE = "1:card-message"

Activity = dict[str, Any]


def activity(service_url: str, kind: str, **fields: Any) -> Activity:
    """An activity of ``kind`` with the fields that every activity has."""
    return {
        "type": kind,
        "id": "f:activity-1",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:priya", "name": "Somebody Else Entirely", "aadObjectId": PERSON},
        "recipient": {"id": BOT, "name": "Sightline"},
        "conversation": {"conversationType": "personal", "id": CHAT, "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        **fields,
    }


def message(service_url: str, text: str | None = None, **fields: Any) -> Activity:
    """Typed words."""
    return activity(service_url, "message", text=text, textFormat="plain", **fields)


def fallback(service_url: str, verb: str, **data: Any) -> Activity:
    """A press on a card's ``Action.Submit`` fallback, which arrives as a message."""
    return message(service_url, replyToId=CARD_MESSAGE, value={"verb": verb, **_row(data)})


def press(service_url: str, verb: str, **data: Any) -> Activity:
    """A press on a card's ``Action.Execute``."""
    action = {"type": "Action.Execute", "id": "", "verb": verb, "data": _row(data)}
    return activity(
        service_url,
        "invoke",
        name="adaptiveCard/action",
        replyToId=CARD_MESSAGE,
        value={"action": action, "trigger": "manual"},
    )


def task(service_url: str, step: str, verb: str, **data: Any) -> Activity:
    """A dialog's ``step``: "fetch" opens it, "submit" sends its form."""
    given = {"msteams": {"type": f"task/{step}"}, "verb": verb, **_row(data)}
    value = {"data": given, "context": {"theme": "default"}}
    return activity(service_url, "invoke", name=f"task/{step}", value=value)


def _row(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": "frontdoor-2026-12-07", "version": 3, **data}
