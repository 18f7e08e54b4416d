"""Rules of what follows a return: moderation, disputes, sharing, dip samples, re-audits."""

from pydantic import Field

from store.programme.section import Section


class ModerationRule(Section):
    """The share of a cycle's audits that is moderated, and grades that always are (§2.10)."""

    share: int = Field(default=100, ge=0, le=100)
    always: tuple[str, ...] = ()


class InadequateRule(Section):
    """Who hears of an Inadequate at once, and who of one whose clock is long (§2.13, §4)."""

    tell: tuple[str, ...] = (
        "practitioner", "team_manager", "head_of_service", "post:audit_manager",
        "post:head_of_learning_academy",
    )  # fmt: skip
    long_clock: tuple[str, ...] = ("head_of_service", "divisional_director")


class KloeRule(Section):
    """Whom the bot invites to the meeting on a cycle's lines of enquiry, as owners (§2.1)."""

    invite: tuple[str, ...] = (
        "head_of_service", "group_managers", "post:head_of_learning_academy", "post:audit_team",
        "post:psw", "reviewing_managers",
    )  # fmt: skip


class DisputeRule(Section):
    """Within how many working days a grade is disputed, and who settles it finally (§2.12)."""

    raise_within: int = Field(default=5, gt=0)
    refer_within: int = Field(default=3, gt=0)
    deciders: tuple[str, ...] = ("post:audit_team", "post:psw")
    alternate: str = "post:head_of_learning_academy"


class SharingRule(Section):
    """With whom a completed audit is shared, as owners (programme.md §2.14)."""

    readers: tuple[str, ...] = ("iro", "cp_chair", "sharing_managers")


class DipRule(Section):
    """Who signs off the report on a key line of enquiry, one after the other (§2.15).

    `samplers` are roles beside the audit team that may be given one, with their head's agreement;
    `at_most` is for a whole cycle, however many lines of enquiry it has.
    """

    samplers: tuple[str, ...] = ("iro", "cp_chair")
    at_most: int | None = Field(default=None, ge=1)
    signed_by: tuple[str, ...] = ("post:audit_officer", "post:psw")
    told: tuple[str, ...] = ("head_of_service",)


class UoppRule(Section):
    """The improvement meeting after work below good (programme.md §3).

    `note_content` is whether the note on the file *that* it was held also says what came of it.
    """

    note_content: bool = False


class ReauditRule(Section):
    """The share of work below good that is looked at again, so many months on (guide §15)."""

    share: int = Field(default=0, ge=0, le=100)
    after_months: int = Field(default=6, ge=2, le=24)
