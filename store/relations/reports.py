"""Who may have a cycle's papers, and who a report by its name (programme.md §5)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import acting, has_left, post
from store.registry import Who
from store.rules.paper_readers import sent_papers_of
from store.rules.report_readers import reports_for
from store.tables import Cycle, Person, Programme
from store.vocabulary import terms


def _paper_reader(reader: Reader, cycle: Cycle) -> Iterable[str]:
    sent = {
        upn
        for upn in sent_papers_of(reader, cycle)
        if not has_left(reader.get(Person, upn), reader.today)
    }
    return acting(reader, post("audit_team")) | sent


PAPER_READER = Who(
    "paper_reader", f"the {terms.AUDIT_TEAM}, or somebody the report was sent to", _paper_reader
)


def _report_reader(reader: Reader, _programme: Programme) -> Iterable[str]:
    return (person.id for person in reader.everybody() if reports_for(reader, person.id))


REPORT_READER = Who("report_reader", "somebody whose work a report is for", _report_reader)
