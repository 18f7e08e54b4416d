"""An audit that lost its auditor, as the audit team sees it."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.tables import Audit
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by
from store.views.parts.offers import may_now
from store.views.parts.when_done import last_done

AGAIN = "-again"
"""The end of the id of the audit that replaces a void one."""


@dataclass(frozen=True, slots=True)
class Reallocation:
    """`state` is proposed, nobody (is free), done or swapped; `why` is how it lost its auditor."""

    audit: Brief
    state: str
    why: str = ""
    confirm_by: Due | None = None
    rules_kept: tuple[str, ...] = ()
    done_on: str = ""
    done_by: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def reallocation(reader: Reader, audit_id: str, upn: str) -> Reallocation:
    """What the audit team's card says to `upn` now."""
    audit = reader.get(Audit, audit_id)
    short = brief(reader, audit)
    if audit.state == "swapped":
        return Reallocation(short, "swapped")
    if audit.state != "reallocating":
        done = last_done(reader, "reallocation.confirm", audit.id)
        if done is None:
            return Reallocation(short, "done")
        return Reallocation(short, "done", done_on=done.on, done_by=done.by)
    return Reallocation(
        short,
        "nobody" if audit.auditor is None else "proposed",
        why=_why(reader, audit),
        confirm_by=due_by(reader, audit.id, "reallocation.confirm"),
        rules_kept=tuple((audit.independence or {}).get("auditor", ())),
        may=may_now(reader, audit, upn, ("reallocation.confirm",)),
    )


def _why(reader: Reader, audit: Audit) -> str:
    """How it lost its auditor last: an exemption, a conflict or a void audit, in words."""
    voided = audit.id.removesuffix(AGAIN)
    moments = [
        (done, what)
        for done, what in (
            (last_done(reader, "exemption.approve", audit.id), "agreed to an exemption"),
            (last_done(reader, "conflict.resolve", audit.id), "resolved a conflict"),
            (
                last_done(reader, "void.decide", voided) if voided != audit.id else None,
                "found the audit before it void",
            ),
        )
        if done is not None
    ]
    if not moments:
        return ""
    last, what = max(moments, key=lambda moment: moment[0].at)
    return f"{last.by} {what} on {last.on}"
