"""Rules of the programme itself: its authority, grades, audit tool, digest and copies."""

from typing import Final, Literal

from pydantic import Field

from store.programme.domain_grades import DomainGrade, Marks, Overall
from store.programme.section import Domain, Section, Words


class About(Section):
    """The authority whose rules these are, and what a cycle covers.

    A cycle covers one service, or the whole authority. In a cycle of the whole authority
    `confirmed_by` confirms the list, instead of a Head of Service.
    """

    name: Words
    title: Words
    zone: str = "Europe/London"
    published: Words
    cycles: Literal["service", "authority"] = "service"
    confirmed_by: str = "head_of_service"


FIRST_WORKING_DAY: Final = "first working day"
"""A list that is confirmed early goes out on that day of its month."""


class Rhythm(Section):
    """How many months apart the cycles of a service, or of the authority, are (§6, rhythm).

    `issue` says when a list goes out that is confirmed before its month begins (§2.5). A profile
    without it issues on confirmation, as all did before there was a choice.
    """

    months: int = Field(default=6, ge=1, le=24)
    issue: Literal["first working day", "on confirmation"] = "on confirmation"


class Grade(Section):
    """One grade with its definition, which forms show beside it."""

    name: Words
    definition: str
    below_good: bool = False
    inadequate: bool = False


class Tool(Section):
    """The audit tool: its domains, and the link to its form.

    Domains are graded as the audit itself, unless `marks` or `domain_scale` say another scale. With
    `overall` the grade of the audit follows from them.

    `form` says how a return is made (§2.8): "whole" asks for the evidence, strengths and areas to
    develop as well; "with_document" leaves them to the audit document. A profile without it is
    whole, as all were before there was a choice.
    """

    link: str = Field(pattern=r"^https://")
    practice_window_months: int = Field(gt=0)
    domains: tuple[Domain, ...] = Field(min_length=1)
    marks: Marks | None = None
    domain_scale: tuple[DomainGrade, ...] = ()
    overall: Overall | None = None
    services_involved: tuple[str, ...] = ()
    action_slots: int = Field(default=3, ge=1, le=6)
    form: Literal["whole", "with_document"] = "whole"


class Slack(Section):
    """Working days that a month must leave between the steps (programme.md §4).

    `cycle open` refuses a month that leaves fewer than `least` for moderation, unless the audit
    team accepts it, and warns of fewer than `issue_to_return`. `check` and `rectify` repeat the
    days of those two duties.
    """

    least: int = Field(ge=0)
    check: int = Field(ge=0)
    rectify: int = Field(ge=0)
    issue_to_return: int = Field(ge=0)


class ExemptionRule(Section):
    """Who decides a request for an exemption, and who decides where nobody is above the auditor.

    `authority` is the auditor's own Head of Service, or a post (Bromley: the Assistant Director).
    """

    authority: str = "head_of_service"
    categories: tuple[str, ...] = Field(min_length=1)
    alternate: str
    extensions: bool = False


class AtRiskRule(Section):
    """What Sightline says at once where typed words may be about a child at risk (decision 31)."""

    advice: Words = (
        "If a child may be at risk now, this is not the place to say so: tell your manager and "
        "the duty social work team at once, and call 999 where there is danger"
    )


class DigestRule(Section):
    """The non-submission digest: who receives it, and when (programme.md §5).

    The managers in `also` each receive their own part. `scorecard` lists who receives the scorecard
    at the month's end.
    """

    recipients: tuple[str, ...] = Field(min_length=1)
    addressed_by: str
    weekday: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    at_month_end: bool = True
    also: tuple[Literal["heads_of_service", "group_managers", "team_managers"], ...] = ()
    scorecard: tuple[str, ...] = ()


class BoardRule(Section):
    """The boards, panels and members that the programme reports to (programme.md §6)."""

    names: tuple[str, ...] = ()


class Copies(Section):
    """The owners who receive a copy of each event."""

    list_proposed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    sent_back: tuple[str, ...] = ()
    moderated: tuple[str, ...] = ()
    dispute_settled: tuple[str, ...] = ()
    dip_reaudited: tuple[str, ...] = ()
    still_below_good: tuple[str, ...] = ()
    still_inadequate: tuple[str, ...] = ()
    reaudits: tuple[str, ...] = ()
    highlight_report: tuple[str, ...] = ()
    board_report: tuple[str, ...] = ()
    impact_report: tuple[str, ...] = ()
    campaign: tuple[str, ...] = ()
    progress_reported: tuple[str, ...] = ()
    escalated: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
