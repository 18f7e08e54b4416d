"""The app package that a Teams administrator uploads: a zip with a manifest and two icons."""

import json
import re
from importlib.resources import files
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SCHEMA: Final = (
    "https://developer.microsoft.com/en-us/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"
)
ICONS: Final = ("color.png", "outline.png")
COMMANDS: Final = (
    ("my work", "What I owe, most urgent first"),
    ("status", "Where my audits stand"),
    ("who owes", "Who owes what, for those who may know"),
    ("concern", "Raise a concern about how an audit was done, in confidence"),
    ("audit team", "Run the programme, for the audit team"),
    ("help", "What Sightline does, and whom to ask"),
)
"""The commands that people may type; `bot.dialogs.faces.said` answers each."""

BOARD: Final = "board"
"""The tab's entity id, by which deep links name it."""

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_EPOCH: Final = (2026, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same manifest gives the same bytes."""


class NoPackage(ValueError):
    """A value for the package is missing or wrong; ``fields`` says which and how."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name} {how}" for name, how in fields.items()))
        self.fields = fields


def manifest(
    *, app_id: str, website: str, version: str, authority: str, address: str = ""
) -> dict[str, Any]:
    """The manifest for a bot registered as `app_id`; `website` is the authority's help page.

    `address` is the https origin at which the bot is served, and the board with it; the host of
    `website` unless given. Raises NoPackage.
    """
    wrong: dict[str, str] = {}
    if not _GUID.fullmatch(app_id):
        wrong["MicrosoftAppId"] = "is not a GUID in lower case"
    site = urlsplit(website)
    if site.scheme != "https" or not site.hostname:
        wrong["website"] = "is not an https address"
    origin = address_of(website, address)
    if not origin and "website" not in wrong:
        wrong["address"] = "is not an https origin such as https://sightline.council.gov.uk"
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        wrong["version"] = "is not three numbers such as 1.0.0"
    if wrong:
        raise NoPackage(wrong)
    host = origin.removeprefix("https://")
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.29",
        "version": version,
        "id": app_id,
        "developer": {
            "name": authority[:32],
            "websiteUrl": website,
            "privacyUrl": f"{website.rstrip('/')}/privacy",
            "termsOfUseUrl": f"{website.rstrip('/')}/terms",
        },
        "name": {"short": "Sightline", "full": "Sightline: the case-audit programme"},
        "description": {
            "short": "Runs the case-audit programme of children's social care.",
            "full": (
                "Sightline tells managers which case they are asked to audit and by when, takes "
                "requests to be exempt to their Head of Service, collects audits, moderation and "
                "meetings, reminds calmly of what is due, and keeps all of it in a ledger that can "
                "be proved. A child appears in it by case reference alone."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#4F52B2",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal"],
                "isNotificationOnly": False,
                "supportsFiles": True,
                "commandLists": [
                    {
                        "scopes": ["personal"],
                        "commands": [
                            {"title": title, "description": description}
                            for title, description in COMMANDS
                        ],
                    }
                ],
            }
        ],
        "staticTabs": [
            {
                "entityId": BOARD,
                "name": "Board",
                "contentUrl": f"{origin}/board",
                "scopes": ["personal"],
            }
        ],
        "configurableTabs": [
            {
                "configurationUrl": f"{origin}/board/configure",
                "canUpdateConfiguration": False,
                "scopes": ["team"],
                "context": ["channelTab"],
            }
        ],
        # Teams signs people in to these hosts alone, so the help page's host is none of them.
        "validDomains": [host],
        "webApplicationInfo": {"id": app_id, "resource": f"api://{host}/{app_id}"},
        "defaultInstallScope": "personal",
        "activities": {
            "activityTypes": [
                {
                    "type": "waiting",
                    "description": "Something waits that could not be brought in a chat",
                    "templateText": "{actor} has something for you: {title}",
                }
            ]
        },
    }


def address_of(website: str, address: str = "") -> str:
    """The https origin of the board, without a slash at its end; "" if what is given is none.

    It is `address`, or the host of `website` where none is given.
    """
    try:
        parts = urlsplit(address or website)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    plain = parts.username is None and parts.password is None
    if address and (parts.path.rstrip("/") or parts.query or parts.fragment):
        plain = False
    if parts.scheme != "https" or not plain or not _HOST.fullmatch(host):
        return ""
    return f"https://{host}" + ("" if port in {None, 443} else f":{port}")


def package(described: dict[str, Any]) -> bytes:
    """The zip with the manifest `described`; the same manifest gives the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
        archive.writestr(_entry("manifest.json"), text)
        for icon in ICONS:
            image = (files("bot.teams") / "icons" / icon).read_bytes()
            archive.writestr(_entry(icon), image)
    return buffer.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    return entry
