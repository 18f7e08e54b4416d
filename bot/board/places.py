"""Which pages there are, in the order of their names on the page, and who has which."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.board.page import Asked, Draw, Page
from bot.board.pages import after, audit, cycles, figures, people, search, work
from bot.board.place import SEARCH
from store.ledger import Reader
from store.views.parts.viewer import Viewer
from store.vocabulary.errors import NotFound


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """One page: its path under /board, its name, how it is drawn, whose it is."""

    path: str
    name: str
    draw: Draw
    is_for: Callable[[Viewer], bool] = lambda _viewer: True


PAGES: tuple[PlaceOf, ...] = (
    PlaceOf("cycles", "Audits", cycles.cycle_board),
    PlaceOf("work", "My work", work.work_page),
    PlaceOf("duties", "Duties", work.duties_page),
    PlaceOf("inadequates", "Inadequates", after.inadequates_page),
    PlaceOf("actions", "Actions", after.actions_page),
    PlaceOf("meetings", "Meetings", after.meetings_page),
    PlaceOf("exemptions", "Exemptions", people.exemptions_page),
    PlaceOf("dips", "Dip samples", figures.dips_page),
    PlaceOf("grades", "Grades", figures.grades_page, lambda viewer: viewer.leads),
    PlaceOf("loads", "Loads", people.loads_page, lambda viewer: viewer.leads),
    PlaceOf("people", "People", people.people_page, lambda viewer: viewer.scope.only is None),
    PlaceOf("timetable", "Timetable", figures.timetable_page, lambda viewer: viewer.leads),
    PlaceOf("deliveries", "Deliveries", people.deliveries_page, lambda viewer: viewer.runs),
)


def home_of(viewer: Viewer) -> str:
    """The first page of somebody: how the audits stand, or their own work."""
    return "cycles" if viewer.scope.only is None else "work"


def ways_of(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The paths and names of the pages that this person has."""
    return tuple((one.path, one.name) for one in PAGES if one.is_for(viewer))


def drawn(reader: Reader, path: str, asked: Asked) -> Page:
    """The page at `path`. Raises `NotFound` alike for what is not there and what is another's."""
    page, _, subject = path.partition("/")
    if page == "audits" and subject:
        return audit.audit_page(reader, asked, subject)
    if path == SEARCH:
        return search.search_page(reader, asked)
    for one in PAGES:
        if one.path == path and one.is_for(asked.viewer):
            return one.draw(reader, asked)
    raise NotFound("There is nothing here for you.")
