"""What acts and messages about actions and progress are called in an audit's story (§1, §3)."""

DONE = {
    "action.open": "opened an action",
    "action.withdraw": "withdrew an action, for its return no longer stands",
    "action.done": "recorded what an action made different",
    "action.confirm": "confirmed as a second person that an action is closed",
    "action.reopen": "reopened an action, for something is still missing",
    "board.table": "put an action before the next board",
    "board.signed_off": "recorded that the board signed an action off",
    "actions.open": "found that there are new actions",
    "actions.close": "found that the last action is closed",
    "supervision.recorded": "recorded supervision on the work",
    "progress.reported": "reported the week's progress",
    "closure.recorded": "recorded the closure on the child's record",
    "improvement.escalated": "escalated the work, for it has not improved",
    "practice.pass": "passed the practice audit",
    "practice.again": "asked for another practice audit",
}
FOLLOWS = ("action.open", "action.withdraw", "actions.open", "actions.close", "board.table")
ARRIVED = {
    "action_given": "an action",
    "action_confirm": "an action to confirm",
    "action_confirmed": "that an action is closed",
    "action_reopened": "that an action is open again",
    "progress": "the week's progress",
    "escalated": "the escalation",
    "closed": "the closure",
    "practised": "what came of the practice audit",
}
