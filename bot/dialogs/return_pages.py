"""The return's dialog, page by page: each button saves the page that it is on (§2.8).

Teams does not notify a bot when a dialog is closed, so only what a button sent is saved.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.cards.audit_month.return_blocks import QuestionBlock, key_of, return_blocks
from bot.cards.audit_month.return_form import BACK, CLOSE, GO_TO, MORE, SAVE, VERB
from bot.cards.audit_month.return_pages import GOES, more_actions, pages_of, place_of
from bot.cards.parts.inputs import Typed
from bot.cards.parts.kit import MOST_BYTES, bytes_of
from bot.dialogs.audit_month.return_ import flat_of, return_fields, return_page
from bot.dialogs.buttons import identified, note, refusal, subject_in
from bot.dialogs.parts.form_fields import nested, typed_of
from bot.dialogs.receipts import receipt
from bot.ledger_access import LedgerAccess
from bot.turns import Answer, Dialog, DialogClosed
from store.ledger import Reader
from store.registry import ACTS, Done
from store.tables import Audit, Person
from store.views.audit_month.return_form import MOST_ACTIONS, kept, last_return, return_form
from store.vocabulary.errors import Invalid, LedgerError, Stale

VERBS = frozenset({VERB, SAVE, BACK, CLOSE, MORE})
"""The buttons of the return's pages, beside those that open one of them."""

Json = dict[str, Any]
Data = Mapping[str, Any]
Do = Callable[[Person, str, Data, Callable[[Reader], Mapping[str, Any]]], Awaitable[Done]]
"""Does an act in one commit; its fields are read within that commit."""


def is_a_pages(verb: str) -> bool:
    """Whether the verb is that of a button of the return's pages."""
    return verb in VERBS or verb.startswith(GO_TO)


class ReturnPages:
    """Answers the buttons of the return's dialog."""

    def __init__(self, access: LedgerAccess, do: Do) -> None:
        self._access, self._do = access, do

    async def pressed(self, person: Person, verb: str, data: Data) -> Answer:
        """Save the page, then show the next one, close the dialog, or submit the return."""
        try:
            if verb == VERB:
                return await self._returned(person, data)
            return await self._saved(person, verb, data)
        except Invalid as wrong:
            note(verb, person, wrong)
            return await self.unsaved(wrong, data)
        except LedgerError as refused:
            note(verb, person, refused)
            return await self._refused(person, data, refused)

    async def _saved(self, person: Person, verb: str, data: Data) -> Answer:
        await self._save(person, data)
        subject = subject_in(data)
        if verb == CLOSE:
            return DialogClosed(
                await self._access.read(lambda reader: receipt(reader, SAVE, subject))
            )
        drawn = await self._access.read(
            lambda reader: return_page(reader, subject, at=_next(reader, verb, subject, data))
        )
        return Dialog(_title(), drawn, "large")

    async def _returned(self, person: Person, data: Data) -> Answer:
        """Submit the return. Where something is wrong, it is saved as it is and its page opens."""
        try:
            done = await self._do(
                person, VERB, data, lambda reader: return_fields(whole(reader, data))
            )
        except Invalid as wrong:
            if not identified(data) or "version" in wrong.fields:
                raise
            note(VERB, person, wrong)
        else:
            told = await self._access.read(
                lambda reader: receipt(reader, VERB, done.subject, repeated=done.repeated)
            )
            return DialogClosed(told)
        await self._save(person, data)
        subject = subject_in(data)
        drawn = await self._access.read(lambda reader: return_page(reader, subject, asked=True))
        return Dialog(_title(), drawn, "large")

    async def _save(self, person: Person, data: Data) -> None:
        await self._do(person, SAVE, data, lambda reader: nested(whole(reader, data)))

    async def unsaved(self, wrong: Invalid, data: Data) -> Answer:
        """A page that cannot be saved stays open as it was typed, with the reason."""
        if not identified(data) or "version" in wrong.fields:
            return refusal(wrong)
        subject = subject_in(data)
        try:
            drawn = await self._access.read(
                lambda reader: return_page(
                    reader,
                    subject,
                    whole(reader, data),
                    at=_shown(data)[0],
                    notice=f"Not saved yet. {wrong.message}",
                )
            )
        except LedgerError:
            return refusal(wrong)
        if bytes_of(drawn) > MOST_BYTES:
            return refusal(wrong)  # longer than any box of the form takes
        return Dialog(_title(), drawn, "large")

    async def _refused(self, person: Person, data: Data, refused: LedgerError) -> Answer:
        """The receipt, where a second dialog sends a return that was submitted already."""
        if not isinstance(refused, Stale):
            return refusal(refused)
        told = await self._access.read(
            lambda reader: _is_in(reader, str(data.get("id")), person.id)
        )
        return refusal(refused) if told is None else DialogClosed(told)


def _title() -> str:
    return ACTS[VERB].words.dialog


def whole(reader: Reader, data: Data) -> dict[str, str]:
    """The return's inputs: what was saved, replaced by every block that this page sent.

    Data without a page's marker holds the whole form.
    """
    typed = {name: said for name, said in typed_of(data).items() if not name.startswith(GOES)}
    first, last = _shown(data)
    audit = reader.find(Audit, subject_in(data))
    if not first or audit is None:
        return typed
    blocks = _all_blocks(reader, audit.id)
    by_key = {block.key: block for block in blocks}
    ends = [blocks.index(by_key[key]) for key in (first, last) if key in by_key]
    shown = blocks[ends[0] : ends[-1] + 1] if len(ends) == len((first, last)) else []
    # A page holds one part: a page from before the parts had this order names others between.
    sent = {*(b.key for b in shown if b.part == shown[0].part), *map(key_of, typed)}
    before = flat_of(kept(reader, audit))
    return {name: said for name, said in before.items() if key_of(name) not in sent} | typed


def _all_blocks(reader: Reader, subject: str) -> list[QuestionBlock]:
    view = return_form(reader, subject)
    return return_blocks(view, Typed(), MOST_ACTIONS)


def _shown(data: Data) -> tuple[str, str]:
    """The first and the last block of the button's page; empty where the data names none."""
    for name in data:
        if name.startswith(GOES):
            first, _, last = name.removeprefix(GOES).partition(":")
            return first, last
    return "", ""


def _next(reader: Reader, verb: str, subject: str, data: Data) -> str:
    """The block whose page comes next."""
    if verb.startswith(GO_TO):
        return verb.removeprefix(GO_TO)
    first, _ = _shown(data)
    view = return_form(reader, subject)
    pages = pages_of(view, Typed(flat_of(view.kept)), first)
    if verb == MORE:
        return more_actions(pages)
    if verb == BACK:
        return pages[max(place_of(pages, first) - 1, 0)].key
    chosen = next((str(said) for name, said in data.items() if name.startswith(GOES)), "")
    return chosen or first


def _is_in(reader: Reader, subject: str, upn: str) -> str | None:
    """The receipt for an auditor whose return of this audit was submitted already; else nothing."""
    audit = reader.find(Audit, subject)
    last = None if audit is None else last_return(reader, audit)
    if audit is None or last is None or last.recalled_at is not None or last.auditor != upn:
        return None
    return receipt(reader, VERB, audit.id, repeated=True)
