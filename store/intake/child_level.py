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

ABSENT = ("child_name", "subject", "iro_upn", "cp_chair_upn")
"""What no extract says; a case that is known keeps it."""


def extract_sheet(
    reader: Reader, kind: str, extract: Extract, references: Mapping[str, str]
) -> CaseSheet:
    """The extract's children as rows that can be imported. Nothing is refused here.

    `references` spell the known cases as the ledger does, by the reference in lower case.
    """
    directory = Directory(reader)
    known = {case.id: case for case in reader.rows(Case)}
    since = months_before(reader.today, reader.profile.tool.practice_window_months).isoformat()
    rows = []
    for child in extract.children:
        ref = references.get(child.case_ref.casefold(), child.case_ref)
        rows.append(_row(directory, child, ref, known.get(ref), since))
    return CaseSheet(tuple(rows), (), ABSENT, kind, extract.passed_over, extract.lines)


def _row(directory: Directory, child: Child, ref: str, known: Case | None, since: str) -> CaseRow:
    involved: list[Involved] = []
    for one in child.involved:
        begins, ends = (None if day is None else day.isoformat() for day in (one.since, one.until))
        # Who left the case before the practice window did none of the work that is looked at.
        if ends is None or ends >= since:
            involved.append((one.name, one.role, one.team, begins, ends))
    chair = None if known is None else known.iro if child.plan == "CLA" else known.cp_chair
    names = CaseNames(
        worker=child.worker,
        team=child.team,
        plan=child.plan,
        involved=involved,
        chair=chair,
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
        team_manager_upn=settled.team_manager,
        iro_upn=None,
        cp_chair_upn=None,
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
