"""Kinds of audit: what each looks at, whether it is graded, moderated and counted (§1, §6)."""

from collections.abc import Mapping

from pydantic import Field

from store.programme.section import Domain, Section, Words

CASE = "case"
"""What an audit looks at unless its kind says otherwise."""

FULL, REAUDIT, PRACTICE = "full", "reaudit", "practice"


class KindRule(Section):
    """One kind of audit that the audit team may add to a cycle beside what is drawn.

    `subject` is what it looks at where that is no case: the case file says which of its lines are
    such. `by` are roles that are asked first. An auditor of a kind that is not for the `trained`
    learns by it. A kind that is not `graded` asks for evidence and for no grade; its own `domains`
    stand in place of the tool's.
    """

    title: Words
    subject: str = Field(default=CASE, pattern=r"^[a-z][a-z_ ]*$")
    graded: bool = True
    moderated: bool = True
    counted: bool = True
    trained: bool = True
    by: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()
    source: Words


def one(words: str) -> str:
    """One of them: "a referral", "an early help record"."""
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"


BUILT_IN: Mapping[str, KindRule] = {
    FULL: KindRule(title="audit", source="programme.md §1"),
    REAUDIT: KindRule(title="re-audit", source="programme.md §1"),
    PRACTICE: KindRule(
        title="practice audit", counted=False, trained=False, source="programme.md §1"
    ),
}
"""Kinds that every programme has; a profile may give them another title, or change them."""

LOOKS = frozenset({"dip", "dip_reaudit"})
"""Looks at records that are no audits: never returned, graded or added one by one."""
