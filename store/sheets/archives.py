"""What is asked of a ZIP before any of it is unpacked: a workbook, or a folder of sheets.

A stranger may have made it. Its unpacked size, its parts, how far each expands, passwords, macros
and any document type (which entity bombs need) are looked at first.
"""

import zipfile
from typing import IO
from xml.parsers import expat

from store.sheets.problems import refusal

MAX_BYTES = 100 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PARTS = 1_000
MAX_OTHER_PART = 32 * 1024 * 1024
"""The most that one part may hold that is not read as a stream."""
MAX_EXPANSION = 200
"""How many times its own size a part may expand; a sheet of 20,000 like rows expands 60 times."""
SMALL = 1024 * 1024
"""A part up to this size may expand as it likes."""
CHUNK = 64 * 1024
ENCRYPTED = 0x1
STRICT = b"purl.oclc.org/ooxml"

DAMAGED = "it cannot be read as an Excel workbook: open it in Excel and save it again as .xlsx."
TOO_LARGE = "unpacked it is far too large: copy the rows alone into a new workbook."


def guard_size(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that would unpack to too much, in all or in one part."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or any(map(_swells, parts)):
        raise refusal(TOO_LARGE)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise refusal("it is protected by a password: save it without one.")


def _swells(part: zipfile.ZipInfo) -> bool:
    """Whether a part would unpack to far more than rows ever do."""
    return part.file_size > max(SMALL, part.compress_size * MAX_EXPANSION)


def guard_workbook(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook that is none of Excel's own, or that holds more than rows."""
    guard_size(archive)
    for part in archive.infolist():
        name = part.filename.lower()
        if name.endswith(("vbaproject.bin", "macrosheets/")):
            raise refusal("it holds macros: save it as an Excel workbook (.xlsx) without them.")
        if name.endswith("xl/workbook.bin"):
            raise refusal("it is a binary workbook (.xlsb): save it as an Excel workbook (.xlsx).")
        if name == "content.xml":
            raise refusal("it is an OpenDocument sheet: save it as an Excel workbook (.xlsx).")
        if part.file_size > MAX_OTHER_PART and not name.startswith(
            ("xl/worksheets/", "xl/sharedstrings")
        ):
            raise refusal(TOO_LARGE)
        if name.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                _no_document_type(stream)
        if name.endswith("workbook.xml"):
            with archive.open(part) as stream:
                if STRICT in stream.read(CHUNK):
                    raise refusal(
                        "it is a Strict Open XML workbook: save it as an Excel workbook (.xlsx), "
                        "the kind without “Strict” in its name."
                    )


def _no_document_type(stream: IO[bytes]) -> None:
    """Refuse a part that declares a document type: entity bombs need one, workbooks do not.

    A declaration can only come before the first element, so reading stops there.
    """
    parser = expat.ParserCreate()
    begun = False

    def declared(*_: object) -> None:
        raise refusal(DAMAGED)

    def element(*_: object) -> None:
        nonlocal begun
        begun = True

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = element
    while not begun and (chunk := stream.read(CHUNK)):
        parser.Parse(chunk, False)
