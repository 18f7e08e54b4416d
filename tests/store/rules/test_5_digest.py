"""The digest: how a failure was addressed (programme.md §5)."""

from store.registry import enact
from store.tables import Programme
from tests.store.council import (
    DIRECTOR,
    ISSUED,
    Council,
)


def test_5_how_a_failure_was_addressed_may_be_said_again_and_the_later_word_stands(
    council: Council,
) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        fields = {"occasion": "week", "as_of": ISSUED, "names": [audit.id]}
        enact(unit, "digest.issue", unit.get(Programme, council.programme), fields)
    line = council.table("digest_line")[0]
    for how in ("Spoke with them", "Met with them"):
        council.do(
            "digest.addressed", line["id"], {"how": how}, by=DIRECTOR, version=line["version"]
        )
        line = council.table("digest_line")[0]
    with council.read() as reader:
        assert reader.unseal(line["how"]) == "Met with them"
    assert council.duties(line["id"]) == {}
