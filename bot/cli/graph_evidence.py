"""`sightline graph file-evidence` and `file-owed`: files into the council's SharePoint library."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.context import read_programme, unit_of_work
from bot.cli.options import Cycle, Input, Json, Now, Programme
from bot.cli.output import say, say_json

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.graph.evidence import Filed, Library
    from bot.settings import Settings

UNLAWFUL = frozenset('"*:<>?/\\|')
"""Characters that SharePoint does not allow in a file name."""


def file_evidence(
    cycle: Cycle, file: Input, now: Now = None, programme: Programme = None, as_json: Json = False
) -> None:
    """Put a cycle's file into SharePoint, labelled with its cycle, service, month and head.

    Everybody who can read that folder can read the file, so it must not name a child. A fact
    records that it was filed. A second file with the same name is a new version of the first.
    """
    import hashlib

    from bot.graph.permissions import EVIDENCE, require_permission
    from bot.settings import Settings
    from store.registry import enact
    from store.tables import Cycle as CycleRow

    settings = Settings()
    require_permission(settings.graph, EVIDENCE)
    _refuse(settings, file)
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with read_programme(programme, now) as reader:
        row = reader.get(CycleRow, cycle)
        head_seq, head = reader.head()
        labels = {
            "SightlineCycle": row.id,
            "SightlineService": row.service,
            "SightlineMonth": f"{row.month:%Y-%m}",
            "SightlineHead": head,
            "SightlineDigest": digest,
        }
    filed = _put(settings, file.name, content, labels)
    with unit_of_work(programme, now, None) as unit:
        given = {"digest": digest, "size": len(content), "item": filed.id}
        given |= {"head_seq": head_seq, "head": head}
        seq = enact(unit, "evidence.file", unit.get(CycleRow, cycle), given)
    if as_json:
        say_json({"file": file.name, "address": filed.address, "labels": labels, "seq": seq})
        return
    say(f"Filed {file.name} at {filed.address} (fact {seq}).")


def _refuse_settings(settings: "Settings") -> None:
    """Refuse missing settings before any request is sent."""
    from bot.serving import check_settings
    from store.vocabulary.errors import Unready

    if not settings.evidence_drive:
        how = "is not set"
        raise Unready(
            f"SIGHTLINE_EVIDENCE_DRIVE {how}. Set it to the id of the library's drive.",
            {"SIGHTLINE_EVIDENCE_DRIVE": how},
        )
    if settings.loopback_graph is None:
        check_settings(settings)


def _refuse(settings: "Settings", file: Path) -> None:
    """Refuse missing settings or an unsuitable file before any request is sent."""
    from store.vocabulary.errors import Invalid

    _refuse_settings(settings)
    if UNLAWFUL & set(file.name) or file.name.startswith(("~", ".")):
        raise Invalid(
            f"SharePoint does not allow the file name {file.name[:60]!r}. Give it a plain name.",
            {"file": "has a name that SharePoint does not allow"},
        )
    if not file.stat().st_size:
        raise Invalid(f"{file.name} is empty. Choose a file with content.", {"file": "is empty"})


def _put(settings: "Settings", name: str, content: bytes, labels: dict[str, str]) -> "Filed":
    return _with_library(settings, lambda place: place.file(name, content, labels))


def _with_library(
    settings: "Settings", work: "Callable[[Library], Coroutine[None, None, Filed]]"
) -> "Filed":
    """Do `work` with the council's library. Raises `Unready` with what to do."""
    import asyncio
    import time

    from bot.graph.ports import evidence_library, graph_client
    from bot.graph.refusals import GraphTrouble
    from bot.teams.courier import outbound_session
    from store.vocabulary.errors import Unready

    over = graph_client(settings, clock=time.monotonic)

    async def put() -> "Filed":
        async with outbound_session() as session:
            place = evidence_library(settings, over(session))
            assert place is not None, "settings were checked before"
            return await work(place)

    try:
        return asyncio.run(put())
    except GraphTrouble as failed:
        raise Unready(
            f"{failed.reason} The file was not filed. Correct this and run the command again."
        ) from failed


def file_owed(now: Now = None, programme: Programme = None, as_json: Json = False) -> None:
    """File now the packs and versions of the timetable that the profile has filed by themselves.

    Each is filed once under the agreed name, and a fact says where it lies. The bot does the same
    by itself (`evidence.files` of the profile); run it after a fault was corrected, or without it.
    """
    from functools import partial

    from bot.graph.permissions import EVIDENCE, require_permission
    from bot.scheduler.filing import made_of, put_one, record_filed
    from bot.settings import Settings
    from store.rules.filing import owed_files

    settings = Settings()
    require_permission(settings.graph, EVIDENCE)
    _refuse_settings(settings)
    done = []
    with read_programme(programme, now) as reader:
        owed = owed_files(reader)
    for one in owed:
        with read_programme(programme, now) as reader:
            made = made_of(reader, one)
        there = _with_library(settings, partial(put_one, made=made))
        with unit_of_work(programme, now, None) as unit:
            record_filed(unit, made, there)
        done.append({"file": one.name, "address": there.address})
        if not as_json:
            say(f"Filed {one.name} at {there.address}.")
    if as_json:
        say_json({"filed": done})
    elif not done:
        say("Nothing is owed to the library.")
