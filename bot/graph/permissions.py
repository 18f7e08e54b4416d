"""Sightline's permissions in Microsoft Graph: why each is asked for, and what happens without it.

All are application permissions to which an administrator consents, and all are optional. Naming a
permission's word in SIGHTLINE_GRAPH switches it on; while it is off, Graph is not called for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store.vocabulary.errors import Unready


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that Sightline can do through Graph."""

    word: str
    """What an operator writes in SIGHTLINE_GRAPH."""
    consent: tuple[str, ...]
    """The least permissions to which an administrator must consent, by Graph's names."""
    reason: str
    """Why it is needed, for the council's information governance."""
    used_by: str
    """The command or behaviour that uses it."""
    without: str
    """What happens, or what people do, while it is off."""


INSTALL: Final = Permission(
    "install",
    ("TeamsAppInstallation.ReadWriteSelfForUser.All", "AppCatalog.Read.All"),
    "Puts Sightline, and no other app, into the Teams of people who take part and lack it; the "
    "catalogue is read to find Sightline's own entry.",
    "Delivery, if Teams says that a person does not have Sightline.",
    "An administrator installs it through an app setup policy; people who lack it are listed as "
    "not reached.",
)
FEED: Final = Permission(
    "feed",
    ("TeamsActivity.Send",),
    "Adds a line to a person's activity feed that something waits, without a case or a name.",
    "Delivery, if a person has Sightline but their chat cannot be written to.",
    "People who cannot be reached in their chat are listed as not reached, for the audit team.",
)

DIRECTORY: Final = Permission(
    "directory",
    ("User.Read.All",),
    "Reads name, mail address, manager and whether the account is on, of the people in the people "
    "file only, so that reminders go to the right manager and stop for people who have left.",
    "`sightline graph sync-people`.",
    "The audit team imports the people file again and records leavers themselves.",
)

FREE_BUSY: Final = Permission(
    "free-busy",
    ("Calendars.Read",),
    "Asks whether the people who have to come to an improvement meeting are free, and nothing else "
    "of their calendars; confine it in Exchange to those who take part.",
    "The form that proposes times for an improvement meeting, with three of them filled in.",
    "The person who convenes the meeting chooses the times themselves.",
)
MEETINGS: Final = Permission(
    "meetings",
    ("Calendars.ReadWrite",),
    "Adds an improvement meeting to calendars once its time is fixed, with a link to join; moves "
    "it and removes it; confine it in Exchange to those who take part.",
    "An improvement meeting whose time is fixed, moved or called off.",
    "The person who convenes the meeting sends the invitation; cards show everybody the time.",
)

EVIDENCE: Final = Permission(
    "evidence",
    ("Sites.Selected",),
    "Files a cycle's evidence in one SharePoint library, labelled with cycle and proof; an "
    "administrator grants the role write in that one site.",
    "The profile's `evidence.files`; `sightline graph file-evidence` and `file-owed`.",
    "The audit team puts the file into the library themselves.",
)

PERMISSIONS: Final[Mapping[str, Permission]] = {
    one.word: one for one in (INSTALL, FEED, DIRECTORY, FREE_BUSY, MEETINGS, EVIDENCE)
}
"""Every permission by its word."""


def markdown_table() -> str:
    """The table in Markdown, for docs/permissions.md."""
    head = ("`SIGHTLINE_GRAPH`", "an administrator consents to", "what for", "used by", "without")
    rows = [
        (f"`{one.word}`", _listed(one.consent), one.reason, one.used_by, one.without)
        for one in PERMISSIONS.values()
    ]
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def switched_on(words: str) -> frozenset[str]:
    """The permissions that SIGHTLINE_GRAPH names, separated by commas; none if it is empty.

    Raises `Unready` for an unknown word.
    """
    named = [word.strip().lower() for word in words.split(",") if word.strip()]
    if strange := [word for word in named if word not in PERMISSIONS]:
        how = f"names {strange[0]!r}, which is none of {', '.join(PERMISSIONS)}"
        raise Unready(
            f"SIGHTLINE_GRAPH {how}: correct it, or leave it empty.", {"SIGHTLINE_GRAPH": how}
        )
    return frozenset(named)


def require_permission(words: str, permission: Permission) -> None:
    """Raise `Unready`, with what to do, unless SIGHTLINE_GRAPH (`words`) names `permission`."""
    if permission.word in switched_on(words):
        return
    raise Unready(
        f"This needs Microsoft Graph, which is off. {permission.without} To switch it on: an "
        f"administrator consents to {' and '.join(permission.consent)}, and SIGHTLINE_GRAPH names "
        f"{permission.word}.",
        {"SIGHTLINE_GRAPH": f"does not name {permission.word}"},
    )
