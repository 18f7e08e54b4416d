"""What a council's own child-level data (Annex A, SSD) means to the programme."""

from collections.abc import Mapping
from typing import Final

from store.programme.section import Section, Words

Meaning = Mapping[str, Words]

STATUS: Final[Meaning] = {
    "looked after child": "CLA",
    "child protection plan": "CP",
    "child in need plan": "CIN",
    "open assessment": "assessment",
}
ABUSE: Final[Meaning] = {
    "neglect": "neglect",
    "physical abuse": "physical_abuse",
    "emotional abuse": "emotional_abuse",
    "sexual abuse": "sexual_abuse",
    "multiple not recommended": "multiple_abuse",
}
NEED: Final[Meaning] = {
    "N1": "abuse_or_neglect",
    "N2": "childs_disability",
    "N3": "parental_illness",
    "N4": "family_in_acute_stress",
    "N5": "family_dysfunction",
    "N6": "unacceptable_behaviour",
    "N7": "low_income",
    "N8": "absent_parenting",
}
LEGAL_STATUS: Final[Meaning] = {
    "C1": "interim_care_order",
    "C2": "care_order",
    "E1": "placement_order",
    "V2": "accommodated",
}
FLAGS: Final[Meaning] = {
    "disabled": "disabled",
    "unaccompanied": "uasc",
    "missing": "missing",
    "repeat plan": "repeat_plan",
    "repeat care": "repeat_care",
    "section 47": "section_47",
    "stepped up": "stepped_up",
    "stepped down": "stepped_down",
}


class ChildLevelData(Section):
    """The words of the extracts, each with what a filter calls it. All are defaults of ours°.

    A child on several lists has the first plan of `plan_order` that is open. Moving along `steps`
    between two imports is a step up, moving back a step down. `status` reads list 6's `Case
    Status`; `abuse`, `need` and `legal_status` give flags by category or short code; `flags` names
    the flags for what the data says in other ways.
    """

    plan_order: tuple[Words, ...] = ("CP", "CLA", "CIN", "assessment", "care leaver", "referral")
    steps: tuple[Words, ...] = ("referral", "assessment", "CIN", "CP", "CLA")
    status: Meaning = STATUS
    abuse: Meaning = ABUSE
    need: Meaning = NEED
    legal_status: Meaning = LEGAL_STATUS
    flags: Meaning = FLAGS
