"""A profile: one authority's rules as data, read from TOML that a QA lead can read."""

import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from store.clock.deadlines import Deadline
from store.clock.ladders import Ladder
from store.programme.evidence import EvidenceRule
from store.programme.kinds import BUILT_IN, KindRule
from store.programme.section import Domain, Section, Words
from store.programme.selection import Selection
from store.vocabulary.errors import Invalid

PUBLISHED, DEFAULT = "published", "default"


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


def _by_case(value: Any) -> Any:
    """A plain value is what holds otherwise; a table gives one for each named case."""
    return value if isinstance(value, dict) else {"otherwise": value}


def _deadlines(value: Any) -> Any:
    return {case: Deadline.parse(text) for case, text in _by_case(value).items()}


class DutyRule(Section):
    """One kind of duty: when it opens, for whom, due when, met and ended by what.

    `since` names, for a case of `due`, the column of the subject that it is counted from, where
    that is not the event itself; `source` may differ by such a case too. `stand_in` is who does it
    while the owner is away.
    """

    opens_on: tuple[str, ...] = Field(min_length=1)
    when: str = "always"
    owner: Annotated[Mapping[str, str], BeforeValidator(_by_case)]
    due: Annotated[Mapping[str, Deadline], BeforeValidator(_deadlines)]
    event: Words
    since: Mapping[str, str] = {}
    met_by: tuple[str, ...] = Field(min_length=1)
    ends_on: tuple[str, ...] = ()
    ladder: Annotated[Mapping[str, str], BeforeValidator(_by_case)]
    words: Words
    source: Annotated[Mapping[str, str], BeforeValidator(_by_case)]
    urgent_when: str = "never"
    stand_in: str | None = None
    confidential: bool = False

    def source_of(self, case: str) -> str:
        """Where the rule of one case of `due` was published, or that it is ours."""
        return self.source.get(case) or self.source.get("otherwise", DEFAULT)


class Rung(Section):
    """One rung of a ladder: when, and who is told."""

    at: str
    tell: str = "owner"


class LadderRule(Section):
    """The nudges and escalations of a kind of duty."""

    rungs: tuple[Rung, ...] = ()
    source: str = DEFAULT


class NotAProfile(ValueError):
    """The text is no profile; each problem is (where, what)."""

    def __init__(self, problems: list[tuple[tuple[str, ...], str]]) -> None:
        super().__init__("; ".join(f"{'.'.join(where)}: {what}" for where, what in problems))
        self.problems = problems


class Profile(Section):
    """All the rules of one authority."""

    programme: About
    rhythm: Rhythm = Rhythm()
    titles: Mapping[str, Words]
    scale: tuple[Grade, ...] = Field(min_length=2)
    tool: Tool
    selection: Selection
    slack: Slack
    exemption: ExemptionRule
    digest: DigestRule
    moderation: ModerationRule = ModerationRule()
    inadequate: InadequateRule = InadequateRule()
    dispute: DisputeRule = DisputeRule()
    kloe: KloeRule = KloeRule()
    sharing: SharingRule = SharingRule()
    dips: DipRule = DipRule()
    uopp: UoppRule = UoppRule()
    board: BoardRule = BoardRule()
    evidence: EvidenceRule = EvidenceRule()
    copies: Copies = Copies()
    reaudit: ReauditRule = ReauditRule()
    kind: Mapping[str, KindRule] = {}
    duty: Mapping[str, DutyRule]
    ladder: Mapping[str, LadderRule]
    defaults: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Profile":
        """Read a profile from TOML.

        A profile never changes, so the same text gives the same one. Raises `NotAProfile` naming
        every key that is wrong, with the reason.
        """
        return _parsed(text)

    @cached_property
    def ladders(self) -> Mapping[str, Ladder]:
        """Every ladder, parsed."""
        return {
            name: Ladder.parse(name, [rung.model_dump() for rung in rule.rungs])
            for name, rule in self.ladder.items()
        }

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        """The grades by name, best first."""
        return {grade.name: grade for grade in self.scale}

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """The tool's domains by key."""
        return {domain.key: domain for domain in self.tool.domains}

    @cached_property
    def kinds(self) -> Mapping[str, KindRule]:
        """Every kind of audit that may be asked for, under its own rule."""
        return {**BUILT_IN, **self.kind}

    @cached_property
    def counted_kinds(self) -> list[str]:
        """The kinds that rates, digests and scorecards speak of."""
        return sorted(name for name, rule in self.kinds.items() if rule.counted)

    def domains_of(self, kind: str) -> Mapping[str, Domain]:
        """The domains that an audit of that kind is asked about; none where it is not graded."""
        rule = self.kinds.get(kind)
        if rule is not None and rule.domains:
            return {domain.key: domain for domain in rule.domains}
        return self.domains if rule is None or rule.graded else {}

    @property
    def moderates(self) -> bool:
        """Whether any audit that is drawn is ever moderated."""
        return bool(self.moderation.share or self.moderation.always)

    @cached_property
    def moving(self) -> frozenset[str]:
        """Every verb that opens, meets or ends a duty of this profile."""
        return frozenset(
            verb
            for rule in self.duty.values()
            for verb in (*rule.opens_on, *rule.met_by, *rule.ends_on)
        )

    def title(self, role: str) -> str:
        """What this authority calls a role, as people say it: "Head of Service"."""
        roles = role.split("+")
        return " or ".join(self.titles.get(each, each.replace("_", " ")) for each in roles)


@lru_cache(maxsize=16)
def _parsed(text: str) -> Profile:
    try:
        return Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise NotAProfile([((), f"this is no TOML: {error}")]) from error
    except ValidationError as error:
        problems = [
            (tuple(str(part) for part in problem["loc"]), problem["msg"])
            for problem in error.errors()
        ]
        raise NotAProfile(problems) from error


def shipped_names() -> list[str]:
    """The names of the profiles that ship with Sightline."""
    folder = files("store.programme") / "profiles"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def shipped(name: str) -> str:
    """The text of a profile that ships.

    Raises `Invalid` naming those that there are.
    """
    if name not in shipped_names():
        raise Invalid(
            f"No profile is called {name[:60]!r}; there are: {', '.join(shipped_names())}.",
            {"profile": "is not known"},
        )
    return (files("store.programme") / "profiles" / f"{name}.toml").read_text("utf-8")
