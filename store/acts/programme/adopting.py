"""Another profile comes into force; running work keeps its rules (programme.md §4, §6)."""

from collections.abc import Iterable

from pydantic import Field

from store.ledger import Reader, Unit
from store.ledger.founding import version_of
from store.programme.profile import NotAProfile, Profile
from store.registry import act
from store.tables import Audit, Case, Cycle, ProfileText, Programme, Return
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

GRADED = ("first", "amended", "moderated", "third_lock", "disputed", "progressed")


class Adopted(Fields):
    """The profile's name, and its text, which is kept whole in a row of its own."""

    name: str = Field(min_length=1, max_length=80)
    text: str = Field(exclude=True)


@act("profile.adopt", on=Programme, shell=True, fields=Adopted)
def adopt(unit: Unit, programme: Programme, given: Adopted) -> None:
    """Put the profile in force. Open duties keep their deadlines; new ones follow the new rules."""
    try:
        profile = Profile.parse(given.text)
    except NotAProfile as error:
        raise Invalid(
            "That is not a profile, so nothing was changed: `sightline profile check` says why.",
            {"text": str(error)[:500]},
        ) from error
    version = version_of(given.text)
    if version == programme.profile:
        raise Invalid(
            "Exactly that profile is already in force: there is nothing to adopt.",
            {"text": "is already in force"},
        )
    if wrong := clashes(unit, profile):
        raise Invalid(
            f"The ledger holds what this profile does not allow: {'; '.join(wrong)}.",
            {"text": "; ".join(wrong)},
        )
    if unit.find(ProfileText, version) is None:
        unit.add(
            ProfileText(programme=unit.programme, id=version, name=given.name, text=given.text)
        )
    programme.profile = version


def clashes(reader: Reader, profile: Profile) -> list[str]:
    """What the ledger holds that `profile` does not allow; empty if it may come into force.

    A grade that was given is never overwritten (programme.md §7), so it must stay in the scale.
    """
    audits = reader.rows(Audit)
    grades = {grade for audit in audits for column in GRADED if (grade := getattr(audit, column))}
    kinds = {audit.kind for audit in audits} - {"dip", "dip_reaudit"}
    told = [
        *_missing("the grade", grades, profile.grades),
        *_missing("the domain's grade", _domain_grades(reader), profile.domain_grades),
        *_missing("the kind", kinds, profile.kinds),
    ]
    running = {cycle.service for cycle in reader.rows(Cycle)}
    wide = profile.programme.cycles == "authority"
    services = {case.service for case in reader.rows(Case)} - {""}
    if running and wide == bool(running & services):
        scope = "the whole authority" if wide else "single services"
        told.append(f"its cycles are for {scope}, and those in the ledger are not")
    return told


def _domain_grades(reader: Reader) -> set[str]:
    """Every grade that a return which stands gave a domain."""
    returns = reader.rows(Return, recalled_at=None)
    return {grade for row in returns for grade in row.domain_grades.values() if grade is not None}


def _missing(what: str, used: Iterable[str], known: Iterable[str]) -> list[str]:
    return [f'{what} "{one}" is not in it' for one in sorted(set(used) - set(known))]
