"""A button of a page as HTML: it does an act at once, or leads to the act's form."""

from markupsafe import Markup

from bot.board.forms import OURS, form_link
from bot.board.markup import tag
from bot.board.page import Press
from bot.board.place import Place


def press_in(place: Place, press: Press) -> Markup:
    """The button, which leads back to this page."""
    if press.form:
        address = form_link(place, press.verb, press.id, place.path)
        return tag("p", tag("a", press.title, href=address, class_="button"), class_="press")
    hidden = {"word": place.word, "version": str(press.version), "back": place.path}
    return tag(
        "form",
        [tag("input", type="hidden", name=OURS + name, value=v) for name, v in hidden.items()],
        tag("button", press.title, type="submit", class_="primary"),
        method="post",
        action=form_link(place, press.verb, press.id, ""),
        class_="press",
    )
