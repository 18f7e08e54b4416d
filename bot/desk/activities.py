"""The Activities that Teams sends a bot: pure functions from a person and a press to JSON.

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
class Post:
    """The addresses of this tenant's Teams: what every activity of one bot has in common."""

    desk_url: str
    tenant_id: str
    bot_id: str

    def user(self, person: DeskPerson) -> str:
        """A person's id as this bot sees it (`29:…`, good for this bot alone)."""
        return f"29:{person.entra_object_id}"

    def bot(self) -> str:
        """The bot's id."""
        return f"28:{self.bot_id}"

    def conversation(self, person: DeskPerson) -> str:
        """The id of a person's chat with this bot.

        It follows from who they are, so that an address the bot kept from an earlier run of the
        desk still leads to them.
        """
        who = f"{self.tenant_id} {self.bot_id} {person.entra_object_id}".casefold()
        return "a:" + urlsafe_b64encode(hashlib.sha256(who.encode()).digest()).decode().rstrip("=")

    def activity(self, person: DeskPerson, *, type_: str, id_: str, at: datetime) -> Json:
        """What every activity carries, whatever it says; `at` is timezone-aware."""
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
        """The two activities with which the bot learns that it was installed for somebody."""
        return [
            self.activity(person, type_="installationUpdate", id_=ids[0], at=at)
            | {"action": "add"},
            self.activity(person, type_="conversationUpdate", id_=ids[1], at=at)
            | {"membersAdded": [{"id": self.bot()}]},
        ]

    def typed(self, person: DeskPerson, text: str, *, id_: str, at: datetime) -> Json:
        """Words typed in the chat."""
        return self.activity(person, type_="message", id_=id_, at=at) | {
            "textFormat": "plain",
            "text": text,
        }

    def attached(self, person: DeskPerson, name: str, url: str, *, id_: str, at: datetime) -> Json:
        """A file sent in the chat: where it lies, never what is in it (teams.md §3, Files)."""
        content = {"downloadUrl": url, "uniqueId": id_, "fileType": name.rpartition(".")[2]}
        return self.activity(person, type_="message", id_=id_, at=at) | {
            "attachments": [
                {"contentType": DOWNLOAD, "name": name, "contentUrl": url, "content": content}
            ]
        }

    def file_answered(
        self, person: DeskPerson, answer: Json, *, on: str, id_: str, at: datetime
    ) -> Json:
        """What was said to the file that message `on` offers."""
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
        """An Action.Execute of the card in message `on`: pressed, or Teams' own "automatic"."""
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
        """A dialog asked for (`task/fetch`) or sent in (`task/submit`) from message `on`."""
        return self._invoke(person, name, on=on, id_=id_, at=at) | {
            "value": {"data": data, "context": {"theme": "default"}}
        }

    def _invoke(self, person: DeskPerson, name: str, *, on: str, id_: str, at: datetime) -> Json:
        base = self.activity(person, type_="invoke", id_=f"f:{id_}", at=at)
        base["channelData"] |= {"source": {"name": "message"}, "legacy": {"replyToId": on}}
        return base | {"name": name, "replyToId": on}
