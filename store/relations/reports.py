"""Who may have a cycle's papers: those whom they were sent to, and the audit team (§5)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import acting, has_left, post
from store.registry import Who
from store.rules.paper_readers import sent_papers_of
from store.tables import Cycle, Person
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
