"""A profile: one authority's rules as data, parsed from TOML that a QA lead can read."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache

from pydantic import Field, ValidationError

from store.clock.ladders import Ladder
from store.programme.child_level_data import ChildLevelData
from store.programme.domain_grades import DomainGrade, grades_from, overall_grade
from store.programme.duty_rules import DutyRule, LadderRule
from store.programme.evidence import EvidenceRule
from store.programme.general_rules import (
    About,
    AtRiskRule,
    BoardRule,
    Copies,
    DigestRule,
    ExemptionRule,
    Grade,
    Rhythm,
    Slack,
    Tool,
)
from store.programme.kinds import BUILT_IN, KindRule
from store.programme.month_rules import (
    DipRule,
    DisputeRule,
    InadequateRule,
    KloeRule,
    LearningRule,
    ModerationRule,
    ReauditRule,
    SharingRule,
    UoppRule,
)
from store.programme.papers import PapersRule
from store.programme.section import Domain, Section, Words
from store.programme.selection import Selection
from store.programme.shipped import shipped, shipped_names
from store.vocabulary.intents import Intent
from store.vocabulary.terms import MEETING, ROLES, Spoken

__all__ = ("DigestRule", "DutyRule", "NotAProfile", "Profile", "shipped", "shipped_names")


class NotAProfile(ValueError):
    """The text is not a valid profile. Each problem is a pair (path, reason)."""

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
    papers: PapersRule = PapersRule()
    copies: Copies = Copies()
    reaudit: ReauditRule = ReauditRule()
    learning: LearningRule = LearningRule()
    child_level_data: ChildLevelData = ChildLevelData()
    at_risk: AtRiskRule = AtRiskRule()
    typed: Mapping[Intent, tuple[Words, ...]] = {}
    """Sentences of the authority's own that people type, by what they mean."""
    kind: Mapping[str, KindRule] = {}
    duty: Mapping[str, DutyRule]
    ladder: Mapping[str, LadderRule]
    defaults: tuple[str, ...] = ()
    readings: Mapping[str, Words] = {}
    """How we read the published words of a setting, by its key, such as `kloe.invite`."""

    @classmethod
    def parse(cls, text: str) -> "Profile":
        """Parse a profile from TOML; the same text gives the same object.

        Raises `NotAProfile`, which names every wrong key and the reason.
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

    @property
    def made_whole(self) -> bool:
        """Whether a return itself holds evidence, strengths and areas, and not its document."""
        return self.tool.form == "whole"

    @cached_property
    def beyond_good(self) -> str:
        """The domain grade that leaves no areas to develop, such as "Outstanding".

        It is the best one, where one below it is good as well; empty where none is.
        """
        best, *others = self.domain_grades.values()
        return best.name if any(not grade.below_good for grade in others) else ""

    @cached_property
    def domain_grades(self) -> Mapping[str, DomainGrade]:
        """The grades that a domain may have, by name, best first; mostly those of the audit."""
        own = self.tool.domain_scale
        if self.tool.marks is not None:
            own = grades_from(self.tool.marks)
        return {grade.name: grade for grade in own} or {
            grade.name: DomainGrade(name=grade.name, below_good=grade.below_good)
            for grade in self.scale
        }

    def grade_from(self, given: Collection[str]) -> str | None:
        """The overall grade that follows from the grades of the domains that apply; mostly none.

        It follows only where `tool.overall` says so, and from at least one domain.
        """
        rule = self.tool.overall
        return None if rule is None else overall_grade(rule, list(self.grades), given)

    @cached_property
    def kinds(self) -> Mapping[str, KindRule]:
        """Every kind of audit with its rule: the built-in kinds and the profile's own."""
        return {**BUILT_IN, **self.kind}

    @cached_property
    def counted_kinds(self) -> list[str]:
        """The kinds that rates, digests and scorecards count."""
        return sorted(name for name, rule in self.kinds.items() if rule.counted)

    def domains_of(self, kind: str) -> Mapping[str, Domain]:
        """The domains that an audit of that kind assesses; none where it is not graded."""
        rule = self.kinds.get(kind)
        if rule is not None and rule.domains:
            return {domain.key: domain for domain in rule.domains}
        return self.domains if rule is None or rule.graded else {}

    @property
    def moderates(self) -> bool:
        """Whether any drawn audit may be moderated."""
        return bool(self.moderation.share or self.moderation.always)

    @cached_property
    def moving(self) -> frozenset[str]:
        """Every verb that opens, meets or ends a duty of this profile."""
        return frozenset(
            verb
            for rule in self.duty.values()
            for verb in (*rule.opens_on, *rule.met_by, *rule.ends_on)
        )

    @cached_property
    def own_words(self) -> Spoken:
        """This authority's own word for each term of a sentence (`store.vocabulary.terms`)."""
        said = {term: self.title(role) for term, role in ROLES.items()}
        return {ord(term): word for term, word in (said | {MEETING: self.uopp.name}).items()}

    def title(self, role: str) -> str:
        """This authority's title for a role, such as "Head of Service". `+` joins several roles."""
        roles = role.split("+")
        return " or ".join(self.titles.get(each, each.replace("_", " ")) for each in roles)


@lru_cache(maxsize=16)
def _parsed(text: str) -> Profile:
    try:
        return Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise NotAProfile([((), f"this is not valid TOML: {error}")]) from error
    except ValidationError as error:
        problems = [
            (tuple(str(part) for part in problem["loc"]), problem["msg"])
            for problem in error.errors()
        ]
        raise NotAProfile(problems) from error
