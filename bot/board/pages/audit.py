"""The story of one audit: how it stands, its deadlines and rules, what happened, the proofs."""

from bot.board.offered import offered
from bot.board.page import Asked, Cell, Column, Fact, Moment, Page, Table
from bot.cards.parts.state_words import state_in_words
from store.ledger import Reader
from store.views.reports.one_audit import Deadline, OneAudit, one_audit
from store.vocabulary.dates_in_words import say_day

DEADLINES = (
    Column("what", "What"),
    Column("whose", "Whose"),
    Column("due", "Due"),
    Column("why", "Why this date"),
    Column("done", "Done"),
)
PROOF = (Column("rule", "Rule"), Column("who", "Who"), Column("kept", "Kept"))


def audit_page(reader: Reader, asked: Asked, audit_id: str) -> Page:
    """One audit, as its reader may see it."""
    one = one_audit(reader, audit_id, asked.viewer)
    stands = one.stands
    return Page(
        title=f"Audit {stands.case_ref}",
        lead=_lead(one),
        facts=_facts(one),
        presses=offered(one.may),
        tables=(_deadlines(one), *_proofs(one)),
        story=tuple(
            Moment(
                f"{say_day(m.at.date())} {m.at:%Y, %H:%M}", m.who[:1].upper() + m.who[1:], m.what
            )
            for m in one.story
        ),
        shows_refs=True,
    )


def _lead(one: OneAudit) -> str:
    stands = one.stands
    where = state_in_words(stands.state).capitalize()
    if stands.waits is None:
        return f"{where}. It waits for nobody."
    waits = stands.waits
    late = f"; due {waits.due.words}" if waits.due.passed else f" by {waits.due.words}"
    return f"{where}. It waits for {waits.owner} to {waits.words}{late}."


def _facts(one: OneAudit) -> tuple[Fact, ...]:
    stands = one.stands
    found = (
        ("Kind", stands.kind),
        ("Cycle", f"{stands.service}, {stands.month}"),
        ("Team", stands.team),
        ("Practitioner", one.practitioner.with_role),
        ("Team Manager", one.team_manager.name),
        ("Auditor", one.auditor.with_role),
        ("Moderator", one.moderator.with_role),
        ("Grade that counts", stands.grade),
    )
    return tuple(Fact(name, value) for name, value in found if value)


def _deadlines(one: OneAudit) -> Table:
    return Table(
        "deadlines",
        "Deadlines",
        DEADLINES,
        tuple(_deadline(line) for line in one.deadlines),
        "Nothing is or was due about this audit.",
    )


def _deadline(line: Deadline) -> tuple[Cell, ...]:
    late = line.due.passed
    return (
        Cell(line.words[:1].upper() + line.words[1:]),
        Cell(line.owner),
        Cell(
            line.due.words if not line.met else line.due.on,
            tone="late" if late and not line.met else "",
            order=line.due.at.timestamp(),
        ),
        Cell(line.due.why),
        Cell(
            line.met or "Open",
            note=line.due.how_late if line.met else "",
            tone="" if line.met else "quiet",
        ),
    )


def _proofs(one: OneAudit) -> tuple[Table, ...]:
    proof = one.proof
    if proof is None:
        return ()
    draw = f"Drawn with seed {proof.seed} from {proof.pool} cases" if proof.seed is not None else ""
    rows = [
        *(_rule(rule, proof.auditor.name, kept) for rule, kept in proof.auditor_rules),
        *(_rule(rule, proof.moderator.name, kept) for rule, kept in proof.moderator_rules),
    ]
    if draw:
        rows.insert(0, (Cell(draw), Cell("Anybody can repeat it"), Cell("Yes")))
    return (Table("proofs", "Draw and independence", PROOF, tuple(rows), "Nothing to prove yet."),)


def _rule(rule: str, who: str, kept: bool) -> tuple[Cell, ...]:
    return (
        Cell(rule[:1].upper() + rule[1:]),
        Cell(who),
        Cell("Yes" if kept else "No", tone="" if kept else "late"),
    )
