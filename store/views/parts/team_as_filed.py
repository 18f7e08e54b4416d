"""A team by the name that the council's own file has for it."""

from store.ledger import Reader
from store.people.posts import case_of
from store.tables import Audit


def team_as_filed(reader: Reader, audit: Audit) -> str:
    """The audit's team as the council's extract calls it, so that a paper can be laid beside it.

    The people file's name stands where the extract has none, or where the case has since moved to
    another team.
    """
    case = case_of(reader, audit)
    return case.team_named if case.team_named and case.team == audit.team else audit.team
