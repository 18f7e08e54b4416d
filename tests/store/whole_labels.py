"""The labels on which an act is open, if more than the state decides (programme.md)."""

from collections.abc import Mapping

MET = {"meeting held", "higher grade proposed", "second meeting due"}
NOBODYS = {"returned, outside the share"}
"""Returned, and nobody is asked to moderate it."""
RETURNED = {
    "returned, being checked", "returned, time of the check over", "returned, checked",
    "returned, deputy called in", "returned, moderator away", "returned, moderator back",
    "returned, moderated by the Audit Manager", "returned, Inadequate over a long holiday",
    "returned, outside the share",
}  # fmt: skip
CHECKED = {
    "returned, checked",
    "returned, deputy called in",
    "returned, moderator away",
    "returned, moderator back",
    "returned, moderated by the Audit Manager",
}
UNCHECKED = RETURNED - CHECKED
PRACTICE = {"practice moderated", "practice settled"}
BELOW_GOOD = {
    "moderated Inadequate",
    "meeting convened",
    *MET,
    "Inadequate with actions",
    "RI with its actions closed",
    "below good, looked at again",
}
"""Graded yesterday, and no lock set."""
FRESH = {"moderated", "locked", "dispute answered", "complete", *BELOW_GOOD, *PRACTICE}
"""Graded yesterday, with no dispute open about it and none settled."""
INADEQUATE = {"moderated Inadequate", "second meeting due", "Inadequate with actions"}
DECIDED = FRESH | {
    "moderated last week",
    "dispute raised",
    "dispute answered last week",
    "dispute referred",
    "dispute settled",
}
ONLY_WHERE: Mapping[str, set[str]] = {
    # Until the check passed a return may be taken back, and it is checked once (§2.9).
    "return.recall": UNCHECKED,
    "check.pass": UNCHECKED,
    "check.send_back": UNCHECKED,
    # It may be decided once the check passed or its day ended (§2.10).
    "moderation.agree": CHECKED | {"returned, time of the check over"},
    "moderation.change": CHECKED | {"returned, time of the check over"},
    "moderation.send_back": RETURNED - {"returned, outside the share"},
    "moderation.refer": RETURNED - {"returned, outside the share"},
    # Once, on what was moderated and is not locked yet (§2.11).
    "lock.confirm": {
        "moderated", "moderated last week", "dispute raised", "dispute answered",
        "dispute answered last week", "dispute referred", *BELOW_GOOD, *PRACTICE,
    },
    # A meeting may be held about any audit that is graded; what follows it once it was (§3).
    "uopp.convene": DECIDED,
    "uopp.held": DECIDED,
    "uopp.confirm": {"meeting convened"},
    "uopp.fix": {"meeting convened"},
    "uopp.not_held": {"meeting convened"},
    "uopp.share": MET,
    "uopp.noted": MET,
    "urgent.addressed": INADEQUATE,
    "case.noted": BELOW_GOOD,
    "progression.propose": MET - {"higher grade proposed"},
    "progression.confirm": {"higher grade proposed"},
    "progression.refuse": {"higher grade proposed"},
    "practice.pass": {"practice moderated"},
    "practice.again": {"practice moderated"},
    # Within 5 working days, answered, taken further within 3, settled finally (§2.12).
    "dispute.raise": FRESH,
    "dispute.answer": {"dispute raised"},
    "dispute.refer": {"dispute answered"},
    "dispute.settle": {"dispute referred"},
    # Below good until the closure is recorded or the work improved (§3).
    "supervision.recorded": BELOW_GOOD | {"dispute settled"},
    "improvement.escalated": BELOW_GOOD | {"dispute settled"},
    "progress.reported": INADEQUATE,
    "closure.recorded": {"RI with its actions closed"},
    "board.signed_off": {"confirmed, of a board that met"},
    "board.deferred": {"confirmed, of a board that met"},
    "board.asked_again": {"confirmed, of a board that met"},
    "cover.name": {"returned, Inadequate over a long holiday"},
    "dip.report": {"open, all sampled"},
    # Of work below good, once; what it found is addressed after it (programme.md §3).
    "dip.reaudited": (BELOW_GOOD - {"below good, looked at again"}) | {"dispute settled"},
    "delay.addressed": {"below good, looked at again"},
    # Drawn once, and widened once it was drawn.
    "reaudit.allocate": {"issued, nothing graded"},
    "impact.reported": {"issued, nothing graded"},
    # Where the profile has a learning programme; the rest where one is planned (§3).
    "learning.plan": {"issued", "issued, nothing graded"},
    "learning.send": {"issued"},
    "learning.reflect": {"issued"},
    "learning.attend": {"issued"},
    "reaudit.widen": {"issued"},
    "help.ask": {"open", "a post's", "of the authority's own"},
    "duty.done": {"of the authority's own", "nobody's"},
    "post.name": {"nobody's"},
    "nudge.later": {"reminder of today"},
    "person.absent": {"here", "away", "out of reach"},
    "person.back": {"away"},
    "person.left": {"here", "away", "out of reach"},
    "person.rejoined": {"left"},
    "person.told": {"out of reach"},
    "concern.raise": {"here", "away", "out of reach"},
    # Until it was held; an answer is for a meeting that is convened (§2.1).
    "kloe.convene": {"planned", "planned, meeting convened", "open"},
    "kloe.confirm": {"planned, meeting convened"},
    "kloe.held": {"planned", "planned, meeting convened", "open"},
}  # fmt: skip
"""Where more than the state decides whether an act is open: the subjects it is open on."""
