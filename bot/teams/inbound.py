"""Reads an activity's JSON as a turn of ``bot.turns``.

The Teams service says in ``from`` and ``channelData`` who is acting. A card's data, which names a
row and a version, is client input like any other.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from bot.teams.addresses import ForeignServiceUrl, ServiceUrls, is_teams_id
from bot.teams.file_activities import answer_in, files_in
from bot.turns import (
    Caller,
    FileAnswered,
    FileSent,
    Installed,
    Opened,
    Pressed,
    Removed,
    Said,
    Submitted,
    Turn,
)

LONGEST_TEXT: Final = 4_000
"""Characters of a typed message that are read; every command is far shorter."""
LONGEST_INPUT: Final = 20_000
"""Characters of one input: twice the longest narrative of a return."""
MOST_INPUTS: Final = 200
LONGEST_KEY: Final = 100
LARGEST_NUMBER: Final = 2**31 - 1

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERB: Final = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
_ROW: Final = re.compile(r"(?=.{1,200}\Z)[!-~]+(?: [!-~]+){0,3}")
"""A row, and up to three words about it, such as the kind and the page of a list that opens."""
_MENTION: Final = re.compile(r"<at\b[^<>]*>[^<]*</at>", re.IGNORECASE)
_NOT_INPUTS: Final = frozenset({"verb", "msteams"})


class NotUnderstood(Exception):
    """The request is not one on which Sightline can act."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """``status`` is HTTP's, 4xx or 501; ``message`` repeats nothing of the request."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def read_turn(
    activity: Mapping[str, Any], *, tenant_id: str, service_urls: ServiceUrls
) -> Turn | None:
    """The turn of ``activity``, or None if it needs no answer (typing, likes …).

    Raises NotUnderstood: 403 for another channel, tenant, address or kind of chat, or an unnamed
    person; 501 for an invoke that Sightline does not have; 400 if malformed.
    """
    kind = activity.get("type")
    if not isinstance(kind, str):
        _refuse_field("type")
    caller = _caller(activity, tenant_id, service_urls)
    match kind:
        case "message":
            return _said(activity, caller)
        case "invoke":
            return _invoked(activity, caller)
        case "installationUpdate":
            return _installation(activity, caller)
        case "conversationUpdate":
            return _membership(activity, caller)
        case _:
            return None


def _caller(activity: Mapping[str, Any], tenant_id: str, service_urls: ServiceUrls) -> Caller:
    if activity.get("channelId") != "msteams":
        raise NotUnderstood(403, "other_channel", "Sightline speaks in Microsoft Teams only.")
    service_url = activity.get("serviceUrl")
    if not isinstance(service_url, str):
        _refuse_field("serviceUrl")
    try:
        service_urls.base(service_url)
    except ForeignServiceUrl as foreign:
        raise NotUnderstood(403, "foreign_service_url", str(foreign)) from None
    person = _object(activity, "from")
    conversation = _object(activity, "conversation")
    tenant = _object(_object(activity, "channelData"), "tenant").get("id")
    tenants = {_guid(tenant), _guid(conversation.get("tenantId") or tenant)}
    if tenants != {tenant_id.lower()}:
        raise NotUnderstood(403, "other_tenant", "Sightline serves one council only.")
    entra_object_id = _guid(person.get("aadObjectId"))
    if entra_object_id is None:
        raise NotUnderstood(403, "nobody", "Teams does not say which person this is.")
    if conversation.get("conversationType") != "personal":
        raise NotUnderstood(403, "not_personal", "Sightline speaks in personal chats only.")
    reply_to = activity.get("replyToId")
    return Caller(
        entra_object_id=entra_object_id,
        tenant_id=tenant_id.lower(),
        teams_id=_id(person, "id"),
        conversation_id=_id(conversation, "id"),
        service_url=service_url,
        activity_id=_id(activity, "id"),
        reply_to=reply_to if is_teams_id(reply_to) else None,
    )


def _said(activity: Mapping[str, Any], caller: Caller) -> Said | FileSent:
    files = files_in(activity.get("attachments"))
    if files is None:
        _refuse_field("attachments")
    text = activity.get("text") or ""
    if not isinstance(text, str):
        _refuse_field("text")
    if files:
        return FileSent(caller, *files[0], len(files) - 1, _typed(text[:LONGEST_TEXT]))
    value = activity.get("value")
    if value is not None:
        verb, data = _button(value)
        value = {"verb": verb, **data}
    return Said(caller, _typed(text[:LONGEST_TEXT]), value)


