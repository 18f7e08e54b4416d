"""An evidence pack as one ZIP: reports, figures, and what proves that nothing was changed (§5)."""

import hashlib
import io
import zipfile

from store.papers.board_docx import board_docx
from store.papers.register_xlsx import workbook
from store.views.reports.evidence import Evidence
from store.vocabulary.dates_in_words import say_day

CONTENTS = "Contents"
MODE = 0o600 << 16
"""Its owner alone may read what is unpacked."""


def evidence_pack(told: Evidence) -> bytes:
    """The bytes of the pack; each file is named by the authority's convention.

    `Contents` gives the SHA-256 of every other file and the ledger's head, so that whoever holds
    the pack can show later that neither was rewritten (trust.md §4).
    """
    files = {
        f"{told.name_of('Board report')}.docx": board_docx(told.board, told.as_of),
        f"{told.name_of('For practitioners')}.docx": board_docx(told.practitioners, told.as_of),
        f"{told.name_of('Figures')}.xlsx": workbook(
            f"Evidence of {told.cycle}", told.as_of, _about(told), (), told.tables
        ),
    }
    files[f"{told.name_of(CONTENTS)}.txt"] = _contents(told, files).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, told.as_of.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, MODE
            pack.writestr(entry, content)
    return out.getvalue()


def _about(told: Evidence) -> list[tuple[str, str]]:
    return [
        ("Evidence of", f"{told.service}, {told.month} ({told.cycle})"),
        ("Programme", told.programme),
        ("As of", f"{say_day(told.as_of.date(), year=True)}, {told.as_of:%H:%M}"),
        ("The ledger's head", f"fact {told.head_seq}, {told.head}"),
        ("Asked for by", told.asked_by),
        ("Children", "By case reference alone. A count under 5 is not told."),
    ]


def _contents(told: Evidence, files: dict[str, bytes]) -> str:
    about = [f"{name}: {words}" for name, words in _about(told)]
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    return "\n".join(
        [
            *about,
            "",
            "Each file and its SHA-256 (sha256sum -c reads these lines):",
            *sums,
            "",
            "To prove it: `sightline ledger export FILE` and docs/verify_ledger.py show that the",
            "ledger still holds the fact above with that hash.",
            "",
        ]
    )
