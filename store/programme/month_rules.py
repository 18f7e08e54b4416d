"""Rules for the steps after a return: moderation, disputes, sharing, dip samples, re-audits."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from store.programme.section import Section, Words, by_case


class ModerationRule(Section):
    """The share of a cycle's audits that is moderated, and the grades that always are (§2.10)."""

    share: int = Field(default=100, ge=0, le=100)
    always: tuple[str, ...] = ()


class InadequateRule(Section):
    """Who is notified of an Inadequate at once, and of a long clock after it (§2.13, §4)."""

    tell: tuple[str, ...] = (
        "practitioner", "team_manager", "head_of_service", "post:audit_manager",
        "post:head_of_learning_academy",
    )  # fmt: skip
    long_clock: tuple[str, ...] = ("head_of_service", "divisional_director")


class KloeRule(Section):
    """The owners invited to the meeting on a cycle's lines of enquiry (§2.1)."""

    invite: tuple[str, ...] = (
        "head_of_service", "group_managers", "post:head_of_learning_academy", "post:audit_team",
        "post:psw", "reviewing_managers",
    )  # fmt: skip


class DisputeRule(Section):
    """The working days for raising and referring a dispute, and who settles it (§2.12)."""

    raise_within: int = Field(default=5, gt=0)
    refer_within: int = Field(default=3, gt=0)
    deciders: tuple[str, ...] = ("post:audit_team", "post:psw")
    alternate: str = "post:head_of_learning_academy"


class SharingRule(Section):
    """The owners with whom a completed audit is shared (programme.md §2.14)."""

    readers: tuple[str, ...] = ("iro", "cp_chair", "sharing_managers")


class DipRule(Section):
    """Who does dip samples, and who signs off the report on them, in turn (§2.15).

    `samplers` are the roles outside the audit team that may do one if their head agrees. `at_most`
    is the limit for a whole cycle, over all of its lines of enquiry.
    """

    samplers: tuple[str, ...] = ("iro", "cp_chair")
    at_most: int | None = Field(default=None, ge=1)
    signed_by: tuple[str, ...] = ("post:audit_officer", "post:psw")
    told: tuple[str, ...] = ("head_of_service",)


Attends = Literal["team_manager", "practitioner", "auditor", "head_of_service"]
"""Who may be needed at the meeting, besides whoever leads it."""
Invited = Attends | Literal["changed_moderator"]
"""Who may be invited to it: also the moderator, where they changed the grade (guide §10)."""
_ASKED: tuple[Invited, ...] = ("team_manager", "practitioner", "auditor", "changed_moderator")


class UoppRule(Section):
    """The improvement meeting after work below good (programme.md §3).

    `name` is what the authority calls it, and `in_full` what a short name in it stands for.
    `note_content` says whether the note on the file also gives the outcome of the meeting. `quorum`
    lists who must be there, or their delegate; an Inadequate may need others. `invited` lists who
    is asked to come, besides those. Who leads it is the owner of the duty `uopp.hold`, and of
    `uopp.second` for the second.
    """

    name: Words = "UoPP meeting"
    in_full: str = ""
    note_content: bool = False
    quorum: Annotated[
        Mapping[Literal["inadequate", "otherwise"], tuple[Attends, ...]], BeforeValidator(by_case)
    ] = {"otherwise": ("team_manager", "practitioner", "auditor")}

    @property
    def short(self) -> str:
        """The part of its name that `in_full` spells out: "UoPP" of "UoPP meeting"."""
        return self.name.partition(" ")[0]

    invited: Annotated[
        Mapping[Literal["inadequate", "otherwise"], tuple[Invited, ...]], BeforeValidator(by_case)
    ] = {"otherwise": _ASKED, "inadequate": (*_ASKED, "head_of_service")}

    def asked(self, *, inadequate: bool) -> tuple[Invited, ...]:
        """Who is asked to come, those who must be there last; each once."""
        ordinary = self.invited.get("otherwise", _ASKED)
        own = self.invited.get("inadequate", ordinary) if inadequate else ordinary
        return tuple(dict.fromkeys((*own, *self.needed(inadequate=inadequate))))

    def needed(self, *, inadequate: bool) -> tuple[Attends, ...]:
        """Who must be there; without a list of its own, the one for every grade."""
        ordinary = self.quorum.get("otherwise", ("team_manager", "practitioner", "auditor"))
        return self.quorum.get("inadequate", ordinary) if inadequate else ordinary


class ReauditRule(Section):
    """The share of work below good that is re-audited, and after how many months (guide §15)."""

    share: int = Field(default=0, ge=0, le=100)
    after_months: int = Field(default=6, ge=2, le=24)


class LearningRule(Section):
    """A learning programme by month and theme, where the authority has one (programme.md §3).

    `set_by` lists the posts that plan it and record who came; without one there is no programme.
    A Monday's piece takes at most `most_minutes` and goes to the roles in `sent_to`. Those in
    `talked_through_by` hold the reflective sessions.
    """

    set_by: tuple[str, ...] = ()
    sent_to: tuple[str, ...] = ("practitioner", "team_manager")
    talked_through_by: tuple[str, ...] = ("advanced_practitioner",)
    most_minutes: int = Field(default=15, ge=1, le=60)
