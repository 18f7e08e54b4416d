"""The meetings in the register: held or not, when, who attended; never what was said (§5)."""

from collections.abc import Iterator, Mapping, Sequence

from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.tables import Audit, Cycle, Meeting
from store.views.parts.ref_in_words import kind_in_words
from store.views.reports.register_parts import Cell, RowOf, who
from store.vocabulary.terms import MEETING, spoken

KINDS: Mapping[str, str] = {
    "kloe": "lines of enquiry",
    "uopp": MEETING,
    "uopp_inadequate": f"{MEETING}, Inadequate",
    "uopp_second": f"second {MEETING}",
}


def meetings(reader: Reader, cycles: Sequence[Cycle], audits: Sequence[Audit]) -> Iterator[RowOf]:
    """Each meeting about these cycles and audits, a cycle's own first.

    The register says that there are minutes; what they say is for their own readers (Tower
    Hamlets guide §10).
    """
    refs = {audit.id: audit for audit in audits}
    for about in (*(cycle.id for cycle in cycles), *refs):
        for meeting in reversed(reader.rows(Meeting, about=about, order=NEWEST)):
            yield _meeting(reader, meeting, refs.get(about))


def _meeting(reader: Reader, meeting: Meeting, audit: Audit | None) -> dict[str, Cell]:
    local = reader.calendar.local
    return {
        "cycle": meeting.about if audit is None else audit.cycle,
        "audit": "" if audit is None else audit.id,
        "case_ref": "" if audit is None else audit.case_ref,
        "kind": "" if audit is None else kind_in_words(reader, audit.kind),
        "meeting": spoken(KINDS.get(meeting.kind, meeting.kind), reader.profile.own_words),
        "state": meeting.state.replace("_", " "),
        "chair": who(reader, meeting.chair),
        "convened_by": who(reader, meeting.convened_by),
        "convened": local(meeting.convened_at),
        "arranged_for": None if meeting.starts_at is None else local(meeting.starts_at),
        "held_on": meeting.held_on,
        "there": ", ".join(who(reader, upn) for upn in meeting.attended),
        "minutes_recorded": None if meeting.recorded_at is None else local(meeting.recorded_at),
        "record_shared": None if meeting.shared_at is None else local(meeting.shared_at),
    }
