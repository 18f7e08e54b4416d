"""What people see: messages delivered to those who hold a post, and their cards as they stand."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.dialogs.faces import Face, face
from bot.scheduler.preparing import claim, draw
from store.duties.outbox import waiting
from store.ledger import SYSTEM
from store.registry import enact
from store.tables import Message
from tests.bot.cards.linter import elements, problems, said
from tests.store.council import ISSUED, Council


def deliver(
    council: Council,
    at: datetime = ISSUED,
    *,
    lost: Collection[str] = (),
    why: Mapping[str, object] | None = None,
) -> None:
    """Have everything that is owed arrive, but for what goes to those who are `lost`: `why`."""
    while True:
        with council.read(at) as reader:
            ids = waiting(reader)
        if not ids:
            return
        with council.ledger.unit(council.programme, actor=SYSTEM, at=at) as unit:
            for message in ids:
                if claim(unit, message, draw(unit, message)) is None:
                    continue
                row = unit.get(Message, message)
                if row.to in lost:
                    enact(unit, "message.fail", row, why)
                else:
                    got = {"conversation_id": "a:1", "activity_id": f"1:{message}"}
                    enact(unit, "message.deliver", row, got)


def shown(
    council: Council, upn: str, kind: str, about: str | None = None, *, at: datetime = ISSUED
) -> Face:
    """The newest card of a kind in somebody's chat, drawn from today's ledger and linted."""
    deliver(council, at)
    with council.read(at) as reader:
        found = [
            message
            for message in reader.rows(Message)
            if message.to == upn and message.kind == kind and about in {None, message.subject}
        ]
        assert found, f"{upn} was sent no {kind}"
        drawn = face(reader, max(found, key=lambda message: (message.queued_at, message.id)))
    assert drawn is not None
    assert problems(drawn) == []
    return drawn


def verbs(face: Face) -> set[str]:
    """The verbs of a card's buttons."""
    found = set()
    for element in elements(face.card):
        data = element.get("data")  # a chart's data are a list
        verb = element.get("verb") or (data.get("verb") if isinstance(data, dict) else None)
        if isinstance(verb, str):
            found.add(verb)
    return found


def words(face: Face) -> str:
    """Everything that a card says."""
    return said(face.card)
