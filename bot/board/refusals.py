"""Each refusal under /board as a page of plain words, whatever was asked for."""

from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.board.layout import notice
from store.vocabulary.errors import Held, Invalid, NotFound

log: Final = structlog.get_logger(__name__)

NOT_HERE: Final = ("There is nothing here for you", "Questions: the audit team.")
SIGN_IN: Final = (
    "Signing you in",
    "This page opens in Microsoft Teams, and signs you in by itself.",
)
BUSY: Final = ("Please try again in a minute", "The ledger is busy just now. Nothing is lost.")
FAULT: Final = (
    "This page cannot be shown just now",
    "Something went wrong that is ours to mend. Nothing was changed. Questions: the audit team.",
)


@web.middleware
async def plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Each refusal as a page of plain words, the same whatever was asked for."""
    try:
        return await handler(request)
    except (NotFound, web.HTTPNotFound):
        text, status = notice(*NOT_HERE), 404
    except web.HTTPForbidden as refused:
        text, status = notice("This is not open to you", refused.text or ""), 403
    except Invalid as refused:
        text, status = notice("This cannot be shown", refused.message), 400
    except Held:
        text, status = notice(*BUSY), 503
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is
        # Its words may name somebody, so they are in no log.
        log.error("board.failed", error=type(error).__name__)  # noqa: TRY400
        text, status = notice(*FAULT), 500
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
