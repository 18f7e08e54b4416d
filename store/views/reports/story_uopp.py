"""What the acts and messages about UoPP meetings are called in an audit's story (§3)."""

DONE = {
    "urgent.addressed": "recorded that the urgent issues were addressed",
    "uopp.convene": "convened the UoPP meeting",
    "uopp.confirm": "answered whether they can come to the UoPP meeting",
    "uopp.fix": "fixed the time of the UoPP meeting",
    "uopp.invite": "put the UoPP meeting into calendars",
    "uopp.uninvite": "took the UoPP meeting out of calendars",
    "uopp.not_invited": "could not bring calendars up to date with the UoPP meeting",
    "uopp.held": "recorded that the UoPP meeting was held",
    "uopp.not_held": "recorded that the UoPP meeting was not held",
    "uopp.share": "shared the record of the UoPP meeting",
    "uopp.noted": "recorded that the file says that the UoPP meeting was held",
    "case.noted": "recorded that the case note is on the file",
    "progression.propose": "proposed to raise the grade on progress",
    "progression.open": "passed on the proposal to raise the grade",
    "progression.confirm": "confirmed the higher grade on progress",
    "progression.refuse": "did not raise the grade on progress",
}
FOLLOWS = ("progression.open", "uopp.invite", "uopp.uninvite", "uopp.not_invited")
ARRIVED = {
    "uopp_chair": "how the UoPP meeting stands",
    "uopp_invite": "the invitation to the UoPP meeting",
    "uopp_after": "the question whether the UoPP meeting was held",
    "uopp_record": "the record of the UoPP meeting",
    "uopp_second": "that the second UoPP meeting was held",
    "urgent_addressed": "that the urgent issues were addressed",
    "progression": "the proposal to raise the grade",
    "progression_decided": "whether the grade is raised on progress",
}
