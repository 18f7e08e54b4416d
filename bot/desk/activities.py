"""Builds the activities that Teams sends a bot, as JSON.

Shapes: teams.md §3 (cards), §4 (dialogs), §1 (installation), as seen on the wire.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bot.desk.council import DeskPerson
    from bot.desk.refusals import Json

LONDON = ZoneInfo("Europe/London")
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


@dataclass(frozen=True, slots=True)
class ActivityBuilder:
    """Builds activities for one bot in one tenant; all of them share these addresses."""

    desk_url: str
    tenant_id: str
    bot_id: str

    def user(self, person: DeskPerson) -> str:
        """A person's id as this bot sees it (`29:…`, valid only for this bot)."""
        return f"29:{person.entra_object_id}"

    def bot(self) -> str:
        """The bot's id."""
        return f"28:{self.bot_id}"

    def conversation(self, person: DeskPerson) -> str:
        """The id of a person's chat with this bot.

        It depends only on the person and the bot, so an address from an earlier run of the desk
        still works.
        """
        who = f"{self.tenant_id} {self.bot_id} {person.entra_object_id}".casefold()
        return "a:" + urlsafe_b64encode(hashlib.sha256(who.encode()).digest()).decode().rstrip("=")

    def activity(self, person: DeskPerson, *, type_: str, id_: str, at: datetime) -> Json:
        """The part that all activities share; `at` is timezone-aware."""
        return {
            "type": type_,
            "id": id_,
            "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "localTimestamp": at.astimezone(LONDON).isoformat(timespec="milliseconds"),
            "localTimezone": LONDON.key,
            "channelId": "msteams",
            "serviceUrl": self.desk_url,
            "from": {
                "id": self.user(person),
                "name": person.name,
                "aadObjectId": person.entra_object_id,
            },
            "conversation": {
                "conversationType": "personal",
                "tenantId": self.tenant_id,
                "id": self.conversation(person),
            },
            "recipient": {"id": self.bot(), "name": "Sightline"},
            "entities": [
                {
                    "type": "clientInfo",
                    "locale": "en-GB",
                    "country": "GB",
                    "platform": "Web",
                    "timezone": LONDON.key,
                }
            ],
            "channelData": {"tenant": {"id": self.tenant_id}},
            "locale": "en-GB",
        }

    def installed(self, person: DeskPerson, *, ids: tuple[str, str], at: datetime) -> list[Json]:
        """The two activities that notify the bot that it was installed for a person."""
        return [
            self.activity(person, type_="installationUpdate", id_=ids[0], at=at)
            | {"action": "add"},
            self.activity(person, type_="conversationUpdate", id_=ids[1], at=at)
            | {"membersAdded": [{"id": self.bot()}]},
        ]

    def typed(self, person: DeskPerson, text: str, *, id_: str, at: datetime) -> Json:
        """A message typed in the chat."""
        return self.activity(person, type_="message", id_=id_, at=at) | {
            "textFormat": "plain",
            "text": text,
        }

    def attached(self, person: DeskPerson, name: str, url: str, *, id_: str, at: datetime) -> Json:
        """A file sent in the chat: its address, never its content (teams.md §3, Files)."""
        content = {"downloadUrl": url, "uniqueId": id_, "fileType": name.rpartition(".")[2]}
        return self.activity(person, type_="message", id_=id_, at=at) | {
            "attachments": [
                {"contentType": DOWNLOAD, "name": name, "contentUrl": url, "content": content}
            ]
        }

    def file_answered(
        self, person: DeskPerson, answer: Json, *, on: str, id_: str, at: datetime
    ) -> Json:
        """The answer to the file that message `on` offers."""
        return self._invoke(person, "fileConsent/invoke", on=on, id_=id_, at=at) | {
            "value": {"type": "fileUpload", **answer}
        }

    def submitted(self, person: DeskPerson, data: Json, *, on: str, id_: str, at: datetime) -> Json:
        """A plain Action.Submit of the card in message `on`: a message that carries a value."""
        return self.activity(person, type_="message", id_=id_, at=at) | {
            "value": data,
            "replyToId": on,
        }

    def executed(
        self,
        person: DeskPerson,
        action: Json,
        data: Json,
        *,
        on: str,
        id_: str,
        at: datetime,
        trigger: str = "manual",
    ) -> Json:
        """An Action.Execute of the card in message `on`: pressed, or "automatic" by Teams."""
        return self._invoke(person, "adaptiveCard/action", on=on, id_=id_, at=at) | {
            "value": {
                "action": {
                    "type": "Action.Execute",
                    "id": str(action.get("id", "")),
                    "verb": action.get("verb"),
                    "data": data,
                },
                "trigger": trigger,
            }
        }

    def dialog(
        self, person: DeskPerson, name: str, data: Json, *, on: str, id_: str, at: datetime
    ) -> Json:
        """A dialog that is opened (`task/fetch`) or submitted (`task/submit`) from message `on`."""
        return self._invoke(person, name, on=on, id_=id_, at=at) | {
            "value": {"data": data, "context": {"theme": "default"}}
        }

    def _invoke(self, person: DeskPerson, name: str, *, on: str, id_: str, at: datetime) -> Json:
        base = self.activity(person, type_="invoke", id_=f"f:{id_}", at=at)
        base["channelData"] |= {"source": {"name": "message"}, "legacy": {"replyToId": on}}
        return base | {"name": name, "replyToId": on}
