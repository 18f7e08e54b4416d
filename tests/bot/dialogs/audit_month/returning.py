"""One person at the return's dialog: presses its buttons, as Teams sends them."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.cards.audit_month.return_pages import GOES
from bot.dialogs.admission import Door
from bot.dialogs.conversation import ProgrammeConversation
from bot.dialogs.faces import faced
from bot.dialogs.forms import form
from bot.ledger_access import LedgerAccess
from bot.turns import Answer, Caller, Dialog, Submitted
from store.tables import Audit, Person
from store.views.audit_month.return_form import kept
from tests.bot.cards.linter import elements, problems
from tests.store.council import ISSUED, Council

AFTER = datetime(2026, 12, 8, 14, tzinfo=UTC)

OVERALL = {
    "document_link": "https://council.example/audits/1",
    "grade": "Good",
    "evidence": "Six months were read.",
    "rationale": "Consistent.",
}
TALK = {
    "practitioner_involved": "practitioner",
    "discussed_on": "2026-12-01",
    "family_feedback": "They felt heard.",
    "kloes.k1": "It is in the plan.",
}
REST = {"services_involved": "Edge of Care"}


def domains(*numbers: int) -> dict[str, str]:
    return {
        f"domains.c{n}.{part}": words
        for n in numbers
        for part, words in (
            ("grade", "Good"), ("evidence", "Seen."), ("strengths", "Many."), ("areas", "Few."),
        )
    }  # fmt: skip


def action(number: int, **changed: str) -> dict[str, str]:
    parts = {
        "what": f"Visit {number}",
        "who": "practitioner",
        "by": "2026-12-31",
        "different": "Their words guide the plan",
    }
    return {f"actions.{number}.{name}": words for name, words in (parts | changed).items()}


def typed_return(grade: str = "Good", **changed: str) -> dict[str, str]:
    """What an auditor types, as Teams sends it: flat, and all of it text."""
    typed = {
        "grade": grade,
        "evidence": "Six months were read.",
        "rationale": "Consistent work.",
        "practitioner_involved": "practitioner",
        "discussed_on": "2026-12-01",
        "family_feedback": "They felt heard.",
        "kloes.k1": "It is in the plan.",
        "document_link": "https://council.example/audits/1",
        "services_involved": "Edge of Care,Positive Change",
        "excellent_practice": "",
    }
    for n in range(1, 6):
        typed |= {
            f"domains.c{n}.grade": "Good",
            f"domains.c{n}.evidence": "Seen.",
            f"domains.c{n}.strengths": "Many.",
            f"domains.c{n}.areas": "Few.",
        }
    typed |= {"domains.c6.grade": "not_applicable", "domains.c6.not_applicable": "A new case."}
    return typed | changed


class Dialogs:
    """One person at the dialog of one audit: presses its buttons as Teams sends them."""

    def __init__(self, council: Council, audit: Audit, *, at: datetime = ISSUED) -> None:
        self.council, self.audit, self.at = council, audit, at
        with council.read() as reader:
            person = reader.get(Person, audit.auditor or "")
        self.caller = Caller(
            person.entra_object_id, "t", "29:x", "a:1", "https://x.example/", "f:1", None
        )
        self.card: dict[str, Any] = {}

    def open(self) -> dict[str, Any]:
        with self.council.read(self.at) as reader:
            _, self.card = form(reader, "return.submit", self.audit.id, self.audit.auditor or "")
        assert problems(faced(self.card)) == []
        return self.card

    def press(self, verb: str, typed: Mapping[str, str | None] | None = None) -> Answer:
        """Press a button of the open page; what it does not type goes as it stands there."""
        found = [e for e in elements(self.card) if e.get("type") == "Action.Submit"]
        [button] = [b for b in found if b["data"]["verb"] == verb]
        standing = {name: i["value"] for name, i in inputs(self.card).items() if i.get("value")}
        return self.send(verb, button["data"] | standing | dict(typed or {}))

    def whole_page(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """What the open page sends with `typed`, whichever of its buttons is pressed."""
        going = {name: i["value"] for name, i in inputs(self.card).items() if name.startswith(GOES)}
        return {"id": self.audit.id, "version": self.audit.version} | going | dict(typed)

    def send(self, verb: str, data: Mapping[str, Any]) -> Answer:
        answer = asyncio.run(self._send(verb, data))
        if isinstance(answer, Dialog):
            self.card = answer.card
            assert problems(faced(self.card)) == []
        return answer

    async def _send(self, verb: str, data: Mapping[str, Any]) -> Answer:
        access = LedgerAccess(self.council.ledger, self.council.programme, now=lambda: self.at)
        door = Door(access, later=lambda work: work.close())
        talk = ProgrammeConversation(access, after=lambda: None, files=NoFiles(), door=door)
        sent = {key: value for key, value in data.items() if key != "verb" and value is not None}
        try:
            return await talk.answer(Submitted(self.caller, verb, sent))
        finally:
            access.close()

    @property
    def title(self) -> str:
        return str(self.card["body"][0]["text"])

    def kept(self) -> dict[str, Any]:
        with self.council.read() as reader:
            return kept(reader, reader.get(Audit, self.audit.id))


class NoFiles:
    """Nobody sends a file here."""

    async def fetch(self, source: str) -> bytes:
        raise AssertionError(source)

    async def put(self, upload_url: str, content: bytes) -> None:
        raise AssertionError(upload_url, len(content))


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["id"]: e for e in elements(card) if str(e.get("type", "")).startswith("Input.")}


def fill(dialog: Dialogs) -> None:
    """Fill in every page but the last, going on from each."""
    for typed in (TALK, domains(1, 2, 3), domains(4, 5, 6), REST, OVERALL):
        dialog.press("return.save", typed)
