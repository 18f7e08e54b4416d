"""A chain of facts that a few acts have made."""

from tests.store.council import ISSUED, OFFICER, Council, a_return


def lived(council: Council) -> None:
    """A little of everything: acceptances, an exemption, a conflict, a return below good."""
    one, two, three, four = council.audits()[:4]
    council.do("allocation.accept", one.id, by=one.auditor or "", version=one.version)
    exempted = council.exempt(two)
    council.do("reallocation.confirm", exempted.id, by=OFFICER)
    council.do("conflict.declare", three.id, {"reason": "A neighbour"}, by=three.auditor or "")
    council.do(
        "return.submit", four.id, a_return(grade="RI", today=ISSUED.date()), by=four.auditor or ""
    )
