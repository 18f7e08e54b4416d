"""Who may have which report, and of which services (programme.md §5)."""

from collections.abc import Mapping

from store.ledger import Reader
from store.people.posts import AUTHORITY, acting, has_left, post, same_service
from store.tables import Cycle, Person
from store.vocabulary.reports import REPORTS, Report

SEES_ALL = frozenset({
    "audit_officer", "audit_manager", "head_of_learning_academy", "head_of_qa", "psw",
    "divisional_director", "assistant_director", "director",
})  # fmt: skip
SEES_SERVICE = frozenset({"head_of_service", "group_manager"})

READERS: Mapping[Report, frozenset[str]] = {
    "grades": SEES_ALL | SEES_SERVICE,
    "scorecard": frozenset(),
    "loop": SEES_ALL | SEES_SERVICE,
    "learning": SEES_ALL | SEES_SERVICE,
    "highlights": SEES_ALL | SEES_SERVICE,
    "timetable": SEES_ALL,
    "members": SEES_ALL,
}
"""The roles that may have each report, besides the audit team. The scorecard has small counts, so
it is for those alone whom the profile sends it to; the timetable has minutes of meetings."""


OF_NO_CYCLE: frozenset[Report] = frozenset({"timetable"})
"""Reports that count no cycle."""


def reports_for(reader: Reader, upn: str) -> tuple[Report, ...]:
    """The reports that `upn` may have; none for whoever has left, or has no cycle to read of."""
    person = reader.find(Person, upn)
    if person is None or has_left(person, reader.today):
        return ()
    theirs = REPORTS
    if upn not in acting(reader, post("audit_team")):
        roles = set(person.roles)
        gets_scorecard = any(upn in acting(reader, one) for one in reader.profile.digest.scorecard)
        theirs = tuple(
            report
            for report in REPORTS
            if READERS[report] & roles or (report == "scorecard" and gets_scorecard)
        )
    if cycles_for(reader, upn):
        return theirs
    return tuple(report for report in theirs if report in OF_NO_CYCLE)


def cycles_for(reader: Reader, upn: str) -> list[Cycle]:
    """The issued cycles that `upn`'s reports may count, the earliest first."""
    issued = (one for one in reader.rows(Cycle, order="month") if one.issued_at is not None)
    return [cycle for cycle in issued if may_have_of(reader, upn, cycle)]


def may_have_of(reader: Reader, upn: str, cycle: Cycle) -> bool:
    """Whether `upn`'s reports may count that cycle: a manager's, those of their own service."""
    roles = set(reader.get(Person, upn).roles)
    if roles & SEES_ALL or not roles & SEES_SERVICE or cycle.service == AUTHORITY:
        return True
    return same_service(cycle.service, reader.get(Person, upn).service)
