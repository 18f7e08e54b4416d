"""The evidence pack as one ZIP file: reports, figures, and proof against later changes (§5)."""

import hashlib
import io
import zipfile

from store.papers.board_docx import board_docx
from store.papers.register_xlsx import workbook
from store.views.reports.evidence import Evidence
from store.vocabulary.dates_in_words import say_day

CONTENTS = "Contents"
MODE = 0o600 << 16
"""Only the owner may read the unpacked files."""


def evidence_pack(evidence: Evidence, template: bytes | None = None) -> bytes:
    """The bytes of the pack, with file names by the authority's convention, in its `template`.

    `Contents` gives the SHA-256 of every other file and the ledger's head, so anybody with the
    pack can prove later that neither was rewritten (trust.md §4).
    """
    files = {
        f"{evidence.name_of('Board report')}.docx": board_docx(
            evidence.board, evidence.as_of, template
        ),
        f"{evidence.name_of('For practitioners')}.docx": board_docx(
            evidence.practitioners, evidence.as_of, template
        ),
        f"{evidence.name_of('Figures')}.xlsx": workbook(
            f"Evidence of {evidence.cycle}",
            evidence.as_of,
            _about(evidence),
            (),
            evidence.tables,
            marked=evidence.classification,
            chart=next((block.chart for block in evidence.board if block.chart is not None), None),
        ),
    }
    files[f"{evidence.name_of(CONTENTS)}.txt"] = _contents(evidence, files).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, evidence.as_of.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, MODE
            pack.writestr(entry, content)
    return out.getvalue()


def _about(evidence: Evidence) -> list[tuple[str, str]]:
    return [
        ("Evidence of", f"{evidence.service}, {evidence.month} ({evidence.cycle})"),
        ("Programme", evidence.programme),
        ("As of", f"{say_day(evidence.as_of.date(), year=True)}, {evidence.as_of:%H:%M}"),
        ("The ledger's head", f"fact {evidence.head_seq}, {evidence.head}"),
        ("Requested by", evidence.asked_by),
        ("Children", "Case references only. Counts below 5 are not shown."),
    ]


def _contents(evidence: Evidence, files: dict[str, bytes]) -> str:
    about = [f"{name}: {words}" for name, words in _about(evidence)]
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    return "\n".join(
        [
            *about,
            "",
            "Each file and its SHA-256 (sha256sum -c reads these lines):",
            *sums,
            "",
            "To check it, run `sightline ledger export FILE` and docs/verify_ledger.py: they show",
            "whether the ledger still holds the fact above with that hash.",
            "",
        ]
    )
