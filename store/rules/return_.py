"""Rules for a return beyond each field's own: it fits the tool, the cycle and the calendar (§2.8).

The rules read the fields as they came, so that one answer has both the errors of the fields and
those of the rules, each with what to do.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from store.audits.action_owners import owners_fit
from store.ledger import Reader
from store.ledger.private import clean
from store.programme.profile import Profile
from store.tables import Audit, Cycle

NEEDED = "is needed"

LINK = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(?::443)?/[!#-;=?-\[\]-~]*")

BESIDE_A_GRADE: Final = {
    "evidence": "the evidence",
    "strengths": "the strengths",
    "areas": "the areas to develop",
}
"""What a domain's grade needs beside it where a return is made whole."""

Given = Mapping[str, Any]


def against_the_tool(reader: Reader, audit: Audit, given: Given) -> dict[str, str]:
    """What does not fit this programme's tool and cycle: by field, what to do."""
    return (
        _grades(reader.profile, audit.kind, given)
        | _findings(reader.profile, given)
        | _conversation(reader, audit, given)
        | _improvement_plan(reader.profile, audit.kind, given)
        | owners_fit(reader, audit, given)
        | _links(reader.profile, given)
    )


def _grades(profile: Profile, kind: str, given: Given) -> dict[str, str]:
    """Every domain has a grade of the scale, or says why it does not apply (§6: by kind)."""
    domains, known = _branch(given.get("domains")), profile.domains_of(kind)
    wrong = {
        f"domains.{key}": "is needed: choose a grade, or say why it does not apply"
        for key in known
        if key not in domains
    }
    wrong |= _overall(profile, kind, given, lacking=bool(wrong))
    choose = f"choose one of {', '.join(profile.domain_grades)}"
    for key, finding in domains.items():
        if key not in known:
            wrong[f"domains.{key}"] = "is no domain of this programme's tool"
            continue
        graded = _raw(_branch(finding).get("grade")) or ""
        if graded.strip() and graded not in profile.domain_grades:
            wrong[f"domains.{key}.grade"] = choose
    return wrong


def _findings(profile: Profile, given: Given) -> dict[str, str]:
    """The evidence, strengths and areas of a return that is made whole (`tool.form`).

    Nothing is to be developed in a domain whose grade lies beyond good.
    """
    if not profile.made_whole:
        return {}
    wrong = {}
    if not _text(given.get("evidence")):
        wrong["evidence"] = "is empty" if "evidence" in given else NEEDED
    for key, finding in _branch(given.get("domains")).items():
        said = _branch(finding)
        grade = _text(said.get("grade"))
        if not grade or _text(said.get("not_applicable")):
            continue
        needed = {**BESIDE_A_GRADE}
        if grade == profile.beyond_good:
            del needed["areas"]
        if lacking := [words for part, words in needed.items() if not _text(said.get(part))]:
            whole = f"{', '.join([*needed][:-1])} and {[*needed][-1]}"
            wrong[f"domains.{key}"] = f"a grade needs its {whole}; add {', '.join(lacking)}"
    return wrong


def _overall(profile: Profile, kind: str, given: Given, *, lacking: bool) -> dict[str, str]:
    """A grade and a rationale where this kind of audit is graded, and no grade where it is not.

    Where the grade follows from the domains, at least one of them applies; `lacking` says that one
    is missing anyhow.
    """
    rule, grade = profile.kinds.get(kind), given.get("grade")
    if rule is not None and not rule.graded:
        return {"grade": f"is not given: a {rule.title} is not graded"} if grade else {}
    if profile.tool.overall is not None:
        if grade:
            return {"grade": "is not given: it follows from the domains"}
        applies = lacking or any(_branch(one).get("grade") for one in _domains(given))
        first = next(iter(profile.domains_of(kind)), "")
        why = "at least one domain needs a grade, from which the overall grade follows"
        return {} if applies else {f"domains.{first}.grade": why}
    wrong, choose = {}, f"choose one of {', '.join(profile.grades)}"
    if grade is None or _text(grade) == "":
        wrong["grade"] = NEEDED
    elif isinstance(grade, str) and grade not in profile.grades:
        wrong["grade"] = choose
    if "rationale" not in given:
        wrong["rationale"] = NEEDED
    elif _text(given["rationale"]) == "":
        wrong["rationale"] = "is empty"
    return wrong


def grade_given(profile: Profile, kind: str, given: Given) -> str | None:
    """The overall grade of a return: as it was given, or as it follows from its domains."""
    rule = profile.kinds.get(kind)
    if profile.tool.overall is None or (rule is not None and not rule.graded):
        return _raw(given.get("grade"))
    grades = (_raw(_branch(one).get("grade")) or "" for one in _domains(given))
    return profile.grade_from([grade for grade in grades if grade in profile.domain_grades])


def _domains(given: Given) -> Iterable[object]:
    return _branch(given.get("domains")).values()


def _conversation(reader: Reader, audit: Audit, given: Given) -> dict[str, str]:
    """The conversation was held, the family was heard or a reason given, each KLOE is answered."""
    asked = {f"k{number}" for number, _ in enumerate(reader.get(Cycle, audit.cycle).kloes, 1)}
    answered = _branch(given.get("kloes")).keys()
    wrong = {
        f"kloes.{key}": "say what this audit showed on it, even where that is nothing"
        for key in sorted(asked - answered)
    }
    wrong |= {f"kloes.{key}": "is no line of enquiry of this cycle" for key in answered - asked}
    stand_in = _text(given.get("practitioner_stand_in"))
    if given.get("practitioner_involved") == "someone_else" and not stand_in:
        wrong["practitioner_stand_in"] = "say who took part instead, by role, and why"
    return wrong | _family(given)


def _family(given: Given) -> dict[str, str]:
    heard, why_not = _text(given.get("family_feedback")), _text(given.get("no_family_feedback"))
    if heard and why_not:
        how = "give their feedback, or say why there is none: one of the two boxes stays empty"
        return {"family_feedback": how}
    if not heard and not why_not:
        return {
            "family_feedback": "give the family's or child's feedback, or say below why there "
            "is none"
        }
    return {}


def _improvement_plan(profile: Profile, kind: str, given: Given) -> dict[str, str]:
    """A grade below good needs an improvement plan (§2.8)."""
    actions = given.get("actions")
    actions = actions if isinstance(actions, list | tuple) else []
    grade = profile.grades.get(grade_given(profile, kind, given) or "")
    if grade is not None and grade.below_good and not actions:
        how = "work below good needs an improvement plan: fill in at least one action"
        return {"actions": how}
    return {}


def _links(profile: Profile, given: Given) -> dict[str, str]:
    wrong = {}
    services = given.get("services_involved")
    services = services if isinstance(services, list | tuple) else []
    if {str(service) for service in services} - set(profile.tool.services_involved):
        wrong["services_involved"] = "choose from the list"
    link = _text(given.get("document_link"))
    if link and not LINK.fullmatch(link):
        wrong["document_link"] = (
            "is no web address that starts with https://; copy the whole address of the document"
        )
    return wrong


def _branch(value: object) -> Mapping[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def _raw(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _text(value: object) -> str | None:
    """Text as it would be kept, "" for an empty box; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return clean(value)
    except ValueError:
        return None
