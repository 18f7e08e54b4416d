"""What a profile settles outside its duties and ladders, section by section, in plain words."""

from collections.abc import Iterator

from store.checker.fixed_rules import fixed
from store.checker.owners_in_words import each, whom
from store.programme.kinds import one
from store.programme.profile import Profile
from store.views.reports.digest_area import ALSO

Said = Iterator[tuple[str, str]]
"""A key of the profile, and what it settles."""

WHOLE = 100


def settings(profile: Profile) -> Said:
    """Every section, in the order in which a cycle meets it."""
    yield from _rhythm(profile)
    yield from _authority(profile)
    yield from _titles(profile)
    yield from _scale_and_tool(profile)
    yield from _kinds(profile)
    yield from fixed(profile)
    yield from _selection(profile)
    yield from _exemption(profile)
    yield from _moderation(profile)
    yield from _dispute(profile)
    yield from _sharing_and_dips(profile)
    yield from _uopp(profile)
    yield from _reaudit(profile)
    yield from _copies(profile)
    yield from _digest(profile)


def _titles(profile: Profile) -> Said:
    """Only what this authority calls otherwise."""
    for role, title in profile.titles.items():
        if title.casefold() != role.replace("_", " ").casefold():
            yield f"titles.{role}", f"{role.replace('_', ' ').capitalize()} is called {title} here."


def _authority(profile: Profile) -> Said:
    if profile.programme.cycles == "authority":
        who = whom(profile, profile.programme.confirmed_by)
        yield "programme.cycles", "A cycle is the whole authority's."
        yield "programme.confirmed_by", f"Its list is confirmed by {who}."
    else:
        yield "programme.cycles", "A cycle is one service's."
        yield "programme.confirmed_by", "Its list is confirmed by that service's head."
    yield "programme.zone", f"Days and hours are those of {profile.programme.zone}."
    yield "evidence.name", f"Files of an evidence pack are called: {profile.evidence.name}."
    for name in profile.board.names:
        yield "board.names", f"It reports to: {name}."


def _rhythm(profile: Profile) -> Said:
    months = profile.rhythm.months
    often = "every month" if months == 1 else f"once in {months} months"
    wide = profile.programme.cycles == "authority"
    who = "The whole authority" if wide else "Each service"
    yield "rhythm.months", f"{who} has a cycle {often}."


def _scale_and_tool(profile: Profile) -> Said:
    for grade in profile.scale:
        below = ", below good" if grade.below_good else ""
        below += ", told at once" if grade.inadequate else ""
        yield "scale", f"{grade.name}{below}: {grade.definition}"
    for domain in profile.tool.domains:
        yield "tool.domains", domain.name + (" (to be replaced)" if domain.placeholder else "")
    yield "tool.domains", "Where one of these does not apply, the reason is recorded instead."
    months = profile.tool.practice_window_months
    yield "tool.practice_window_months", f"Practice of the last {months} months is looked at."
    yield "tool.link", f"The audit tool is at {profile.tool.link}."
    if profile.tool.services_involved:
        services = ", ".join(profile.tool.services_involved)
        yield "tool.services_involved", f"Services that an audit may say were involved: {services}."
    slots = profile.tool.action_slots
    yield "tool.action_slots", f"The return's form has room for {slots} actions."


def _kinds(profile: Profile) -> Said:
    for name, rule in profile.kinds.items():
        said = [
            f"of {one(rule.subject)}",
            *([] if rule.graded else ["without a grade"]),
            *([] if rule.moderated else ["not moderated"]),
            *([] if rule.counted else ["outside statistics"]),
            *([] if rule.trained else ["by somebody not yet trained, whom passing it makes so"]),
        ]
        if rule.by:
            said.append(f"asked first: {profile.title('+'.join(rule.by))}")
        if rule.domains:
            said.append(f"graded on {', '.join(domain.name for domain in rule.domains)}")
        yield f"kind.{name}", f"{rule.title[:1].upper()}{rule.title[1:]}: {', '.join(said)}."


def _selection(profile: Profile) -> Said:
    for quota in profile.selection.quotas:
        roles = ", ".join(profile.title(role) for role in quota.held_by)
        many = (
            f"At least {quota.at_least} cases" if quota.each is None else f"{quota.each} for each"
        )
        yield "selection.quotas", f"{many}: {roles}."
    if profile.selection.not_again_months:
        months = profile.selection.not_again_months
        yield "selection.not_again_months", f"No case is audited twice within {months} months."
    span = profile.selection.dip_samples_per_kloe
    words = f"{span.at_least} to {span.at_most} dip samples per key line of enquiry."
    yield "selection.dip_samples_per_kloe", words
    titles = dict.fromkeys(profile.title(role) for role in profile.selection.senior_roles)
    senior = ", ".join(titles)
    yield "selection.senior_roles", f"Senior, so may moderate: {senior}."
    least = profile.slack.least
    team = profile.title("audit_team")
    words = f"A cycle with under {least} working days of slack needs the word of the {team}."
    yield "slack.least", words
    slack = profile.slack
    yield "slack.check", f"That leaves {_days(slack.check)} for the check of a return."
    yield "slack.rectify", f"And {_days(slack.rectify)} to mend what goes back."
    words = f"Opening a cycle warns of under {slack.issue_to_return} working days to the return."
    yield "slack.issue_to_return", words
    invited = each(profile, profile.kloe.invite)
    yield "kloe.invite", f"Invited to the meeting on lines of enquiry: {invited}."


