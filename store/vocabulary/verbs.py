"""The verbs of all acts, for mypy. A test keeps them equal to the registry."""

from typing import Literal

Verb = Literal[
    "absence.settle", "action.confirm", "action.done", "action.open", "action.reopen",
    "action.withdraw", "actions.close", "actions.open", "allocation.accept", "allocation.issue",
    "appraisal.open", "appraisal.sample", "appraisal.write", "audit.add", "audit.share",
    "board.dates", "board.reported", "board.signed_off", "board.table", "campaign.agreed",
    "case.noted", "cases.import", "chat.bind", "chat.forget", "chat.refuse", "check.pass",
    "check.send_back", "clock.long", "closure.add", "closure.recorded", "concern.answer",
    "concern.open", "concern.raise", "conflict.declare", "conflict.found", "conflict.resolve",
    "cover.name", "cycle.allocate", "cycle.drop", "cycle.open", "cycle.plan", "cycle.select",
    "delay.addressed", "digest.addressed", "digest.issue", "digest.name", "dip.agree", "dip.assign",
    "dip.decline", "dip.open", "dip.reaudited", "dip.record", "dip.release", "dip.report",
    "dip.sign_off", "dispute.answer", "dispute.raise", "dispute.refer", "dispute.settle",
    "duties.sweep", "duty.done", "evidence.file", "evidence.issue", "exemption.approve",
    "exemption.refuse", "exemption.request", "exemption.withdraw", "grade.change", "grade.fall",
    "grade.rise", "grade.stand", "help.answer", "help.ask", "help.open", "highlight.reported",
    "impact.reported", "improvement.escalated", "kloe.confirm", "kloe.convene", "kloe.held",
    "leaver.release", "leaver.settle", "list.change", "list.confirm", "list.issue", "list.propose",
    "list.swap", "lock.change", "lock.confirm", "message.address", "message.again",
    "message.deliver", "message.doubt", "message.drop", "message.elsewhere", "message.fail",
    "message.renew", "moderation.agree", "moderation.change", "moderation.conflict",
    "moderation.hand_over", "moderation.pass_on", "moderation.refer", "moderation.send_back",
    "nudge.later", "nudge.send", "people.import", "person.absent", "person.back", "person.left",
    "person.reached", "person.rejoined", "person.switched_off", "person.told", "person.unreached",
    "post.name", "post.passed", "practice.again", "practice.pass", "profile.adopt",
    "progress.reported",
    "progression.confirm", "progression.open", "progression.propose", "progression.refuse",
    "reallocation.confirm", "reallocation.offer", "reallocation.propose", "reaudit.allocate",
    "reaudit.widen", "reaudit.withdraw", "register.issue", "return.recall", "return.refer",
    "return.save", "return.submit", "section.complete", "supervision.recorded", "text.dispose",
    "timetable.record",
    "uopp.confirm", "uopp.convene", "uopp.fix", "uopp.held", "uopp.invite", "uopp.not_held",
    "uopp.not_invited", "uopp.noted", "uopp.share", "uopp.uninvite", "urgent.addressed",
    "visitor.turn_away", "void.decide", "work.improve", "work.relapse",
]  # fmt: skip
"""The name of an act: its subject, a full stop, its action (contract.md §7)."""
