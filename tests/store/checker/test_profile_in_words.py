"""A profile in plain words: its rules, its defaults, and a sample month."""

from datetime import date

from store.checker.diagram import diagram
from store.checker.showing import Shown, is_default, show
from store.clock.calendar import Calendar
from store.programme.profile import Profile, shipped, shipped_names
from store.programme.section import Section

PROFILE = Profile.parse(shipped("tower-hamlets"))
DECEMBER = date(2026, 12, 1)


def december() -> Shown:
    """Tower Hamlets over December 2026."""
    return show(PROFILE, Calendar(), DECEMBER)


def test_what_the_published_text_settles_is_not_marked_and_what_is_ours_is() -> None:
    marked = {setting.key: setting.default for setting in december().settings}
    assert not marked["selection.quotas"]
    assert not marked["digest.scorecard"]
    assert marked["digest.recipients"]  # the guide keeps people informed; a digest is ours
    assert marked["tool.domains"]
    assert marked["slack.least"]
    assert marked["digest.weekday"]
    assert marked["inadequate.long_clock"]
    assert not marked["dips.told"]


def test_no_setting_of_a_profile_goes_unsaid() -> None:
    said: set[str] = set()
    for name in shipped_names():
        shown = show(Profile.parse(shipped(name)), Calendar(), DECEMBER)
        said |= {setting.key for setting in shown.settings}
    tables = {name: field.annotation for name, field in Profile.model_fields.items()}
    keys = {
        f"{table}.{key}"
        for table, model in tables.items()
        if isinstance(model, type) and issubclass(model, Section)
        for key in model.model_fields
    }
    above = {"programme.name", "programme.title", "programme.published"}
    # Said where there is one.
    some = {"selection.not_again_months", "tool.marks", "tool.domain_scale", "tool.overall"}
    assert keys - said == above | some
    assert {"scale", "independence", "hours", "reports"} <= said


def test_what_a_profile_leaves_out_is_ours_and_is_marked() -> None:
    text = shipped("tower-hamlets").replace('samplers = ["iro", "cp_chair"]\n', "")
    assert not is_default(PROFILE, "dips.samplers")
    assert is_default(Profile.parse(text), "dips.samplers")
    assert not is_default(PROFILE, "independence")
    assert is_default(Profile.parse(shipped("coventry")), "kind.lado")
    assert not is_default(Profile.parse(shipped("coventry")), "kind.early_help")


def test_the_list_of_a_whole_authority_is_confirmed_by_its_post() -> None:
    shown = show(Profile.parse(shipped("bromley")), Calendar(), DECEMBER)
    owners = {duty.kind: duty.owner["otherwise"] for duty in shown.duties}
    assert owners["list.confirm"] == "the Assistant Director"
    assert owners["closure.record"] == "the service's Head of Service"


def test_a_cycle_at_a_glance_has_a_line_for_each_duty_and_a_column_for_each_week() -> None:
    lines = diagram(december().spans)
    assert len(lines) == len(PROFILE.duty) + 2
    bars = {line[: lines[1].index("──")].strip(): line for line in lines}
    months = lines[0].index("Dec")
    returned = bars["return the audit"]
    assert returned.index("─") == months  # issued in December's first week
    assert returned.index("●") == months + 3  # and due in its fourth
    moderating = bars["moderate the audit"]
    assert moderating.index("○") == returned.index("●")  # an Inadequate, the next day
    assert moderating.index("●") == moderating.index("○") + 1
    assert diagram(()) == ()


def test_a_domain_that_the_published_text_does_not_name_is_said_to_be_a_placeholder() -> None:
    for name, many in {"tower-hamlets": 0, "tameside": 7, "bromley": 6}.items():
        shown = show(Profile.parse(shipped(name)), Calendar(), DECEMBER)
        domains = [s.words for s in shown.settings if s.key == "tool.domains"]
        assert sum("to be replaced" in words for words in domains) == many


