"""Acts on the board: the form of one, several at once, and what came of them."""

from collections.abc import Mapping

from aiohttp import web

from bot.board import acting
from bot.board.answering import UNKNOWN, Answering
from bot.board.asked_for import DONE, DONE_OF, back_of, form_drawn
from bot.board.doors import Claimed
from bot.board.forms import ON_BOARD, form_in
from bot.board.layout import notice, page_of
from bot.board.markup import Content
from bot.board.place import Place
from bot.board.places import ways_of
from bot.board.several import ROW, results_in, several_drawn, several_in
from store.views.parts.viewer import Viewer
from store.vocabulary.errors import Invalid


class Doing(Answering):
    """Answers the addresses under /board/do."""

    async def form(self, request: web.Request) -> web.StreamResponse:
        """`GET /board/do/VERB/ID`: the form of an act, as in a dialog of Teams."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        return await self._form(request, claimed, request.query.get("back", ""))

    async def act(self, request: web.Request) -> web.StreamResponse:
        """`POST /board/do/VERB/ID`: an act by the registry, as if pressed on a card.

        Only from a page of this very session. What is refused is told in the registry's words, and
        what needs mending in the form itself, with all that was typed.
        """
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        said = await acting.sent(request, self._door)
        viewer = await self._access.read(claimed.viewer)
        if viewer is None:
            return self._html(notice(*UNKNOWN), status=403)
        verb, subject = request.match_info["verb"], request.match_info["subject"]
        try:
            refused = await acting.press(self._access, viewer.upn, verb, subject, said)
        except Invalid as wrong:
            if verb in ON_BOARD:
                return await self._form(request, claimed, said.back, said.typed, wrong)
            refused = wrong.message
        if refused:
            return self._html(notice("This was not done", refused), status=409)
        raise web.HTTPSeeOther(
            self._place(request, "", viewer).link(
                back_of(viewer, said.back), {DONE: verb, DONE_OF: subject}
            )
        )

    async def _form(
        self,
        request: web.Request,
        claimed: Claimed,
        back: str,
        typed: Mapping[str, str] | None = None,
        wrong: Invalid | None = None,
    ) -> web.StreamResponse:
        verb, subject = request.match_info["verb"], request.match_info["subject"]
        made = await self._access.read(
            lambda reader: form_drawn(reader, claimed, verb, subject, typed=typed, wrong=wrong)
        )
        if made is None:
            return self._html(notice(*UNKNOWN), status=403)
        if made.look:
            await self._note(made.viewer.upn, made.look)
        place = self._place(request, made.path, made.viewer)
        inside = form_in(place, verb, subject, made.card, back_of(made.viewer, back))
        return self._page(place, made.title, inside, made.viewer, wrong=wrong is not None)

    async def forms(self, request: web.Request) -> web.StreamResponse:
        """`GET /board/do/VERB?row=ID&row=ID`: one act for several rows, all of them shown first."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        rows = request.query.getall(ROW, [])
        return await self._forms(request, claimed, rows, request.query.get("back", ""))

    async def acts(self, request: web.Request) -> web.StreamResponse:
        """`POST /board/do/VERB`: the act for each row by itself, and what came of each."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        said = await acting.sent(request, self._door)
        viewer = await self._access.read(claimed.viewer)
        if viewer is None:
            return self._html(notice(*UNKNOWN), status=403)
        verb, pressed = request.match_info["verb"], acting.rows_sent(said)
        try:
            came = await acting.press_each(self._access, viewer.upn, verb, pressed, said.typed)
        except Invalid as wrong:
            rows = [row for row, _ in pressed]
            return await self._forms(
                request, claimed, rows, said.back, typed=said.typed, wrong=wrong
            )
        place = self._place(request, f"do/{verb}", viewer)
        inside = results_in(place, came, back_of(viewer, said.back))
        return self._page(place, "What was done", inside, viewer)

    async def _forms(
        self,
        request: web.Request,
        claimed: Claimed,
        rows: list[str],
        back: str,
        *,
        typed: Mapping[str, str] | None = None,
        wrong: Invalid | None = None,
    ) -> web.StreamResponse:
        verb = request.match_info["verb"]
        made = await self._access.read(
            lambda reader: several_drawn(reader, claimed, verb, rows, typed=typed, wrong=wrong)
        )
        if made is None:
            return self._html(notice(*UNKNOWN), status=403)
        if made.look:
            await self._note(made.viewer.upn, made.look)
        place = self._place(request, f"do/{verb}", made.viewer)
        inside = several_in(place, made, back_of(made.viewer, back))
        return self._page(place, made.title, inside, made.viewer, wrong=wrong is not None)

    def _page(
        self, place: Place, title: str, inside: Content, viewer: Viewer, *, wrong: bool = False
    ) -> web.Response:
        text = page_of(place, title, inside, ways_of(viewer), teams=not self._door.demo)
        return self._html(text, status=400 if wrong else 200)
