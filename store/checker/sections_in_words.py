"""The rules of a profile outside its duties and ladders, section by section, in plain words."""

from collections.abc import Iterator

from store.checker.child_level_in_words import child_level_in_words
from store.checker.fixed_rules import fixed
from store.checker.learning_in_words import learning_in_words
from store.checker.owners_in_words import each, whom
from store.checker.scale_in_words import scale_and_tool
from store.programme.general_rules import FIRST_WORKING_DAY
from store.programme.kinds import one
from store.programme.profile import Profile
from store.views.reports.digest_area import ALSO

Said = Iterator[tuple[str, str]]
"""Keys of the profile, each with its rule in words."""

WHOLE = 100


def settings(profile: Profile) -> Said:
    """Every section, in the order of a cycle."""
    yield from _rhythm(profile)
    yield from _authority(profile)
    yield from _titles(profile)
    yield from scale_and_tool(profile)
    yield from _kinds(profile)
    yield from fixed(profile)
    yield from _selection(profile)
    yield from _exemption(profile)
    yield from _moderation(profile)
    yield from _dispute(profile)
    yield from _sharing_and_dips(profile)
    yield from _uopp(profile)
    yield from _reaudit(profile)
    yield from learning_in_words(profile)
    yield from child_level_in_words(profile)
    yield from _copies(profile)
    yield from _digest(profile)
    yield from _typed(profile)


def _typed(profile: Profile) -> Said:
    """What is said where a child may be at risk, and the authority's own sentences."""
    yield (
        "at_risk.advice",
        f"Where a child may be at risk, Sightline says: {profile.at_risk.advice}.",
    )
    for intent, sentences in profile.typed.items():
        yield f"typed.{intent}", f"Typed words that mean “{intent}”: {'; '.join(sentences)}."


def _titles(profile: Profile) -> Said:
    """Only the roles that have a local title."""
    for role, title in profile.titles.items():
        if title.casefold() != role.replace("_", " ").casefold():
            yield f"titles.{role}", f"{role.replace('_', ' ').capitalize()} is called {title}."


def _authority(profile: Profile) -> Said:
    if profile.programme.cycles == "authority":
        who = whom(profile, profile.programme.confirmed_by)
        yield "programme.cycles", "A cycle covers the whole authority."
        yield "programme.confirmed_by", f"{who[:1].upper()}{who[1:]} confirms its list."
    else:
        yield "programme.cycles", "A cycle covers one service."
        yield "programme.confirmed_by", "The Head of Service confirms its list."
    yield "programme.zone", f"Dates and times are in the time zone {profile.programme.zone}."
    yield "evidence.name", f"The files of an evidence pack are named: {profile.evidence.name}."
    filed = {"pack": "evidence packs", "timetable": "versions of the timetable"}
    kinds = " and ".join(filed[kind] for kind in profile.evidence.files) or "nothing"
    yield "evidence.files", f"Filed in the council's library by itself: {kinds}."
    yield (
        "papers.classification",
        f"Each page of a paper is marked: {profile.papers.classification}.",
    )
    look = profile.papers.template
    told = f"the council's template {look}" if look else "Sightline's own styles"
    yield "papers.template", f"Papers have {told}."
    for name in profile.board.names:
        yield "board.names", f"The programme reports to: {name}."


def _rhythm(profile: Profile) -> Said:
    months = profile.rhythm.months
    often = "every month" if months == 1 else f"every {months} months"
    wide = profile.programme.cycles == "authority"
    who = "The whole authority" if wide else "Each service"
    yield "rhythm.months", f"{who} has a cycle {often}."
    if profile.rhythm.issue == FIRST_WORKING_DAY:
        goes_out = "on the first working day of its month, or on confirmation where that is later"
    else:
        goes_out = "on confirmation, however early that is"
    yield "rhythm.issue", f"A confirmed list is issued {goes_out}."


def _kinds(profile: Profile) -> Said:
    for name, rule in profile.kinds.items():
        said = [
            f"of {one(rule.subject)}",
            *([] if rule.graded else ["without a grade"]),
            *([] if rule.moderated else ["not moderated"]),
            *([] if rule.counted else ["not counted in statistics"]),
            *(
                []
                if rule.trained
                else ["by an untrained auditor, who is trained once they pass it"]
            ),
        ]
        if rule.by:
            said.append(f"first asked: {profile.title('+'.join(rule.by))}")
        if rule.domains:
            said.append(f"with its own domains {', '.join(domain.name for domain in rule.domains)}")
        yield f"kind.{name}", f"{rule.title[:1].upper()}{rule.title[1:]}: {', '.join(said)}."