def test_every_duty_says_who_by_when_and_who_hears_of_it_when_it_is_late() -> None:
    duties = {duty.kind: duty for duty in december().duties}
    assert duties.keys() == PROFILE.duty.keys()
    returned = duties["return.submit"]
    assert returned.owner == {"otherwise": "the auditor"}
    assert returned.due["reallocated"].startswith("later of the date it had")
    assert "on the day" in returned.nudges
    assert returned.escalations == (
        "1 working day overdue: the auditor's own Head of Service",
        "3 working days overdue: the Audit Manager",
        "5 working days overdue: the digest, by name",
        "every 5 working days overdue: the nearest manager above whoever owes it",
        "every 10 working days overdue: the Divisional Director",
    )
    assert duties["exemption.decide"].owner == {"otherwise": "the auditor's own Head of Service"}
    assert duties["exemption.decide"].default
    assert duties["digest.address"].owner == {"otherwise": "the Divisional Director"}


def test_what_follows_a_return_is_told_section_by_section() -> None:
    told = {setting.key: setting.words for setting in december().settings}
    assert told["moderation.share"] == "Every audit is moderated."
    assert "Inadequate" in told["moderation.always"]
    assert "the social worker, the Team Manager" in told["inadequate.tell"]
    assert told["dispute.raise_within"] == "A grade may be disputed within 5 working days."
    assert "Child Protection Chair" in told["sharing.readers"]
    assert told["dips.signed_by"].endswith("the Audit Officer, then the Principal Social Worker.")
    assert told["copies.sent_back"].endswith("the auditor's own Head of Service.")


def test_a_share_that_is_drawn_is_said_to_be() -> None:
    text = shipped("tower-hamlets").replace("share = 100", "share = 20")
    shown = show(Profile.parse(text), Calendar(), DECEMBER)
    words = {setting.key: setting.words for setting in shown.settings}
    assert words["moderation.share"] == "20% of a cycle's audits are moderated, drawn by seed."


def test_who_stands_in_and_what_is_owed_in_confidence_is_said() -> None:
    duties = {duty.kind: duty for duty in december().duties}
    moderating = duties["moderation.decide"].owner["otherwise"]
    assert moderating == "the moderator; while they are away the moderator's deputy"
    assert [kind for kind, duty in duties.items() if duty.in_confidence] == ["concern.answer"]
    assert duties["dispute.decide"].owner["otherwise"].startswith("the audit team, else")


def test_the_sample_month_shows_each_date_with_its_rule() -> None:
    timeline = december().timeline
    assert list(timeline) == sorted(timeline, key=lambda moment: moment.on)
    when = {moment.what: moment.on for moment in timeline}
    assert when["Audits are issued to their auditors."] == date(2026, 12, 1)
    assert when["Due: accept the audit."] == date(2026, 12, 3)
    assert when["Due: return the audit."] == date(2026, 12, 21)
    assert when["Due (inadequate): moderate the audit."] == date(2026, 12, 22)
    assert when["Due: moderate the audit."] == date(2026, 12, 31)
    assert when["Due: write your section of the audit."] == date(2026, 12, 8)
    assert when["Due (inadequate): check that the return is complete."] == date(2026, 12, 22)
    assert when["Due: check that the return is complete."] == date(2026, 12, 22)
    assert when["Due: correct the return and hand it in again."] == date(2026, 12, 24)
    assert when["Due: do the dip samples and report on them."] == date(2026, 12, 31)
    # Three days for both signatures, counted from the report.
    assert when["Due: sign off the report on the dip samples."] == date(2027, 1, 6)
    assert when["Due: answer the dispute."] == date(2027, 1, 7)
    late = "Nudge to the auditor's own Head of Service, if still open: return the audit."
    assert when[late] == date(2026, 12, 22)
    assert all(moment.rule for moment in timeline)


def test_no_line_of_the_sample_month_falls_on_a_day_without_work() -> None:
    assert all(Calendar().is_working_day(moment.on) for moment in december().timeline)
