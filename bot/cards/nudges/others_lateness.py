"""Other people's late duties in a bundle: a line each where few, else by cycle and kind."""

from bot.cards.nudges.duty_lines import ask_words
from bot.cards.parts.kit import Json, buttons, fold, group, lines, opens_dialog, text
from bot.cards.parts.text import count
from store.views.nudges.duty_lines import Ask
from store.views.nudges.others_lateness import ToldCycle, ToldKind

LINES = 2
"""Most lines that are shown one by one; a phone shows no more without scrolling."""
GROUPS = 4
"""Most cycles on the card itself; those with less urgent duties are in a fold."""
FOLDED = 40
"""Most lines of a fold."""

NOUNS = {
    "kloe.hold": ("meeting on lines of enquiry", "meetings on lines of enquiry"),
    "list.propose": ("list to send", "lists to send"),
    "list.confirm": ("list to confirm", "lists to confirm"),
    "allocation.accept": ("audit not accepted", "audits not accepted"),
    "conflict.resolve": ("conflict to resolve", "conflicts to resolve"),
    "exemption.decide": ("exemption to decide", "exemptions to decide"),
    "reallocation.confirm": ("new auditor to confirm", "new auditors to confirm"),
    "leaver.reassign": ("leaver's audit to reassign", "leavers' audits to reassign"),
    "section.complete": ("section", "sections"),
    "return.submit": ("return", "returns"),
    "return.check": ("return to check", "returns to check"),
    "return.rectify": ("return to amend", "returns to amend"),
    "moderation.decide": ("moderation", "moderations"),
    "void.decide": ("referral to decide", "referrals to decide"),
    "lock.confirm": ("third lock", "third locks"),
    "dispute.answer": ("dispute to answer", "disputes to answer"),
    "dispute.decide": ("dispute to settle", "disputes to settle"),
    "dip.sample": ("line of dip samples", "lines of dip samples"),
    "dip.signoff": ("dip report to sign", "dip reports to sign"),
    "duty.help": ("question to answer", "questions to answer"),
    "delivery.reach": ("person to notify another way", "people to notify another way"),
    "digest.address": ("line of the digest", "lines of the digest"),
}
"""The noun of each kind of duty, where duties are counted: one, several."""


def told_lines(asks: tuple[Ask, ...], cycles: tuple[ToldCycle, ...]) -> list[Json]:
    """Lines about other people's duties: "Frontdoor: 4 returns late, the oldest since Mon 14 Dec".

    A reader who may follow a cycle opens it from here; any other finds every line in a fold.
    """
    if len(asks) <= LINES or not cycles:
        return [group(text(ask_words(ask)), separator=True) for ask in asks]
    shown, rest = cycles[:GROUPS], cycles[GROUPS:]
    unfollowed = not all(told.may_follow for told in cycles)
    return [
        *(_cycle(told, cycles) for told in shown),
        *buttons(
            fold(f"And {count(len(rest), 'cycle')} more", *(_cycle(told, cycles) for told in rest))
            if rest
            else None,
            fold("See them all", *lines(ask_words(ask) for ask in asks[:FOLDED]))
            if unfollowed
            else None,
        ),
    ]


def told_title(asks: tuple[Ask, ...]) -> str:
    """The title for other people's duties: "5 things of other people overdue"."""
    stand = "overdue" if all(ask.due.passed for ask in asks) else "still open"
    return f"{count(len(asks), 'thing')} of other people {stand}"


def _cycle(told: ToldCycle, cycles: tuple[ToldCycle, ...]) -> Json:
    twice = sum(other.service == told.service for other in cycles) > 1
    where = f"{told.service}, {told.month}" if twice and told.month else told.service
    follow = (
        opens_dialog("cycle.follow", "Follow the audits", told.cycle, told.version)
        if told.may_follow
        else None
    )
    return group(
        *(text(f"{where or 'Elsewhere'}: {_kind(one)}", spacing="Small") for one in told.kinds),
        *buttons(follow),
        separator=True,
    )


def _kind(one: ToldKind) -> str:
    nouns = NOUNS.get(one.kind)
    what = count(one.number, *nouns) if nouns else f"{one.number} to {one.words}"
    if not one.first.passed:
        return f"{what} open, the first due {one.first.on}"
    since = "the oldest since" if one.number > 1 else "since"
    return f"{what} late, {since} {one.first.on}"