def _selection(profile: Profile) -> Said:
    for quota in profile.selection.quotas:
        roles = ", ".join(profile.title(role) for role in quota.held_by)
        many = (
            f"At least {quota.at_least} cases" if quota.each is None else f"{quota.each} for each"
        )
        if quota.at_most is not None:
            many = f"{quota.at_least} to {quota.at_most} cases, as is said when a cycle is opened"
        yield "selection.quotas", f"{many}: {roles}."
    if profile.selection.not_again_months:
        months = profile.selection.not_again_months
        yield "selection.not_again_months", f"No case is audited again within {months} months."
    if profile.selection.spread:
        words = (
            "The draw takes a first case of each practitioner before anybody's second, and takes "
            "the teams in turn."
        )
        yield "selection.spread", words
    span = profile.selection.dip_samples_per_kloe
    words = f"{span.at_least} to {span.at_most} dip samples per key line of enquiry."
    yield "selection.dip_samples_per_kloe", words
    titles = dict.fromkeys(profile.title(role) for role in profile.selection.senior_roles)
    senior = ", ".join(titles)
    yield "selection.senior_roles", f"Roles senior enough to moderate: {senior}."
    least = profile.slack.least
    team = profile.title("audit_team")
    words = f"A cycle with under {least} working days of slack needs the agreement of the {team}."
    yield "slack.least", words
    slack = profile.slack
    yield "slack.check", f"The plan allows {_days(slack.check)} to check a return."
    words = f"It allows {_days(slack.rectify)} to correct a return that is sent back."
    yield "slack.rectify", words
    days = slack.issue_to_return
    words = f"A cycle opened under {days} working days before the return gives a warning."
    yield "slack.issue_to_return", words
    invited = each(profile, profile.kloe.invite)
    yield "kloe.invite", f"Invited to the meeting on lines of enquiry: {invited}."


def _exemption(profile: Profile) -> Said:
    authority = whom(profile, "exempting_authority")
    yield "exemption.authority", f"Only {authority} may grant an exemption."
    words = f"Reasons to ask for an exemption: {', '.join(profile.exemption.categories)}."
    yield "exemption.categories", words
    alternate = whom(profile, profile.exemption.alternate)
    yield "exemption.alternate", f"If nobody is above the auditor, {alternate} decides."
    extensions = "may" if profile.exemption.extensions else "may not"
    yield "exemption.extensions", f"A due date {extensions} be extended."


def _moderation(profile: Profile) -> Said:
    rule = profile.moderation
    every = "Every audit is moderated."
    drawn = f"{rule.share}% of a cycle's audits are moderated, drawn by seed."
    none = "No audit is moderated." if not rule.always else "No audit is drawn for moderation."
    yield "moderation.share", {WHOLE: every, 0: none}.get(rule.share, drawn)
    if rule.always:
        words = f"Always moderated, whatever the share: {', '.join(rule.always)}."
        yield "moderation.always", words
    told = each(profile, profile.inadequate.tell)
    yield "inadequate.tell", f"Notified at once of a grade of Inadequate: {told}."
    told = each(profile, profile.inadequate.long_clock)
    words = f"If its clock spans over 4 calendar days, a duty owner is named. Notified: {told}."
    yield "inadequate.long_clock", words


def _dispute(profile: Profile) -> Said:
    rule = profile.dispute
    yield "dispute.raise_within", f"A grade may be disputed within {_days(rule.raise_within)}."
    words = f"A dispute may be referred within {_days(rule.refer_within)} of its answer."
    yield "dispute.refer_within", words
    deciders = ", else ".join(whom(profile, name) for name in rule.deciders)
    words = f"A dispute is settled by {deciders}: the first who has not decided on it."
    yield "dispute.deciders", words
    words = f"If all of them have decided on it, {whom(profile, rule.alternate)} settles it."
    yield "dispute.alternate", words


