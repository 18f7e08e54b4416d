"""A council's own extract as the rows of a case sheet: names looked up, what is needed kept."""

from collections.abc import Mapping

from store.allocation.standing import months_before
from store.ledger import Reader
from store.people.name_matching import Directory
from store.people.set_aside import CaseNames, Involved, settle_names
from store.sheets.cases import CaseRow, CaseSheet
from store.sheets.child_level.annex_a import Extract
from store.sheets.child_level.children import Child
from store.tables import Case

ABSENT = ("child_name", "subject")
"""What no extract says; a case that is known keeps it."""


def extract_sheet(
    reader: Reader, kind: str, extract: Extract, references: Mapping[str, str]
) -> CaseSheet:
    """The extract's children as rows that can be imported; the extract is used up by it.

    `references` spell the known cases as the ledger does, by the reference in lower case.
    """
    directory = Directory(reader)
    known = {case.id: case for case in reader.rows(Case)}
    since = months_before(reader.today, reader.profile.tool.practice_window_months).isoformat()
    rows = []
    for child in extract.children.drained():
        # The SSD reaches back six years; Annex A six months.
        if kind == "ssd" and child.case_ref not in known and _long_closed(child, since):
            continue
        ref = references.get(child.case_ref.casefold(), child.case_ref)
        rows.append(_row(directory, child, ref, known.get(ref), since))
    return CaseSheet(tuple(rows), (), ABSENT, kind, extract.passed_over, extract.lines)


def _long_closed(child: Child, since: str) -> bool:
    return child.closed_on is not None and child.closed_on.isoformat() < since


def _row(directory: Directory, child: Child, ref: str, known: Case | None, since: str) -> CaseRow:
    involved: list[Involved] = []
    for one in child.involved:
        begins, ends = (None if day is None else day.isoformat() for day in (one.since, one.until))
        # Who left the case before the practice window did none of the work that is looked at.
        if ends is None or ends >= since:
            involved.append((one.name, one.role, one.team, begins, ends))
    posts = {
        post: directory.whom(getattr(child, post), child.team).person
        for post in ("iro", "cp_chair", "managed_by")
        if getattr(child, post)
    }
    iro = posts.get("iro") or (known.iro if known else None)
    cp_chair = posts.get("cp_chair") or (known.cp_chair if known else None)
    names = CaseNames(
        worker=child.worker,
        team=child.team,
        plan=child.plan,
        involved=involved,
        chair=iro if child.plan == "CLA" else cp_chair,
        undated=child.undated,
    )
    settled = settle_names(directory, names)
    return CaseRow(
        case_ref=ref,
        child_name=None,
        date_of_birth=child.date_of_birth,
        ethnicity=child.ethnicity or None,
        service=settled.service,
        team=settled.team,
        practitioner_upn=settled.practitioner,
        team_manager_upn=posts.get("managed_by") or settled.team_manager,
        iro_upn=iro,
        cp_chair_upn=cp_chair,
        plan=child.plan,
        closed_on=child.closed_on,
        flags=child.flags,
        involved_upns=settled.involved,
        line=child.line,
        worker_named=child.worker or None,
        team_named=child.team or None,
        set_aside=settled.set_aside or None,
        involvements=settled.involvements or None,
    )