def _exemption(profile: Profile) -> Said:
    authority = whom(profile, "exempting_authority")
    yield "exemption.authority", f"An exemption is given by {authority}, and nobody else."
    yield "exemption.categories", f"Reasons to ask: {', '.join(profile.exemption.categories)}."
    alternate = whom(profile, profile.exemption.alternate)
    yield "exemption.alternate", f"Where nobody is above the asker, {alternate} decides."
    extensions = "may" if profile.exemption.extensions else "may not"
    yield "exemption.extensions", f"A due date {extensions} be extended."


def _moderation(profile: Profile) -> Said:
    rule = profile.moderation
    every = "Every audit is moderated."
    drawn = f"{rule.share} % of a cycle's audits are moderated, drawn by seed."
    none = "No audit is moderated." if not rule.always else "No audit is drawn for moderation."
    yield "moderation.share", {WHOLE: every, 0: none}.get(rule.share, drawn)
    if rule.always:
        yield "moderation.always", f"Whatever the share, always: {', '.join(rule.always)}."
    told = each(profile, profile.inadequate.tell)
    yield "inadequate.tell", f"The moment a grade is Inadequate, told at once: {told}."
    told = each(profile, profile.inadequate.long_clock)
    words = f"Where its clock spans over 4 calendar days, a duty owner is named; told: {told}."
    yield "inadequate.long_clock", words


def _dispute(profile: Profile) -> Said:
    rule = profile.dispute
    yield "dispute.raise_within", f"A grade may be disputed for {_days(rule.raise_within)}."
    yield "dispute.refer_within", f"An answer may be taken further for {_days(rule.refer_within)}."
    deciders = ", else ".join(whom(profile, name) for name in rule.deciders)
    yield "dispute.deciders", f"Settled by {deciders}, who have not decided on it before."
    yield (
        "dispute.alternate",
        f"Where all of them have, {whom(profile, rule.alternate)} settles it.",
    )


def _sharing_and_dips(profile: Profile) -> Said:
    told = each(profile, profile.sharing.readers)
    yield "sharing.readers", f"Once complete it is shared with {told}, and services involved."
    signed = ", then ".join(whom(profile, name) for name in profile.dips.signed_by)
    by = profile.title("+".join(profile.dips.samplers)) if profile.dips.samplers else ""
    beside = f", or by {one(by)} whose head agrees" if by else ""
    yield "dips.samplers", f"Dip samples are done by the {profile.title('audit_team')}{beside}."
    if profile.dips.at_most is not None:
        yield "dips.at_most", f"At most {profile.dips.at_most} dip samples a cycle."
    yield "dips.signed_by", f"The report on a line of enquiry is signed off by {signed}."
    yield "dips.told", f"It is then shared with {each(profile, profile.dips.told)}."


def _uopp(profile: Profile) -> Said:
    if "uopp.note" not in profile.duty:
        return
    what = "and what came of it" if profile.uopp.note_content else "never what was said"
    yield "uopp.note_content", f"The child's file says that a UoPP meeting was held, {what}."


def _reaudit(profile: Profile) -> Said:
    rule = profile.reaudit
    if rule.share:
        words = f"At least {rule.share} % of a cycle's work below good is re-audited, at least one."
        yield "reaudit.share", words
        yield "reaudit.after_months", f"That comes with the cycle of {rule.after_months} months on."


def _copies(profile: Profile) -> Said:
    copied = (
        ("list_proposed", "The list is copied to"),
        ("returned", "A return is copied to"),
        ("sent_back", "A return that goes back is copied to"),
        ("dispute_settled", "A settled dispute is copied to"),
        ("dip_reaudited", "What a dip re-audit found goes to"),
        ("still_below_good", "Work still below good at it is referred and told to"),
        ("still_inadequate", "Work still Inadequate at it is referred and told to"),
        ("reaudits", "That re-audits were drawn is told to"),
        ("highlight_report", "The highlight report goes to"),
        ("board_report", "The board report goes to"),
        ("impact_report", "The impact report goes to"),
        ("campaign", "An agreed learning campaign is told to"),
        ("progress_reported", "A week's progress after an Inadequate is reported to"),
        ("escalated", "Work that has not improved is escalated to"),
        ("closed", "That all actions are on the child's record is told to"),
    )
    for name, words in copied:
        if named := getattr(profile.copies, name):
            yield f"copies.{name}", f"{words} {each(profile, named)}."


def _digest(profile: Profile) -> Said:
    rule = profile.digest
    recipients = ", ".join(whom(profile, name) for name in rule.recipients)
    yield "digest.recipients", f"The non-submission digest goes to {recipients}."
    yield (
        "digest.addressed_by",
        f"Each failure in it is answered by {whom(profile, rule.addressed_by)}.",
    )
    yield "digest.weekday", f"It goes out each {rule.weekday}."
    if rule.at_month_end:
        yield "digest.at_month_end", "And on each month's last working day."
    if rule.also:
        told = " and each ".join(profile.title(ALSO[word][0]) for word in rule.also)
        yield "digest.also", f"With it each {told} gets the part that is theirs."
    for name in rule.scorecard:
        yield "digest.scorecard", f"At the month's end the scorecard goes to {whom(profile, name)}."


def _days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"