def _sharing_and_dips(profile: Profile) -> Said:
    told = each(profile, profile.sharing.readers)
    words = f"A complete audit is shared with {told}, and with the services involved."
    yield "sharing.readers", words
    signed = ", then ".join(whom(profile, name) for name in profile.dips.signed_by)
    by = profile.title("+".join(profile.dips.samplers)) if profile.dips.samplers else ""
    beside = f", or by {one(by)} with the agreement of their head" if by else ""
    yield "dips.samplers", f"Dip samples are done by the {profile.title('audit_team')}{beside}."
    if profile.dips.at_most is not None:
        yield "dips.at_most", f"A cycle has at most {profile.dips.at_most} dip samples."
    yield "dips.signed_by", f"The report on a line of enquiry is signed off by {signed}."
    yield "dips.told", f"The report is then shared with {each(profile, profile.dips.told)}."


def _uopp(profile: Profile) -> Said:
    if "uopp.hold" in profile.duty:
        needed = {rule: profile.uopp.needed(inadequate=rule) for rule in (False, True)}
        yield "uopp.name", f"The meeting after work below good is called the {profile.uopp.name}."
        if profile.uopp.in_full:
            yield "uopp.in_full", f"{profile.uopp.short} stands for {profile.uopp.in_full}."
        asked = each(profile, profile.uopp.asked(inadequate=False))
        yield "uopp.invited", f"Asked to come to it: {asked}."
        worse = each(profile, profile.uopp.asked(inadequate=True))
        if worse != asked:
            yield "uopp.invited", f"Asked to come after an Inadequate: {worse}."
        words = f"Needed at the meeting after work below good: {each(profile, needed[False])}."
        yield "uopp.quorum", words
        if needed[True] != needed[False]:
            words = f"Needed after an Inadequate: {each(profile, needed[True])}, or a delegate."
            yield "uopp.quorum", words
    if "uopp.note" not in profile.duty:
        return
    what = "and its outcome" if profile.uopp.note_content else "but not its content"
    yield (
        "uopp.note_content",
        f"The child's file records that the {profile.uopp.name} was held, {what}.",
    )


def _reaudit(profile: Profile) -> Said:
    rule = profile.reaudit
    if rule.share:
        words = (
            f"At least {rule.share}% of a cycle's work below good is re-audited, and at least one."
        )
        yield "reaudit.share", words
        words = f"The re-audits join the cycle {rule.after_months} months later."
        yield "reaudit.after_months", words


def _copies(profile: Profile) -> Said:
    copied = (
        ("list_proposed", "The list is copied to"),
        ("returned", "A return is copied to"),
        ("sent_back", "A return that is sent back is copied to"),
        ("moderated", "The outcome of every moderation is copied to"),
        ("dispute_settled", "A settled dispute is copied to"),
        ("dip_reaudited", "The findings of a dip re-audit go to"),
        ("still_below_good", "Work still below good at a dip re-audit is referred to"),
        ("still_inadequate", "Work still Inadequate at a dip re-audit is referred to"),
        ("reaudits", "Notice that re-audits are drawn goes to"),
        ("highlight_report", "The highlight report goes to"),
        ("board_report", "The board report goes to"),
        ("impact_report", "The impact report goes to"),
        ("campaign", "Notice of an agreed learning campaign goes to"),
        ("progress_reported", "Weekly progress after an Inadequate is reported to"),
        ("escalated", "Work that has not improved is escalated to"),
        ("closed", "Notice that all actions are on the child's record goes to"),
    )
    for name, words in copied:
        if named := getattr(profile.copies, name):
            yield f"copies.{name}", f"{words} {each(profile, named)}."


def _digest(profile: Profile) -> Said:
    rule = profile.digest
    recipients = each(profile, rule.recipients)
    answers = whom(profile, rule.addressed_by)
    yield "digest.recipients", f"The non-submission digest goes to {recipients}."
    yield ("digest.addressed_by", f"{answers[:1].upper()}{answers[1:]} answers each failure in it.")
    yield "digest.weekday", f"The digest goes out every {rule.weekday}."
    if rule.at_month_end:
        yield "digest.at_month_end", "It also goes out on the last working day of each month."
    if rule.also:
        told = " and each ".join(profile.title(ALSO[word][0]) for word in rule.also)
        yield "digest.also", f"Each {told} receives their own part of it."
    for name in rule.scorecard:
        words = f"At the end of each month the scorecard goes to {whom(profile, name)}."
        yield "digest.scorecard", words


def _days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"
