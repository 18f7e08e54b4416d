"""`profile show`: a profile in plain words, with the due dates of a sample month.

Rules that the published text does not settle are marked as defaults.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from store.checker.duty_contradictions import subject_of
from store.checker.owners_in_words import whom
from store.checker.sample_month import DateSpan, SampleMoment, spans, timeline
from store.checker.sections_in_words import settings
from store.clock.calendar import Calendar
from store.clock.ladders import OWNER
from store.people.posts import HEAD
from store.programme.duty_rules import DEFAULT, DutyRule
from store.programme.profile import Profile
from store.programme.section import Section
from store.tables import Cycle


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule of the profile in words.

    `default` where the published text is silent, or where it can be read in another way; then
    `reading` gives its own words, and what we made of them.
    """

    key: str
    words: str
    default: bool
    reading: str


@dataclass(frozen=True, slots=True)
class DutyShown:
    """One kind of duty: owner and deadline in each case, nudges and escalations.

    Only its owner sees a duty `in_confidence`; no digest and no other list shows it. `default_in`
    names the cases of `due` that are a default, or a reading of ours.
    """

    kind: str
    words: str
    owner: Mapping[str, str]
    due: Mapping[str, str]
    met_by: tuple[str, ...]
    nudges: tuple[str, ...]
    escalations: tuple[str, ...]
    in_confidence: bool
    source: str
    default: bool
    default_in: tuple[str, ...]
    nudges_default: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole profile in plain words."""

    name: str
    title: str
    published: str
    settings: tuple[Setting, ...]
    duties: tuple[DutyShown, ...]
    timeline: tuple[SampleMoment, ...]
    spans: tuple[DateSpan, ...]


def show(profile: Profile, calendar: Calendar, month: date) -> Shown:
    """`profile` in plain words, with a timeline of the audit month `month`."""
    about = profile.programme
    return Shown(
        name=about.name,
        title=about.title,
        published=about.published,
        settings=tuple(_settings(profile)),
        duties=tuple(_duty(profile, kind, rule) for kind, rule in profile.duty.items()),
        timeline=timeline(profile, calendar, month),
        spans=spans(profile, calendar, month),
    )


def _settings(profile: Profile) -> Iterator[Setting]:
    """Every setting in words; a reading stands with the first line of its key."""
    readings = dict(profile.readings)
    for key, words in settings(profile):
        yield Setting(key, words, is_default(profile, key), readings.pop(key, ""))


def is_default(profile: Profile, key: str) -> bool:
    """Whether `key` is ours: listed, in a listed table, not in the text, or read by us."""
    if key in profile.readings or any(
        key == marked or key.startswith(f"{marked}.") for marked in profile.defaults
    ):
        return True
    table, *rest = key.split(".")
    if table == "kind":
        return DEFAULT in profile.kinds[rest[0]].source
    here: object = profile if table in Profile.model_fields else None
    for part in (table, *rest):
        if not isinstance(here, Section):
            return False
        if part not in here.model_fields_set:
            return True
        here = getattr(here, part)
    return False


def in_cases(sources: Mapping[str, str]) -> str:
    """A rule's source, or that of each case: "inadequate: guide §10; otherwise: default"."""
    if list(sources) == ["otherwise"]:
        return sources["otherwise"]
    return "; ".join(f"{case}: {source}" for case, source in sources.items())


def _owner(profile: Profile, rule: DutyRule, name: str) -> str:
    """The owner in words. In a cycle of the authority its confirmer replaces the Head."""
    wide = profile.programme.cycles == "authority"
    confirms = wide and subject_of(rule) is Cycle and name == HEAD
    return whom(profile, profile.programme.confirmed_by if confirms else name)


def _duty(profile: Profile, kind: str, rule: DutyRule) -> DutyShown:
    used = dict.fromkeys(rule.ladder.values())
    rungs = [rung for name in used for rung in profile.ladder[name].rungs]
    stands_in = f"; while they are away {whom(profile, rule.stand_in)}" if rule.stand_in else ""
    return DutyShown(
        kind=kind,
        words=rule.words,
        owner={case: _owner(profile, rule, name) + stands_in for case, name in rule.owner.items()},
        due={case: deadline.text for case, deadline in rule.due.items()},
        met_by=rule.met_by,
        nudges=tuple(dict.fromkeys(rung.at for rung in rungs if rung.tell == OWNER)),
        escalations=tuple(
            dict.fromkeys(
                f"{rung.at}: {whom(profile, rung.tell)}" for rung in rungs if rung.tell != OWNER
            )
        ),
        in_confidence=rule.confidential,
        source=in_cases(rule.source),
        default=any(DEFAULT in source for source in rule.source.values()),
        default_in=tuple(case for case in rule.due if DEFAULT in rule.source_of(case)),
        nudges_default=all(profile.ladder[name].source == DEFAULT for name in used),
    )
