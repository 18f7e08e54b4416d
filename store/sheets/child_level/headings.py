"""Which list of Annex A a heading belongs to, and what each of its columns is called here.

Headings are compared without capitals, spaces and signs, so that `Child Unique ID`, `ChildUniqueID`
and `child_unique_id ` are one. Two kinds of producer are known: workbooks with Ofsted's wording,
and the SSD's Annex A query with names of its own.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SIGNS = re.compile(r"[^a-z0-9]+")


def squashed(heading: str) -> str:
    """A heading in letters and digits alone."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list of Annex A. `known_by` is a column that no earlier list in `LISTS` has.

    `columns` are patterns by our name of the column; a list without any is passed over.
    """

    number: int
    name: str
    known_by: str
    columns: Mapping[str, str]

    @property
    def title(self) -> str:
        """The list in words for people: "list 6 (children in need)"."""
        return f"list {self.number} ({self.name})"


REF = r"^child(unique)?(id|identifier)$|^childuniqueid"
COMMON = {
    "ref": REF,
    "ethnicity": r"^ethnicity$",
    "date_of_birth": r"^dateofbirth$|^dob$",
    "disabled": r"disability$",
}
WHO = {"team": r"^allocatedteam$", "worker": r"^allocatedworker$"}
UNACCOMPANIED = {"unaccompanied": r"^unaccompaniedasylum|^uasc"}

# The most telling first: several lists have columns of the others.
LISTS = (
    ListKind(11, "adopters", r"^individualadopter|^adopterid$", {}),
    ListKind(10, "adoption", r"^family(id|identifier)$", {}),
    ListKind(9, "care leavers", r"^eligibilitycategory$", {**COMMON, **WHO, **UNACCOMPANIED}),
    ListKind(
        8,
        "children in care",
        r"^datestartedtobelookedafter|^lo+kedafterstartdate",
        {
            **COMMON,
            **WHO,
            **UNACCOMPANIED,
            "start": r"^datestartedtobelookedafter|^lo+kedafterstartdate",
            "end": r"^dateceasedtobelookedafter|^ceasedlookedafterdate",
            "need": r"categoryofneed$",
            "legal_status": r"^(childs)?legalstatus$",
            "repeat_care": r"secondorsubsequentperiod|^subsequentlacepisode",
            "missing": r"^numberofepisodes.*missing|^episodeschildmissing",
        },
    ),
    ListKind(
        7,
        "child protection",
        r"^childprotectionplanstartdate",
        {
            **COMMON,
            **WHO,
            "start": r"^childprotectionplanstartdate",
            "end": r"^childprotectionplanenddate",
            "abuse": r"^latestcategoryofabuse",
            "first_abuse": r"^initialcategoryofabuse",
            "earlier_plans": r"^numberofpreviouschildprotectionplans",
        },
    ),
    ListKind(
        6,
        "children in need",
        r"^casestatus$|^cinstartdate$",
        {
            **COMMON,
            **WHO,
            "start": r"^cinstartdate$",
            "end": r"^cinclosuredate$",
            "need": r"^primaryneed(code)?$",
            "status": r"^casestatus$",
        },
    ),
    ListKind(
        5,
        "section 47 enquiries",
        r"^strategydiscussion|^stratdiscussiondate$",
        {**COMMON, **WHO, "start": r"^strategydiscussion|^stratdiscussiondate$"},
    ),
    ListKind(
        4,
        "assessments",
        r"^continuousassessmentstart",
        {
            **COMMON,
            **WHO,
            "start": r"^continuousassessmentstart",
            "end": r"^continuousassessment(dateofauthorisation|authdate)",
        },
    ),
    ListKind(
        3,
        "referrals",
        r"^(dateofreferral|referraldate|referralsource)$",
        {**COMMON, **WHO, "start": r"^dateofreferral$|^referraldate$"},
    ),
    ListKind(2, "early help assessments", r"^organisationcompletingassessment", {}),
    ListKind(1, "contacts", r"^dateofcontact$|^contactsource$", {}),
)
NEEDED = {"start": "the date on which it started", "worker": "Allocated Worker"} | {
    "team": "Allocated Team",
    "status": "Case Status",
}
"""Columns without which a list cannot be used, in words; for a list that has them in `columns`."""


def list_of(heading: Sequence[str]) -> ListKind | None:
    """The list that this line is the heading of; None if it is none."""
    names = [squashed(cell) for cell in heading]
    if not any(re.search(REF, name) for name in names):
        adopters = LISTS[0]
        return adopters if any(re.search(adopters.known_by, name) for name in names) else None
    for kind in LISTS:
        if any(re.search(kind.known_by, name) for name in names):
            return kind
    return None


def columns_of(kind: ListKind, heading: Sequence[str]) -> dict[str, int]:
    """The place of each column of `kind` in the heading, the first that fits; others are absent."""
    names = [squashed(cell) for cell in heading]
    found = {}
    for column, pattern in kind.columns.items():
        at = next((at for at, name in enumerate(names) if re.search(pattern, name)), None)
        if at is not None:
            found[column] = at
    return found
