"""Open work by kind, counted in words: "9 returns to check, two overdue"."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.nudges.duty_lines import ask_words, number
from bot.cards.parts.kit import Json, buttons, group, opens_dialog, quiet, text
from store.views.nudges.duty_lines import Ask
from store.vocabulary.terms import MEETING

WORK: Final = "work.view"
"""The dialog that lists somebody's work, or one kind of it."""
OTHER: Final = ("other thing", "other things")
"""What an authority's own kinds of duty are counted as."""

COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "kloe.hold": ("KLOE meeting to hold", "KLOE meetings to hold"),
    "list.propose": ("list to send", "lists to send"),
    "list.confirm": ("list to confirm", "lists to confirm"),
    "allocation.accept": ("audit to accept", "audits to accept"),
    "conflict.resolve": ("conflict to resolve", "conflicts to resolve"),
    "exemption.decide": ("exemption to decide", "exemptions to decide"),
    "reallocation.confirm": ("reallocation to confirm", "reallocations to confirm"),
    "section.complete": ("section to write", "sections to write"),
    "return.submit": ("audit to return", "audits to return"),
    "return.check": ("return to check", "returns to check"),
    "return.rectify": ("return to correct", "returns to correct"),
    "moderation.decide": ("audit to moderate", "audits to moderate"),
    "void.decide": ("referred audit to decide", "referred audits to decide"),
    "lock.confirm": ("grade to lock", "grades to lock"),
    "dispute.answer": ("dispute to answer", "disputes to answer"),
    "dispute.decide": ("dispute to settle", "disputes to settle"),
    "concern.answer": ("concern to answer", "concerns to answer"),
    "dip.sample": ("report on dip samples", "reports on dip samples"),
    "dip.signoff": ("report to sign off", "reports to sign off"),
    "urgent.address": ("urgent issue to address", "urgent issues to address"),
    "uopp.hold": (f"{MEETING} to hold", f"{MEETING}s to hold"),
    "uopp.share": ("record to share", "records to share"),
    "uopp.note": ("meeting to note", "meetings to note"),
    "case.note": ("case note to write", "case notes to write"),
    "supervision.record": ("supervision to record", "supervisions to record"),
    "progress.report": ("progress report", "progress reports"),
    "uopp.second": (f"second {MEETING} to hold", f"second {MEETING}s to hold"),
    "dip.reaudit": ("dip re-audit", "dip re-audits"),
    "progression.confirm": ("raised grade to confirm", "raised grades to confirm"),
    "action.complete": ("action to complete", "actions to complete"),
    "action.confirm": ("action to confirm", "actions to confirm"),
    "closure.record": ("closure to record", "closures to record"),
    "improvement.escalate": ("delay to escalate", "delays to escalate"),
    "reaudit.allocate": ("re-audit to allocate", "re-audits to allocate"),
    "impact.report": ("impact report", "impact reports"),
    "highlight.report": ("highlight report", "highlight reports"),
    "board.report": ("board report", "board reports"),
    "campaign.agree": ("workshop to agree", "workshops to agree"),
    "board.signoff": ("board outcome to record", "board outcomes to record"),
    "digest.address": ("late return to address", "late returns to address"),
    "leaver.reassign": ("leaver's work to reassign", "leavers' work to reassign"),
    "delivery.reach": ("person to tell another way", "people to tell another way"),
    "practice.decide": ("practice audit to decide", "practice audits to decide"),
    "learning.plan": ("learning programme to plan", "learning programmes to plan"),
    "learning.send": ("piece of learning to send", "pieces of learning to send"),
    "duty.help": ("question to answer", "questions to answer"),
    "duty.delay": ("delay to address", "delays to address"),
}
"""One thing of each kind, and several."""


def by_kind(asks: Sequence[Ask]) -> list[tuple[Ask, ...]]:
    """The lines by kind, the kind with the most urgent line first."""
    found: dict[str, list[Ask]] = {}
    for one in asks:
        found.setdefault(one.kind, []).append(one)
    return [tuple(lines) for lines in found.values()]


def counted(asks: Sequence[Ask]) -> str:
    """How many there are of one kind, and how many of them are overdue."""
    return in_number(asks[0].kind, len(asks), sum(ask.due.passed for ask in asks))


def in_number(kind: str, many: int, overdue: int) -> str:
    """So many of a kind, and how many of them are overdue."""
    one, several = COUNTED.get(kind, OTHER)
    late = f", {number(overdue)} overdue" if overdue else ""
    return f"{many} {one if many == 1 else several}{late}"


def kind_line(asks: Sequence[Ask], upn: str, version: int, *, primary: bool = False) -> Json:
    """A kind of which there are several, with the button that opens their list."""
    return group(
        text(counted(asks), weight="Bolder"),
        quiet(f"First: {ask_words(asks[0])}"),
        *buttons(
            opens_dialog(WORK, "Open the list", f"{upn} {asks[0].kind}", version, primary=primary)
        ),
        separator=True,
    )
