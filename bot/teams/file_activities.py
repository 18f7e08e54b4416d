"""Files in activities (teams.md §3, "Files"): files that people send, and answers to offered files.

Names and addresses are client input: a name is made harmless here, and only ``bot.teams.files``
opens an address.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from bot.turns import FilePlace, OfferFile

DOWNLOAD: Final = "application/vnd.microsoft.teams.file.download.info"
CONSENT: Final = "application/vnd.microsoft.teams.card.file.consent"
INFO: Final = "application/vnd.microsoft.teams.card.file.info"

LONGEST_NAME: Final = 100
LONGEST_ADDRESS: Final = 4_096
MOST_ATTACHMENTS: Final = 20

_OFFER: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def files_in(attachments: object) -> list[tuple[str, str]] | None:
    """The (name, address) of each file among a message's attachments; None if malformed.

    Teams also attaches a typed message's HTML; attachments other than files are skipped.
    """
    if attachments is None:
        return []
    if not isinstance(attachments, list) or len(attachments) > MOST_ATTACHMENTS:
        return None
    found = []
    for one in attachments:
        if not isinstance(one, dict):
            return None
        if one.get("contentType") != DOWNLOAD:
            continue
        content = one.get("content")
        address = content.get("downloadUrl") if isinstance(content, dict) else None
        if not is_address(address):
            return None
        found.append((harmless(one.get("name")), str(address)))
    return found


def answer_in(value: Mapping[str, Any]) -> tuple[str, FilePlace | None] | None:
    """The offer that a ``fileConsent/invoke`` answers, and where the file is to go.

    The place is None if the file was declined; the result is None if the value is malformed.
    """
    context = value.get("context")
    offer = context.get("offer") if isinstance(context, dict) else None
    if value.get("type") != "fileUpload" or not isinstance(offer, str):
        return None
    if not _OFFER.fullmatch(offer):
        return None
    match value.get("action"):
        case "decline":
            return offer, None
        case "accept":
            place = _place(value.get("uploadInfo"))
            return None if place is None else (offer, place)
        case _:
            return None


def _place(info: object) -> FilePlace | None:
    if not isinstance(info, dict):
        return None
    upload, content = info.get("uploadUrl"), info.get("contentUrl")
    unique, kind = info.get("uniqueId"), info.get("fileType")
    if not (is_address(upload) and is_address(content)):
        return None
    if not (_is_word(unique) and _is_word(kind)):
        return None
    return FilePlace(str(upload), str(content), harmless(info.get("name")), str(unique), str(kind))


def is_address(value: object) -> bool:
    """Whether ``value`` can be an address: visible ASCII of limited length."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_ADDRESS
        and re.fullmatch(r"[!-~]+", value) is not None
    )


def harmless(name: object) -> str:
    """A file's name without folders and control characters, shortened; its extension stays."""
    if not isinstance(name, str):
        return "file"
    bare = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(
        sign for sign in bare if unicodedata.category(sign)[0] not in "CZ" or sign == " "
    )
    ending = PurePosixPath(shown).suffix[:10]
    stem = shown.removesuffix(ending).strip(". ")[: LONGEST_NAME - len(ending)]
    return f"{stem or 'file'}{ending}"


def consent_message(offer: OfferFile) -> dict[str, Any]:
    """The message that offers a person a file."""
    context = {"offer": offer.offer}
    content = {
        "description": offer.why,
        "sizeInBytes": offer.size,
        "acceptContext": context,
        "declineContext": context,
    }
    attachment = {"contentType": CONSENT, "name": offer.name, "content": content}
    return {"type": "message", "summary": offer.why, "attachments": [attachment]}


def info_message(place: FilePlace) -> dict[str, Any]:
    """The message that shows a file where Teams keeps it."""
    attachment = {
        "contentType": INFO,
        "contentUrl": place.content_url,
        "name": place.name,
        "content": {"uniqueId": place.unique_id, "fileType": place.file_type},
    }
    return {"type": "message", "summary": place.name, "attachments": [attachment]}


def _is_word(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[!-~]{1,200}", value) is not None
