"""What somebody owes about a whole cycle is asked for everybody in it at once."""

from pathlib import Path

from store.views.parts.still_owed import owed_about
from tests.bot.test_query_plans import asked
from tests.store.council import HOS, issued_at


def test_the_people_of_a_cycle_are_read_together(tmp_path: Path) -> None:
    council = issued_at(tmp_path / "issued.db")
    cycle = council.audits()[0].cycle
    with asked(council.engine) as statements, council.read() as reader:
        owed_about(reader, cycle, HOS)
    alone = "WHERE person.programme = ? AND person.id = ? "
    assert sum(n for s, n in statements.count.items() if alone in s) <= 1
    council.close()
