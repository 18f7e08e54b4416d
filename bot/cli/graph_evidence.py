"""`sightline graph file-evidence`: a file of a cycle into the council's own SharePoint library."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import reading, working
from bot.cli.options import Input, Json, Now, Programme
from bot.cli.output import say, say_json

if TYPE_CHECKING:
    from bot.graph.evidence import Filed
    from bot.settings import Settings

UNLAWFUL = frozenset('"*:<>?/\\|')
"""Signs that SharePoint has in no file's name."""


def file_evidence(
    cycle: Annotated[str, typer.Argument(metavar="CYCLE", help="Such as frontdoor-2026-12.")],
    file: Input,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Put a cycle's file into SharePoint with its labels: cycle, service, month, ledger's head.

    Whoever may read that folder may read the file, so that it should name no child. Its issue is a
    fact; filed again under its name, it is a new version.
    """
    import hashlib

    from bot.graph.permissions import EVIDENCE, refuse_off
    from bot.settings import Settings
    from store.registry import enact
    from store.tables import Cycle

    settings = Settings()
    refuse_off(settings.graph, EVIDENCE)
    _refuse(settings, file)
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with reading(programme, now) as reader:
        row = reader.get(Cycle, cycle)
        labels = {
            "SightlineCycle": row.id,
            "SightlineService": row.service,
            "SightlineMonth": f"{row.month:%Y-%m}",
            "SightlineHead": reader.head()[1],
            "SightlineDigest": digest,
        }
    filed = _put(settings, file.name, content, labels)
    with working(programme, now, None) as unit:
        given = {"digest": digest, "size": len(content), "item": filed.id}
        seq = enact(unit, "evidence.file", unit.get(Cycle, cycle), given)
    if as_json:
        say_json({"file": file.name, "address": filed.address, "labels": labels, "seq": seq})
        return
    say(f"{file.name} is filed at {filed.address} (fact {seq}).")


def _refuse(settings: "Settings", file: Path) -> None:
    """Say what is missing before anything is asked of anybody."""
    from bot.serving import refuse_unready
    from store.vocabulary.errors import Invalid, Unready

    if not settings.evidence_drive:
        how = "is not set: it is the id of the library's drive"
        raise Unready(f"SIGHTLINE_EVIDENCE_DRIVE {how}.", {"SIGHTLINE_EVIDENCE_DRIVE": how})
    if settings.loopback_graph is None:
        refuse_unready(settings)
    if UNLAWFUL & set(file.name) or file.name.startswith(("~", ".")):
        raise Invalid(
            f"SharePoint takes no file called {file.name[:60]!r}: give it a plain name.",
            {"file": "has a name that SharePoint does not take"},
        )
    if not file.stat().st_size:
        raise Invalid(f"{file.name} is empty: there is nothing to file.", {"file": "is empty"})


def _put(settings: "Settings", name: str, content: bytes, labels: dict[str, str]) -> "Filed":
    import asyncio
    import time

    from bot.graph.evidence import library
    from bot.graph.ports import graph_over
    from bot.graph.refusals import GraphTrouble
    from bot.teams.courier import outbound_session
    from bot.teams.files import FileHosts
    from store.vocabulary.errors import Unready

    over = graph_over(settings, clock=time.monotonic)
    hosts = FileHosts(settings.file_hosts.split(","), loopback=settings.loopback_graph)

    async def put() -> "Filed":
        async with outbound_session() as session:
            place = library(
                over(session),
                drive=settings.evidence_drive,
                folder=settings.evidence_folder,
                hosts=hosts,
            )
            return await place.file(name, content, labels)

    try:
        return asyncio.run(put())
    except GraphTrouble as failed:
        raise Unready(
            f"{failed.reason} The file is not filed; once mended, the same command is safe."
        ) from failed
