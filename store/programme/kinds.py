"""Kinds of audit: what each looks at, whether it is graded, moderated and counted (§1, §6)."""

from collections.abc import Mapping

from pydantic import Field

from store.programme.section import Domain, Section, Words

CASE = "case"
"""The subject of an audit whose kind names no other."""

FULL, REAUDIT, PRACTICE = "full", "reaudit", "practice"


class KindRule(Section):
    """One kind of audit that the audit team may add to a cycle, besides the audits that are drawn.

    `subject` is what the audit looks at; the case file marks which of its lines are not cases.
    `by` lists the roles that are asked first. A kind with `trained = false` trains its auditor. A
    kind with `graded = false` asks for evidence without a grade. Its own `domains` replace those of
    the audit tool.
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
    """The words with their article: "a referral", "an early help record"."""
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"


BUILT_IN: Mapping[str, KindRule] = {
    FULL: KindRule(title="audit", source="programme.md §1"),
    REAUDIT: KindRule(title="re-audit", source="programme.md §1"),
    PRACTICE: KindRule(
        title="practice audit", counted=False, trained=False, source="programme.md §1"
    ),
}
"""Kinds that every programme has. A profile may change them, for example their title."""

LOOKS = frozenset({"dip", "dip_reaudit"})
"""Dip samples and dip re-audits. They are not audits: nobody returns, grades or adds one."""