def _invoked(
    activity: Mapping[str, Any], caller: Caller
) -> Pressed | Opened | Submitted | FileAnswered:
    name = activity.get("name")
    if not isinstance(name, str):
        _refuse_field("name")
    match name:
        case "adaptiveCard/action":
            return _pressed(_object(activity, "value"), caller)
        case "task/fetch":
            return Opened(caller, *_button(_object(activity, "value").get("data")))
        case "task/submit":
            return Submitted(caller, *_button(_object(activity, "value").get("data")))
        case "fileConsent/invoke":
            answered = answer_in(_object(activity, "value"))
            if answered is None:
                _refuse_field("value")
            return FileAnswered(caller, *answered)
        case _:
            raise NotUnderstood(501, "unknown_invoke", "Sightline has no invoke of that name.")


def _pressed(value: Mapping[str, Any], caller: Caller) -> Pressed:
    action = _object(value, "action")
    if action.get("type") != "Action.Execute":
        _refuse_field("action.type")
    trigger = value.get("trigger", "manual")
    if trigger not in ("manual", "automatic"):
        _refuse_field("trigger")
    return Pressed(caller, _verb(action), _data(action.get("data")), trigger)


def _installation(activity: Mapping[str, Any], caller: Caller) -> Installed | Removed | None:
    match activity.get("action"):
        case "add" | "add-upgrade":
            return Installed(caller)
        case "remove" | "remove-upgrade":
            return Removed(caller)
        case _:
            return None


def _membership(activity: Mapping[str, Any], caller: Caller) -> Installed | Removed | None:
    bot = _object(activity, "recipient").get("id")
    if bot in _members(activity, "membersAdded"):
        return Installed(caller)
    if bot in _members(activity, "membersRemoved"):
        return Removed(caller)
    return None


def _members(activity: Mapping[str, Any], key: str) -> list[str]:
    listed = activity.get(key) or []
    if not isinstance(listed, list):
        _refuse_field(key)
    ids = [one.get("id") for one in listed if isinstance(one, dict)]
    return [one for one in ids if is_teams_id(one)]


def _button(value: object) -> tuple[str, dict[str, Any]]:
    """Read an ``Action.Submit``'s data, which contains the verb (contract.md §8)."""
    if not isinstance(value, dict):
        _refuse_field("data")
    return _verb(value), _data(value)


def _verb(holder: Mapping[str, Any]) -> str:
    verb = holder.get("verb")
    if not isinstance(verb, str) or not _VERB.fullmatch(verb):
        _refuse_field("verb")
    return verb


def _data(value: object) -> dict[str, Any]:
    """Check ``{"id", "version", inputs …}``; each input must be a single value."""
    if not isinstance(value, dict):
        _refuse_field("data")
    row, version = value.get("id"), value.get("version")
    if not isinstance(row, str) or not _ROW.fullmatch(row):
        _refuse_field("id")
    if type(version) is not int or not 0 <= version <= LARGEST_NUMBER:
        _refuse_field("version")
    data = {key: given for key, given in value.items() if key not in _NOT_INPUTS}
    if len(data) > MOST_INPUTS or not all(_is_input(*one) for one in data.items()):
        raise NotUnderstood(400, "bad_input", "A field is too long, or not a single value.")
    return data


def _is_input(key: str, given: object) -> bool:
    if len(key) > LONGEST_KEY:
        return False
    if isinstance(given, str):
        return len(given) <= LONGEST_INPUT
    return given is None or isinstance(given, bool | int | float)


def _typed(text: str) -> str:
    without_mentions = _MENTION.sub(" ", text)
    return without_mentions.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ").strip()


def _object(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = parent.get(key)
    if not isinstance(value, dict):
        _refuse_field(key)
    return value


def _id(parent: Mapping[str, Any], key: str) -> str:
    value = parent.get(key)
    if not is_teams_id(value):
        _refuse_field(key)
    return value


def _guid(value: object) -> str | None:
    if isinstance(value, str) and _GUID.fullmatch(value.lower()):
        return value.lower()
    return None


def _refuse_field(field: str) -> NoReturn:
    message = f"“{field}” is missing or of the wrong kind."
    raise NotUnderstood(400, "missing_field", message)
