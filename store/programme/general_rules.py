"""Rules of the programme itself: whose it is, its grades, its tool and whom it reports to."""

from typing import Literal

from pydantic import Field

from store.programme.section import Domain, Section, Words


class About(Section):
    """Whose rules these are, and for whom a cycle is.

    A cycle is one service's, or the whole authority's, whose list `confirmed_by` confirms in the
    place of a Head of Service.
    """

    name: Words
    title: Words
    zone: str = "Europe/London"
    published: Words
    cycles: Literal["service", "authority"] = "service"
    confirmed_by: str = "head_of_service"


class Rhythm(Section):
    """Each service, or the whole authority, has a cycle once in so many months (§6, rhythm)."""

    months: int = Field(default=6, ge=1, le=24)


class Grade(Section):
    """One grade with its definition, as it stands beside the choice."""

    name: Words
    definition: str
    below_good: bool = False
    inadequate: bool = False


class Tool(Section):
    """The audit tool: its domains and where the form itself is kept."""

    link: str = Field(pattern=r"^https://")
    practice_window_months: int = Field(gt=0)
    domains: tuple[Domain, ...] = Field(min_length=1)
    services_involved: tuple[str, ...] = ()
    action_slots: int = Field(default=3, ge=1, le=6)


class Slack(Section):
    """When `cycle open` warns: working days between the steps (programme.md §4)."""

    least: int = Field(ge=0)
    check: int = Field(ge=0)
    rectify: int = Field(ge=0)
    issue_to_return: int = Field(ge=0)


class ExemptionRule(Section):
    """Who may exempt, and who stands in where the asker is at the top.

    `authority` is the auditor's own Head of Service, or a post (Bromley: the Assistant Director).
    """

    authority: str = "head_of_service"
    categories: tuple[str, ...] = Field(min_length=1)
    alternate: str
    extensions: bool = False


class DigestRule(Section):
    """The non-submission digest: who reads it and when (programme.md §5).

    Those of `also` get the part that is theirs; `scorecard` is for the month's end alone.
    """

    recipients: tuple[str, ...] = Field(min_length=1)
    addressed_by: str
    weekday: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    at_month_end: bool = True
    also: tuple[Literal["heads_of_service", "group_managers", "team_managers"], ...] = ()
    scorecard: tuple[str, ...] = ()


class BoardRule(Section):
    """To whom the programme reports, in words: boards, panels, members (programme.md §6)."""

    names: tuple[str, ...] = ()


class Copies(Section):
    """Who is copied where the programme says so, as owners."""

    list_proposed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    sent_back: tuple[str, ...] = ()
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
